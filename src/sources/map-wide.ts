import { noSequence } from '../model/event.ts'
import type { Drafts, MapRow } from './drafts.ts'
import { describeObject, keyOf, linkObjects } from './map-table.ts'
import type { WideEvent, WideMapping } from './mapping.ts'
import { type ConditionCell, conditionCells, meets, type ObjectCell, objectCells, objectIds } from './object-cells.ts'
import { propertyCells } from './property-cells.ts'
import type { Row } from './row-reader.ts'
import { type TimeCell, timeCell, timeFault, timeReject } from './time-check.ts'
import { zoneToUtc } from './time-zone.ts'

/** A date column and the events it may tell: the first whose conditions hold. */
interface DateColumn {
  column: string
  choices: readonly { event: WideEvent; time: TimeCell; when: readonly ConditionCell[] }[]
}

/** One row, one object; each of its date columns an event with the id (row key, column) (rule E11). `receivedAt` in UTC ms. */
export function wideMapper(mapping: WideMapping, columns: readonly string[], receivedAt: number): MapRow {
  const [key] = objectCells([mapping.key], columns) as [ObjectCell]
  const dates = dateColumns(mapping, columns)
  const others = objectCells(mapping.objects, columns)
  const properties = propertyCells(mapping, mapping.properties, columns)
  return (row, drafts) => {
    const id = keyOf(row, key, mapping, drafts)
    if (id === null) return
    const objects = [
      { type: mapping.key.type, id },
      ...others
        .filter((other) => other.type !== mapping.key.type)
        .flatMap((other) => objectIds(other, row.cells).map((one) => ({ type: other.type, id: one }))),
    ]
    const sorted = objects.sort((a, b) => (a.type < b.type ? -1 : a.type > b.type ? 1 : 0))
    const flat = sorted.flatMap((object) => [object.type, object.id])
    for (const date of dates) dateEvent(date, row, id, flat, receivedAt, drafts)
    describeObject(row, mapping.key.type, id, properties, null, drafts)
    linkObjects(row, key, id, others, null, drafts)
  }
}

function dateColumns(mapping: WideMapping, columns: readonly string[]): DateColumn[] {
  const toUtc = zoneToUtc(mapping.timeZone)
  const names = [...new Set(mapping.events.map((event) => event.column))]
  return names.map((column) => ({
    column,
    choices: mapping.events
      .filter((event) => event.column === column)
      .map((event) => ({
        event,
        time: timeCell(event, columns.indexOf(column), toUtc),
        when: conditionCells(event.when, columns),
      })),
  }))
}

/** The id of a table row's event (rule E11): the column, percent-encoded so that no colon is in it, and the row's key. */
export function wideEventId(column: string, key: string): string {
  return `${encodeURIComponent(column)}:${key}`
}

function dateEvent(date: DateColumn, row: Row, id: string, objects: readonly string[], receivedAt: number, drafts: Drafts) {
  const { cells, line } = row
  const choice = date.choices.find(({ when }) => meets(when, cells))
  const text = choice === undefined ? '' : (cells[choice.time.index] ?? '')
  const occurredAt = text === '' || choice === undefined ? 0 : choice.time.read(text)
  const fault = text === '' ? null : timeFault(occurredAt, receivedAt)
  if (fault !== null && choice !== undefined) {
    drafts.rejects.push(timeReject(fault, line, row.raw, choice.time, text))
    return
  }
  drafts.events.push({
    line,
    id: wideEventId(date.column, id),
    occurredAt,
    receivedAt: null,
    sequence: noSequence,
    name: choice?.event.name ?? '',
    channel: choice?.event.channel ?? '',
    touchpoint: choice?.event.touchpoint ?? '',
    initiator: choice?.event.initiator ?? 'company',
    objects,
    properties: [],
    ofTable: true,
    removed: text === '',
  })
}
