import type { EventStore } from './event-store.ts'

/** What the views of known facts read beside the facts, all of it small: who stands for whom, and what people decided about two ids (rule E7). */
export const identityTables = {
  contact_decisions: `CREATE TABLE IF NOT EXISTS contact_decisions (
    contact String, otherType LowCardinality(String), otherId String, apart UInt8, decidedAt Int64
  ) ENGINE = ReplacingMergeTree ORDER BY (contact, otherType, otherId, decidedAt, apart)`,
  merged_contacts: `CREATE TABLE IF NOT EXISTS merged_contacts (id String, contact String) ENGINE = MergeTree ORDER BY id`,
} as const

/** Rows (contact, otherType, otherId, isApart): of several decisions about a pair the latest stands, at one time the unmerge (rule E7). */
export const standingDecisionsSql = `SELECT contact, otherType, otherId, argMax(apart, (decidedAt, apart)) AS isApart
  FROM contact_decisions GROUP BY contact, otherType, otherId`

/**
 * Makes the views `known_events`, `known_links` and `known_properties`: the facts with each contact's id replaced by that of the contact it stands for in
 * `merged_contacts`, and with what people decided about anonymous ids. Where there is nothing of the kind they are the plain tables, and cost nothing.
 */
export async function layKnownFacts(store: EventStore): Promise<void> {
  const [found] = await store.rows<{ mapped: number }>(
    `SELECT (SELECT count() FROM merged_contacts) + (SELECT count() FROM contact_decisions WHERE otherType = 'anonymous') > 0 AS mapped`,
  )
  await layViews(store, found?.mapped === 1 ? mappedViews : plainViews)
}

/** Replaces what `merged_contacts` holds: ids that stand for another contact. The views give either the facts as known before or as known now. */
export async function replaceMergedContacts(store: EventStore, merged: readonly { id: string; contact: string }[]): Promise<void> {
  if (merged.length > 0) await layViews(store, mappedViews)
  await store.run('CREATE OR REPLACE TABLE merged_contacts_next AS merged_contacts')
  await store.insert('merged_contacts_next', merged)
  await store.run('EXCHANGE TABLES merged_contacts AND merged_contacts_next')
  await store.run('DROP TABLE merged_contacts_next SYNC')
  await layKnownFacts(store)
}

const plainViews = {
  known_events: 'SELECT * FROM events FINAL',
  known_links: 'SELECT * FROM object_links FINAL',
  known_properties: 'SELECT * FROM object_properties FINAL',
}

const merged = 'FROM (SELECT id, contact FROM merged_contacts ORDER BY id)'
const stands = (id: string) => `transform(${id}, (SELECT groupArray(id) ${merged}), (SELECT groupArray(contact) ${merged}), ${id})`

const anonymousDecisions = `SELECT contact, otherId, isApart FROM (${standingDecisionsSql}) WHERE otherType = 'anonymous'`
const isApart = (anonymous: string, contact: string) =>
  `has((SELECT groupArray((otherId, contact)) FROM (${anonymousDecisions}) WHERE isApart = 1), (${anonymous}, ${contact}))`
const isDecided = (anonymous: string) => `has((SELECT groupArray(otherId) FROM (${anonymousDecisions}) WHERE isApart = 0), ${anonymous})`

/** Few events concern a contact with decisions or other ids: only theirs are written anew. An event that names both of a pair taken apart is the contact's. */
const mappedObjects = `if(
    arrayExists(one -> one IN (SELECT id FROM merged_contacts UNION DISTINCT SELECT contact FROM contact_decisions), objects['contact']),
    mapUpdate(objects, map(
      'contact', arrayDistinct(arrayMap(one -> ${stands('one')}, objects['contact'])),
      'anonymous', arrayFilter(one -> NOT arrayExists(contact -> ${isApart('one', 'contact')}, objects['contact']), objects['anonymous']))),
    objects)`

/** A person's tie of an anonymous id takes the place of those in files. */
const mappedViews = {
  known_events: `SELECT * REPLACE (${mappedObjects} AS objects) FROM events FINAL`,
  known_links: `SELECT fromType, if(fromType = 'contact', ${stands('fromId')}, fromId) AS fromId, toType, if(toType = 'contact', ${stands('toId')}, toId) AS toId,
      since, receivedAt, source, importId
    FROM (
      SELECT fromType, fromId, toType, toId, since, receivedAt, source, importId FROM object_links FINAL
      WHERE NOT (fromType = 'anonymous' AND toType = 'contact' AND (${isApart('fromId', 'toId')} OR ${isDecided('fromId')}))
      UNION ALL
      SELECT 'anonymous', otherId, 'contact', contact, NULL, toInt64(0), '', '' FROM (${anonymousDecisions}) WHERE isApart = 0
    )`,
  known_properties: `SELECT * REPLACE (if(objectType = 'contact', ${stands('objectId')}, objectId) AS objectId) FROM object_properties FINAL`,
}

async function layViews(store: EventStore, views: typeof plainViews): Promise<void> {
  for (const [name, sql] of Object.entries(views)) await store.run(`CREATE OR REPLACE VIEW ${name} AS ${sql}`)
}
