import type { EventStore } from '../store/event-store.ts'

const working = new WeakMap<EventStore, Promise<unknown>>()
const turns = new WeakMap<EventStore, number>()

/** Commits and undoings of one store run one after the other: each compares with what stands. */
export async function inTurn<Result>(store: EventStore, work: () => Promise<Result>): Promise<Result> {
  const before = working.get(store) ?? Promise.resolve()
  const counted = async () => {
    turns.set(store, turnsOf(store) + 1)
    try {
      return await work()
    } finally {
      turns.set(store, turnsOf(store) + 1)
    }
  }
  const mine = before.then(counted, counted)
  working.set(
    store,
    mine.catch(() => {}),
  )
  return mine
}

/** Counts up when a commit or an undoing of this process begins, and when it ends: odd while one runs. */
export function turnsOf(store: EventStore): number {
  return turns.get(store) ?? 0
}
