import type { EventStore } from '../store/event-store.ts'

/** SQL: the tombstone of an object (rule E9). Both arguments are SQL expressions of strings. */
export function tombstoneOf(type: string, id: string): string {
  return `lower(hex(SHA256(concat(${type}, char(0), ${id}))))`
}

/** SQL: true where the object was erased. */
export function isErased(type: string, id: string): string {
  return `has((SELECT groupArray(hash) FROM tombstones), ${tombstoneOf(type, id)})`
}

/** SQL: a map of objects without those that were erased. */
export function withoutErased(objects: string): string {
  return `mapFilter((type, ids) -> notEmpty(ids), mapApply((type, ids) -> (type, arrayFilter(one -> NOT ${isErased('toString(type)', 'one')}, ids)), ${objects}))`
}

/** Whether anything was ever erased: without, no row need be looked at for it. */
export async function anyErased(store: EventStore): Promise<boolean> {
  return (await store.rows<object>('SELECT 1 AS one FROM tombstones LIMIT 1')).length > 0
}
