import { emptyDerived } from '../store/derived-tables.ts'
import type { EventStore } from '../store/event-store.ts'
import { isErased, tombstoneOf, withoutErased } from './tombstone-sql.ts'

/** What an erasure took out. `events` were removed; `stripped` stay for the other objects that they name. */
export interface Erasure {
  contact: string
  anonymous: readonly string[]
  events: number
  stripped: number
}

/**
 * Erases a contact (rule E9): its events, properties, links and rejected rows, and those of the anonymous ids that no other contact shares. Events that
 * also name other objects stay for these, without the contact. Tombstones keep all out of later imports. What is computed is emptied: every journey must be refreshed.
 */
export async function eraseContact(store: EventStore, contact: string, now: number): Promise<Erasure> {
  const anonymous = await ownAnonymousIds(store, contact)
  const people = [{ type: 'contact', id: contact }, ...anonymous.map((id) => ({ type: 'anonymous', id }))]
  for (const { type, id } of people) {
    await store.run(
      `INSERT INTO tombstones (objectType, hash, erasedAt) SELECT {type:String}, ${tombstoneOf('{type:String}', '{id:String}')}, {now:Int64}`,
      { type, id, now },
    )
  }
  const parameters = { contact, ids: [contact, ...anonymous] }
  const [count] = await store.rows<{ events: number; stripped: number }>(
    `SELECT countIf(empty(${withoutErased('objects')})) AS events, countIf(notEmpty(${withoutErased('objects')})) AS stripped FROM events FINAL WHERE ${namesContact}`,
    parameters,
  )
  await eraseEvents(store, parameters)
  await eraseTables(store, parameters)
  await emptyDerived(store)
  return { contact, anonymous, events: count?.events ?? 0, stripped: count?.stripped ?? 0 }
}

/** SQL: events that name the contact {contact:String} or one of the anonymous ids {ids:Array(String)}. */
export const namesContact = `(has(objects['contact'], {contact:String}) OR hasAny(objects['anonymous'], {ids:Array(String)}))`

interface ErasedIds extends Record<string, unknown> {
  contact: string
  ids: readonly string[]
}

/** Anonymous ids tied to the contact by an event or a link, and to no other contact (rule E7). */
export async function ownAnonymousIds(store: EventStore, contact: string): Promise<string[]> {
  const rows = await store.rows<{ anonymous: string }>(
    `SELECT anonymous FROM (
      SELECT arrayJoin(objects['anonymous']) AS anonymous, arrayJoin(objects['contact']) AS contact FROM events FINAL
      UNION ALL SELECT fromId, toId FROM object_links FINAL WHERE fromType = 'anonymous' AND toType = 'contact'
    ) GROUP BY anonymous HAVING groupUniqArray(contact) = [{contact:String}] ORDER BY anonymous`,
    { contact },
  )
  return rows.map((row) => row.anonymous)
}

const atOnce = 'SETTINGS mutations_sync = 2'

async function eraseEvents(store: EventStore, parameters: ErasedIds) {
  await store.run(`ALTER TABLE events DELETE WHERE ${namesContact} AND empty(${withoutErased('objects')}) ${atOnce}`, parameters)
  const properties = `mapFilter((name, value) -> NOT ${isErased("'contact'", 'value')}, properties)`
  await store.run(
    `ALTER TABLE events UPDATE objects = ${withoutErased('objects')}, properties = ${properties} WHERE ${namesContact} ${atOnce}`,
    parameters,
  )
}

async function eraseTables(store: EventStore, parameters: ErasedIds) {
  const mine = (type: string, id: string) =>
    `((${type} = 'contact' AND ${id} = {contact:String}) OR (${type} = 'anonymous' AND has({ids:Array(String)}, ${id})))`
  const deletions = {
    object_properties: mine('objectType', 'objectId'),
    object_links: `${mine('fromType', 'fromId')} OR ${mine('toType', 'toId')}`,
    rejects: 'arrayExists(id -> position(raw, id) > 0, {ids:Array(String)})',
  }
  for (const [table, condition] of Object.entries(deletions))
    await store.run(`ALTER TABLE ${table} DELETE WHERE ${condition} ${atOnce}`, parameters)
}
