import { deleteRows } from '../store/delete-rows.ts'
import { emptyBuiltAside } from '../store/derived-tables.ts'
import type { EventStore } from '../store/event-store.ts'
import { layKnownFacts } from '../store/known-facts.ts'
import { type ContactGroup, contactGroup, groupParameters, isOfGroup, namesGroup } from './contact-group.ts'
import { objectsOfEvents, recordingObjects } from './record-change.ts'
import { isErased, tombstoneOf, withoutErased } from './tombstone-sql.ts'
import { wholeIdPatterns } from './whole-ids.ts'

/** What an erasure took out, under all ids of the contact. `events` were removed; `stripped` stay for the other objects that they name. */
export interface Erasure extends ContactGroup {
  events: number
  stripped: number
}

/**
 * Erases a contact with all its ids (rules E7, E9): its events, properties, links, decisions, rejected rows, and what was computed of them. Events that
 * also name other objects stay for these, without the contact. Tombstones keep all out of later imports. Whom else this touches is noted: every journey must be refreshed.
 * `versions`: those of journeys of contacts, whose stays hold the contact's own.
 */
export async function eraseContact(store: EventStore, contact: string, now: number, versions: readonly number[]): Promise<Erasure> {
  const group = await contactGroup(store, contact)
  const parameters = groupParameters(group)
  await buryGroup(store, parameters, now)
  const count = await recordingObjects(store, { before: othersBeside, after: null, parameters }, async () => {
    const [found] = await store.rows<{ events: number; stripped: number }>(
      `SELECT countIf(empty(${withoutErased('objects')})) AS events, countIf(notEmpty(${withoutErased('objects')})) AS stripped FROM events FINAL WHERE ${namesGroup}`,
      parameters,
    )
    await eraseDerived(store, { ...parameters, versions })
    await eraseEvents(store, parameters)
    await eraseArrived(store, parameters)
    await eraseTables(store, parameters)
    await eraseRejects(store, [...parameters.contacts, ...parameters.anonymous])
    await layKnownFacts(store)
    return found
  })
  return { ...group, events: count?.events ?? 0, stripped: count?.stripped ?? 0 }
}

/** SQL: rows (objectType, objectId, what) of the other things that events and links name beside the contact: accounts, deals, other people. */
const othersBeside = `SELECT objectType, objectId, what FROM (
    ${objectsOfEvents(`SELECT objects FROM events FINAL WHERE ${namesGroup}`)}
    UNION ALL SELECT fromType, fromId, 'link' FROM object_links FINAL WHERE ${isOfGroup('toType', 'toId')}
    UNION ALL SELECT toType, toId, 'link' FROM object_links FINAL WHERE ${isOfGroup('fromType', 'fromId')}
  ) WHERE NOT ${isOfGroup('objectType', 'objectId')}`

/** Joined events of the contact, also those that other subjects have, and its stays. The others' come back with their next refresh, as far as they are still theirs. */
async function eraseDerived(store: EventStore, parameters: GroupParameters & { versions: readonly number[] }): Promise<void> {
  const mine = `(subjectType = 'contact' AND has({contacts:Array(String)}, subject)) OR (source, id) IN (SELECT source, id FROM events WHERE ${namesGroup})`
  await deleteRows(store, 'subject_events', mine, parameters)
  await deleteRows(store, 'stays', 'has({versions:Array(UInt32)}, version) AND has({contacts:Array(String)}, subject)', parameters)
  await emptyBuiltAside(store)
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
    changed_objects: isOfGroup('objectType', 'objectId'),
    changed_events: namesGroup,
  }
  for (const [table, condition] of Object.entries(deletions)) await deleteRows(store, table, condition, parameters)
}

async function eraseRejects(store: EventStore, ids: readonly string[]) {
  for (const pattern of wholeIdPatterns(ids)) {
    await deleteRows(store, 'rejects', 'match(raw, {pattern:String}) OR match(message, {pattern:String})', { pattern })
  }
}
