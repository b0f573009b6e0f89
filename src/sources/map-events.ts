import { type Initiator, initiators, noSequence } from '../model/event.ts'
import { channelOf } from './channel-rule.ts'
import type { Drafts, MapRow } from './drafts.ts'
import type { DescribedObject, EventsMapping, Meaning, TimeColumn } from './mapping.ts'
import { type ConditionCell, conditionCells, meets, type ObjectCell, objectCells, objectId, objectIds } from './object-cells.ts'
import { cellsOf, holdsSeparator, type PropertyCell, propertyCells } from './property-cells.ts'
import { reject, shown } from './reject.ts'
import type { Row } from './row-reader.ts'
import { isShortened } from './shortened-id.ts'
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
  where: readonly ConditionCell[]
  meanings: ReadonlyMap<string, Meaning>
  initiator: { index: number; values: Readonly<Record<string, Initiator>> | null } | null
  machine: readonly { index: number; texts: readonly string[] }[]
  sequence: number
  origin: { medium: number; source: number; referrer: number } | null
  objects: readonly ObjectCell[]
  properties: readonly PropertyCell[]
  alias: { index: number; type: string; contact: ObjectCell | undefined } | null
  describes: readonly Description[]
  changes: readonly { object: ObjectCell | undefined; cells: readonly PropertyCell[] }[]
  change: { object: ObjectCell | undefined; name: number; value: number } | null
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
  const { objects: objectColumns } = mapping
  const looked = objectColumns.map(({ column }) => column).join(', ')
  return (row, drafts) => {
    const { cells } = row
    const wanted = meets(plan.where, cells)
    if (!wanted && plan.change === null && plan.changes.length === 0) return
    const objects = objectsOf(plan, cells)
    if (objects.length === 0) return void drafts.rejects.push(reject(row.line, 'missingId', row.raw, `Looked in ${looked}.`))
    const shortened = isShortened(cells[plan.id] ?? '') ? cells[plan.id] : objects.find((id, place) => place % 2 === 1 && isShortened(id))
    if (shortened !== undefined) return void drafts.rejects.push(reject(row.line, 'shortenedId', row.raw, `It is ${shown(shortened)}.`))
    const given = firstFilled(plan.names, cells)
    const meaning = plan.meanings.get(given)
    const name = meaning?.name ?? (given || constants.name)
    if (wanted && name === '') return void drafts.rejects.push(reject(row.line, 'missingName', row.raw))
    const times = timesOf(plan, row, receivedAt, drafts)
    if (times === null) return
    const initiator = initiatorOf(plan, cells, meaning?.initiator ?? constants.initiator)
    if (initiator === null) {
      const seen = shown(cells[plan.initiator?.index ?? -1] ?? '')
      return void drafts.rejects.push(reject(row.line, 'badInitiator', row.raw, `It is ${seen}.`))
    }
    const sequence = plan.sequence < 0 ? (row.place ?? noSequence) : sequenceOf(cells[plan.sequence] ?? '')
    if (!Number.isSafeInteger(sequence)) {
      return void drafts.rejects.push(reject(row.line, 'badSequence', row.raw, `It is ${shown(cells[plan.sequence] ?? '')}.`))
    }
    if (holdsSeparator(row)) return void drafts.rejects.push(reject(row.line, 'controlCharacter', row.raw))
    if (wanted) {
      drafts.events.push({
        line: row.line,
        id: plan.id < 0 ? '' : (cells[plan.id] ?? ''),
        occurredAt: times.occurredAt,
        receivedAt: times.receivedAt,
        sequence,
        name,
        channel: meaning?.channel ?? channelIn(plan, cells, constants.channel),
        touchpoint: meaning?.touchpoint ?? ((plan.touchpoint < 0 ? '' : (cells[plan.touchpoint] ?? '')) || constants.touchpoint),
        initiator,
        objects,
        properties: propertiesOf(plan.properties, cells),
        ofTable: false,
        removed: false,
      })
      for (const description of plan.describes) describe(description, row, drafts)
    }
    noteAlias(plan, row, drafts)
    noteChanges(plan, row, times.occurredAt, drafts)
  }
}

function planOf(mapping: EventsMapping, columns: readonly string[]): Plan {
  const toUtc = zoneToUtc(mapping.timeZone)
  const place = (column: string | null) => (column === null ? -1 : columns.indexOf(column))
  const time = (column: TimeColumn | null) => (column === null ? null : timeCell(column, columns.indexOf(column.column), toUtc))
  const { origin, initiator, change } = mapping
  const objects = objectCells(mapping.objects, columns)
  const objectOf = (type: string) => objects.find((object) => object.type === type)
  return {
    id: place(mapping.id),
    time: timeCell(mapping.time, columns.indexOf(mapping.time.column), toUtc),
    originalTime: time(mapping.originalTime),
    sentAt: time(mapping.sentAt),
    receivedAt: time(mapping.receivedAt),
    names: mapping.name.map(place),
    channel: place(mapping.channel),
    touchpoint: place(mapping.touchpoint),
    where: conditionCells(mapping.where, columns),
    meanings: new Map(mapping.meanings.map((meaning) => [meaning.value, meaning])),
    initiator:
      initiator === null || !columns.includes(initiator.column) ? null : { index: place(initiator.column), values: initiator.values },
    machine: mapping.machine.map(({ column, texts }) => ({ index: place(column), texts })),
    sequence: place(mapping.sequence),
    origin: origin === null ? null : { medium: place(origin.medium), source: place(origin.source), referrer: place(origin.referrer) },
    objects,
    properties: propertyCells(mapping, mapping.properties, columns),
    alias: mapping.alias === null ? null : { index: place(mapping.alias.column), type: mapping.alias.type, contact: objectOf('contact') },
    describes: mapping.objectProperties.map(({ type, columns: wanted }) => ({
      type,
      object: objectOf(type),
      cells: cellsOf(wanted, columns),
      lastId: '',
      last: [],
    })),
    changes: mapping.changes.map(({ type, columns: wanted }: DescribedObject) => ({
      object: objectOf(type),
      cells: cellsOf(wanted, columns),
    })),
    change: change === null ? null : { object: objectOf(change.object), name: place(change.name), value: place(change.value) },
  }
}

function objectsOf(plan: Plan, cells: readonly string[]): string[] {
  const objects: string[] = []
  for (const object of plan.objects) {
    for (const id of objectIds(object, cells)) objects.push(object.type, id)
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

function firstFilled(places: readonly number[], cells: readonly string[]): string {
  for (const place of places) {
    const value = cells[place]
    if (value !== undefined && value !== '') return value
  }
  return ''
}

/** Who set the event going; null where the cell is none of the known texts. */
function initiatorOf(plan: Plan, cells: readonly string[], fallback: Initiator): Initiator | null {
  if (plan.machine.some(({ index, texts }) => holdsOne(cells[index] ?? '', texts))) return 'machine'
  const text = plan.initiator === null ? '' : (cells[plan.initiator.index] ?? '')
  if (text === '' || plan.initiator === null) return fallback
  const { values } = plan.initiator
  if (values !== null) return values[text] ?? fallback
  return initiators.find((initiator) => initiator === text.trim().toLowerCase()) ?? null
}

function holdsOne(cell: string, texts: readonly string[]): boolean {
  const small = cell.toLowerCase()
  return small !== '' && texts.some((text) => small.includes(text))
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

/** The tie of the contact's other id, from the beginning of history (rule E7). */
function noteAlias({ alias }: Plan, { line, cells }: Row, drafts: Drafts) {
  const other = alias === null ? '' : (cells[alias.index] ?? '')
  const contact = alias?.contact === undefined ? '' : objectId(alias.contact, cells)
  if (alias === null || other === '' || contact === '' || other === contact) return
  drafts.links.push({ line, fromType: alias.type, fromId: other, toType: 'contact', toId: contact, since: null })
}

/** What the row says of objects from its time (UTC ms) on. An empty cell says nothing. */
function noteChanges({ changes, change }: Plan, { line, cells }: Row, validFrom: number, drafts: Drafts) {
  const note = (object: ObjectCell | undefined, name: string, value: string) => {
    const id = object === undefined ? '' : objectId(object, cells)
    if (object !== undefined && id !== '' && name !== '' && value !== '')
      drafts.properties.push({ line, type: object.type, id, name, value, validFrom })
  }
  for (const { object, cells: wanted } of changes) for (const { name, index } of wanted) note(object, name, cells[index] ?? '')
  if (change !== null) note(change.object, cells[change.name] ?? '', cells[change.value] ?? '')
}
