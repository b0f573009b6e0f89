import type { EventStore, Parameters } from './event-store.ts'

/** Deletes the rows of a table that meet a condition, at once. Where there are none the table is not touched, since the engine would write every part of it anew. */
export async function deleteRows(store: EventStore, table: string, condition: string, parameters: Parameters): Promise<void> {
  const found = await store.rows<object>(`SELECT 1 AS one FROM ${table} WHERE ${condition} LIMIT 1`, parameters)
  if (found.length > 0) await store.run(`ALTER TABLE ${table} DELETE WHERE ${condition} SETTINGS mutations_sync = 2`, parameters)
}
