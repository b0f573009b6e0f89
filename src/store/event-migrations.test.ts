import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openEventStore } from './chdb-store.ts'
import { derivedTables } from './derived-tables.ts'
import { eventSchema } from './event-migrations.ts'
import type { EventStore } from './event-store.ts'
import { eventTables } from './event-tables.ts'

let path: string
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'desirepath-schema-'))
})
afterEach(() => rmSync(path, { recursive: true, force: true }))

/** Opens the store for the work, and closes it whatever happens. */
async function within<Result>(work: (store: EventStore) => Promise<Result>): Promise<Result> {
  const store = await openEventStore({ path })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

const layout = (store: EventStore) =>
  store.rows<{ table: string; column: string; type: string; place: number; engine: string }>(
    `SELECT c.table AS table, c.name AS column, c.type AS type, c.position AS place, replace(t.engine_full, c.table, '') AS engine
     FROM system.columns AS c INNER JOIN system.tables AS t ON t.database = c.database AND t.name = c.table
     WHERE c.database = currentDatabase() ORDER BY table, place`,
  )

const count = async (store: EventStore, table: string) => (await store.rows<{ n: number }>(`SELECT count() AS n FROM ${table}`))[0]?.n

/** Tables as the first program made them, where they differ from today's. */
const olderTables = {
  object_properties: `CREATE TABLE object_properties (
    objectType LowCardinality(String), objectId String, name LowCardinality(String), validFrom Nullable(Int64), value String,
    receivedAt Int64, source LowCardinality(String), importId LowCardinality(String)
  ) ENGINE = ReplacingMergeTree(receivedAt) ORDER BY (objectType, objectId, name, ifNull(validFrom, -9223372036854775808), source)`,
  stays: `CREATE TABLE stays (
    version UInt32, subject String, account String, persona LowCardinality(String),
    instance UInt32, position UInt32, stage UInt8, startedAt Int64, endedAt Int64,
    openedBy LowCardinality(String), ending LowCardinality(String), nextStage UInt8,
    lastActivityAt Int64, deadline Int64, underWay UInt8, skipped UInt64, entered UInt64, instanceStartedAt Int64,
    touches Array(Tuple(touchpoint LowCardinality(String), channel LowCardinality(String), times UInt32))
  ) ENGINE = MergeTree PARTITION BY version ORDER BY (stage, subject, startedAt)`,
  touches: `CREATE TABLE touches (version UInt32, stage UInt8, subject String) ENGINE = MergeTree ORDER BY stage`,
}

/** Makes the directory as an older program left it, with one fact and one stay. */
async function makeOlder(): Promise<void> {
  await within(async (store) => {
    for (const table of ['event_schema', 'touch_names', ...Object.keys(olderTables)]) await store.run(`DROP TABLE IF EXISTS ${table} SYNC`)
    for (const ddl of Object.values(olderTables)) await store.run(ddl)
    await store.run('CREATE TABLE stays_assigned AS stays')
    // A copy that was cut off: none of its rows may come through.
    await store.run(eventTables.object_properties.replace('object_properties', 'object_properties_next'))
    await store.insert('object_properties_next', [{ objectType: 'contact', objectId: 'half', name: 'plan', value: 'pro', receivedAt: 1 }])
    const source = { source: 's', importId: 'i' }
    await store.insert('object_properties', [
      { objectType: 'contact', objectId: 'ann', name: 'plan', validFrom: null, value: 'pro', receivedAt: 7, ...source },
    ])
    await store.insert('events', [
      { ...source, id: '1', version: 1, removed: 0, sequence: 0, occurredAt: 5, receivedAt: 6, line: 1, name: 'visit', objects: {} },
    ])
    await store.insert('stays', [{ version: 1, subject: 'ann', stage: 1 }])
  })
}

describe('the schema of the event store', () => {
  it('of an older directory is brought forward: facts stay, what is computed is dropped', async () => {
    const fresh = await within(layout)
    await makeOlder()
    await within(async (store) => {
      expect(await layout(store)).toEqual(fresh)
      expect(await store.rows('SELECT objectId, value, removed, receivedAt FROM object_properties FINAL')).toEqual([
        { objectId: 'ann', value: 'pro', removed: 0, receivedAt: 7 },
      ])
      expect([await count(store, 'events'), await count(store, 'stays')]).toEqual([1, 0])
    })
  })

  it('is brought forward again when the program died before it recorded that', async () => {
    await makeOlder()
    await within((store) => store.run('DROP TABLE event_schema SYNC'))
    await within(async (store) => {
      expect(await count(store, 'object_properties')).toBe(1)
      expect(await count(store, 'event_schema')).toBe(1)
    })
  })

  it('when it is today’s leaves everything as it is', async () => {
    await within((store) => store.insert('stays', [{ version: 1, subject: 'ann', stage: 1 }]))
    await within(async (store) => expect([await count(store, 'stays'), await count(store, 'event_schema')]).toEqual([1, 1]))
  })

  it('drops what is computed when its layout is another, and keeps the facts', async () => {
    await within(async (store) => {
      await store.insert('stays', [{ version: 1, subject: 'ann', stage: 1 }])
      await store.insert('object_links', [{ fromType: 'contact', fromId: 'ann', toType: 'account', toId: 'acme' }])
      await store.insert('event_schema', [{ version: eventSchema, derived: 'of another program', change: 9 }])
    })
    await within(async (store) => expect([await count(store, 'stays'), await count(store, 'object_links')]).toEqual([0, 1]))
  })

  it('is refused when a newer program wrote it', async () => {
    await within(async (store) => {
      await store.insert('stays', [{ version: 1, subject: 'ann', stage: 1 }])
      await store.insert('event_schema', [{ version: eventSchema + 1, derived: 'newer', change: 9 }])
    })
    const refused = openEventStore({ path })
    await expect(refused).rejects.toMatchObject({ code: 'newerSchema' })
    await expect(refused).rejects.toThrow(
      `the events in ${path} were written by a newer Desirepath (schema ${eventSchema + 1}, this program knows ${eventSchema}): update the program or use another --data`,
    )
  })

  it('has a step for every change of a table that holds facts', () => {
    const isComputed = (table: string) => (derivedTables as readonly string[]).includes(table)
    const facts = Object.entries(eventTables).filter(([table]) => !isComputed(table))
    const text = facts
      .map(([, ddl]) => ddl)
      .join('\n')
      .replaceAll(/\s+/g, ' ')
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 16)
    // Another digest: add a step to src/store/event-migrations.ts that brings older tables to the new layout, then write both here.
    expect({ schema: eventSchema, digest }).toEqual({ schema: 3, digest: '374774ba886a5b63' })
  })
})
