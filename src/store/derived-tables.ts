import type { EventStore } from './event-store.ts'
import { dropPasts } from './past-databases.ts'

/** Tables that are computed from the facts, and that a refresh fills again. */
export const derivedTables = ['subject_events', 'stays', 'touch_names', 'merged_contacts', 'refresh_marks'] as const

/** Counts up whenever a refresh fills a table of the same layout otherwise than before: what older programs computed is then dropped. */
export const derivedFilling = 6

/** Where derived tables are built before they take their place; made at the first refresh. */
const builtAside = [
  'subject_events_next',
  'stays_assigned',
  'stays_touched',
  'merged_contacts_next',
  'touched_events',
  'touched_before',
  'touched_joined',
  'touched_subjects',
  'joined_subjects',
  'touched_contacts',
  'deal_ties',
]

/** Drops every derived table, and all that was computed of past days. */
export async function dropDerived(store: EventStore): Promise<void> {
  await dropPasts(store)
  for (const table of [...derivedTables, ...builtAside]) await store.run(`DROP TABLE IF EXISTS ${table} SYNC`)
}

/** Empties what derived tables are built from, and all that was computed of past days: a refresh fills it again. */
export async function emptyBuiltAside(store: EventStore): Promise<void> {
  await dropPasts(store)
  for (const table of builtAside) await store.run(`TRUNCATE TABLE IF EXISTS ${table} SYNC`)
}
