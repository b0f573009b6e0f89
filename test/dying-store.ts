import type { EventStore } from '../src/store/event-store.ts'

/** The store of a program that dies after so many statements that change something. */
export function dyingStore(store: EventStore, statements: number): EventStore {
  let left = statements
  const alive = () => {
    if (left-- <= 0) throw new Error('The program died.')
  }
  return {
    ...store,
    run: async (...given) => {
      alive()
      return store.run(...given)
    },
    insert: async (...given) => {
      alive()
      return store.insert(...given)
    },
  }
}
