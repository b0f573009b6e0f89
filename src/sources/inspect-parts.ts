import type { Inspection } from './inspect-file.ts'
import { PartRows } from './part-rows.ts'

/** What the beginning of a file shows of the lists inside of its rows: as a file of their own, in which a later row may bring a column. At most 2,000 of them. */
export function inspectParts(inspection: Inspection, each: readonly string[]): Inspection {
  const parts = new PartRows(each, null)
  const rows: string[][] = []
  for (const cells of inspection.rows) {
    for (const part of parts.of({ line: 0, raw: '', cells: [...cells] }, inspection.columns)) {
      if (rows.length >= mostParts) break
      if ('cells' in part) rows.push(part.cells)
    }
    if (rows.length >= mostParts) break
  }
  return { ...inspection, path: `${inspection.path} (${each.join(', ')})`, format: 'ndjson', columns: [...parts.columns], rows, notes: [] }
}

const mostParts = 2000
