import { newestChange } from '../events/record-change.ts'
import type { JourneyVersion } from '../store/document-journeys.ts'
import type { Refresh } from '../store/document-refreshes.ts'
import type { DocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import { type Refreshed, versionsWithStays } from './compute-refresh.ts'

/** Which stays are there, and whether they hold all that is known. */
export interface KeptStays {
  /** The latest refresh of a version when it began at or after `since` (UTC ms), nothing changed since and its stays are there; else null. */
  kept(version: JourneyVersion, since: number): Promise<Refresh | null>
  /** The newest version whose figures can answer, though they may lack what is new; null: none. */
  standing(journeyId: string): Promise<Refreshed | null>
  /** Stays were just computed, with all that is known. */
  computed(versionId: number): void
  /** Does work that may empty the stays: meanwhile none stand. */
  whileEmptying<Result>(work: () => Promise<Result>): Promise<Result>
}

export function keptStays(documents: DocumentStore, openEvents: () => Promise<EventStore>): KeptStays {
  /** Versions whose stays this process has seen in the event store, with all that is known. */
  const seen = new Set<number>()
  let emptyings = 0

  /** The record of a refresh outlives its stays when the event store dropped those of an older layout, or was restored, and its facts when these were changed without a refresh. */
  async function isWhole({ versionId, counts }: Refresh): Promise<boolean> {
    if (seen.has(versionId)) return true
    const store = await openEvents()
    const isThere = (counts.stays ?? 0) === 0 || (await versionsWithStays(store)).has(versionId)
    if (!isThere || counts.change !== (await newestChange(store))) return false
    seen.add(versionId)
    return true
  }

  return {
    kept: async ({ versionId }, since) => {
      if (emptyings > 0) return null
      const refresh = await documents.refreshes.get(versionId)
      const isCurrent = refresh?.state === 'complete' && refresh.startedAt >= since
      return isCurrent && (await isWhole(refresh)) ? refresh : null
    },
    standing: async (journeyId) => {
      const there = await versionsWithStays(await openEvents())
      for (const [index, version] of (await documents.journeys.versions(journeyId)).entries()) {
        if (emptyings > 0) return null
        if (index > 0 && !there.has(version.versionId)) continue
        const refresh = await documents.refreshes.get(version.versionId)
        if (refresh?.state !== 'complete') continue
        if (there.has(version.versionId) || refresh.counts.stays === 0) return { version, refresh }
      }
      return null
    },
    computed: (versionId) => void seen.add(versionId),
    whileEmptying: async (work) => {
      emptyings += 1
      try {
        return await work()
      } finally {
        seen.clear()
        emptyings -= 1
      }
    },
  }
}
