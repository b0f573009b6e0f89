import { AppError } from '../core/error.ts'
import type { EventStore } from '../store/event-store.ts'

/** The same store, each of whose statements a signal kills in the engine, as long as `mayStop` says so. Errors: `cancelled`. */
export function cancellableStore(store: EventStore, signal: AbortSignal, mayStop: () => boolean): EventStore {
  const stop = () => (mayStop() ? signal : undefined)
  return {
    ...store,
    rows: (sql, parameters) => store.rows(sql, parameters, stop()),
    columns: (sql, parameters) => store.columns(sql, parameters, stop()),
    run: (sql, parameters) => store.run(sql, parameters, stop()),
    insert: async (table, rows) => {
      if (stop()?.aborted) throw new AppError('cancelled', 'The refresh was stopped.')
      await store.insert(table, rows)
    },
  }
}
