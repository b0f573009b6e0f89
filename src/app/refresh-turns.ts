import { AppError } from '../core/error.ts'
import type { Refreshed } from './compute-refresh.ts'
import { type RefreshJob, refreshJob } from './refresh-job.ts'
import type { WorkQueue } from './work-queue.ts'

/** A refresh that did not end well. */
export interface RefreshEnd {
  state: 'cancelled' | 'failed'
  at: number
  error: unknown
}

/** Refreshes that wait and that run: of each journey at most one of either. */
export interface RefreshTurns {
  waiting: ReadonlyMap<string, RefreshJob>
  running: ReadonlyMap<string, RefreshJob>
  /** How the last refresh of a journey ended, when it did not end well and none was asked for since. */
  ends: ReadonlyMap<string, RefreshEnd>
  /** How long the last refresh of a journey took, ms. */
  lastMs: ReadonlyMap<string, number>
  /** A refresh that waits for its turn. */
  begin(journeyId: string): RefreshJob
  /** Tells one that runs to stop. Nothing happens to one that is being put in place: it ends in a moment. */
  stop(job: RefreshJob, ending: NonNullable<RefreshJob['ending']>): void
  /** Takes one back that waits. */
  giveUp(job: RefreshJob, ending: 'cancelled' | 'closing'): void
  /** From now on none begins. */
  close(): void
}

interface Surroundings {
  queue: WorkQueue
  now: () => number
  compute: (job: RefreshJob) => Promise<Refreshed>
  /** Clears up behind a refresh that is complete, before the next one begins; those who wait for it do not wait for this. */
  clearUp: (refreshed: Refreshed) => Promise<void>
  tell: (journeyId: string) => void
}

/** So often a refresh that runs tells how far it is. */
const tickMs = 1000

export function refreshTurns({ queue, now, compute, clearUp, tell }: Surroundings): RefreshTurns {
  const waiting = new Map<string, RefreshJob>()
  const running = new Map<string, RefreshJob>()
  const ends = new Map<string, RefreshEnd>()
  const lastMs = new Map<string, number>()
  let isClosed = false

  function begin(journeyId: string): RefreshJob {
    const job = refreshJob(journeyId, now())
    if (isClosed) {
      job.reject(new AppError('cancelled', 'The program is ending: nothing is computed any more.'))
      return job
    }
    waiting.set(journeyId, job)
    ends.delete(journeyId)
    void queue.add(() => perform(job), lastMs.get(journeyId))
    tell(journeyId)
    return job
  }

  async function perform(job: RefreshJob): Promise<void> {
    const { journeyId } = job
    if (job.ending !== null) return
    waiting.delete(journeyId)
    running.set(journeyId, job)
    job.startedAt = now()
    const ticking = setInterval(() => tell(journeyId), tickMs)
    let refreshed: Refreshed | null = null
    try {
      refreshed = await compute(job)
      lastMs.set(journeyId, now() - job.startedAt)
      job.resolve(refreshed)
    } catch (error) {
      if (job.ending === 'superseded') (waiting.get(journeyId) ?? begin(journeyId)).done.then(job.resolve, job.reject)
      else end(job, error)
    } finally {
      clearInterval(ticking)
      running.delete(journeyId)
      tell(journeyId)
    }
    // What could not be cleared up is by the next refresh.
    if (refreshed !== null) await clearUp(refreshed).catch(() => {})
  }

  function end(job: RefreshJob, error: unknown): void {
    const { journeyId, ending } = job
    const told = ending === null ? error : stoppedError(journeyId)
    if (ending !== 'closing') ends.set(journeyId, { state: ending === null ? 'failed' : 'cancelled', at: now(), error: told })
    job.reject(told)
  }

  return {
    ...{ waiting, running, ends, lastMs, begin },
    stop: (job, ending) => {
      if (job.step === 'placing') return
      job.ending ??= ending
      job.abort.abort()
    },
    giveUp: (job, ending) => {
      job.ending = ending
      waiting.delete(job.journeyId)
      end(job, null)
    },
    close: () => {
      isClosed = true
    },
  }
}

function stoppedError(journeyId: string): AppError {
  return new AppError(
    'cancelled',
    `The refresh of "${journeyId}" was stopped: nothing of it is shown. desirepath refresh ${journeyId} computes it, and so does the next import.`,
  )
}
