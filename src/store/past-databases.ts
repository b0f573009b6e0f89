import type { EventStore } from './event-store.ts'

/** A database that holds what is computed of a past day (rule L4). `key`: what it was computed from; `at`: when, UTC ms; `unkept`: imports of which only what stands now is known. */
export interface PastDatabase {
  name: string
  key: string
  at: number
  unkept: number
}

const laid = 'CREATE TABLE laid (key String, at Int64, unkept UInt64) ENGINE = MergeTree ORDER BY at'

/** Makes an empty database in the place of one of that name. Until it is `sealPast`ed it counts as left by a dead program. */
export async function makePast(store: EventStore, name: string): Promise<EventStore> {
  await store.run(`DROP DATABASE IF EXISTS ${name} SYNC`)
  await store.run(`CREATE DATABASE ${name}`)
  return store.database(name)
}

/** Notes that a past day's database is whole. */
export async function sealPast(past: EventStore, { key, at, unkept }: Omit<PastDatabase, 'name'>): Promise<void> {
  await past.run(laid)
  await past.insert('laid', [{ key, at, unkept }])
}

/** Notes that a past day's database, which is whole, is as of other facts, too. Died in between it counts as left by a dead program. */
export async function sealPastAgain(past: EventStore, { key, at, unkept }: Omit<PastDatabase, 'name'>): Promise<void> {
  await past.run('TRUNCATE TABLE laid')
  await past.insert('laid', [{ key, at, unkept }])
}

/** The databases of past days that are whole, newest first. */
export async function pastDatabases(store: EventStore): Promise<PastDatabase[]> {
  const found: PastDatabase[] = []
  for (const name of await namesOfPasts(store)) {
    const isSealed = await store.rows('SELECT 1 AS one FROM system.tables WHERE database = {name:String} AND name = {laid:String}', {
      name,
      laid: 'laid',
    })
    if (isSealed.length > 0) found.push(...(await store.rows<PastDatabase>(`SELECT '${name}' AS name, key, at, unkept FROM ${name}.laid`)))
  }
  return found.sort((a, b) => b.at - a.at)
}

/** Drops what was computed of past days, save the named ones. */
export async function dropPasts(store: EventStore, kept: readonly string[] = []): Promise<void> {
  for (const name of await namesOfPasts(store)) {
    if (!kept.includes(name)) await store.run(`DROP DATABASE IF EXISTS ${name} SYNC`)
  }
}

async function namesOfPasts(store: EventStore): Promise<string[]> {
  const rows = await store.rows<{ name: string }>(`SELECT name FROM system.databases WHERE startsWith(name, 'past_') ORDER BY name`)
  return rows.map(({ name }) => name)
}
