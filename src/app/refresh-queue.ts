import { dropStays } from '../journeys/bring-stays.ts'
import { refreshJourney } from '../journeys/refresh-journey.ts'
import type { JourneyVersion } from '../store/document-journeys.ts'
import type { Refresh } from '../store/document-refreshes.ts'
import type { DocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'

/** Refreshes run one after the other. */
export interface RefreshQueue {
  /** Joins a refresh that waits, or one that began at or after `since` (UTC ms): an earlier one may not have seen the newest events. Without `since` only one that waits. */
  refresh(version: JourneyVersion, since?: number): Promise<Refresh>
  /** The latest refresh when it began at or after `since` (UTC ms) and its stays are there; else null. */
  kept(version: JourneyVersion, since: number): Promise<Refresh | null>
  /** Does work beside the kept stays, while no refresh runs. */
  aside<Result>(work: () => Promise<Result>): Promise<Result>
  /** Does work that empties the stays, while no refresh runs. */
  emptying<Result>(work: () => Promise<Result>): Promise<Result>
}

export function refreshQueue(documents: DocumentStore, openEvents: () => Promise<EventStore>, now: () => number): RefreshQueue {
  const waiting = new Map<number, Promise<Refresh>>()
  const running = new Map<number, { since: number; done: Promise<Refresh> }>()
  /** Versions whose stays this process has seen in the event store. */
  const seen = new Set<number>()
  let last: Promise<unknown> = Promise.resolve()

  function afterLast<Result>(work: () => Promise<Result>): Promise<Result> {
    const next = last.then(work)
    last = next.catch(() => {})
    return next
  }

  async function compute(version: JourneyVersion): Promise<Refresh> {
    const refresh = await computeRefresh(documents, openEvents, version, now)
    seen.add(version.versionId)
    return refresh
  }

  /** The record of a refresh outlives its stays when the event store dropped those of an older layout, or was restored. */
  async function staysAreThere({ versionId, counts }: Refresh): Promise<boolean> {
    if (seen.has(versionId) || (counts.stays ?? 0) === 0) return true
    const store = await openEvents()
    const found = await store.rows('SELECT 1 AS found FROM stays WHERE version = {versionId:UInt32} LIMIT 1', { versionId })
    if (found.length > 0) seen.add(versionId)
    return found.length > 0
  }

  return {
    refresh: (version, since = Number.POSITIVE_INFINITY) => {
      const { versionId } = version
      const begun = running.get(versionId)
      if (begun && begun.since >= since) return begun.done
      const known = waiting.get(versionId)
      if (known) return known
      const next: Promise<Refresh> = afterLast(() => {
        waiting.delete(versionId)
        running.set(versionId, { since: now(), done: next })
        return compute(version).finally(() => running.delete(versionId))
      })
      waiting.set(versionId, next)
      return next
    },
    kept: async ({ versionId }, since) => {
      const refresh = await documents.refreshes.get(versionId)
      const isCurrent = refresh?.state === 'complete' && refresh.startedAt >= since
      return isCurrent && (await staysAreThere(refresh)) ? refresh : null
    },
    aside: afterLast,
    emptying: (work) =>
      afterLast(() => {
        seen.clear()
        return work()
      }),
  }
}

async function computeRefresh(
  documents: DocumentStore,
  openEvents: () => Promise<EventStore>,
  version: JourneyVersion,
  now: () => number,
): Promise<Refresh> {
  const { versionId, journey } = version
  const started: Refresh = { versionId, state: 'running', startedAt: now(), refreshedAt: null, horizon: null, counts: {}, message: null }
  await documents.refreshes.save(started)
  try {
    const watermarks = (await documents.sources.list()).map(({ name, kind, watermark }) => ({ source: name, kind, watermark }))
    const { horizon, subjects, stays } = await refreshJourney(await openEvents(), { journey, version: versionId, watermarks })
    const complete: Refresh = { ...started, state: 'complete', refreshedAt: now(), horizon, counts: { subjects, stays } }
    await documents.refreshes.save(complete)
    await dropOlderStays(documents, openEvents, version)
    return complete
  } catch (error) {
    await documents.refreshes.save({ ...started, state: 'failed', message: error instanceof Error ? error.message : String(error) })
    throw error
  }
}

/** Of a journey only the newest version's stays are kept: those of an older one are computed again when someone asks for its figures. */
async function dropOlderStays(
  documents: DocumentStore,
  openEvents: () => Promise<EventStore>,
  { journeyId, number }: JourneyVersion,
): Promise<void> {
  const older = (await documents.journeys.versions(journeyId)).filter((version) => version.number < number)
  if (older.length === 0) return
  const store = await openEvents()
  const kept = await store.rows<{ partition: string }>(
    `SELECT DISTINCT partition FROM system.parts WHERE database = currentDatabase() AND table = 'stays' AND active`,
  )
  for (const { versionId } of older) {
    if (kept.some(({ partition }) => partition === String(versionId))) await dropStays(store, versionId)
  }
}
