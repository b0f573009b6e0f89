import type { EventStore } from '../store/event-store.ts'
import { emptyPartition, replacePartition } from '../store/replace-partition.ts'
import type { JoinedEvents } from './ordered-events-sql.ts'
import { sqlText } from './rule-sql.ts'

/** The object type that a deal-like thing hangs on; its members' events also join it (E10). */
export const accountType = 'account'
/** The object type of people, whose events also join their account and their one open deal (E10). */
export const contactType = 'contact'

/** What an event keeps in `subject_events` beside the subject it joins, in the order of that table. */
export const eventColumns = 'occurredAt, source, sequence, id, name, channel, touchpoint, initiator, properties'

/**
 * Rebuilds `subject_events` of one subject type from the events (E3, E7, E10): each event once for every subject it joins.
 * Of deals these are their own events; those of contacts hang on a journey and come with `joinJourney`.
 */
export async function joinSubjects(store: EventStore, subjectType: string, signal?: AbortSignal): Promise<void> {
  await replaceEvents(store, subjectType, joinedEventsSql(subjectType, await tiesOf(store)), signal)
}

/** Which ties of other things to contacts there may be: what there is none of, joining need not look for. */
export interface Ties {
  anonymous: boolean
  things: boolean
}

const anyTies: Ties = { anonymous: true, things: true }

/** Whether the facts hold anonymous ids, and things tied to contacts. */
export async function tiesOf(store: EventStore): Promise<Ties> {
  const [found] = await store.rows<{ anonymous: number; things: number }>(
    `SELECT (SELECT count() FROM (SELECT 1 FROM known_events WHERE has(mapKeys(objects), 'anonymous') LIMIT 1)) AS anonymous,
       (SELECT count() FROM (SELECT 1 FROM (${thingTiesSql}) LIMIT 1)) AS things`,
  )
  return { anonymous: found?.anonymous !== 0, things: found?.things !== 0 }
}

/** Puts what a query gives in the place of one partition of `subject_events`, in one step, so that a killed run leaves the old one whole. */
export async function replaceEvents(store: EventStore, partition: string, sql: string, signal?: AbortSignal): Promise<void> {
  await emptyPartition(store, 'subject_events_next', 'subject_events', partition)
  await store.run(`INSERT INTO subject_events_next ${sql}`, {}, signal)
  await replacePartition(store, 'subject_events', 'subject_events_next', partition)
}

/** Rows of `subject_events`: each event once for every subject of this type that it joins (E10). */
export function joinedEventsSql(subjectType: string, ties: Ties = anyTies): string {
  if (subjectType === accountType) {
    return `SELECT '${accountType}' AS subjectType, subject, subject AS account, '' AS namedAccount, ${eventColumns} FROM (${accountEventsSql(ties)}) LIMIT 1 BY source, id, subject`
  }
  const subjects = subjectType === contactType ? 'contacts' : `objects[${sqlText(subjectType)}]`
  return `SELECT ${sqlText(subjectType)} AS subjectType, e.subject AS subject, ${heldAccountSql('held.history', 'occurredAt')} AS account,
      if(has(objects[${sqlText(subjectType)}], e.subject), objects['${accountType}'][1], '') AS namedAccount, ${eventColumns}
    FROM (SELECT *, arrayJoin(arrayDistinct(${subjects})) AS subject FROM (${eventsWithContactsSql(ties)})) AS e
    LEFT JOIN (${accountHistorySql(subjectType)}) AS held ON held.objectId = e.subject`
}

/** An account's events: those that name it, and those of each contact while it belonged there. */
function accountEventsSql(ties: Ties): string {
  const held = heldAccountSql('held.history', 'occurredAt')
  return `SELECT *, arrayJoin(arrayFilter(a -> a != '', arrayDistinct(arrayConcat(objects['${accountType}'], [${held}])))) AS subject
    FROM (SELECT ${eventColumns}, objects, arrayJoin(if(empty(contacts), [''], contacts)) AS contact FROM (${eventsWithContactsSql(ties)})) AS e
    LEFT JOIN (${accountHistorySql(contactType)}) AS held ON held.objectId = e.contact`
}

/** The account that a membership history gives at a time: the first known reaches back, a later one applies from its time; of several from one time the last by text (E7). Empty: none is known. */
export function heldAccountSql(history: string, time: string): string {
  return `if(empty(${history}), '', arrayLast(link -> link.1 <= greatest(${time}, ${history}[1].1), ${history}).2)`
}

/** All events, with `contacts`: those named and those an anonymous id is tied to, from the beginning of history (E7); without any, those of the other things named (E10). */
export function eventsWithContactsSql({ anonymous, things }: Ties = anyTies): string {
  const named = `objects['${contactType}']`
  const known = anonymous
    ? `SELECT e.*, arrayDistinct(arrayConcat(${named}, if(tied.contact = '', [], [tied.contact]))) AS contacts
    FROM (SELECT *, objects['anonymous'][1] AS anonymous FROM known_events) AS e
    LEFT JOIN (${anonymousTiesSql()}) AS tied ON tied.anonymous = e.anonymous AND e.anonymous != ''`
    : `SELECT *, arrayDistinct(${named}) AS contacts FROM known_events`
  if (!things) return known
  return `SELECT k.* REPLACE (if(empty(k.contacts), ofThings.contacts, k.contacts) AS contacts)
    FROM (${known}) AS k LEFT JOIN (${contactsOfThingsSql()}) AS ofThings ON ofThings.source = k.source AND ofThings.id = k.id`
}

/** Rows (type, fromId, contact, since): things tied to contacts that are neither of their own kind nor accounts, deals or anonymous ids (E10). */
const thingTiesSql = `SELECT toString(fromType) AS type, fromId, toId AS contact, ifNull(since, -9223372036854775808) AS since
    FROM known_links WHERE toType = '${contactType}' AND fromType NOT IN ('${contactType}', '${accountType}', 'deal', 'anonymous')`

/** Rows (source, id, contacts): of events that name no contact, those that the things they name were tied to by then (E10). */
function contactsOfThingsSql(): string {
  const ties = thingTiesSql
  const things = `SELECT source, id, occurredAt, toString(thing.1) AS type, thing.2 AS thingId FROM (
      SELECT source, id, occurredAt, arrayJoin(arrayFlatten(arrayMap((type, ids) -> arrayMap(one -> (type, one), ids), mapKeys(objects), mapValues(objects)))) AS thing
      FROM known_events WHERE empty(objects['${contactType}']) AND arrayExists(type -> type IN (SELECT type FROM (${ties})), mapKeys(objects))
    )`
  return `SELECT source, id, groupUniqArray(contact) AS contacts FROM (
      SELECT t.source AS source, t.id AS id, tie.contact AS contact
      FROM (${things}) AS t INNER JOIN (${ties}) AS tie ON tie.type = t.type AND tie.fromId = t.thingId WHERE tie.since <= t.occurredAt
    ) GROUP BY source, id`
}

/** Each anonymous id's contact: the earliest tie wins, whatever the order of arrival; events naming both are ties. */
function anonymousTiesSql(): string {
  return `SELECT anonymous, argMin(contact, (since, contact)) AS contact FROM (${everyTieSql}) GROUP BY anonymous`
}

/** Rows (anonymous, contact, since): every tie of an anonymous id, also those that an earlier one outdoes. */
export const everyTieSql = `SELECT fromId AS anonymous, toId AS contact, ifNull(since, -9223372036854775808) AS since
    FROM known_links WHERE fromType = 'anonymous' AND toType = '${contactType}'
    UNION ALL
    SELECT objects['anonymous'][1], arrayJoin(objects['${contactType}']), occurredAt FROM known_events
    WHERE notEmpty(objects['anonymous']) AND notEmpty(objects['${contactType}'])`

/** Where events that name an object and its account beside it are read: from the facts; where these are joined already, from there, which is far less to read. */
export type NamedIn = 'known_events' | JoinedEvents

/**
 * Rows (objectId, history): the accounts an object belonged to, as (since, account) in order of time, one entry a change. A membership is known
 * by link or by an event that names both; of objects known with one account alone, the first such event says all. Of `touched_events` it is that of touched subjects alone.
 */
export function accountHistorySql(subjectType: string, namedIn: NamedIn = 'known_events'): string {
  const type = sqlText(subjectType)
  const seen = seenWithAccountSql(subjectType, namedIn)
  const linked = `SELECT fromId AS objectId, toId AS account, ifNull(since, -9223372036854775808) AS since
      FROM known_links WHERE fromType = ${type} AND toType = '${accountType}' ${namedIn === 'touched_events' ? 'AND fromId IN (SELECT subject FROM touched_subjects)' : ''}`
  const changing = `SELECT objectId FROM (SELECT objectId, account FROM (${seen}) UNION ALL SELECT objectId, account FROM (${linked}))
        GROUP BY objectId HAVING min(account) != max(account)`
  return `SELECT objectId, arrayFilter((h, before) -> h.2 != before, ordered, arrayPopBack(arrayPushFront(arrayMap(h -> h.2, ordered), ''))) AS history
    FROM (SELECT objectId, arraySort(groupArray((since, account))) AS ordered FROM (
      ${linked}
      UNION ALL
      SELECT objectId, any(account) AS only, min(occurredAt) AS since FROM (${seen}) GROUP BY objectId HAVING min(account) = max(account)
      UNION ALL
      SELECT objectId, account, occurredAt AS since FROM (${seen}) WHERE objectId IN (${changing})
    ) WHERE account != '' GROUP BY objectId)`
}

/** Rows (objectId, account, occurredAt): an event of customer or company names both. Touched events are of one type alone, whatever partition they came from. */
function seenWithAccountSql(subjectType: string, namedIn: NamedIn): string {
  const type = sqlText(subjectType)
  if (namedIn === 'known_events') {
    return `SELECT arrayJoin(objects[${type}]) AS objectId, objects['${accountType}'][1] AS account, occurredAt
      FROM known_events WHERE notEmpty(objects[${type}]) AND notEmpty(objects['${accountType}']) AND initiator != 'machine'`
  }
  const ofType = namedIn === 'touched_events' ? '' : `subjectType = ${type} AND`
  return `SELECT subject AS objectId, namedAccount AS account, occurredAt FROM ${namedIn} WHERE ${ofType} namedAccount != '' AND initiator != 'machine'`
}
