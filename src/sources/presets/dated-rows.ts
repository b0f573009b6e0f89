import type { PropertiesSpec, WideSpec } from '../mapping-spec.ts'
import type { ColumnNames, ExportTable } from './export-table.ts'

/** A date of a table row and the event that it tells. */
export interface DatedEvent extends Omit<WideSpec['events'][number], 'column'> {
  at: ColumnNames
}

/** The date columns that a table has, as events. */
function datedEvents(table: ExportTable, wanted: readonly DatedEvent[]): WideSpec['events'] {
  return wanted.flatMap(({ at, ...event }) => {
    const column = table.column(at)
    return column === undefined ? [] : [{ column, ...event }]
  })
}

/** A table of objects: with its dates as events where it has any of them, else with properties only. */
export function tableOf(
  table: ExportTable,
  key: WideSpec['key'],
  objects: WideSpec['objects'],
  wanted: readonly DatedEvent[],
  properties?: WideSpec['properties'],
): WideSpec | PropertiesSpec {
  const events = datedEvents(table, wanted)
  return events.length === 0 ? { kind: 'properties', key, objects, properties } : { kind: 'wide', key, events, objects, properties }
}
