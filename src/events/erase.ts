import { deleteRows } from '../store/delete-rows.ts'
import { emptyDerived } from '../store/derived-tables.ts'
import type { EventStore } from '../store/event-store.ts'
import { layKnownFacts } from '../store/known-facts.ts'
import { type ContactGroup, contactGroup, groupParameters, isOfGroup, namesGroup } from './contact-group.ts'
import { recordChange } from './record-change.ts'
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
  await recordChange(store, 'everything')
  const [count] = await store.rows<{ events: number; stripped: number }>(
    `SELECT countIf(empty(${withoutErased('objects')})) AS events, countIf(notEmpty(${withoutErased('objects')})) AS stripped FROM events FINAL WHERE ${namesGroup}`,
    parameters,
  )
  await eraseEvents(store, parameters)
  await eraseArrived(store, parameters)
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
  await deleteRows(store, 'events', `${namesGroup} AND empty(${withoutErased('objects')})`, parameters)
  const properties = `mapFilter((name, value) -> NOT ${isErased("'contact'", 'value')}, properties)`
  await store.run(
    `ALTER TABLE events UPDATE objects = ${withoutErased('objects')}, properties = ${properties} WHERE ${namesGroup} ${atOnce}`,
    parameters,
  )
}

/** Parts of `content` end in U+001E, their items in U+001F, ids of one type in U+001D, as `staged_events` packs them. */
const part = (place: number) => `splitByChar(char(30), content)[${place}]`
const items = (place: number) => `if(empty(${part(place)}), [], splitByChar(char(31), ${part(place)}))`
const packed = (list: string, item = 'item') => `arrayStringConcat(arrayMap(item -> ${item}, ${list}), char(31))`

/** The rows that imports brought lose the same as the events: those that name nothing else go. Their keys stay, so that an undoing still knows them. */
async function eraseArrived(store: EventStore, parameters: GroupParameters) {
  const named = `arrayExists((type, ids) -> arrayExists(id -> ${isOfGroup('type', 'id')}, splitByChar(char(29), ids)), ${items(3)}, ${items(4)})`
  const kept = `arrayStringConcat(arrayFilter(id -> NOT ${isOfGroup('type', 'id')}, splitByChar(char(29), ids)), char(29))`
  const objects = `arrayFilter(item -> item.2 != '', arrayMap((type, ids) -> (type, ${kept}), ${items(3)}, ${items(4)}))`
  const properties = `arrayFilter(item -> NOT has({contacts:Array(String)}, item.2), arrayZip(${items(5)}, ${items(6)}))`
  await deleteRows(store, 'arrived_events', `${named} AND empty(${objects})`, parameters)
  const parts = [
    part(1),
    part(2),
    packed(objects, 'item.1'),
    packed(objects, 'item.2'),
    packed(properties, 'item.1'),
    packed(properties, 'item.2'),
  ]
  await store.run(`ALTER TABLE arrived_events UPDATE content = concat(${parts.join(', char(30), ')}) WHERE ${named} ${atOnce}`, parameters)
}

async function eraseTables(store: EventStore, parameters: GroupParameters) {
  const deletions = {
    object_properties: isOfGroup('objectType', 'objectId'),
    object_links: `${isOfGroup('fromType', 'fromId')} OR ${isOfGroup('toType', 'toId')}`,
    arrived_properties: isOfGroup('objectType', 'objectId'),
    arrived_links: `${isOfGroup('fromType', 'fromId')} OR ${isOfGroup('toType', 'toId')}`,
    contact_decisions: `${isOfGroup("'contact'", 'contact')} OR ${isOfGroup('otherType', 'otherId')}`,
    merged_contacts: isOfGroup("'contact'", 'id'),
  }
  for (const table of ['changed_objects', 'changed_events']) await store.run(`TRUNCATE TABLE ${table}`)
  for (const [table, condition] of Object.entries(deletions)) await deleteRows(store, table, condition, parameters)
}

async function eraseRejects(store: EventStore, ids: readonly string[]) {
  for (const pattern of wholeIdPatterns(ids)) {
    await deleteRows(store, 'rejects', 'match(raw, {pattern:String}) OR match(message, {pattern:String})', { pattern })
  }
}
