import { type Initiator, initiators, noSequence } from '../model/event.ts'
import { channelOf } from './channel-rule.ts'
import type { Drafts, MapRow } from './drafts.ts'
import type { EventsMapping, TimeColumn } from './mapping.ts'
import { type ObjectCell, objectCells, objectId } from './object-cells.ts'
import { cellsOf, holdsSeparator, type PropertyCell, propertyCells } from './property-cells.ts'
import { reject, shown } from './reject.ts'
import type { Row } from './row-reader.ts'
import { type TimeCell, timeCell, timeFault, timeReject } from './time-check.ts'
import { zoneToUtc } from './time-zone.ts'

/** A mapping with the places of its columns in place of their names; −1: the file has no such column (yet). */
interface Plan {
  id: number
  time: TimeCell
  originalTime: TimeCell | null
  sentAt: TimeCell | null
  receivedAt: TimeCell | null
  names: readonly number[]
  channel: number
  touchpoint: number
  initiator: number
  sequence: number
  origin: { medium: number; source: number; referrer: number } | null
  objects: readonly ObjectCell[]
  properties: readonly PropertyCell[]
  describes: readonly Description[]
}

/** Columns of event rows that describe an object. Only a change from the row before is passed on. */
interface Description {
  type: string
  object: ObjectCell | undefined
  cells: readonly PropertyCell[]
  lastId: string
  last: string[]
}

/** One row, one event. `receivedAt` in UTC ms. */
export function eventsMapper(mapping: EventsMapping, columns: readonly string[], receivedAt: number): MapRow {
  const plan = planOf(mapping, columns)
  const { constants } = mapping
  return (row, drafts) => {
    const { cells } = row
    const objects = objectsOf(plan, cells)
    if (objects.length === 0) return void drafts.rejects.push(reject(row.line, 'missingId', row.raw, `Looked in ${namesOf(mapping)}.`))
    const name = firstFilled(plan.names, cells) || constants.name
    if (name === '') return void drafts.rejects.push(reject(row.line, 'missingName', row.raw))
    const times = timesOf(plan, row, receivedAt, drafts)
    if (times === null) return
    const initiator = plan.initiator < 0 ? constants.initiator : initiatorOf(cells[plan.initiator] ?? '', constants.initiator)
    if (initiator === null)
      return void drafts.rejects.push(reject(row.line, 'badInitiator', row.raw, `It is ${shown(cells[plan.initiator] ?? '')}.`))
    const sequence = plan.sequence < 0 ? (row.place ?? noSequence) : sequenceOf(cells[plan.sequence] ?? '')
    if (!Number.isSafeInteger(sequence)) {
      return void drafts.rejects.push(reject(row.line, 'badSequence', row.raw, `It is ${shown(cells[plan.sequence] ?? '')}.`))
    }
    if (holdsSeparator(row)) return void drafts.rejects.push(reject(row.line, 'controlCharacter', row.raw))
    drafts.events.push({
      line: row.line,
      id: plan.id < 0 ? '' : (cells[plan.id] ?? ''),
      occurredAt: times.occurredAt,
      receivedAt: times.receivedAt,
      sequence,
      name,
      channel: channelIn(plan, cells, constants.channel),
      touchpoint: (plan.touchpoint < 0 ? '' : (cells[plan.touchpoint] ?? '')) || constants.touchpoint,
      initiator,
      objects,
      properties: propertiesOf(plan.properties, cells),
      removed: false,
    })
    for (const description of plan.describes) describe(description, row, drafts)
  }
}

function planOf(mapping: EventsMapping, columns: readonly string[]): Plan {
  const toUtc = zoneToUtc(mapping.timeZone)
  const place = (column: string | null) => (column === null ? -1 : columns.indexOf(column))
  const time = (column: TimeColumn | null) => (column === null ? null : timeCell(column, columns.indexOf(column.column), toUtc))
  const { origin } = mapping
  return {
    id: place(mapping.id),
    time: timeCell(mapping.time, columns.indexOf(mapping.time.column), toUtc),
    originalTime: time(mapping.originalTime),
    sentAt: time(mapping.sentAt),
    receivedAt: time(mapping.receivedAt),
    names: mapping.name.map(place),
    channel: place(mapping.channel),
    touchpoint: place(mapping.touchpoint),
    initiator: place(mapping.initiator),
    sequence: place(mapping.sequence),
    origin: origin === null ? null : { medium: place(origin.medium), source: place(origin.source), referrer: place(origin.referrer) },
    objects: objectCells(mapping.objects, columns),
    properties: propertyCells(mapping, mapping.properties, columns),
    describes: mapping.objectProperties.map(({ type, columns: wanted }) => ({
      type,
      object: objectCells(mapping.objects, columns).find((object) => object.type === type),
      cells: cellsOf(wanted, columns),
      lastId: '',
      last: [],
    })),
  }
}

function objectsOf(plan: Plan, cells: readonly string[]): string[] {
  const objects: string[] = []
  for (const object of plan.objects) {
    const id = objectId(object, cells)
    if (id !== '') objects.push(object.type, id)
  }
  return objects
}

function propertiesOf(wanted: readonly PropertyCell[], cells: readonly string[]): string[] {
  const properties: string[] = []
  for (const { name, index } of wanted) {
    const value = cells[index]
    if (value !== undefined && value !== '') properties.push(name, value)
  }
  return properties
}

function namesOf(mapping: EventsMapping): string {
  return mapping.objects.map(({ column }) => column).join(', ')
}

function firstFilled(places: readonly number[], cells: readonly string[]): string {
  for (const place of places) {
    const value = cells[place]
    if (value !== undefined && value !== '') return value
  }
  return ''
}

function initiatorOf(text: string, fallback: Initiator): Initiator | null {
  if (text === '') return fallback
  return initiators.find((initiator) => initiator === text.trim().toLowerCase()) ?? null
}

function sequenceOf(text: string): number {
  if (text === '') return noSequence
  return /^\s*-?\d+\s*$/.test(text) ? Number(text) : Number.NaN
}

function channelIn(plan: Plan, cells: readonly string[], constant: string): string {
  const own = plan.channel < 0 ? '' : (cells[plan.channel] ?? '')
  if (own !== '' || constant !== '' || plan.origin === null) return own || constant
  const { medium, source, referrer } = plan.origin
  return channelOf({ medium: cells[medium] ?? '', source: cells[source] ?? '', referrer: cells[referrer] ?? '' })
}

/** When the event happened and arrived (rule E4), or null after a reject. */
function timesOf(plan: Plan, row: Row, startedAt: number, drafts: Drafts): { occurredAt: number; receivedAt: number | null } | null {
  const { cells } = row
  const refuse = (cell: TimeCell, code: Parameters<typeof timeReject>[0]) => {
    drafts.rejects.push(timeReject(code, row.line, row.raw, cell, cells[cell.index] ?? ''))
    return null
  }
  const arrived = optionalTime(plan.receivedAt, cells)
  if (plan.receivedAt !== null && arrived !== null) {
    const fault = timeFault(arrived, startedAt)
    if (fault !== null) return refuse(plan.receivedAt, fault)
  }
  const original = optionalTime(plan.originalTime, cells)
  const sent = optionalTime(plan.sentAt, cells)
  if (plan.originalTime !== null && Number.isNaN(original)) return refuse(plan.originalTime, 'badTime')
  if (plan.sentAt !== null && Number.isNaN(sent)) return refuse(plan.sentAt, 'badTime')
  const corrected = arrived !== null && original !== null && sent !== null
  const text = cells[plan.time.index] ?? ''
  if (!corrected && text === '') return refuse(plan.time, 'missingTime')
  const occurredAt = corrected ? arrived - (sent - original) : plan.time.read(text)
  const fault = timeFault(occurredAt, arrived ?? startedAt)
  return fault === null ? { occurredAt, receivedAt: arrived } : refuse(corrected ? (plan.originalTime as TimeCell) : plan.time, fault)
}

function optionalTime(cell: TimeCell | null, cells: readonly string[]): number | null {
  const text = cell === null ? '' : (cells[cell.index] ?? '')
  return cell === null || text === '' ? null : cell.read(text)
}

function describe(description: Description, row: Row, drafts: Drafts) {
  const id = description.object === undefined ? '' : objectId(description.object, row.cells)
  if (id === '') return
  const same = id === description.lastId
  description.lastId = id
  description.cells.forEach(({ name, index }, place) => {
    const value = row.cells[index] ?? ''
    if (value !== '' && !(same && description.last[place] === value)) {
      drafts.properties.push({ line: row.line, type: description.type, id, name, value, validFrom: null })
    }
    description.last[place] = value
  })
}
