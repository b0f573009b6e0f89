import { AppError } from '../error.ts'
import { IncidenceWalk } from './incidence-walk.ts'
import { clusterNote, logLogLimits } from './interval.ts'
import type { SurvivalCurve } from './kaplan-meier.ts'
import { type FollowUp, moments, type RiskTable, riskTable } from './risk-set.ts'

/** Of those who end by one cause within the window, the share who have not yet; a step function for `quantileOfSurvival`. */
export type WaitingCurve = Pick<SurvivalCurve, 'times' | 'survival' | 'stdErr' | 'low' | 'high' | 'clusters' | 'note'>

/**
 * Time to end by `cause` (1…): 1 − F(t) / F(window), the incidence over its own value at the window (rule M3), with jackknife errors of the ratio by
 * cluster and log(−log) limits (M5). Empty when nobody ends so within the window.
 */
export function timeToCause(rows: readonly FollowUp[], cause: number, window: number): WaitingCurve {
  if (!Number.isInteger(cause) || cause < 1) {
    throw new AppError('invalid', `there is no time to cause ${cause}: causes are whole numbers from 1; 0 means censored`)
  }
  const table = riskTable(rows)
  const { clusters } = table
  const causes = Math.max(cause, ...new Set(table.cause))
  const curve: WaitingCurve = { times: [], survival: [], stdErr: [], low: [], high: [], clusters, note: clusterNote(clusters) }
  const last = walkUntil(table, new IncidenceWalk(table, causes), window)
  const total = last.incidence(cause - 1)
  if (total === 0) return curve
  const add = (time: number, survival: number, stdErr: number, low: number | null, high: number | null) => {
    curve.times.push(time)
    curve.survival.push(survival)
    curve.stdErr.push(stdErr)
    curve.low.push(low)
    curve.high.push(high)
  }
  const walk = new IncidenceWalk(table, causes, last.influences(cause - 1))
  walkUntil(table, walk, window, (time) => {
    const share = walk.incidence(cause - 1) / total
    const stdErr = share < 1 ? walk.stdErr([cause - 1], share) / total : 0
    const { low, high } = logLogLimits(1 - share, stdErr, clusters)
    if (time < window) add(time, 1 - share, stdErr, low, high)
  })
  // By the window all of them have ended so, by definition: the limits end there too.
  const closed = curve.note === null ? 0 : null
  add(window, 0, 0, closed, closed)
  return curve
}

function walkUntil(table: RiskTable, walk: IncidenceWalk, window: number, visit?: (time: number) => void): IncidenceWalk {
  for (const moment of moments(table)) {
    if (moment.time > window) break
    walk.pass(moment)
    if (moment.events > 0) visit?.(moment.time)
  }
  return walk
}
