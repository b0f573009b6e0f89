import { AppError } from '../core/error.ts'
import { nearText } from '../model/near-match.ts'
import { separatorHint } from './column-hints.ts'
import { hasFixedColumns, isObjectLog } from './file-format.ts'
import { ambiguousTime } from './guess-mapping.ts'
import { guessTimeFormat } from './guess-time-format.ts'
import type { Inspection } from './inspect-file.ts'
import { inspectParts } from './inspect-parts.ts'
import { columnsOf, type Mapping, type PartMapping, type TimeColumn } from './mapping.ts'
import { listsAt } from './part-rows.ts'
import { refuseShortenedIds } from './shortened-id.ts'

/**
 * Checks a mapping against the beginning of its file and fills in the time formats that it leaves open.
 * Errors: `invalid` for a column that the file lacks (with near matches), and for times whose format cannot be told or fits two ways.
 */
export function completeMapping(mapping: Mapping, inspection: Inspection): Mapping {
  checkColumns(mapping, inspection)
  refuseShortenedIds(mapping, inspection)
  const filled = <Time extends { column: string; format: string | null }>(time: Time): Time => ({
    ...time,
    format: time.format ?? formatOf(time.column, inspection),
  })
  const optional = (time: TimeColumn | null) => (time === null ? null : filled(time))
  const parts = mapping.parts.map((part) => completePart(part, inspection))
  if (mapping.kind === 'wide') return { ...mapping, parts, events: mapping.events.map(filled) }
  if (mapping.kind === 'properties') return { ...mapping, parts, validFrom: optional(mapping.validFrom) }
  const { time, originalTime, sentAt, receivedAt } = mapping
  return {
    ...mapping,
    parts,
    time: filled(time),
    originalTime: optional(originalTime),
    sentAt: optional(sentAt),
    receivedAt: optional(receivedAt),
  }
}

/** Errors: `invalid` where no row of the sample has such a list. */
function completePart({ each, mapping }: PartMapping, inspection: Inspection): PartMapping {
  const [path = ''] = each
  if (inspection.rows.length > 0 && listsAt(path, inspection.columns).length === 0)
    throw new AppError(
      'invalid',
      `parts: no row at the beginning of ${inspection.path} has ${JSON.stringify(path)}.${nearText(path, inspection.columns)} Its columns: ${inspection.columns.join(', ')}.`,
    )
  return { each, mapping: completeMapping(mapping, inspectParts(inspection, each)) }
}

/** Rows of NDJSON, JSON and XES may bring a column later: there only the columns that every row needs must be in the sample. */
function checkColumns(mapping: Mapping, inspection: Inspection) {
  const { columns, format, path, rows } = inspection
  if (rows.length === 0 && !hasFixedColumns(format)) return
  const known = new Set(columns)
  const needed = columnsOf(mapping).filter(({ place }) => hasFixedColumns(format) || place === 'time' || place.startsWith('key.'))
  const missing = needed.filter(({ column }) => !known.has(column))
  if (missing.length === 0) return
  const lines = missing.map(({ place, column }) => `- ${place}: no column ${JSON.stringify(column)}.${nearText(column, columns)}`)
  throw new AppError(
    'invalid',
    `The mapping does not fit ${path}.\n${lines.join('\n')}\nIts columns: ${columns.join(', ')}.${separatorHint(inspection)}`,
    { missing },
  )
}

function formatOf(column: string, { columns, rows, format, path }: Inspection): string {
  const index = columns.indexOf(column)
  const values = rows.map((row) => row[index] ?? '').filter((value) => value !== '')
  if (values.length === 0 || format === 'xes' || isObjectLog(format)) return 'iso'
  const guess = guessTimeFormat(values)
  if (guess === null) {
    const seen = JSON.stringify(values[0])
    throw new AppError(
      'invalid',
      `Column ${JSON.stringify(column)} of ${path} holds ${seen}, no time in a known format. Give one: {column: ${column}, format: DD/MM/YYYY HH:mm}.`,
    )
  }
  if (guess.ambiguous.length > 0) throw new AppError('invalid', ambiguousTime(column, guess).message)
  return guess.format
}
