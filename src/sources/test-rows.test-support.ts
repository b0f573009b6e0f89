import type { Drafts } from './drafts.ts'
import { rowMapper } from './map-rows.ts'
import type { Mapping } from './mapping.ts'

/** Drafts of a small table, given as lines of cells separated by commas; the first line is the header. */
export function draftsOf(mapping: Mapping, lines: readonly string[], receivedAt: number): Drafts {
  const [header = '', ...rows] = lines
  const columns = header.split(',')
  const map = rowMapper(mapping, columns, receivedAt)
  return map({ rows: rows.map((raw, index) => ({ line: index + 2, raw, cells: raw.split(',') })), rejects: [] })
}
