import type { z } from 'zod'
import { nearText } from '../model/near-match.ts'
import type { EventsSpec, MappingSpec, PartSpec } from './mapping-spec.ts'
import { isTimeFormat } from './time-format.ts'
import { isTimeZone } from './time-zone.ts'

const allKeys = [
  ...[
    'kind',
    'source',
    'format',
    'encoding',
    'separator',
    'header',
    'sheet',
    'list',
    'timeZone',
    'id',
    'time',
    'originalTime',
    'sentAt',
    'receivedAt',
    'name',
  ],
  ...[
    'channel',
    'touchpoint',
    'initiator',
    'sequence',
    'origin',
    'constants',
    'objects',
    'properties',
    'objectProperties',
    'key',
    'events',
  ],
  ...[
    'where',
    'meanings',
    'machine',
    'changes',
    'change',
    'lowerCase',
    'prefix',
    'several',
    'unless',
    'alias',
    'values',
    'object',
    'value',
  ],
  ...['validFrom', 'column', 'when', 'medium', 'referrer', 'parts', 'each'],
]

/** What the form of a mapping complains of, in a line with its place and near matches. */
export function issueText(issue: z.core.$ZodIssue): string {
  const place = issue.path.length === 0 ? 'the mapping' : issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    const hints = issue.keys.map((key) => `${JSON.stringify(key)} is not known here.${nearText(key, allKeys)}`)
    return `${place}: ${hints.join(' ')}`
  }
  if (issue.code === 'invalid_union' && issue.path.at(-1) === 'kind') return 'kind: must be events, wide or properties.'
  return `${place}: ${issue.message}`
}

/** What is wrong with a mapping of sound form: a line a fault, each with its place, the value and what is allowed. */
export function checkMapping(spec: MappingSpec): string[] {
  const zone = spec.timeZone
  const fault = `timeZone: ${JSON.stringify(zone)} is no time zone. Give one such as Europe/Amsterdam or UTC.`
  const ofParts = (spec.parts ?? []).flatMap((part, index) => checkPart(part).map((wrong) => `parts.${index}.${wrong}`))
  return [...(zone !== undefined && !isTimeZone(zone) ? [fault] : []), ...checkRows(spec), ...ofParts]
}

function checkPart(part: PartSpec): string[] {
  const steps = [part.each].flat().filter((path) => path.split('*').length > 2)
  return [...steps.map((path) => `each: ${JSON.stringify(path)} has several stars; one is allowed.`), ...checkRows(part)]
}

function checkRows(spec: MappingSpec | PartSpec): string[] {
  const wrong: string[] = []
  for (const [place, format] of formatsOf(spec)) {
    if (format !== undefined && !isTimeFormat(format))
      wrong.push(
        `${place}: ${JSON.stringify(format)} is no time format. Give iso, epoch-s, epoch-ms, epoch-us, or a pattern such as DD/MM/YYYY HH:mm.`,
      )
  }
  if (spec.kind === 'events') {
    if (Object.keys(spec.objects).length === 0) wrong.push('objects: names no object. Give at least one, e.g. contact: user_id.')
    if (spec.name === undefined && spec.constants?.name === undefined)
      wrong.push('name: give a column, or constants.name for one name for all rows.')
    for (const [place, type] of describedTypes(spec)) {
      if (!(type in spec.objects))
        wrong.push(
          `${place}: ${JSON.stringify(type)} is none of the objects of the row. Those are: ${Object.keys(spec.objects).join(', ')}.`,
        )
    }
  } else if (Object.keys(spec.key).length !== 1) wrong.push('key: give exactly one object, e.g. deal: opportunity_id.')
  return wrong
}

function describedTypes({ changes, change }: Pick<EventsSpec, 'changes' | 'change'>): [string, string][] {
  const described = Object.keys(changes ?? {}).map((type): [string, string] => [`changes.${type}`, type])
  return change === undefined ? described : [...described, ['change.object', change.object]]
}

function formatsOf(spec: MappingSpec | PartSpec): [string, string | undefined][] {
  const of = (time: EventsSpec['time'] | undefined) => (typeof time === 'object' ? time.format : undefined)
  if (spec.kind === 'wide') return spec.events.map((event, index) => [`events.${index}.format`, event.format])
  if (spec.kind === 'properties') return [['validFrom.format', of(spec.validFrom)]]
  const names = ['time', 'originalTime', 'sentAt', 'receivedAt'] as const
  return names.map((name) => [`${name}.format`, of(spec[name])])
}
