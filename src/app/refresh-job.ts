import { type RefreshState, type RefreshStep, refreshSteps } from '../model/refresh-state.ts'
import type { JourneyVersion } from '../store/document-journeys.ts'
import type { Refreshed } from './compute-refresh.ts'

/** One refresh of a journey, from being asked for to its end. */
export interface RefreshJob {
  journeyId: string
  /** UTC ms. */
  askedAt: number
  startedAt: number | null
  /** Which version it computes; null: it has not begun. */
  version: JourneyVersion | null
  step: RefreshStep | null
  abort: AbortController
  /** Why it was told to stop; null: it was not. */
  ending: 'cancelled' | 'superseded' | 'closing' | null
  done: Promise<Refreshed>
  resolve(refreshed: Refreshed): void
  reject(error: unknown): void
}

/** A refresh that waits for its turn. */
export function refreshJob(journeyId: string, askedAt: number): RefreshJob {
  const { promise: done, resolve, reject } = Promise.withResolvers<Refreshed>()
  // Whoever asked may have gone.
  done.catch(() => {})
  return {
    journeyId,
    askedAt,
    startedAt: null,
    version: null,
    step: null,
    abort: new AbortController(),
    ending: null,
    done,
    resolve,
    reject,
  }
}

/** How much of a refresh is done when each step begins: by the processor time that a whole one of two million facts took. */
const shareAt: Readonly<Record<RefreshStep, number>> = { contacts: 0, joining: 0.01, assigning: 0.55, touching: 0.9, placing: 0.97 }

/** How far a refresh is; within a step by the time that the last one took (`lastMs`), where it is known. */
export function stateOfJob(
  { askedAt, startedAt, step }: RefreshJob,
  now: number,
  lastMs: number | null,
): Pick<RefreshState, 'state' | 'step' | 'share' | 'seconds'> {
  const begun = step === null ? 0 : shareAt[step]
  const next = refreshSteps[step === null ? 0 : refreshSteps.indexOf(step) + 1]
  const byTime = startedAt === null || lastMs === null || lastMs === 0 ? 0 : (now - startedAt) / lastMs
  const share = Math.max(begun, Math.min(byTime, next === undefined ? 0.99 : shareAt[next]))
  return { state: startedAt === null ? 'waiting' : 'running', step, share, seconds: (now - askedAt) / 1000 }
}
