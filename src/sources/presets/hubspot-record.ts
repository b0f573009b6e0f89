import type { EventsSpec } from '../mapping-spec.ts'
import { columnsByName, type ExportTable, recordColumn } from './export-table.ts'

/** As people read it. */
export const vendor = 'HubSpot'

/** A record as the API answers: `{id, properties, propertiesWithHistory, associations}`. */
export function isRecord(table: ExportTable): boolean {
  return table.columns.includes(recordColumn)
}

/** Whom a record is associated with, as the API answers: a list for each kind of object. */
export function associated(table: ExportTable, kinds: Readonly<Record<string, string>>): EventsSpec['objects'] {
  const found = columnsByName(table, Object.fromEntries(Object.entries(kinds).map(([type, kind]) => [type, `associations${kind}results`])))
  return Object.fromEntries(Object.entries(found ?? {}).map(([type, column]) => [type, { column, several: true }]))
}
