import type { Drafts } from './drafts.ts'
import type { PropertiesMapping, WideMapping } from './mapping.ts'
import { type ObjectCell, objectId, objectIds } from './object-cells.ts'
import { holdsSeparator, type PropertyCell } from './property-cells.ts'
import { reject, shown } from './reject.ts'
import type { Row } from './row-reader.ts'
import { isShortened } from './shortened-id.ts'

/** The id of the object that a table row describes; null after a reject (no id, or a character that cannot be text). */
export function keyOf(row: Row, key: ObjectCell, mapping: WideMapping | PropertiesMapping, drafts: Drafts): string | null {
  const id = objectId(key, row.cells)
  if (id === '') {
    drafts.rejects.push(reject(row.line, 'missingId', row.raw, `Looked in ${mapping.key.column}.`))
    return null
  }
  if (isShortened(id)) {
    drafts.rejects.push(reject(row.line, 'shortenedId', row.raw, `It is ${shown(id)}.`))
    return null
  }
  if (!holdsSeparator(row)) return id
  drafts.rejects.push(reject(row.line, 'controlCharacter', row.raw))
  return null
}

/** Every property cell of the row, also the empty ones: they take back what an earlier import said. */
export function describeObject(
  row: Row,
  type: string,
  id: string,
  cells: readonly PropertyCell[],
  validFrom: number | null,
  drafts: Drafts,
) {
  for (const { name, index } of cells) drafts.properties.push({ line: row.line, type, id, name, value: row.cells[index] ?? '', validFrom })
}

/** A link from the row's object to every other object that it names. */
export function linkObjects(row: Row, key: ObjectCell, id: string, others: readonly ObjectCell[], since: number | null, drafts: Drafts) {
  for (const other of others) {
    for (const toId of objectIds(other, row.cells))
      drafts.links.push({ line: row.line, fromType: key.type, fromId: id, toType: other.type, toId, since })
  }
}
