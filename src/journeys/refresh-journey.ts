import type { Journey } from '../model/journey.ts'
import type { EventStore } from '../store/event-store.ts'
import { assignStays } from './assign-stays.ts'
import { dealType } from './events-of.ts'
import { horizonOf, type SourceWatermark } from './horizon.ts'
import { joinJourney } from './join-journey.ts'
import { joinSubjects } from './join-subjects.ts'

export interface RefreshResult {
  /** UTC ms; null: no event yet. */
  horizon: number | null
  subjects: number
  stays: number
}

/** Brings one journey version up to date with the events: subjects, stays, touches. A killed run leaves the figures before it; the next run repairs. */
export async function refreshJourney(
  store: EventStore,
  journey: Journey,
  version: number,
  watermarks: readonly SourceWatermark[],
  signal?: AbortSignal,
): Promise<RefreshResult> {
  await joinJourney(store, journey, signal)
  if (journey.value !== null && journey.subjectType !== dealType) await joinSubjects(store, dealType, signal)
  return refreshStays(store, journey, version, watermarks, signal)
}

/** Brings the stays of one journey version up to date with the events as they were last joined. */
export async function refreshStays(
  store: EventStore,
  journey: Journey,
  version: number,
  watermarks: readonly SourceWatermark[],
  signal?: AbortSignal,
): Promise<RefreshResult> {
  const { horizon, sourceStarts } = await horizonOf(store, journey, watermarks)
  if (horizon === null) return { horizon: null, subjects: 0, stays: 0 }
  await assignStays(store, { journey, version, horizon, sourceStarts }, signal)
  const [counted] = await store.rows<{ subjects: number; stays: number }>(
    'SELECT uniqExact(subject) AS subjects, count() AS stays FROM stays WHERE version = {version:UInt32}',
    { version },
  )
  return { horizon, subjects: counted?.subjects ?? 0, stays: counted?.stays ?? 0 }
}
