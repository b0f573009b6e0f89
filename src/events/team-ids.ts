import { openByteSource } from '../sources/byte-source.ts'
import type { Inspection } from '../sources/inspect-file.ts'
import { openReader } from '../sources/open-reader.ts'
import { exportTable } from '../sources/presets/export-table.ts'
import { presetOf } from '../sources/presets/recognise-export.ts'

/** More people than any team has: with more, the column is not what it seems, and nobody is left out. */
const mostPeople = 5000

/** Ids of the company's own people, by the tables of users among the files; sorted. Reads these tables to their end. */
export async function teamOf(files: readonly Inspection[]): Promise<string[]> {
  const team = new Set<string>()
  for (const file of files) {
    const told = file.header ? presetOf(file)?.team : undefined
    if (told === undefined) continue
    const table = exportTable(file)
    const [role, id] = [table.need(told.role), table.need(told.id)]
    const reader = openReader(await openByteSource(file.path), file)
    for await (const { rows } of reader.batches()) {
      const [roleAt, idAt] = [reader.columns.indexOf(role), reader.columns.indexOf(id)]
      for (const { cells } of rows) if (told.values.includes(cells[roleAt] ?? '')) team.add(cells[idAt] ?? '')
    }
  }
  team.delete('')
  return team.size > mostPeople ? [] : [...team].sort()
}
