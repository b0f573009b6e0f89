import { changeTables } from '../store/change-tables.ts'
import type { EventStore } from '../store/event-store.ts'
import { eventTables } from '../store/event-tables.ts'
import { layKnownFacts } from '../store/known-facts.ts'
import { commitReceived } from './commit-import.ts'

/** What is computed of facts, and the record of changes that a refresh reads: empty here, so that it computes everything once. */
const computed = ['subject_events', 'stays', 'touch_names', 'refresh_marks', ...Object.keys(changeTables)] as (keyof typeof eventTables)[]

/** What came as people know it now: read where it is, so that nothing undone or erased stays known in a past day. */
const read = ['arrived_events', 'arrived_properties', 'arrived_links', 'tombstones'] as const

const held = ['events', 'object_properties', 'object_links', 'contact_decisions', 'merged_contacts'] as const

/**
 * Lays into an empty database the facts of the world as of an instant with all known now (rule L4; `end`, UTC ms): events until then, values of properties dated until then,
 * links and merges as they are known. They are views of the facts, whose ids must be known to be one contact.
 */
export async function layByOccurrence(store: EventStore, past: EventStore, end: number): Promise<void> {
  const facts = await databaseOf(store)
  await makeTables(past, computed)
  await layViews(past, {
    known_events: `SELECT * FROM ${facts}.known_events WHERE occurredAt <= ${end}`,
    known_properties: `SELECT * FROM ${facts}.known_properties WHERE ifNull(validFrom, ${end}) <= ${end}`,
    known_links: `SELECT * FROM ${facts}.known_links`,
    merged_contacts: `SELECT * FROM ${facts}.merged_contacts`,
  })
}

/** An import whose rows were kept when they arrived. `startedAt`: when it began, UTC ms. */
export interface KeptImport {
  id: string
  source: string
  startedAt: number
}

/**
 * Lays into an empty database the facts that had been received by an instant (rule L4; `end`, UTC ms): the complete imports' rows are taken over again in their order, as they were then
 * (E2, E11); of facts whose arrival was not kept, what stands of them. To be followed by `knowContacts` there.
 */
export async function layByKnowledge(store: EventStore, past: EventStore, imports: readonly KeptImport[], end: number): Promise<void> {
  const facts = await databaseOf(store)
  await makeTables(past, [...computed, ...held])
  await layViews(past, Object.fromEntries(read.map((table) => [table, `SELECT * FROM ${facts}.${table}`])))
  const unkept = `importId NOT IN (SELECT importId FROM ${facts}.kept_imports) AND receivedAt <= {end:Int64}`
  for (const table of ['events', 'object_properties', 'object_links']) {
    await past.run(`INSERT INTO ${table} SELECT * FROM ${facts}.${table} WHERE ${unkept}`, { end })
  }
  const inOrder = [...imports].sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1))
  for (const { id, source, startedAt } of inOrder) await commitReceived(past, { importId: id, source, receivedAt: startedAt }, end)
  await past.run(`INSERT INTO contact_decisions SELECT * FROM ${facts}.contact_decisions WHERE decidedAt <= {end:Int64}`, { end })
  await layKnownFacts(past)
}

async function databaseOf(store: EventStore): Promise<string> {
  const [row] = await store.rows<{ name: string }>('SELECT currentDatabase() AS name')
  return row?.name ?? 'default'
}

async function makeTables(past: EventStore, names: readonly (keyof typeof eventTables)[]): Promise<void> {
  for (const name of names) await past.run(eventTables[name])
}

async function layViews(past: EventStore, views: Record<string, string>): Promise<void> {
  for (const [name, sql] of Object.entries(views)) await past.run(`CREATE OR REPLACE VIEW ${name} AS ${sql}`)
}
