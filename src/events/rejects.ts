import type { Reject } from '../sources/reject.ts'
import type { EventStore } from '../store/event-store.ts'

/** Rejected rows of an import in the order of their lines (rule E8), and how many there are. */
export async function rejectsOf(
  store: EventStore,
  importId: string,
  limit: number,
  offset: number,
): Promise<{ total: number; rows: Reject[] }> {
  const [count] = await store.rows<{ total: number }>('SELECT count() AS total FROM rejects WHERE importId = {importId:String}', {
    importId,
  })
  const rows = await store.rows<Reject>(
    'SELECT line, code, message, raw FROM rejects WHERE importId = {importId:String} ORDER BY line, code LIMIT {limit:UInt64} OFFSET {offset:UInt64}',
    { importId, limit, offset },
  )
  return { total: count?.total ?? 0, rows }
}
