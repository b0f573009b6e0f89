import type { EventStore } from './event-store.ts'

/** Makes an empty table like another, with nothing in the given partition: a place to build it anew. */
export async function emptyPartition(store: EventStore, table: string, like: string, partition: string | number): Promise<void> {
  await store.run(`CREATE TABLE IF NOT EXISTS ${table} AS ${like}`)
  await store.run(`ALTER TABLE ${table} DROP PARTITION ${literal(partition)}`)
}

/** Puts a partition built aside in the place of the old one, in one step, and clears the place it was built in. An empty one removes the old. */
export async function replacePartition(store: EventStore, table: string, from: string, partition: string | number): Promise<void> {
  const [parts] = await store.rows<{ parts: number }>(
    `SELECT count() AS parts FROM system.parts WHERE database = currentDatabase() AND table = '${from}' AND active AND rows > 0 AND partition = {partition:String}`,
    { partition: String(partition) },
  )
  if (parts?.parts === 0) return store.run(`ALTER TABLE ${table} DROP PARTITION ${literal(partition)}`)
  await store.run(`ALTER TABLE ${table} REPLACE PARTITION ${literal(partition)} FROM ${from}`)
  await store.run(`ALTER TABLE ${from} DROP PARTITION ${literal(partition)}`)
}

function literal(partition: string | number): string {
  return typeof partition === 'number' ? String(partition) : `'${partition.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
