import { AppError } from '../core/error.ts'
import type { Filter } from '../map/journey-map.ts'
import { choosesWhom } from '../map/other-slice.ts'
import type { PastDay } from '../map/past-day.ts'
import type { Population } from '../measures/measure.ts'
import type { Journey } from '../model/journey.ts'
import { nearText } from '../model/near-match.ts'
import { readCondition } from '../model/property-condition.ts'
import type { JourneyVersion } from '../store/document-journeys.ts'
import type { Refresh } from '../store/document-refreshes.ts'
import type { EventStore } from '../store/event-store.ts'
import { anchored } from './anchored-filter.ts'
import type { JourneyDesk } from './journey-desk.ts'
import type { FigureKey } from './kept-figures.ts'
import type { PastDesk, PastView } from './past-desk.ts'
import type { WithSegment } from './segments-desk.ts'

/** What the figures come from beside journeys and past days. */
export interface AskedSources {
  openEvents: () => Promise<EventStore>
  /** The refresh that figures are of while the event store is not opened yet, where that is known without it; else null. */
  beforeOpening: (journeyId: string) => Promise<{ version: JourneyVersion; refresh: Refresh } | null>
  withSegment: WithSegment
}

/** Whose figures are asked for, and of which refresh they are. */
export interface AskedFigures extends Pick<FigureKey, 'of' | 'refresh'> {
  version: JourneyVersion
  horizon: number | null
  /** When the refresh was complete, UTC ms. */
  at: number | null
  population: Population
  store: () => Promise<EventStore>
  said: { asOf?: PastDay }
}

/** Finds out whose figures a filter asks for, and the store to ask: of today, or of its past day (L4). `isEarly`: perhaps only what is kept is looked for, and the store fails with `NotKept`. */
export function askedFigures(
  journeys: Pick<JourneyDesk, 'fresh'>,
  pasts: PastDesk,
  { openEvents, beforeOpening, withSegment }: AskedSources,
): (journeyId: string, asked: Filter, signal?: AbortSignal, isEarly?: boolean) => Promise<AskedFigures> {
  async function today(journeyId: string, early: Awaited<ReturnType<AskedSources['beforeOpening']>>) {
    const { version, refresh } = early ?? (await journeys.fresh(journeyId))
    return { version, horizon: refresh.horizon, at: refresh.refreshedAt, ...todaysRefresh(version, refresh) }
  }

  return async (journeyId, asked, signal, isEarly = false) => {
    const early = isEarly && asked.asOf === undefined ? await beforeOpening(journeyId) : null
    const view = await pasts.view(journeyId, asked, signal)
    const { version, horizon, at, of, refresh } = view === null ? await today(journeyId, early) : { ...view, ...pastRefresh(view) }
    const filter = anchored(version.journey, await withSegment(version.journey, asked), horizon ?? 0)
    checkFilter(version.journey, filter)
    const population: Population = { journey: version.journey, version: version.versionId, horizon: horizon ?? 0, filter }
    const store = early !== null ? notOpened : view === null ? openEvents : async () => view.store
    return { version, horizon, at, of, refresh, population, store, said: view === null ? {} : { asOf: view.past } }
  }
}

/** That figures are not kept, and the event store was not opened to compute them: what the documents say of it may be overtaken by its opening. */
export class NotKept extends Error {}

const notOpened = () => Promise.reject(new NotKept())

/** Under which name the figures of today are kept, and those of which refresh. */
export function todaysRefresh({ versionId }: Pick<JourneyVersion, 'versionId'>, { startedAt, refreshedAt }: Refresh) {
  return { of: `today-${versionId}`, refresh: `${startedAt} ${refreshedAt}` }
}

function pastRefresh({ store: _, version, database, at }: PastView) {
  return { of: `${database}-${version.versionId}`, refresh: String(at) }
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
