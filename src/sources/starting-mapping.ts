import { columnNamed, columnNames, objectNames, plainName } from './column-names.ts'
import { isText } from './file-format.ts'
import { guessTimeFormat } from './guess-time-format.ts'
import type { Inspection } from './inspect-file.ts'

/** Says of a file what each row is: an event, an object with dates, or an object with properties. */
export const rowKinds = ['events', 'wide', 'properties'] as const
export type RowKind = (typeof rowKinds)[number]

/** A mapping document to start from where none could be guessed, or where a person says what a row is; what cannot be told is left out. */
export function startingMapping(inspection: Inspection, kind: RowKind): Record<string, unknown> {
  const { columns, format, encoding, separator, header, sheet, list } = inspection
  const part = { ...(sheet === null ? {} : { sheet }), ...(list === null ? {} : { list }), ...(header ? {} : { header: false }) }
  const shape = { format, ...(isText(format) ? { encoding } : {}), ...(format === 'csv' ? { separator } : {}), ...part }
  const times = columns.filter((column) => formatOf(inspection, column) !== null)
  const object = objectColumn(inspection)
  const who = object === null ? {} : { [object.type]: object.column }
  if (kind === 'events') {
    const time = columnNamed(times, columnNames.time) ?? times[0] ?? columnNamed(columns, columnNames.time) ?? undefined
    const name = columnNamed(columns, columnNames.name)
    return {
      kind,
      ...(time === undefined ? {} : { time: timeOf(inspection, time) }),
      ...(name === null || name === object?.column ? {} : { name }),
      objects: who,
      ...shape,
    }
  }
  if (kind === 'properties') return { kind, key: who, ...shape }
  const events = times.map((column) => ({ ...timeOf(inspection, column), name: eventName(column) }))
  return { kind, key: who, events, ...shape }
}

function eventName(column: string): string {
  return plainName(column).replace(/_?(date|datetime|time|at|on)$/, '') || plainName(column) || column
}

/** Two formats that fit alike are left to a person. */
function timeOf(inspection: Inspection, column: string): { column: string; format?: string } {
  const guess = formatOf(inspection, column)
  return guess === null || guess.ambiguous.length > 0 ? { column } : { column, format: guess.format }
}

function formatOf({ columns, rows }: Inspection, column: string) {
  const index = columns.indexOf(column)
  const guess = guessTimeFormat(rows.slice(0, 200).map((row) => row[index] ?? ''))
  return guess?.format.startsWith('epoch') && !/(date|time|_at|on)$/.test(plainName(column)) ? null : guess
}

function objectColumn({ columns, rows }: Inspection): { type: string; column: string } | null {
  for (const [type, names] of Object.entries(objectNames)) {
    const column = columnNamed(columns, names)
    if (column !== null) return { type, column }
  }
  const address = columns.find((_, index) => rows.length > 0 && rows.every((row) => /^[^@\s]+@[^@\s]+$/.test(row[index] ?? '')))
  if (address !== undefined) return { type: 'contact', column: address }
  const column = columns.find((candidate) => /(^|_)(id|key|number|nr)$/.test(plainName(candidate)))
  return column === undefined ? null : { type: plainName(column).replace(/_?(id|key|number|nr)$/, '') || 'contact', column }
}
