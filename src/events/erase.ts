import { emptyDerived } from '../store/derived-tables.ts'
import type { EventStore } from '../store/event-store.ts'
import { layKnownFacts } from '../store/known-facts.ts'
import { type ContactGroup, contactGroup, groupParameters, isOfGroup, namesGroup } from './contact-group.ts'
import { isErased, tombstoneOf, withoutErased } from './tombstone-sql.ts'
import { wholeIdPatterns } from './whole-ids.ts'

/** What an erasure took out, under all ids of the contact. `events` were removed; `stripped` stay for the other objects that they name. */
export interface Erasure extends ContactGroup {
  events: number
  stripped: number
}

/**
 * Erases a contact with all its ids (rules E7, E9): its events, properties, links, decisions and rejected rows. Events that
 * also name other objects stay for these, without the contact. Tombstones keep all out of later imports. What is computed is emptied: every journey must be refreshed.
 */
export async function eraseContact(store: EventStore, contact: string, now: number): Promise<Erasure> {
  const group = await contactGroup(store, contact)
  const parameters = groupParameters(group)
  await buryGroup(store, parameters, now)
  const [count] = await store.rows<{ events: number; stripped: number }>(
    `SELECT countIf(empty(${withoutErased('objects')})) AS events, countIf(notEmpty(${withoutErased('objects')})) AS stripped FROM events FINAL WHERE ${namesGroup}`,
    parameters,
  )
  await eraseEvents(store, parameters)
  await eraseTables(store, parameters)
  await eraseRejects(store, [...parameters.contacts, ...parameters.anonymous])
  await layKnownFacts(store)
  await emptyDerived(store)
  return { ...group, events: count?.events ?? 0, stripped: count?.stripped ?? 0 }
}

type GroupParameters = ReturnType<typeof groupParameters>

async function buryGroup(store: EventStore, { contacts, anonymous }: GroupParameters, now: number) {
  const people = [...contacts.map((id) => ({ type: 'contact', id })), ...anonymous.map((id) => ({ type: 'anonymous', id }))]
  for (const { type, id } of people) {
    await store.run(
      `INSERT INTO tombstones (objectType, hash, erasedAt) SELECT {type:String}, ${tombstoneOf('{type:String}', '{id:String}')}, {now:Int64}`,
      { type, id, now },
    )
  }
}

const atOnce = 'SETTINGS mutations_sync = 2'

async function eraseEvents(store: EventStore, parameters: GroupParameters) {
  await store.run(`ALTER TABLE events DELETE WHERE ${namesGroup} AND empty(${withoutErased('objects')}) ${atOnce}`, parameters)
  const properties = `mapFilter((name, value) -> NOT ${isErased("'contact'", 'value')}, properties)`
  await store.run(
    `ALTER TABLE events UPDATE objects = ${withoutErased('objects')}, properties = ${properties} WHERE ${namesGroup} ${atOnce}`,
    parameters,
  )
}

async function eraseTables(store: EventStore, parameters: GroupParameters) {
  const deletions = {
    object_properties: isOfGroup('objectType', 'objectId'),
    object_links: `${isOfGroup('fromType', 'fromId')} OR ${isOfGroup('toType', 'toId')}`,
    contact_decisions: `${isOfGroup("'contact'", 'contact')} OR ${isOfGroup('otherType', 'otherId')}`,
    merged_contacts: isOfGroup("'contact'", 'id'),
  }
  for (const [table, condition] of Object.entries(deletions)) {
    await store.run(`ALTER TABLE ${table} DELETE WHERE ${condition} ${atOnce}`, parameters)
  }
}

async function eraseRejects(store: EventStore, ids: readonly string[]) {
  for (const pattern of wholeIdPatterns(ids)) {
    await store.run(`ALTER TABLE rejects DELETE WHERE match(raw, {pattern:String}) OR match(message, {pattern:String}) ${atOnce}`, {
      pattern,
    })
  }
}
