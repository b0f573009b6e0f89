import { turnsOf } from '../events/in-turn.ts'
import { standingOf } from '../journeys/standing-of.ts'
import type { EventStore } from '../store/event-store.ts'
import type { AskedFigures } from './asked-figures.ts'
import type { KeptFigures } from './kept-figures.ts'
import { sharedWork } from './shared-work.ts'

/** Gives figures, computed by `compute` where they are not there yet. `kind`: which figures, with their options. */
export type ComputedOnce = <Result extends object>(
  asked: AskedFigures,
  kind: unknown,
  signal: AbortSignal | undefined,
  compute: (store: EventStore, signal: AbortSignal) => Promise<Result>,
) => Promise<Result>

/** Figures that are kept, else computed once for all who wait for them, and kept where they are of one refresh alone (L6). */
export function computedOnce(kept: KeptFigures): ComputedOnce {
  const { share } = sharedWork()
  return async (asked, kind, signal, compute) => {
    const { of, refresh, population } = asked
    const key = { of, refresh, what: [kind, population.horizon, population.filter] }
    const found = kept.take<Awaited<ReturnType<typeof compute>>>(key)
    if (found !== null) return found
    return share(kept.nameOf(key), signal, async (own) => {
      const since = kept.moment()
      const store = await asked.store()
      const turns = turnsOf(store)
      const before = await standingOf(store, population.version, own)
      const computed = await compute(store, own)
      const after = await standingOf(store, population.version, own)
      const areFactsSame = turns % 2 === 0 && turns === turnsOf(store)
      if (areFactsSame && after.isWhole && after.state === before.state) kept.keep(key, computed, since)
      return computed
    })
  }
}
