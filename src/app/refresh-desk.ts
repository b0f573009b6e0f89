import { AppError } from '../core/error.ts'
import type { RefreshState } from '../model/refresh-state.ts'
import type { JourneyVersion } from '../store/document-journeys.ts'
import type { RefreshRequest } from './app.ts'
import type { Refreshed } from './compute-refresh.ts'
import type { RefreshQueue } from './refresh-queue.ts'

/** Which figures of a journey answer, and how newer ones come (rule L5). */
export interface RefreshDesk {
  /**
   * A version with its stays: the newest, as of the latest import, computed now when missing, lost or older than the data. Where figures stand that lack something,
   * and `answerMeanwhile` was said, these, while the newest are computed (rule L5). Errors: `cancelled` and those of the refresh, where no figures stand.
   */
  fresh(journeyId: string): Promise<Refreshed>
  /** From now on figures that stand answer while newer ones are computed: the program stays until they are. */
  answerMeanwhile(): void
  /** Computes what is new, told each second how far it is. Errors: `cancelled`. */
  refresh(journeyId: string, how?: RefreshRequest): Promise<Refreshed>
  /** Refreshes every journey. One that is stopped meanwhile is no error; the first that fails is, once all were tried. */
  refreshAll(): Promise<void>
  /** Stops the refresh of a journey: the figures before it stand. Errors: `conflict` where none runs. */
  cancelRefresh(journeyId: string): Promise<void>
  refreshState(journeyId: string): Promise<RefreshState>
  /** Calls back when a refresh begins, comes further or ends; gives a function that ends this. */
  watchRefreshes(listener: (state: RefreshState) => void): () => void
  /** Begins the refresh of a journey that has changed, where figures that stand answer meanwhile; else the next question does. */
  beginMeanwhile(journeyId: string): void
  /** Resolves once those who watch were told what happened so far. */
  told(): Promise<void>
}

/** What the journeys are, and since when they lack something. */
export interface RefreshedJourneys {
  current(journeyId: string): Promise<JourneyVersion>
  list(): Promise<JourneyVersion[]>
  newestEvents(): Promise<number>
  now(): number
}

/** So long (ms) figures that stand hold back for newer ones: what is quick is not shown twice. */
const patienceMs = 400

/** A refresh that failed is tried again when figures are asked for so long (ms) after. */
const retryMs = 60_000

export function refreshDesk(queue: RefreshQueue, { current, list, newestEvents, now }: RefreshedJourneys): RefreshDesk {
  let answersMeanwhile = false

  async function refreshAll(): Promise<void> {
    const journeys = await list()
    const ended = await Promise.allSettled(journeys.map((version) => queue.refresh(version.journeyId)))
    const failed = ended.find((one) => one.status === 'rejected' && !(one.reason instanceof AppError && one.reason.code === 'cancelled'))
    if (failed?.status === 'rejected') throw failed.reason
  }

  async function orStanding(journeyId: string, newest: number): Promise<Refreshed> {
    const end = queue.ended(journeyId)
    const isLeft = end !== null && (end.state === 'cancelled' || now() - end.at < retryMs)
    const next = isLeft ? Promise.reject(end.error) : queue.refresh(journeyId, newest)
    next.catch(() => {})
    const standing = await queue.standing(journeyId)
    if (standing === null) {
      await queue.untilEnded(journeyId)
      return (await queue.standing(journeyId)) ?? next
    }
    const waited = (queue.progress(journeyId)?.seconds ?? 0) * 1000
    const patience = new Promise<Refreshed>((resolve) => setTimeout(resolve, Math.max(0, patienceMs - waited), standing))
    return Promise.race([next.catch(() => standing), patience])
  }

  async function refreshState(journeyId: string): Promise<RefreshState> {
    const version = await current(journeyId)
    const kept = await queue.kept(version, await newestEvents())
    const shown = kept === null ? ((await queue.standing(journeyId))?.version.number ?? null) : version.number
    // Last: a state that was asked for later may not be of an earlier time.
    const [progress, end] = [queue.progress(journeyId), queue.ended(journeyId)]
    const idle = {
      state: end?.state ?? (kept === null ? 'outdated' : 'current'),
      step: null,
      share: kept === null ? 0 : 1,
      seconds: 0,
    } as const
    const message = end?.state === 'failed' ? messageOf(end.error) : null
    return { journey: journeyId, version: version.number, shown, ...(progress ?? idle), message }
  }

  /** One state after the other: each is asked of the stores, and none may overtake. */
  let telling: Promise<void> = Promise.resolve()
  const watchRefreshes = (listener: (state: RefreshState) => void) =>
    queue.watch((journeyId) => {
      telling = telling.then(async () => listener(await refreshState(journeyId))).catch(() => {})
    })

  return {
    fresh: async (journeyId) => {
      const version = await current(journeyId)
      const newest = await newestEvents()
      const refresh = await queue.kept(version, newest)
      if (refresh !== null) return { version, refresh }
      return answersMeanwhile ? orStanding(journeyId, newest) : queue.refresh(journeyId, newest)
    },
    answerMeanwhile: () => {
      answersMeanwhile = true
    },
    refresh: async (journeyId, { signal, onProgress } = {}) => {
      await current(journeyId)
      const stop = onProgress === undefined ? () => {} : watchRefreshes((state) => state.journey === journeyId && onProgress(state))
      try {
        return await Promise.race([queue.refresh(journeyId), leaving(signal)])
      } finally {
        stop()
      }
    },
    cancelRefresh: async (journeyId) => {
      await current(journeyId)
      queue.cancel(journeyId)
    },
    refreshState,
    watchRefreshes,
    refreshAll,
    beginMeanwhile: (journeyId) => {
      if (answersMeanwhile) queue.refresh(journeyId).catch(() => {})
    },
    told: () => telling,
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function leaving(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const leave = () => reject(new AppError('cancelled', 'Nobody waits for the refresh any more; it goes on.'))
    if (signal?.aborted) leave()
    signal?.addEventListener('abort', leave, { once: true })
  })
}
