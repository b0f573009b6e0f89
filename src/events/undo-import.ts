import { AppError } from '../core/error.ts'
import type { ImportRecord } from '../model/import-record.ts'
import type { EventStore } from '../store/event-store.ts'
import { dropPasts } from '../store/past-databases.ts'
import { commitAgain, linkKey, propertyKey, replacesRows } from './commit-import.ts'
import type { ImportLog } from './import-log.ts'
import { inTurn } from './in-turn.ts'
import { objectsOfEvents, objectsOfTables, recordingObjects, type TouchedObjects } from './record-change.ts'
import { dropArrived, dropRejects, wasKept } from './staging.ts'

/** What undoing an import takes away: events, properties and links that stand by it now. What another import brought too stays by that one. */
export interface UndoPlan {
  events: number
  properties: number
  links: number
  rejected: number
}

/** Counts what stands by an import. Errors: as of an undoing. */
export async function planUndo(store: EventStore, log: ImportLog, importId: string): Promise<UndoPlan> {
  const record = await undoable(store, log, importId)
  const parameters = { importId, source: record.source }
  const count = async (table: string) => {
    const sql = `SELECT count() AS rows FROM ${table} FINAL WHERE source = {source:String} AND importId = {importId:String}`
    return (await store.rows<{ rows: number }>(sql, parameters))[0]?.rows ?? 0
  }
  const [events, properties, links] = [await count('events'), await count('object_properties'), await count('object_links')]
  return { events, properties, links, rejected: record.rejected }
}

/**
 * Undoes an import as a whole (rule E12): what it brought goes, and what its rows had superseded or kept out comes back from the other imports of
 * its source. Cut off in the middle it is state `undoing`; `finishUndo` completes it. Errors: `notFound`; `conflict` where it is not complete, or
 * where an import of the source is older than what undoing needs.
 */
export async function undoImport(store: EventStore, log: ImportLog, importId: string): Promise<ImportRecord> {
  return inTurn(store, async () => {
    const record = await undoable(store, log, importId)
    await log.save({ ...record, state: 'undoing' })
    return finishUndo(store, log, record)
  })
}

/** Takes out an import whose undoing has begun. Doing it again, also after it was cut off, changes nothing. */
export async function finishUndo(store: EventStore, log: ImportLog, record: ImportRecord): Promise<ImportRecord> {
  const others = await othersOf(log, record)
  await recordingObjects(store, await touchedBy(store, record), async () => {
    await takeOut(store, record, others)
    for (const { id, source, startedAt } of others) await commitAgain(store, { importId: id, source, receivedAt: startedAt }, record.id)
  })
  await dropPasts(store)
  await dropArrived(store, record.id)
  await dropRejects(store, record.id)
  const undone: ImportRecord = { ...record, state: 'undone', message: null }
  await log.save(undone)
  return undone
}

/** Whom an import told something of, and, of the events that it gave, whom those tell of that come back. */
async function touchedBy(store: EventStore, { id, source }: ImportRecord): Promise<TouchedObjects> {
  const parameters = { importId: id, source }
  const given = `SELECT id FROM arrived_events WHERE importId = {importId:String} AND id != ''`
  const mine = `source = {source:String} AND (importId = {importId:String} OR id IN (${given}))`
  await store.run(
    `CREATE OR REPLACE TABLE stood_before ENGINE = MergeTree ORDER BY id AS SELECT DISTINCT id FROM events WHERE ${mine}`,
    parameters,
  )
  return {
    parameters,
    before: `${objectsOfEvents(`SELECT objects FROM events WHERE ${mine}`)} UNION ALL ${objectsOfTables('arrived', 'importId = {importId:String}')}`,
    after: objectsOfEvents('SELECT objects FROM events FINAL WHERE source = {source:String} AND id IN (SELECT id FROM stood_before)'),
  }
}

async function undoable(store: EventStore, log: ImportLog, importId: string): Promise<ImportRecord> {
  const record = await log.get(importId)
  if (record === null) throw new AppError('notFound', `There is no import "${importId}".`)
  if (record.state !== 'complete')
    throw new AppError('conflict', `The import of ${record.file} is ${record.state}: only a complete import can be undone.`)
  for (const one of [record, ...(await othersOf(log, record))]) {
    if (await wasKept(store, one.id)) continue
    const why = `the import of ${one.file} into the source "${one.source}" was made by an earlier version, which did not keep what undoing needs`
    throw new AppError('conflict', `This cannot be undone: ${why}. Import the files that you want into a new data folder.`)
  }
  return record
}

/** The other complete imports of the source, in the order in which they were taken over. */
async function othersOf(log: ImportLog, { id, source }: ImportRecord): Promise<ImportRecord[]> {
  const same = (await log.list()).filter((one) => one.source === source && one.id !== id && one.state === 'complete')
  return same.sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1))
}

const atOnce = 'SETTINGS mutations_sync = 2'

/**
 * Ordinary events of the import go; of table rows, properties and links also those of other imports that were judged against its own: they are taken
 * over again afterwards.
 */
async function takeOut(store: EventStore, { id, source }: ImportRecord, others: readonly ImportRecord[]): Promise<void> {
  const parameters = { importId: id, source }
  const mine = 'source = {source:String} AND importId = {importId:String}'
  const judged = (key: string, table: string) =>
    `source = {source:String} AND (${key}) IN (SELECT ${key} FROM ${table} WHERE importId = {importId:String})`
  let tables = await replacesRows(store, id, 'arrived')
  for (const other of others) tables ||= await replacesRows(store, other.id, 'arrived')
  const events = tables ? `(${mine}) OR (${judged('id', 'arrived_events')})` : mine
  await store.run(`ALTER TABLE events DELETE WHERE ${events} ${atOnce}`, parameters)
  await store.run(`ALTER TABLE object_properties DELETE WHERE ${judged(propertyKey, 'arrived_properties')} ${atOnce}`, parameters)
  await store.run(`ALTER TABLE object_links DELETE WHERE ${judged(linkKey, 'arrived_links')} ${atOnce}`, parameters)
}
