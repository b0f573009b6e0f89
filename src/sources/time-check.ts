import type { TimeColumn } from './mapping.ts'
import { type Reject, type RejectCode, reject, shown } from './reject.ts'
import { type ReadTime, timeReader } from './time-format.ts'
import type { ToUtc } from './time-zone.ts'

/** How far an event may lie after its arrival, in ms (rule E4). */
export const maxAheadMs = 5 * 60_000
/** The earliest time an event may have, in UTC ms (rule E4). */
export const earliestTime = Date.UTC(1990, 0, 1)

/** Why a time is refused, or null where it stands (rule E4). Times in UTC ms. */
export function timeFault(occurredAt: number, receivedAt: number): RejectCode | null {
  if (Number.isNaN(occurredAt)) return 'badTime'
  if (occurredAt < earliestTime) return 'timeTooEarly'
  return occurredAt > receivedAt + maxAheadMs ? 'timeInFuture' : null
}

/** A compiled time column: where it stands among the columns, and how its text is read. */
export interface TimeCell {
  index: number
  column: string
  format: string
  read: ReadTime
}

/** Compiles a time column; its format must be known by now. */
export function timeCell(time: TimeColumn, index: number, toUtc: ToUtc): TimeCell {
  const format = time.format ?? 'iso'
  return { index, column: time.column, format, read: timeReader(format, toUtc) }
}

/** The reject of a time, saying the value, its column and what was expected. */
export function timeReject(code: RejectCode, line: number, raw: string, cell: TimeCell, text: string): Reject {
  return reject(line, code, raw, `${cell.column} is ${shown(text)}; expected format ${cell.format}.`)
}
