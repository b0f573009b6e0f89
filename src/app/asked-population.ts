import { AppError } from '../core/error.ts'
import type { Filter } from '../map/journey-map.ts'
import { choosesWhom } from '../map/other-slice.ts'
import type { PastDay } from '../map/past-day.ts'
import type { Population } from '../measures/measure.ts'
import type { Journey } from '../model/journey.ts'
import { nearText } from '../model/near-match.ts'
import { readCondition } from '../model/property-condition.ts'
import type { JourneyVersion } from '../store/document-journeys.ts'
import type { EventStore } from '../store/event-store.ts'
import { anchored } from './anchored-filter.ts'
import type { JourneyDesk } from './journey-desk.ts'
import type { PastDesk } from './past-desk.ts'
import type { WithSegment } from './segments-desk.ts'

/** Whose figures a filter asks for, and the store to ask. `horizon` null: no data yet; `at`: when they were computed, UTC ms; `said`: the past day. */
export interface AskedPopulation {
  version: JourneyVersion
  horizon: number | null
  at: number | null
  population: Population
  store: EventStore
  said: { asOf?: PastDay }
}

/** Finds whose figures a filter asks for: of today, or of its past day (L4). Errors: `usage` for a filter that makes no sense; `notFound`. */
export function askedPopulation(
  journeys: JourneyDesk,
  pasts: PastDesk,
  openEvents: () => Promise<EventStore>,
  withSegment: WithSegment,
): (journeyId: string, asked: Filter) => Promise<AskedPopulation> {
  async function today(journeyId: string) {
    const { version, refresh } = await journeys.fresh(journeyId)
    return { version, horizon: refresh.horizon, at: refresh.refreshedAt }
  }

  return async (journeyId, asked) => {
    const view = await pasts.view(journeyId, asked)
    const { version, horizon, at } = view ?? (await today(journeyId))
    const filter = anchored(version.journey, await withSegment(version.journey, asked), horizon ?? 0)
    checkFilter(version.journey, filter)
    const population: Population = { journey: version.journey, version: version.versionId, horizon: horizon ?? 0, filter }
    return { version, horizon, at, population, store: view?.store ?? (await openEvents()), said: view === null ? {} : { asOf: view.past } }
  }
}

function checkFilter(journey: Journey, filter: Filter): void {
  const { persona, from, to, where, others } = filter
  const ids = [...journey.personas.map(({ id }) => id), 'unassigned']
  if (persona !== undefined && !ids.includes(persona)) {
    throw new AppError('usage', `Journey "${journey.id}" has no persona "${persona}". Known: ${ids.join(', ')}.${nearText(persona, ids)}`)
  }
  for (const [property, condition] of Object.entries(where)) {
    const parts = readCondition(condition)
    if (typeof parts === 'string') {
      const forms = 'pro · pro,team · !pro · >=50 · >=50 && <100'
      throw new AppError('usage', `The condition on "${property}" cannot be read: ${parts}. It is written like ${forms}.`)
    }
  }
  if (others && !choosesWhom(filter)) {
    throw new AppError('usage', 'All others than everyone are nobody: name a persona, a segment or a property first.')
  }
  if (from !== undefined && to !== undefined && from >= to) {
    throw new AppError(
      'usage',
      `The period from ${new Date(from).toISOString()} to ${new Date(to).toISOString()} is empty: it must end after it begins.`,
    )
  }
}
