import { parseDocument } from 'yaml'
import { AppError } from '../core/error.ts'
import type { Initiator } from '../model/event.ts'
import { checkMapping, issueText } from './check-mapping.ts'
import type { FileFormat } from './file-format.ts'
import { type EventsSpec, type MappingSpec, mappingSpecSchema, type PartSpec, type PropertiesSpec, type WideSpec } from './mapping-spec.ts'
import type { Encoding } from './text-encoding.ts'

/** A column of times. `format` null: to be guessed from the first rows. */
export interface TimeColumn {
  column: string
  format: string | null
}

/** Which columns become properties: all that have no other part, or these (name → column). */
export type PropertyColumns = { kind: 'rest' } | { kind: 'these'; columns: readonly { name: string; column: string }[] }

/** The column of an object's id. `empty`: the id that an empty cell stands for; "" where it stands for none. */
export interface ObjectColumn {
  type: string
  column: string
  empty: string
  /** Capitals do not matter: the id is in small letters. */
  lowerCase: boolean
  /** Only ids that begin so; "" for all. */
  prefix: string
  /** Only where these columns hold one of these values. */
  when: readonly Condition[]
  /** The cell may hold a JSON list of ids, each of them an object. */
  several: boolean
  /** Only where none of these columns holds one of its values. */
  unless: readonly Condition[]
}

/** A column and the values that it may hold. */
export interface Condition {
  column: string
  values: readonly string[]
}

/** What a value of the name column stands for; null: as elsewhere in the row. */
export interface Meaning {
  value: string
  name: string | null
  channel: string | null
  touchpoint: string | null
  initiator: Initiator | null
}

/** Columns that describe an object of one type. */
export interface DescribedObject {
  type: string
  columns: readonly { name: string; column: string }[]
}

/** How a file is to be read; null: as its beginning shows. */
export interface FileShape {
  where: readonly Condition[]
  source: string | null
  format: FileFormat | null
  encoding: Encoding | null
  separator: string | null
  header: boolean
  sheet: string | null
  list: string | null
  timeZone: string
  parts: readonly PartMapping[]
}

/** Lists inside of rows, whose items are rows of their own. `each`: the path of the list, then those of lists inside of its items. */
export interface PartMapping {
  each: readonly string[]
  mapping: Mapping
}

/** One row is one event. */
export interface EventsMapping extends FileShape {
  kind: 'events'
  id: string | null
  time: TimeColumn
  originalTime: TimeColumn | null
  sentAt: TimeColumn | null
  receivedAt: TimeColumn | null
  name: readonly string[]
  channel: string | null
  touchpoint: string | null
  meanings: readonly Meaning[]
  initiator: { column: string; values: Readonly<Record<string, Initiator>> | null } | null
  machine: readonly { column: string; texts: readonly string[] }[]
  sequence: string | null
  origin: { medium: string | null; source: string | null; referrer: string | null } | null
  constants: { name: string; channel: string; touchpoint: string; initiator: Initiator }
  objects: readonly ObjectColumn[]
  properties: PropertyColumns
  /** Another id of the row's contact. */
  alias: { column: string; type: 'contact' | 'anonymous' } | null
  objectProperties: readonly DescribedObject[]
  /** What the row says of an object, from its time on. */
  changes: readonly DescribedObject[]
  /** One column names the property, another holds its value from then on. */
  change: { object: string; name: string; value: string } | null
}

/** A date column of a wide table and the event it tells, where `when` holds. */
export interface WideEvent {
  column: string
  format: string | null
  name: string
  when: readonly Condition[]
  channel: string
  touchpoint: string
  initiator: Initiator
}

/** One row is one object; its date columns are events with the id (row key, column) (rule E11); the rest are its properties. */
export interface WideMapping extends FileShape {
  kind: 'wide'
  key: ObjectColumn
  events: readonly WideEvent[]
  objects: readonly ObjectColumn[]
  properties: PropertyColumns
}

/** One row is one object with its properties and the objects it belongs to; no events. */
export interface PropertiesMapping extends FileShape {
  kind: 'properties'
  key: ObjectColumn
  properties: PropertyColumns
  validFrom: TimeColumn | null
  objects: readonly ObjectColumn[]
}

export type Mapping = EventsMapping | WideMapping | PropertiesMapping

/** Reads a mapping file (YAML or JSON). Errors: `invalid`, one line a fault, each with its place, the value and what is allowed. */
export function parseMapping(text: string): Mapping {
  const document = parseDocument(text)
  const broken = document.errors[0]
  if (broken !== undefined) throw new AppError('invalid', `The mapping is no YAML or JSON: ${broken.message}`)
  return normaliseMapping(document.toJS() as unknown)
}

/** The total form of a mapping document. Errors: `invalid`, one line a fault, each with its place, the value and what is allowed. */
export function normaliseMapping(document: unknown): Mapping {
  const parsed = mappingSpecSchema.safeParse(document)
  if (!parsed.success) throw faults(parsed.error.issues.map(issueText))
  const spec = parsed.data
  const wrong = checkMapping(spec)
  if (wrong.length > 0) throw faults(wrong)
  return normalised(spec)
}

function normalised(spec: MappingSpec): Mapping {
  if (spec.kind === 'events') return normaliseEvents(spec)
  return spec.kind === 'wide' ? normaliseWide(spec) : normaliseProperties(spec)
}

function faults(lines: readonly string[]): AppError {
  return new AppError('invalid', `The mapping cannot be used.\n${lines.map((line) => `- ${line}`).join('\n')}`, { faults: lines })
}

function fileShape(spec: MappingSpec): FileShape {
  return {
    where: conditionsOf(spec.where),
    source: spec.source ?? null,
    format: spec.format ?? null,
    encoding: spec.encoding ?? null,
    separator: spec.separator ?? null,
    header: spec.header ?? true,
    sheet: spec.sheet ?? null,
    list: spec.list ?? null,
    timeZone: spec.timeZone ?? 'UTC',
    parts: (spec.parts ?? []).map((part) => ({ each: [part.each].flat(), mapping: partMapping(part, spec) })),
  }
}

/** A part's mapping is that of a file of its own, in the time zone of the rows that it stands in. */
function partMapping({ each: _, ...part }: PartSpec, { timeZone }: MappingSpec): Mapping {
  return normalised({ ...part, timeZone })
}

function normaliseEvents(spec: EventsSpec): EventsMapping {
  return {
    ...fileShape(spec),
    kind: 'events',
    id: spec.id ?? null,
    time: timeColumn(spec.time),
    originalTime: optionalTime(spec.originalTime),
    sentAt: optionalTime(spec.sentAt),
    receivedAt: optionalTime(spec.receivedAt),
    name: spec.name === undefined ? [] : [spec.name].flat(),
    channel: spec.channel ?? null,
    touchpoint: spec.touchpoint ?? null,
    meanings: meaningsOf(spec),
    initiator:
      typeof spec.initiator === 'string' ? { column: spec.initiator, values: null } : spec.initiator === undefined ? null : spec.initiator,
    machine: Object.entries(spec.machine ?? {}).map(([column, texts]) => ({ column, texts: texts.map((text) => text.toLowerCase()) })),
    sequence: spec.sequence ?? null,
    origin:
      spec.origin === undefined
        ? null
        : { medium: spec.origin.medium ?? null, source: spec.origin.source ?? null, referrer: spec.origin.referrer ?? null },
    constants: {
      name: spec.constants?.name ?? '',
      channel: spec.constants?.channel ?? '',
      touchpoint: spec.constants?.touchpoint ?? '',
      initiator: spec.constants?.initiator ?? 'customer',
    },
    objects: objectColumns(spec.objects),
    properties: propertyColumns(spec.properties),
    alias: spec.alias ?? null,
    objectProperties: describedObjects(spec.objectProperties),
    changes: describedObjects(spec.changes),
    change: spec.change ?? null,
  }
}

function meaningsOf({ meanings }: EventsSpec): Meaning[] {
  return Object.entries(meanings ?? {}).map(([value, { name, channel, touchpoint, initiator }]) => ({
    value,
    name: name ?? null,
    channel: channel ?? null,
    touchpoint: touchpoint ?? null,
    initiator: initiator ?? null,
  }))
}

function describedObjects(spec: EventsSpec['changes']): DescribedObject[] {
  return Object.entries(spec ?? {}).map(([type, columns]) => ({ type, columns: namedColumns(columns) }))
}

function conditionsOf(spec: MappingSpec['where']): Condition[] {
  return Object.entries(spec ?? {}).map(([column, values]) => ({ column, values: [values].flat() }))
}

function normaliseWide(spec: WideSpec): WideMapping {
  return {
    ...fileShape(spec),
    kind: 'wide',
    key: objectColumns(spec.key)[0] as ObjectColumn,
    events: spec.events.map((event) => ({
      column: event.column,
      format: event.format ?? null,
      name: event.name,
      when: conditionsOf(event.when),
      channel: event.channel ?? '',
      touchpoint: event.touchpoint ?? '',
      initiator: event.initiator ?? 'company',
    })),
    objects: objectColumns(spec.objects ?? {}),
    properties: propertyColumns(spec.properties),
  }
}

function normaliseProperties(spec: PropertiesSpec): PropertiesMapping {
  return {
    ...fileShape(spec),
    kind: 'properties',
    key: objectColumns(spec.key)[0] as ObjectColumn,
    properties: propertyColumns(spec.properties),
    validFrom: optionalTime(spec.validFrom),
    objects: objectColumns(spec.objects ?? {}),
  }
}

function timeColumn(spec: EventsSpec['time']): TimeColumn {
  return typeof spec === 'string' ? { column: spec, format: null } : { column: spec.column, format: spec.format ?? null }
}

function optionalTime(spec: EventsSpec['time'] | undefined): TimeColumn | null {
  return spec === undefined ? null : timeColumn(spec)
}

function objectColumns(spec: EventsSpec['objects']): ObjectColumn[] {
  return Object.entries(spec)
    .map(([type, given]) => {
      const { column, empty, lowerCase, prefix, when, unless, several } = typeof given === 'string' ? { column: given } : given
      return {
        type,
        column,
        empty: empty ?? '',
        lowerCase: lowerCase ?? false,
        prefix: prefix ?? '',
        when: conditionsOf(when),
        several: several ?? false,
        unless: conditionsOf(unless),
      }
    })
    .sort((a, b) => (a.type < b.type ? -1 : 1))
}

function propertyColumns(spec: EventsSpec['properties']): PropertyColumns {
  if (spec === undefined || spec === 'rest') return { kind: 'rest' }
  return { kind: 'these', columns: spec === 'none' ? [] : namedColumns(spec) }
}

function namedColumns(spec: readonly string[] | Record<string, string>): { name: string; column: string }[] {
  return Array.isArray(spec)
    ? spec.map((column: string) => ({ name: column, column }))
    : Object.entries(spec).map(([name, column]) => ({ name, column }))
}

/** Every column that a mapping names, with the place where it does. */
export function columnsOf(mapping: Mapping): { place: string; column: string }[] {
  const found: { place: string; column: string }[] = []
  const add = (place: string, column: string | null | undefined) => {
    if (column !== null && column !== undefined) found.push({ place, column })
  }
  for (const { column } of mapping.where) add('where', column)
  for (const { each } of mapping.parts) if (each[0]?.includes('*') === false) add('parts', each[0])
  for (const { type, column, when, unless } of mapping.objects) {
    add(mapping.kind !== 'events' && type === mapping.key.type ? `also.${type}` : `objects.${type}`, column)
    for (const condition of [...when, ...unless]) add(`objects.${type}.when`, condition.column)
  }
  if (mapping.properties.kind === 'these') for (const { name, column } of mapping.properties.columns) add(`properties.${name}`, column)
  if (mapping.kind === 'events') {
    for (const place of ['id', 'channel', 'touchpoint', 'sequence'] as const) add(place, mapping[place])
    add('initiator', mapping.initiator?.column)
    add('alias', mapping.alias?.column)
    for (const { column } of mapping.machine) add('machine', column)
    for (const [place, objects] of [
      ['objectProperties', mapping.objectProperties],
      ['changes', mapping.changes],
    ] as const)
      for (const { type, columns } of objects) for (const { name, column } of columns) add(`${place}.${type}.${name}`, column)
    add('change.name', mapping.change?.name)
    add('change.value', mapping.change?.value)
    for (const place of ['time', 'originalTime', 'sentAt', 'receivedAt'] as const) add(place, mapping[place]?.column)
    for (const column of mapping.name) add('name', column)
    for (const place of ['medium', 'source', 'referrer'] as const) add(`origin.${place}`, mapping.origin?.[place])
  } else add(`key.${mapping.key.type}`, mapping.key.column)
  if (mapping.kind === 'properties') add('validFrom', mapping.validFrom?.column)
  if (mapping.kind === 'wide') {
    mapping.events.forEach((event, index) => {
      add(`events.${index}.column`, event.column)
      for (const { column } of event.when) add(`events.${index}.when`, column)
    })
  }
  return found
}
