import { createHash } from 'node:crypto'
import { AppError } from '../core/error.ts'
import { derivedFilling, derivedTables, dropDerived } from './derived-tables.ts'
import type { EventStore } from './event-store.ts'
import { eventTables } from './event-tables.ts'
import { layKnownFacts } from './known-facts.ts'

/** Brings the tables that hold facts from one schema to the next. Cut off in the middle it is done again from its beginning. */
type EventStep = (store: EventStore) => Promise<void>

/** The steps of this program in order: the first leads to schema 1. A change of a table that holds facts needs a step at the end. */
const eventSteps: readonly EventStep[] = [propertiesCanBeTakenBack, contactsAreMerged, changesAreTold]

/** The schema of the event store that this program writes. */
export const eventSchema = eventSteps.length

const schemaTable = `CREATE TABLE IF NOT EXISTS event_schema (version UInt32, derived String, change UInt32) ENGINE = MergeTree ORDER BY change`

/**
 * Makes missing tables and brings older ones to the newest schema, forwards only. Derived tables of another layout or filling are dropped and made empty: their
 * figures must be computed again. Throws `newerSchema` when a later program wrote the store at `where`.
 */
export async function migrateEvents(store: EventStore, where: string): Promise<void> {
  const derived = derivedLayout()
  const found = await readSchema(store)
  if (found.version > eventSchema) throw newerSchema(where, found.version)
  for (const step of eventSteps.slice(found.version)) await step(store)
  if (found.derived !== derived) await dropDerived(store)
  for (const ddl of Object.values(eventTables)) await store.run(ddl)
  await layKnownFacts(store)
  if (found.version === eventSchema && found.derived === derived) return
  await store.run(schemaTable)
  await store.insert('event_schema', [{ version: eventSchema, derived, change: found.change + 1 }])
}

interface Schema {
  version: number
  /** Of the derived tables' layout and filling. */
  derived: string
  change: number
}

/** The newest record; schema 0 when there is none: a fresh store, or one from before schemas were recorded. */
async function readSchema(store: EventStore): Promise<Schema> {
  const none = { version: 0, derived: '', change: 0 }
  if ((await columnsOf(store, 'event_schema')).length === 0) return none
  const rows = await store.rows<Schema>('SELECT version, derived, change FROM event_schema ORDER BY change DESC LIMIT 1')
  return rows[0] ?? none
}

function derivedLayout(): string {
  const layout = derivedTables.map((table) => eventTables[table]).join('\n')
  return createHash('sha256')
    .update(`${derivedFilling} ${layout.replaceAll(/\s+/g, ' ')}`)
    .digest('hex')
}

/** Schema 1: a property can be taken back (rule E11), which the engine of the older table cannot learn: its rows move to a new one. */
async function propertiesCanBeTakenBack(store: EventStore): Promise<void> {
  await store.run('DROP TABLE IF EXISTS touches SYNC')
  const columns = await columnsOf(store, 'object_properties')
  if (columns.length === 0 || columns.includes('removed')) return
  await store.run('DROP TABLE IF EXISTS object_properties_next SYNC')
  await store.run(eventTables.object_properties.replace('object_properties', 'object_properties_next'))
  const kept = columns.join(', ')
  await store.run(`INSERT INTO object_properties_next (${kept}) SELECT ${kept} FROM object_properties`)
  await store.run('EXCHANGE TABLES object_properties AND object_properties_next')
  await store.run('DROP TABLE object_properties_next SYNC')
}

/** Schema 2: people decide which ids are one contact (rule E7). An older program would read the facts without these decisions. */
async function contactsAreMerged(store: EventStore): Promise<void> {
  await store.run(eventTables.contact_decisions)
}

/** Schema 3: changes of the facts are told. An older program would make some that nobody is told of. */
async function changesAreTold(store: EventStore): Promise<void> {
  for (const table of ['changes', 'changed_objects', 'changed_events'] as const) await store.run(eventTables[table])
}

async function columnsOf(store: EventStore, table: string): Promise<string[]> {
  const rows = await store.rows<{ name: string }>(
    'SELECT name FROM system.columns WHERE database = currentDatabase() AND table = {table:String} ORDER BY position',
    { table },
  )
  return rows.map(({ name }) => name)
}

function newerSchema(where: string, found: number): AppError {
  const message = `the events in ${where} were written by a newer Desirepath (schema ${found}, this program knows ${eventSchema})`
  return new AppError('newerSchema', `${message}: update the program or use another --data`, { found, known: eventSchema })
}
