import { AppError } from '../core/error.ts'
import type { RefreshState, RefreshStep } from '../model/refresh-state.ts'
import type { JourneyVersion } from '../store/document-journeys.ts'
import type { DocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import { computeRefresh, dropOlderStays, type Refreshed } from './compute-refresh.ts'
import { type KeptStays, keptStays } from './kept-stays.ts'
import { type RefreshJob, stateOfJob } from './refresh-job.ts'
import { type RefreshEnd, refreshTurns } from './refresh-turns.ts'
import { workQueue } from './work-queue.ts'

/** Refreshes of journeys, one at a time and each of the newest version (rule L5). */
export interface RefreshQueue extends Pick<KeptStays, 'kept' | 'standing'> {
  /**
   * Joins a refresh of the journey that waits, or one that began at or after `since` (UTC ms): an earlier one may not have seen the newest events. Without `since` only one
   * that waits. Errors: `cancelled` when someone stops it.
   */
  refresh(journeyId: string, since?: number): Promise<Refreshed>
  /** Waits until the refresh that runs has ended, if there is one. */
  untilEnded(journeyId: string): Promise<void>
  /** How the last refresh ended when it was stopped or failed, and nothing was asked since; else null. */
  ended(journeyId: string): RefreshEnd | null
  /** Stops the refresh of a journey: the figures before it stand. Errors: `conflict` where there is none, or where it is just being put in place. */
  cancel(journeyId: string): void
  /** A newer version is kept: what runs for an older one begins again with it. */
  supersede(version: JourneyVersion): void
  /** How far the refresh of a journey is; null: there is none. */
  progress(journeyId: string): Pick<RefreshState, 'state' | 'step' | 'share' | 'seconds'> | null
  /** Calls back whenever the refresh of a journey came further, or ended. */
  watch(listener: (journeyId: string) => void): () => void
  /** Another value whenever stays of the journey were exchanged: figures asked for before and after are not of one refresh. */
  epoch(journeyId: string): string
  /** Does work beside the kept stays, while no refresh runs. */
  aside<Result>(work: () => Promise<Result>): Promise<Result>
  /** Does work that may empty the stays, before all that waits; a refresh that runs begins again after it. No figures stand meanwhile. */
  emptying<Result>(work: () => Promise<Result>): Promise<Result>
  /** Stops everything. What was not complete is done when the next program is asked. */
  close(): Promise<void>
}

export function refreshQueue(documents: DocumentStore, openEvents: () => Promise<EventStore>, now: () => number): RefreshQueue {
  const queue = workQueue(now)
  const stays = keptStays(documents, openEvents)
  const epochs = new Map<string, number>()
  const listeners = new Set<(journeyId: string) => void>()
  let everyEpoch = 0

  const tell = (journeyId: string) => {
    for (const listener of listeners) listener(journeyId)
  }
  const exchanged = (journeyId: string) => epochs.set(journeyId, (epochs.get(journeyId) ?? 0) + 1)

  async function compute(job: RefreshJob): Promise<Refreshed> {
    const version = await documents.journeys.current(job.journeyId)
    if (version === null) throw new AppError('notFound', `There is no journey "${job.journeyId}".`)
    job.version = version
    const onStep = (step: RefreshStep) => {
      job.step = step
      if (step === 'placing') exchanged(job.journeyId)
      tell(job.journeyId)
    }
    const store = await openEvents()
    const refresh = await computeRefresh(documents, store, version, { signal: job.abort.signal, now, onStep })
    stays.computed(version.versionId)
    exchanged(job.journeyId)
    return { version, refresh }
  }

  const clearUp = async ({ version }: Refreshed) => dropOlderStays(documents, await openEvents(), version)
  const turns = refreshTurns({ queue, now, compute, clearUp, tell })
  const { waiting, running } = turns
  return {
    kept: stays.kept,
    standing: stays.standing,
    refresh: (journeyId, since = Number.POSITIVE_INFINITY) => {
      const begun = running.get(journeyId)
      if (begun !== undefined && begun.ending === null && (begun.startedAt ?? 0) >= since) return begun.done
      return (waiting.get(journeyId) ?? turns.begin(journeyId)).done
    },
    untilEnded: async (journeyId) => void (await Promise.allSettled([running.get(journeyId)?.done])),
    ended: (journeyId) => (waiting.has(journeyId) || running.has(journeyId) ? null : (turns.ends.get(journeyId) ?? null)),
    cancel: (journeyId) => {
      const [runs, waits] = [running.get(journeyId), waiting.get(journeyId)]
      if (runs === undefined && waits === undefined)
        throw new AppError('conflict', `No refresh of "${journeyId}" is running: there is nothing to stop.`)
      if (runs?.step === 'placing' && waits === undefined)
        throw new AppError('conflict', `The refresh of "${journeyId}" is just being put in place: it ends in a moment.`)
      if (waits !== undefined) turns.giveUp(waits, 'cancelled')
      if (runs !== undefined) turns.stop(runs, 'cancelled')
      tell(journeyId)
    },
    supersede: ({ journeyId, versionId }) => {
      const job = running.get(journeyId)
      if (job?.version && job.version.versionId !== versionId) turns.stop(job, 'superseded')
    },
    progress: (journeyId) => {
      const job = running.get(journeyId) ?? waiting.get(journeyId)
      return job === undefined ? null : stateOfJob(job, now(), turns.lastMs.get(journeyId) ?? null)
    },
    watch: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    epoch: (journeyId) => `${everyEpoch}.${epochs.get(journeyId) ?? 0}`,
    aside: queue.add,
    emptying: (work) => {
      for (const job of running.values()) turns.stop(job, 'superseded')
      const emptied = () => {
        everyEpoch += 1
        return stays.whileEmptying(work).finally(() => {
          everyEpoch += 1
        })
      }
      return queue.add(emptied, Number.NEGATIVE_INFINITY)
    },
    close: async () => {
      turns.close()
      for (const job of [...waiting.values()]) turns.giveUp(job, 'closing')
      for (const job of running.values()) turns.stop(job, 'closing')
      await queue.add(async () => {}, Number.NEGATIVE_INFINITY)
    },
  }
}
