import type { Drafts, MapRow } from './drafts.ts'
import { eventsMapper } from './map-events.ts'
import { objectFactsMapper } from './map-object-facts.ts'
import { type MapParts, partsMapper } from './map-parts.ts'
import { propertiesMapper } from './map-properties.ts'
import { wideMapper } from './map-wide.ts'
import type { Mapping } from './mapping.ts'
import { conditionCells, meets, type ObjectCell, objectCells, objectId } from './object-cells.ts'
import type { RowBatch } from './row-reader.ts'

/** Turns batches of rows into drafts by a mapping whose time formats are known. `receivedAt` (UTC ms): when the import began. */
export function rowMapper(mapping: Mapping, columns: readonly string[], receivedAt: number): (batch: RowBatch) => Drafts {
  let width = -1
  let mapRow: MapRow = () => {}
  const mapFacts = mapping.kind === 'events' ? objectFactsMapper(mapping) : () => {}
  const mapParts = mapping.parts.map((part) => partsMapper(part, columns, (own, names) => mapperOf(own, names, receivedAt)))
  return (batch) => {
    if (columns.length !== width) {
      width = columns.length
      mapRow = mapperOf(mapping, columns, receivedAt, mapParts)
    }
    const drafts: Drafts = { events: [], properties: [], links: [], rejects: batch.rejects }
    for (const row of batch.rows) mapRow(row, drafts)
    if (batch.objects !== undefined) mapFacts(batch.objects, drafts)
    return drafts
  }
}

/** Rows that `where` leaves out have no parts. */
function mapperOf(mapping: Mapping, columns: readonly string[], receivedAt: number, mapParts: readonly MapParts[] = []): MapRow {
  const mapRow = compile(mapping, columns, receivedAt)
  const where = conditionCells(mapping.where, columns)
  // Histories of fields keep properties of rows that `where` leaves out.
  if (mapParts.length === 0)
    return where.length === 0 || mapping.kind === 'events'
      ? mapRow
      : (row, drafts) => (meets(where, row.cells) ? mapRow(row, drafts) : undefined)
  const rowId = rowIdOf(mapping, columns)
  return (row, drafts) => {
    const wanted = meets(where, row.cells)
    if (wanted || mapping.kind === 'events') mapRow(row, drafts)
    if (wanted) for (const map of mapParts) map(row, rowId(row.cells), drafts)
  }
}

function rowIdOf(mapping: Mapping, columns: readonly string[]): (cells: readonly string[]) => string {
  if (mapping.kind === 'events') return (cells) => (mapping.id === null ? '' : (cells[columns.indexOf(mapping.id)] ?? ''))
  const [key] = objectCells([mapping.key], columns) as [ObjectCell]
  return (cells) => objectId(key, cells)
}

function compile(mapping: Mapping, columns: readonly string[], receivedAt: number): MapRow {
  if (mapping.kind === 'events') return eventsMapper(mapping, columns, receivedAt)
  return mapping.kind === 'wide' ? wideMapper(mapping, columns, receivedAt) : propertiesMapper(mapping, columns)
}
