import type { Drafts, MapRow } from './drafts.ts'
import { eventsMapper } from './map-events.ts'
import { objectFactsMapper } from './map-object-facts.ts'
import { propertiesMapper } from './map-properties.ts'
import { wideMapper } from './map-wide.ts'
import type { Mapping } from './mapping.ts'
import { conditionCells, meets } from './object-cells.ts'
import type { RowBatch } from './row-reader.ts'

/** Turns batches of rows into drafts by a mapping whose time formats are known. `receivedAt` (UTC ms): when the import began. */
export function rowMapper(mapping: Mapping, columns: readonly string[], receivedAt: number): (batch: RowBatch) => Drafts {
  let width = -1
  let mapRow: MapRow = () => {}
  const mapFacts = mapping.kind === 'events' ? objectFactsMapper(mapping) : () => {}
  return (batch) => {
    if (columns.length !== width) {
      width = columns.length
      mapRow = compile(mapping, columns, receivedAt)
    }
    const drafts: Drafts = { events: [], properties: [], links: [], rejects: batch.rejects }
    for (const row of batch.rows) mapRow(row, drafts)
    if (batch.objects !== undefined) mapFacts(batch.objects, drafts)
    return drafts
  }
}

function compile(mapping: Mapping, columns: readonly string[], receivedAt: number): MapRow {
  if (mapping.kind === 'events') return eventsMapper(mapping, columns, receivedAt)
  const mapRow = mapping.kind === 'wide' ? wideMapper(mapping, columns, receivedAt) : propertiesMapper(mapping, columns)
  const where = conditionCells(mapping.where, columns)
  return where.length === 0 ? mapRow : (row, drafts) => (meets(where, row.cells) ? mapRow(row, drafts) : undefined)
}
