import type { EventStore } from '../store/event-store.ts'

const working = new WeakMap<EventStore, Promise<unknown>>()

/** Commits and undoings of one store run one after the other: each compares with what stands. */
export async function inTurn<Result>(store: EventStore, work: () => Promise<Result>): Promise<Result> {
  const before = working.get(store) ?? Promise.resolve()
  const mine = before.then(work, work)
  working.set(
    store,
    mine.catch(() => {}),
  )
  return mine
}
