import { dropStays } from '../journeys/bring-stays.ts'
import { refreshJourney } from '../journeys/refresh-journey.ts'
import type { RefreshStep } from '../model/refresh-state.ts'
import type { JourneyVersion } from '../store/document-journeys.ts'
import type { Refresh } from '../store/document-refreshes.ts'
import type { DocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import { cancellableStore } from './cancellable-store.ts'

/** A version whose stays are there, and the refresh that they come from. */
export interface Refreshed {
  version: JourneyVersion
  refresh: Refresh
}

/** How a refresh is watched and stopped. */
export interface RefreshRun {
  signal: AbortSignal
  now: () => number
  /** Told before each step. */
  onStep: (step: RefreshStep) => void
}

/**
 * Computes the stays of a version (rule L5). Until they are put in place, its earlier figures stand, also after a failure or a stop. While they are put in place nothing
 * can stop it, and the record says that no figures stand: a program that dies then computes them anew.
 */
export async function computeRefresh(
  documents: DocumentStore,
  store: EventStore,
  { versionId, journey }: JourneyVersion,
  { signal, now, onStep }: RefreshRun,
): Promise<Refresh> {
  const before = await documents.refreshes.get(versionId)
  const started: Refresh = { versionId, state: 'running', startedAt: now(), refreshedAt: null, horizon: null, counts: {}, message: null }
  let stands = before?.state === 'complete'
  let isPlacing = false
  if (!stands) await documents.refreshes.save(started)
  const reach = async (step: RefreshStep) => {
    if (step === 'placing') {
      if (stands) await documents.refreshes.save(started)
      signal.throwIfAborted()
      ;[isPlacing, stands] = [true, false]
    }
    onStep(step)
  }
  try {
    const watermarks = (await documents.sources.list()).map(({ name, kind, watermark }) => ({ source: name, kind, watermark }))
    const watched = cancellableStore(store, signal, () => !isPlacing)
    const of = { journey, version: versionId, watermarks, onStep: reach }
    const { horizon, subjects, stays, change } = await refreshJourney(watched, of)
    const complete: Refresh = { ...started, state: 'complete', refreshedAt: now(), horizon, counts: { subjects, stays, change } }
    await documents.refreshes.save(complete)
    return complete
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    await documents.refreshes.save(stands && before !== null ? before : { ...started, state: 'failed', message })
    throw error
  }
}

/** Of a journey only the newest version's stays are kept, once they answer: those of an older one are computed again when someone asks for its figures. */
export async function dropOlderStays(documents: DocumentStore, store: EventStore, { journeyId, number }: JourneyVersion): Promise<void> {
  const older = (await documents.journeys.versions(journeyId)).filter((version) => version.number < number)
  if (older.length === 0) return
  const kept = await versionsWithStays(store)
  for (const { versionId } of older) if (kept.has(versionId)) await dropStays(store, versionId)
}

/** The versions that have stays in the event store. */
export async function versionsWithStays(store: EventStore): Promise<Set<number>> {
  const rows = await store.rows<{ partition: string }>(
    `SELECT DISTINCT partition FROM system.parts WHERE database = currentDatabase() AND table = 'stays' AND active AND rows > 0`,
  )
  return new Set(rows.map(({ partition }) => Number(partition)))
}
