import { AppError } from '../core/error.ts'
import { separatorHint } from './column-hints.ts'
import { columnNamed, columnNames, looksLikeIds, objectNames, personColumns, plainName } from './column-names.ts'
import { compareTimes, differenceText } from './compare-times.ts'
import { hasFixedColumns, isObjectLog, isText } from './file-format.ts'
import { guessObjectLog } from './guess-object-log.ts'
import { guessTimeFormat, type TimeGuess } from './guess-time-format.ts'
import type { Inspection, ShapeNote } from './inspect-file.ts'
import { type Mapping, normaliseMapping } from './mapping.ts'
import type { EventsSpec, MappingSpec } from './mapping-spec.ts'
import { type Companions, noCompanions } from './presets/export-table.ts'
import type { Preset } from './presets/preset.ts'
import { recogniseExport } from './presets/recognise-export.ts'
import { tracePrefix } from './xes.ts'

/** A guessed mapping and what a reader should know of the guesses. An `ambiguous` note must be settled by a person before the import. */
export interface MappingGuess {
  mapping: Mapping
  /** The same as a document that people may save and change. */
  spec: MappingSpec
  notes: readonly ShapeNote[]
  /** The preset that recognised the file as a vendor's export; null where the columns were guessed. */
  preset: Preset | null
}

/**
 * Guesses a mapping from the beginning of a file: a preset's where one recognises it; else an event log where it finds a time and a name, a wide table where rows have a key and date columns
 * but no event name, else a table of properties. `companions`: what is known of the files imported with it. Errors: `invalid` where no object's id is found.
 */
export function guessMapping(inspection: Inspection, companions: Companions = noCompanions): MappingGuess {
  const notes: ShapeNote[] = [...inspection.notes]
  if (!inspection.header)
    throw new AppError(
      'invalid',
      `${inspection.path} has no row of column names. Give a mapping with header: false and columns "column 1", "column 2", …`,
    )
  if (hasFixedColumns(inspection.format) && inspection.rows.length === 0)
    throw new AppError('invalid', `${inspection.path} has column names but no rows. An import needs at least one row.`)
  if (isObjectLog(inspection.format)) {
    const whole = { ...guessObjectLog(inspection, notes), ...shapeOf(inspection) }
    return { mapping: normaliseMapping(whole), spec: whole, notes, preset: null }
  }
  const recognised = recogniseExport(inspection, companions)
  if (recognised !== null) {
    const seen: ShapeNote[] = [...recognised.notes]
    const whole = { ...withFormats(recognised.spec, cluesOf(inspection), seen), ...shapeOf(inspection) }
    return { mapping: normaliseMapping(whole), spec: whole, notes: seen, preset: recognised.preset }
  }
  const clues = cluesOf(inspection)
  const spec = guessEvents(clues, notes) ?? guessWide(clues, notes) ?? guessProperties(clues, notes)
  if (spec === null) throw noObject(inspection, clues)
  const whole = { ...spec, ...shapeOf(inspection) }
  return { mapping: normaliseMapping(whole), spec: whole, notes, preset: null }
}

function noObject(inspection: Inspection, { objects }: Clues): AppError {
  const { path, columns } = inspection
  const found = objects.map(({ type, column }) => `${column} (${type})`).join(', ')
  const why =
    found === ''
      ? `No column of ${path} looks like the id of a contact, account, deal or case.`
      : `${path} names objects by ${found}, but no column tells what happened, and no id stands in one row only.`
  return new AppError(
    'invalid',
    `${why} Its columns: ${columns.join(', ')}.${separatorHint(inspection) || ' Give a mapping file that says what a row is.'}`,
  )
}

function shapeOf({ format, encoding, separator, sheet, list }: Inspection) {
  if (format === 'csv') return { format, encoding, separator }
  const part = { ...(sheet === null ? {} : { sheet }), ...(list === null ? {} : { list }) }
  return isText(format) ? { format, encoding, ...part } : { format, ...part }
}

/** A file's columns with what their values look like. `namedTime`: as `time`, for a column whose name says that it is one, some broken values forgiven. */
interface Clues {
  path: string
  format: Inspection['format']
  columns: readonly string[]
  values: (column: string) => string[]
  time: (column: string) => TimeGuess | null
  namedTime: (column: string) => TimeGuess | null
  objects: { type: string; column: string }[]
}

function cluesOf({ path, format, columns, rows }: Inspection): Clues {
  const values = (column: string) => {
    const index = columns.indexOf(column)
    return rows.map((row) => row[index] ?? '')
  }
  const known = new Map<string, TimeGuess | null>()
  const time = (column: string) => {
    const found = known.has(column) ? (known.get(column) ?? null) : guessTimeFormat(values(column))
    known.set(column, found)
    return found
  }
  const namedTime = (column: string) => time(column) ?? guessTimeFormat(values(column), 0.3)
  const named = (type: string, names: readonly string[]) =>
    columnNamed(columns, names) ??
    (type === 'contact' ? (personColumns(columns).find((column) => looksLikeIds(values(column))) ?? null) : null)
  const objects = Object.entries(objectNames)
    .map(([type, names]) => ({ type, column: named(type, names) }))
    .filter((object): object is { type: string; column: string } => object.column !== null)
  return { path, format, columns, values, time, namedTime, objects }
}

function timeSpec(clues: Clues, column: string, notes: ShapeNote[]) {
  const guess = clues.namedTime(column)
  if (guess === null) return { column }
  if (guess.ambiguous.length > 0) notes.push(ambiguousTime(column, guess))
  return { column, format: guess.format }
}

/** A preset's mapping with the time formats that the first rows show. */
function withFormats(spec: MappingSpec, clues: Clues, notes: ShapeNote[]): MappingSpec {
  const told = (time: EventsSpec['time']) => (typeof time === 'string' ? timeSpec(clues, time, notes) : time)
  const optional = (time: EventsSpec['time'] | undefined) => (time === undefined ? undefined : told(time))
  if (spec.kind === 'properties') return { ...spec, ...defined({ validFrom: optional(spec.validFrom) }) }
  if (spec.kind === 'wide') {
    const formats = new Map([...new Set(spec.events.map(({ column }) => column))].map((column) => [column, timeSpec(clues, column, notes)]))
    return { ...spec, events: spec.events.map((event) => ({ ...formats.get(event.column), ...event })) }
  }
  const { originalTime, sentAt, receivedAt } = spec
  const others = { originalTime: optional(originalTime), sentAt: optional(sentAt), receivedAt: optional(receivedAt) }
  return { ...spec, time: told(spec.time), ...defined(others) }
}

/** The note on a column whose dates fit two formats. */
export function ambiguousTime(column: string, guess: TimeGuess): ShapeNote {
  const message = `The times of column ${JSON.stringify(column)} fit ${guess.ambiguous.join(' and ')} alike. Say in a mapping file which it is: {column: ${column}, format: ${guess.format}}.`
  return { kind: 'ambiguous', message }
}

function guessEvents(clues: Clues, notes: ShapeNote[]): MappingSpec | null {
  const { columns, objects } = clues
  const times = columnNames.time.map((name) => columnNamed(columns, [name])).filter((column) => column !== null)
  const time = clues.format === 'xes' ? 'time:timestamp' : times.find((column) => clues.namedTime(column) !== null)
  const name = nameColumns(clues, objects)
  if (name.length === 0 || objects.length === 0 || times.length === 0) return null
  if (time === undefined) throw noTimes(clues, times[0] as string)
  const role = (role: keyof typeof columnNames) => columnNamed(columns, columnNames[role]) ?? undefined
  const origin = { medium: role('medium'), source: role('originSource'), referrer: role('referrer') }
  const hasOrigin = Object.values(origin).some((column) => column !== undefined)
  const optional = {
    id: idColumn(clues, objects),
    channel: role('channel'),
    touchpoint: role('touchpoint'),
    initiator: role('initiator'),
    sequence: sequenceColumn(clues),
  }
  const otherTimes = times.filter((column) => column !== time && clues.namedTime(column) !== null)
  if (otherTimes.length > 0) notes.push(otherTimesNote(clues, time, otherTimes))
  return {
    kind: 'events',
    ...defined(optional),
    ...segmentTimes(clues, notes),
    time: timeSpec(clues, time, notes),
    name: name.length === 1 ? (name[0] as string) : name,
    ...(hasOrigin ? { origin: defined(origin) } : {}),
    objects: Object.fromEntries(objects.map(({ type, column }) => [type, column])),
    ...caseProperties(clues),
  }
}

function noTimes({ path, values }: Clues, column: string): AppError {
  const seen = JSON.stringify(values(column).find((value) => value !== '') ?? '')
  return new AppError(
    'invalid',
    `Column ${JSON.stringify(column)} of ${path} is named like a time but holds ${seen}. Say its format in a mapping file: {column: ${column}, format: DD/MM/YYYY HH:mm}.`,
  )
}

/** Which of several columns of times is taken, and how far the others agree with it. */
function otherTimesNote(clues: Clues, time: string, others: readonly string[]): ShapeNote {
  const format = (column: string) => clues.namedTime(column)?.format ?? 'iso'
  const told = others.map((other) => {
    const difference = compareTimes(clues.values(time), format(time), clues.values(other), format(other))
    return `${JSON.stringify(other)} ${differenceText(difference)}`
  })
  return {
    kind: 'choice',
    message: `Events happen at ${JSON.stringify(time)}. Other columns of times: ${told.join('; ')}. Another one is chosen in the mapping under time.`,
  }
}

/** In a table of objects these name the object or its sort, no event. */
const weakNames = ['name', 'type']

/** The columns that name the event: one that is filled; where it has holes (`event` of page calls), the next one fills them. */
function nameColumns(clues: Clues, objects: Clues['objects']): string[] {
  const taken = new Set(objects.map(({ column }) => column))
  const candidates = columnNames.name
    .map((name) => columnNamed(clues.columns, [name]))
    .filter((column) => column !== null && !taken.has(column)) as string[]
  const first = candidates[0]
  if (
    first === undefined ||
    (hasFixedColumns(clues.format) && weakNames.includes(plainName(first)) && (keyColumn(clues) !== null || plainName(first) === 'name'))
  )
    return []
  const holes = clues.values(first).some((value) => value === '')
  const second = candidates.find((column) => column !== first && plainName(column) === 'type')
  return holes && second !== undefined ? [first, second] : [first]
}

/** An id column counts only where every value of the sample is filled and different, and where it is no object's. */
function idColumn(clues: Clues, objects: Clues['objects']): string | undefined {
  const taken = new Set(objects.map(({ column }) => column))
  return columnNames.id
    .map((name) => columnNamed(clues.columns, [name]))
    .filter((column) => column !== null)
    .find((column) => !taken.has(column) && isKey(clues.values(column)))
}

function isKey(values: readonly string[]): boolean {
  return values.length > 0 && values.every((value) => value !== '') && new Set(values).size === values.length
}

function sequenceColumn(clues: Clues): string | undefined {
  const column = columnNamed(clues.columns, columnNames.sequence)
  return column !== null && clues.values(column).every((value) => /^-?\d+$/.test(value)) ? column : undefined
}

/** The three times of Segment-style calls (rule E4), where all are there. */
function segmentTimes(clues: Clues, notes: ShapeNote[]) {
  const original = columnNamed(clues.columns, columnNames.originalTime)
  const sent = columnNamed(clues.columns, columnNames.sentAt)
  const received = columnNamed(clues.columns, columnNames.receivedAt)
  if (original === null || sent === null || received === null) return {}
  return {
    originalTime: timeSpec(clues, original, notes),
    sentAt: timeSpec(clues, sent, notes),
    receivedAt: timeSpec(clues, received, notes),
  }
}

/** Attributes of a trace ("case:…") describe the case, not the event. */
function caseProperties(clues: Clues) {
  const key = clues.objects.find(({ type }) => type === 'case')?.column
  const columns = clues.columns.filter((column) => column.startsWith(tracePrefix) && column !== key)
  if (key === undefined || columns.length === 0) return {}
  return { objectProperties: { case: Object.fromEntries(columns.map((column) => [column.slice(tracePrefix.length), column])) } }
}

const objectOrder = ['deal', 'ticket', 'case', 'contact', 'account']

/** The object that each row describes: one whose ids are all different; else the first column named …_id or id with different values. */
function keyColumn(clues: Clues): { type: string; column: string } | null {
  const keys = clues.objects.filter(({ column }) => isKey(clues.values(column)))
  const known = keys.sort((a, b) => objectOrder.indexOf(a.type) - objectOrder.indexOf(b.type))[0]
  if (known !== undefined) return known
  const column = clues.columns.find((candidate) => /(^|_)id$/.test(plainName(candidate)) && isKey(clues.values(candidate)))
  return column === undefined ? null : { type: plainName(column).replace(/_?id$/, '') || 'object', column }
}

function guessWide(clues: Clues, notes: ShapeNote[]): MappingSpec | null {
  const key = keyColumn(clues)
  const dates = clues.columns.filter((column) => column !== key?.column && isDateColumn(clues, column))
  if (key === null || dates.length === 0) return null
  const events = dates.flatMap((column) => wideEvents(clues, column, notes))
  notes.push({
    kind: 'choice',
    message: `Each row is one ${key.type}; its date columns ${dates.join(', ')} become events named ${events.map(({ name }) => name).join(', ')}.`,
  })
  return { kind: 'wide', key: { [key.type]: key.column }, events, objects: otherObjects(clues, key.column) }
}

/** Columns that begin with an underscore are the exporting tool's own (when it last looked at the row). */
function isDateColumn(clues: Clues, column: string): boolean {
  if (column.startsWith('_')) return false
  const guess = clues.time(column)
  return guess !== null && (!guess.format.startsWith('epoch') || /(date|time|_at|on)$/.test(plainName(column)))
}

/** The closing date of a deal tells two events where a status column says how it ended. */
function wideEvents(clues: Clues, column: string, notes: ShapeNote[]) {
  const { format } = timeSpec(clues, column, notes)
  const name = plainName(column).replace(/_?(date|datetime|time|at|on)$/, '') || plainName(column)
  const status = columnNamed(clues.columns, columnNames.status)
  if (status === null || !/^clos/.test(name)) return [{ column, format, name }]
  const endings = ['won', 'lost'].flatMap((ending) => {
    const values = [...new Set(clues.values(status))].filter((value) => new RegExp(`\\b${ending}\\b`, 'i').test(value))
    return values.length === 0 ? [] : [{ column, format, name: ending, when: { [status]: values } }]
  })
  return endings.length === 0 ? [{ column, format, name }] : endings
}

function otherObjects(clues: Clues, key: string): Record<string, string> {
  return Object.fromEntries(clues.objects.filter(({ column }) => column !== key).map(({ type, column }) => [type, column]))
}

function guessProperties(clues: Clues, notes: ShapeNote[]): MappingSpec | null {
  const key = keyColumn(clues)
  if (key === null) return null
  const from = columnNamed(clues.columns, columnNames.validFrom)
  notes.push({
    kind: 'choice',
    message: `No column of dates: each row is one ${key.type} (${key.column}) with its properties, and no event.`,
  })
  return {
    kind: 'properties',
    key: { [key.type]: key.column },
    ...(from === null ? {} : { validFrom: timeSpec(clues, from, notes) }),
    objects: otherObjects(clues, key.column),
  }
}

function defined<Value>(values: Record<string, Value | undefined>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, Value] => entry[1] !== undefined))
}
