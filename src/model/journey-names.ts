import { error } from './check-rule.ts'
import type { DocumentPath } from './document-path.ts'
import type { JourneyFinding } from './journey-finding.ts'
import type { JourneySpec, StageSpec } from './journey-spec.ts'
import { nearText } from './near-match.ts'
import type { EventSpec, RuleSpec } from './rule-spec.ts'

/** A name from the data that a definition uses, and where. `objectType` is set for a property of an object: the subject's type, "account", or "deal". */
export interface NameUse {
  kind: 'subject' | 'event' | 'channel' | 'touchpoint' | 'eventProperty' | 'objectProperty'
  name: string
  objectType: string | null
  path: DocumentPath
}

/** The names that the data holds. `objectProperties` by object type. */
export interface KnownNames {
  objectTypes: readonly string[]
  names: readonly string[]
  channels: readonly string[]
  touchpoints: readonly string[]
  eventProperties: readonly string[]
  objectProperties: Readonly<Record<string, readonly string[]>>
}

/** Before there is any data. */
export const noNames: KnownNames = { objectTypes: [], names: [], channels: [], touchpoints: [], eventProperties: [], objectProperties: {} }

/** The subject's type, and every event name, channel, touchpoint and property that the rules of a definition use, with its path (rule J3). Lanes are free text and give none. */
export function namesIn(spec: JourneySpec): NameUse[] {
  const { subject, personas = [], stages, handOffs = [], value } = spec
  return [
    { kind: 'subject', name: subject, objectType: null, path: ['subject'] },
    ...personas.flatMap(({ when }, position) => (when === undefined ? [] : namesInRule(when, ['personas', position, 'when'], subject))),
    ...stages.flatMap((stage, position) => namesInStage(stage, ['stages', position], subject)),
    ...handOffs.flatMap(({ reason }, position) => (reason === undefined ? [] : [eventProperty(reason, ['handOffs', position, 'reason'])])),
    ...(value === undefined ? [] : namesInValue(value, subject)),
  ]
}

/** An error for each name in a definition that the data does not hold, with near matches (rule J3). */
export function checkNames(spec: JourneySpec, known: KnownNames): JourneyFinding[] {
  return namesIn(spec).flatMap((use) => {
    const held = heldNames(use, known)
    if (held.includes(use.name)) return []
    const some = held.length === 0 ? 'there are none yet' : `there are ${listText(held)}`
    return [error(use.path, `${JSON.stringify(use.name)} is no ${kindText(use)} in the data: ${some}.${nearText(use.name, held)}`)]
  })
}

/** Names in a rule that no data hold, whatever the subject's type, each in a sentence with near matches. */
export function unknownInRule(rule: RuleSpec, path: DocumentPath, known: KnownNames): string[] {
  const anyProperty = [...new Set(Object.values(known.objectProperties).flat())]
  return namesInRule(rule, path, '').flatMap((use) => {
    const held = use.kind === 'objectProperty' && use.objectType === '' ? anyProperty : heldNames(use, known)
    if (held.includes(use.name)) return []
    const what = use.objectType === '' ? 'property' : kindText(use)
    return [`${JSON.stringify(use.name)} is no ${what} in the data so far.${nearText(use.name, held)}`]
  })
}

function namesInStage({ entry, exit, reentry, steps = [] }: StageSpec, path: DocumentPath, subject: string): NameUse[] {
  const rules: [RuleSpec | undefined, DocumentPath][] = [
    [entry, [...path, 'entry']],
    [exit?.completed, [...path, 'exit', 'completed']],
    [exit?.dropped, [...path, 'exit', 'dropped']],
    [reentry === 'none' || reentry === 'entry' ? undefined : reentry, [...path, 'reentry']],
    ...steps.map(({ rule }, position): [RuleSpec, DocumentPath] => [rule, [...path, 'steps', position, 'rule']]),
  ]
  return rules.flatMap(([rule, at]) => (rule === undefined ? [] : namesInRule(rule, at, subject)))
}

function namesInRule(spec: RuleSpec, path: DocumentPath, subject: string): NameUse[] {
  if (typeof spec === 'string') return [{ kind: 'event', name: spec, objectType: null, path }]
  if ('all' in spec) return spec.all.flatMap((rule, position) => namesInRule(rule, [...path, 'all', position], subject))
  if ('any' in spec) return spec.any.flatMap((rule, position) => namesInRule(rule, [...path, 'any', position], subject))
  if ('not' in spec) return namesInRule(spec.not, [...path, 'not'], subject)
  if ('count' in spec) return namesInRule(spec.count.of, [...path, 'count', 'of'], subject)
  if ('subject' in spec) return [subjectProperty(spec.subject, [...path, 'subject'], subject)]
  if ('property' in spec) return [eventProperty(spec.property, [...path, 'property'])]
  return namesInEvent(spec, path)
}

function namesInEvent(spec: EventSpec, path: DocumentPath): NameUse[] {
  return [
    ...uses('event', spec.event, [...path, 'event']),
    ...uses('touchpoint', spec.touchpoint, [...path, 'touchpoint']),
    ...uses('channel', spec.channel, [...path, 'channel']),
    ...Object.keys(spec.where ?? {}).map((name) => eventProperty(name, [...path, 'where', name])),
  ]
}

function uses(kind: NameUse['kind'], names: string | string[] | undefined, path: DocumentPath): NameUse[] {
  if (names === undefined) return []
  if (typeof names === 'string') return [{ kind, name: names, objectType: null, path }]
  return names.map((name, position) => ({ kind, name, objectType: null, path: [...path, position] }))
}

function namesInValue(value: NonNullable<JourneySpec['value']>, subject: string): NameUse[] {
  const onDeal = (name: string, path: DocumentPath): NameUse => ({ kind: 'objectProperty', name, objectType: 'deal', path })
  return [
    onDeal(value.amount, ['value', 'amount']),
    ...(typeof value.currency === 'string' ? [] : [onDeal(value.currency.property, ['value', 'currency', 'property'])]),
    ...namesInRule(value.won, ['value', 'won'], subject),
    ...(value.lost === undefined ? [] : namesInRule(value.lost, ['value', 'lost'], subject)),
  ]
}

function eventProperty(name: string, path: DocumentPath): NameUse {
  return { kind: 'eventProperty', name, objectType: null, path }
}

function subjectProperty(name: string, path: DocumentPath, subject: string): NameUse {
  const ofAccount = name.startsWith('account.') && name.length > 'account.'.length
  return {
    kind: 'objectProperty',
    name: ofAccount ? name.slice('account.'.length) : name,
    objectType: ofAccount ? 'account' : subject,
    path,
  }
}

function heldNames({ kind, objectType }: NameUse, known: KnownNames): readonly string[] {
  switch (kind) {
    case 'subject':
      return known.objectTypes
    case 'event':
      return known.names
    case 'channel':
      return known.channels
    case 'touchpoint':
      return known.touchpoints
    case 'eventProperty':
      return known.eventProperties
    case 'objectProperty':
      return objectType !== null && Object.hasOwn(known.objectProperties, objectType) ? (known.objectProperties[objectType] ?? []) : []
  }
}

function kindText({ kind, objectType }: NameUse): string {
  const texts = {
    subject: 'type of object',
    event: 'event name',
    channel: 'channel',
    touchpoint: 'touchpoint',
    eventProperty: 'event property',
  } as const
  return kind === 'objectProperty' ? `property of a ${objectType}` : texts[kind]
}

function listText(names: readonly string[]): string {
  const shown = [...names].sort().slice(0, 12)
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ')
}
