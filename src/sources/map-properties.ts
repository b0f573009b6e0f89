import type { MapRow } from './drafts.ts'
import { describeObject, keyOf, linkObjects } from './map-table.ts'
import type { PropertiesMapping } from './mapping.ts'
import { type ObjectCell, objectCells } from './object-cells.ts'
import { propertyCells } from './property-cells.ts'
import { timeCell, timeReject } from './time-check.ts'
import { zoneToUtc } from './time-zone.ts'

/** One row, one object with its properties and links; no events. */
export function propertiesMapper(mapping: PropertiesMapping, columns: readonly string[]): MapRow {
  const key = objectCells([mapping.key], columns)[0] as ObjectCell
  const properties = propertyCells(mapping, mapping.properties, columns)
  const others = objectCells(mapping.objects, columns)
  const from = mapping.validFrom
  const time = from === null ? null : timeCell(from, columns.indexOf(from.column), zoneToUtc(mapping.timeZone))
  return (row, drafts) => {
    const id = keyOf(row, key, mapping, drafts)
    if (id === null) return
    const text = time === null ? '' : (row.cells[time.index] ?? '')
    const validFrom = time === null || text === '' ? null : time.read(text)
    if (time !== null && Number.isNaN(validFrom)) return void drafts.rejects.push(timeReject('badTime', row.line, row.raw, time, text))
    describeObject(row, mapping.key.type, id, properties, validFrom, drafts)
    linkObjects(row, key, id, others, validFrom, drafts)
  }
}
