import { isDiskFull } from '../store/disk-space.ts'
import type { EventStore, Parameters } from '../store/event-store.ts'
import type { CommitRequest } from './commit-import.ts'
import { isErased } from './tombstone-sql.ts'

/** How much is known of a change: what it did to events, only whom it touched, or nothing. */
export type ChangeKind = 'events' | 'objects' | 'everything'

/** So many changes are kept: whoever is further behind computes everything again. */
const keptChanges = 64

/** A change that brings more rows is not told apart: to compute everything again is then not slower. */
const mostRows = 500_000

/** Notes a change of the facts once it was made. A refresh that saw some of it before this computes the same again, and one after it misses none. */
export async function recordChange(store: EventStore, kind: ChangeKind): Promise<void> {
  await finishChange(store, await nextChange(store), kind)
}

/** Does a commit and notes what it changes: whose events, properties and links, and how. What fails, or is too large, is noted as everything. */
export async function recordingCommit<Result>(store: EventStore, request: CommitRequest, commit: () => Promise<Result>): Promise<Result> {
  if (!(await isWorthTelling(store, request.importId))) return recordingEverything(store, commit)
  const change = await nextChange(store)
  const parameters: Parameters = { ...request, change }
  return recordingEverything(
    store,
    async () => {
      await store.run(standingBefore, parameters)
      const result = await commit()
      for (const statement of [...eventsAfter, ...objectsAfter]) await store.run(statement, parameters)
      await store.run('DROP TABLE stood_before SYNC')
      return result
    },
    () => finishChange(store, change, 'events'),
  )
}

/** Does a commit, and then notes the change: as everything unless it is told how; also after a failure, of which nobody knows how far it came. */
export async function recordingEverything<Result>(
  store: EventStore,
  commit: () => Promise<Result>,
  finish: () => Promise<void> = () => recordChange(store, 'everything'),
): Promise<Result> {
  let result: Result
  try {
    result = await commit()
  } catch (error) {
    // On a full disk nothing was taken over, and what failed is to be told, not that this failed too.
    await recordChange(store, 'everything').catch((second: unknown) => {
      if (!isDiskFull(error)) throw second
    })
    throw error
  }
  await finish()
  return result
}

/** Objects of facts, as SQL of rows (objectType, objectId, what): whose facts a work changes, to be asked before and after it. */
export interface TouchedObjects {
  before: string
  after: string | null
  parameters: Parameters
}

/**
 * Does a work that changes facts otherwise than a commit, while no refresh runs, and notes whom it touched. Until it is done, and if it fails or the program dies,
 * everything counts as changed.
 */
export async function recordingObjects<Result>(store: EventStore, touched: TouchedObjects, work: () => Promise<Result>): Promise<Result> {
  const change = await nextChange(store)
  const note = (sql: string) =>
    store.run(`INSERT INTO changed_objects SELECT DISTINCT {change:UInt64}, objectType, objectId, what FROM (${sql})`, {
      ...touched.parameters,
      change,
    })
  await note(touched.before)
  await store.insert('changes', [{ change, kind: 'everything', told: 0 }])
  const result = await work()
  if (touched.after !== null) await note(touched.after)
  await finishChange(store, change, 'objects')
  return result
}

/** SQL: rows (objectType, objectId, what) of the objects that events name. `events`: SQL of rows with a column `objects`. */
export function objectsOfEvents(events: string): string {
  return `SELECT arrayJoin(mapKeys(objects)) AS objectType, arrayJoin(objects[objectType]) AS objectId, 'event' AS what FROM (${events})`
}

/** SQL: rows (objectType, objectId, what) of those that rows of properties and links, in staging or kept, tell something of. `condition`: which rows. */
export function objectsOfTables(table: 'staged' | 'arrived', condition: string): string {
  return `SELECT objectType, objectId, 'property' AS what FROM ${table}_properties WHERE ${condition}
    UNION ALL SELECT fromType, fromId, 'link' FROM ${table}_links WHERE ${condition}
    UNION ALL SELECT toType, toId, 'link' FROM ${table}_links WHERE ${condition}`
}

/** The number of the newest change; 0: none yet. */
export async function newestChange(store: EventStore): Promise<number> {
  const [row] = await store.rows<{ newest: number }>('SELECT max(change) AS newest FROM changes')
  return row?.newest ?? 0
}

/** What an unfinished change left under the same number goes first. */
async function nextChange(store: EventStore): Promise<number> {
  const change = (await newestChange(store)) + 1
  for (const table of ['changed_objects', 'changed_events']) {
    const [left] = await store.rows<{ rows: number }>(`SELECT count() AS rows FROM ${table} WHERE change >= {change:UInt64}`, { change })
    if (left?.rows !== 0)
      await store.run(`ALTER TABLE ${table} DELETE WHERE change >= {change:UInt64} SETTINGS mutations_sync = 2`, { change })
  }
  return change
}

async function finishChange(store: EventStore, change: number, kind: ChangeKind): Promise<void> {
  await store.insert('changes', [{ change, kind, told: 1 }])
  if (change % keptChanges !== 0) return
  for (const table of ['changes', 'changed_objects', 'changed_events']) {
    await store.run(`ALTER TABLE ${table} DELETE WHERE change <= {change:UInt64} SETTINGS mutations_sync = 2`, {
      change: change - keptChanges,
    })
  }
}

/** Nobody asks what changed before anything was computed, nor of an import as large as all. */
async function isWorthTelling(store: EventStore, importId: string): Promise<boolean> {
  const staged = ['staged_events', 'staged_properties', 'staged_links'].map(
    (table) => `(SELECT count() FROM ${table} WHERE importId = {importId:String})`,
  )
  const [row] = await store.rows<{ rows: number; marks: number }>(
    `SELECT ${staged.join(' + ')} AS rows, (SELECT count() FROM refresh_marks) AS marks`,
    { importId },
  )
  return row !== undefined && row.marks > 0 && row.rows <= mostRows
}

/** Events that stood under ids which the import gives: it may take their place, and their objects lose them. Hashed ids name equal events. */
const standingBefore = `CREATE OR REPLACE TABLE stood_before ENGINE = MergeTree ORDER BY id AS
  SELECT id, objects FROM events FINAL WHERE source = {source:String}
    AND id IN (SELECT id FROM staged_events WHERE importId = {importId:String} AND id != '')`

const told = 'source, id, sequence, occurredAt, name, channel, touchpoint, initiator, objects, properties'
const arrived = `(SELECT id FROM events WHERE source = {source:String} AND importId = {importId:String})`

/** Events that now stand by the import, and those that it took away. */
const eventsAfter = [
  `INSERT INTO changed_events (change, removed, was, ${told})
    SELECT {change:UInt64}, 0, id IN (SELECT id FROM stood_before), ${told} FROM events FINAL
    WHERE source = {source:String} AND id IN ${arrived} AND importId = {importId:String}`,
  `INSERT INTO changed_events (change, removed, was, source, id)
    SELECT {change:UInt64}, 1, 1, {source:String}, id FROM stood_before
    WHERE id IN ${arrived} AND id NOT IN (SELECT id FROM events FINAL WHERE source = {source:String} AND id IN (SELECT id FROM stood_before))`,
]

const objectsAfter = [
  `INSERT INTO changed_objects SELECT DISTINCT {change:UInt64}, objectType, objectId, what FROM (
    ${objectsOfEvents('SELECT objects FROM changed_events WHERE change = {change:UInt64}')}
    UNION ALL
    ${objectsOfEvents('SELECT objects FROM stood_before WHERE id IN (SELECT id FROM changed_events WHERE change = {change:UInt64} AND was = 1)')}
    UNION ALL
    ${objectsOfTables('staged', 'importId = {importId:String}')}
  ) WHERE NOT ${isErased('toString(objectType)', 'objectId')}`,
]
