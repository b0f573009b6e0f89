import { openByteSource } from '../sources/byte-source.ts'
import type { Inspection } from '../sources/inspect-file.ts'
import type { Mapping, ObjectColumn } from '../sources/mapping.ts'
import { objectCells, objectId } from '../sources/object-cells.ts'
import { openReader } from '../sources/open-reader.ts'

/** A file whose ids may stand in another file. */
export interface FileToJoin {
  path: string
  inspection: Inspection
  mapping: Mapping
}

/**
 * Objects of one type that the file `from` names in `column` and that the file `to` describes by `toColumn`: `matched` of `of` different ids from the
 * beginning of `from` are there, which `matchedRows` of its first `rows` rows that name one hold.
 */
export interface ProposedJoin {
  from: string
  to: string
  object: string
  column: string
  toColumn: string
  matched: number
  of: number
  matchedRows: number
  rows: number
}

/** How many different ids are looked for, and in how many rows of the other file at most: a proposal is made while a person waits. */
const mostIds = 2000
const mostRows = 500_000

/**
 * What joins to what among several files, with the ids that matched. Of several files that describe one type of object each is told in which some were found;
 * where none were found in any, the first. `unmatched`: columns of which less than half was found in all of them together. In the order of the files' paths.
 */
export async function joinsOf(files: readonly FileToJoin[]): Promise<{ joins: ProposedJoin[]; unmatched: ProposedJoin[] }> {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1))
  const answer: { joins: ProposedJoin[]; unmatched: ProposedJoin[] } = { joins: [], unmatched: [] }
  for (const from of sorted) {
    for (const column of namedIn(from.mapping)) {
      const ids = idsOf(from, column)
      const homes = sorted.filter((to) => to !== from && describes(to.mapping, column.type))
      if (ids.size === 0 || homes.length === 0) continue
      const found: { to: FileToJoin; ids: Set<string> }[] = []
      for (const to of homes) found.push({ to, ids: await foundIn(to, column.type, ids) })
      const join = (to: FileToJoin, matched: ReadonlySet<string>) => ({
        ...{ from: from.path, to: to.path, object: column.type, column: column.column, toColumn: keyOf(to.mapping) },
        ...{ matched: matched.size, of: ids.size, matchedRows: rowsWith(matched, ids), rows: rowsWith(ids.keys(), ids) },
      })
      const some = found.filter((one) => one.ids.size > 0)
      answer.joins.push(...(some.length > 0 ? some : found.slice(0, 1)).map((one) => join(one.to, one.ids)))
      const all = new Set(found.flatMap((one) => [...one.ids]))
      if (all.size * 2 < ids.size) answer.unmatched.push(join(found[0]?.to as FileToJoin, all))
    }
  }
  return answer
}

/** A table of pairs says nothing of its key but that it belongs to another object. */
function isPairs(mapping: Mapping): boolean {
  return mapping.kind === 'properties' && mapping.properties.kind === 'these' && mapping.properties.columns.length === 0
}

function describes(mapping: Mapping, type: string): boolean {
  return mapping.kind !== 'events' && mapping.key.type === type && !isPairs(mapping)
}

/** The columns of objects that other files may describe. */
function namedIn(mapping: Mapping): ObjectColumn[] {
  if (mapping.kind === 'events') return [...mapping.objects]
  const others = mapping.objects.filter(({ type }) => type !== mapping.key.type)
  return isPairs(mapping) ? [mapping.key, ...others] : others
}

function keyOf(mapping: Mapping): string {
  return mapping.kind === 'events' ? '' : mapping.key.column
}

/** The ids of a column, each with the number of the first rows that hold it. */
function idsOf({ inspection }: FileToJoin, column: ObjectColumn): Map<string, number> {
  const [cell] = objectCells([column], inspection.columns)
  const ids = new Map<string, number>()
  for (const row of inspection.rows) {
    const id = cell === undefined ? '' : objectId(cell, row)
    if (id !== '') ids.set(id, (ids.get(id) ?? 0) + 1)
    if (ids.size >= mostIds) break
  }
  return ids
}

function rowsWith(wanted: Iterable<string>, ids: ReadonlyMap<string, number>): number {
  let rows = 0
  for (const id of wanted) rows += ids.get(id) ?? 0
  return rows
}

/** Which of the ids stand in the file, as its key or as another id of the same object. */
async function foundIn({ path, inspection, mapping }: FileToJoin, type: string, ids: ReadonlyMap<string, number>): Promise<Set<string>> {
  const found = new Set<string>()
  if (mapping.kind === 'events') return found
  const keys = [mapping.key, ...mapping.objects.filter((other) => other.type === type)]
  const reader = openReader(await openByteSource(path), inspection)
  let rows = 0
  for await (const batch of reader.batches()) {
    const cells = objectCells(keys, reader.columns)
    for (const row of batch.rows)
      for (const cell of cells) {
        const id = objectId(cell, row.cells)
        if (ids.has(id)) found.add(id)
      }
    rows += batch.rows.length
    if (found.size === ids.size || rows >= mostRows) break
  }
  return found
}
