import type { EventStore } from './event-store.ts'

/** Makes an empty table like another, with nothing in the given partition: a place to build it anew. */
export async function emptyPartition(store: EventStore, table: string, like: string, partition: string | number): Promise<void> {
  await store.run(`CREATE TABLE IF NOT EXISTS ${table} AS ${like}`)
  await store.run(`ALTER TABLE ${table} DROP PARTITION ${literal(partition)}`)
}

/** Makes a partition the same as that of another table, without copying it; an empty one leaves none. */
export async function linkPartition(store: EventStore, table: string, from: string, partition: string | number): Promise<void> {
  const isEmpty = !(await hasRows(store, from, partition))
  await store.run(`ALTER TABLE ${table} ${isEmpty ? 'DROP' : 'REPLACE'} PARTITION ${literal(partition)} ${isEmpty ? '' : `FROM ${from}`}`)
}

/** Puts a partition built aside in the place of the old one, in one step, and clears the place it was built in. An empty one removes the old. */
export async function replacePartition(store: EventStore, table: string, from: string, partition: string | number): Promise<void> {
  await linkPartition(store, table, from, partition)
  await store.run(`ALTER TABLE ${from} DROP PARTITION ${literal(partition)}`)
}

async function hasRows(store: EventStore, table: string, partition: string | number): Promise<boolean> {
  const [parts] = await store.rows<{ parts: number }>(
    `SELECT count() AS parts FROM system.parts WHERE database = currentDatabase() AND table = '${table}' AND active AND rows > 0 AND partition = {partition:String}`,
    { partition: String(partition) },
  )
  return parts !== undefined && parts.parts > 0
}

function literal(partition: string | number): string {
  return typeof partition === 'number' ? String(partition) : `'${partition.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
