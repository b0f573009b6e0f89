import { basename } from 'node:path'
import { plainName } from '../sources/column-names.ts'
import type { Inspection } from '../sources/inspect-file.ts'

/**
 * Why a table that names no contact, account, deal or case can be left out: each of its rows describes something that another file names in a column of the
 * same name. Null where no other file does, or where less than half of what it names is there.
 */
export function describedBeside(table: Inspection, others: readonly Inspection[]): string | null {
  for (const [index, column] of table.columns.entries()) {
    const described = new Set(table.rows.map((row) => row[index] ?? ''))
    if (described.size !== table.rows.length || described.has('') || described.size === 0) continue
    const naming = others.find((other) => names(other, column, described))
    if (naming === undefined) continue
    const thing = plainName(column).replace(/_id$/, '').replaceAll('_', ' ')
    return `Left out: each row describes one ${thing}, which ${basename(naming.path)} names in its column ${column}; no journey is about these.`
  }
  return null
}

function names({ columns, rows }: Inspection, column: string, described: ReadonlySet<string>): boolean {
  const index = columns.findIndex((other) => plainName(other) === plainName(column))
  if (index < 0) return false
  const named = new Set(rows.map((row) => row[index] ?? '').filter((value) => value !== ''))
  const found = [...named].filter((value) => described.has(value)).length
  return found > 0 && found * 2 >= named.size
}
