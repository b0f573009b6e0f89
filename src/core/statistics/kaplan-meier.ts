import { ClusterSquares } from './cluster-squares.ts'
import { clusterNote, logLogLimits, type ShareWithInterval } from './interval.ts'
import { at, type FollowUp, type Moment, moments, type RiskTable, riskTable } from './risk-set.ts'

/** One follow-up of time to leaving: `left` false means still there when observation ended (censored). */
export type SurvivalRow = Omit<FollowUp, 'cause'> & { left: boolean }

/** A survival step function: element j of each list holds from `times[j]` until the next time. */
export type SurvivalCurve = {
  times: number[]
  /** Weight under observation at `times[j]`, events of that moment included, and back to the time before. */
  atRisk: number[]
  events: number[]
  survival: number[]
  /** By infinitesimal jackknife over clusters (rule M5); with clusters of one it equals Greenwood's. */
  stdErr: number[]
  low: (number | null)[]
  high: (number | null)[]
  clusters: number
  /** Why there is no interval, or null. */
  note: string | null
}

/** Kaplan–Meier of leaving, with infinitesimal-jackknife errors by cluster and log(−log) limits (rules M3, M5); events precede censoring at ties (M4). */
export function kaplanMeier(rows: readonly SurvivalRow[]): SurvivalCurve {
  const table = riskTable(rows.map((row) => ({ ...row, cause: row.left ? 1 : 0 })))
  const { clusters } = table
  const influence = new LogSurvivalInfluence(table)
  const curve: SurvivalCurve = {
    times: [],
    atRisk: [],
    events: [],
    survival: [],
    stdErr: [],
    low: [],
    high: [],
    clusters,
    note: clusterNote(clusters),
  }
  let survival = 1
  for (const moment of moments(table)) {
    if (moment.events > 0) survival *= (moment.atRisk - moment.events) / moment.atRisk
    influence.pass(moment)
    const stdErr = survival * Math.sqrt(influence.variance())
    const limits = logLogLimits(survival, stdErr, clusters)
    curve.times.push(moment.time)
    curve.atRisk.push(moment.atRisk)
    curve.events.push(moment.events)
    curve.survival.push(survival)
    curve.stdErr.push(stdErr)
    curve.low.push(limits.low)
    curve.high.push(limits.high)
  }
  return curve
}

/** The curve at time t: the last step at or before t; 1 before the first. */
export function survivalAt(curve: SurvivalCurve, t: number): ShareWithInterval {
  const j = stepsUntil(curve.times, t) - 1
  if (j < 0) return { value: 1, stdErr: 0, low: null, high: null }
  return { value: at(curve.survival, j), stdErr: at(curve.stdErr, j), low: curve.low[j] ?? null, high: curve.high[j] ?? null }
}

/** The weight under observation at time t, those who leave at t included. */
export function atRiskAt(curve: SurvivalCurve, t: number): number {
  const before = stepsUntil(curve.times, t)
  return curve.atRisk[curve.times[before - 1] === t ? before - 1 : before] ?? 0
}

/** The last time with at least `count` under observation (rule M4: 5); null when there never were so many. */
export function lastTimeAtRisk(curve: SurvivalCurve, count: number): number | null {
  const j = curve.atRisk.findLastIndex((atRisk) => atRisk >= count)
  return j < 0 ? null : at(curve.times, j)
}

/** How many of the ascending times are at or before t. */
function stepsUntil(times: readonly number[], t: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (at(times, middle) <= t) low = middle + 1
    else high = middle
  }
  return low
}

/** The influence of each cluster on log S: at time t it is A(t) · weight under observation + a part settled by those who left or came late. */
class LogSurvivalInfluence {
  readonly #table: RiskTable
  readonly #squares: ClusterSquares
  /** A(t), the sum of D / (Y (Y − D)). */
  #slope = 0
  #ended = false

  constructor(table: RiskTable) {
    this.#table = table
    this.#squares = new ClusterSquares(table.clusters, 2)
    for (const [row, from] of table.from.entries()) if (from === -Infinity) this.#add(row, 1, 0)
  }

  pass({ atRisk, events, leaving, entering }: Moment): void {
    const staying = atRisk - events
    if (events > 0 && staying === 0) this.#ended = true
    if (this.#ended) return
    if (events > 0) this.#slope += events / (atRisk * staying)
    for (const row of leaving) this.#add(row, -1, at(this.#table.cause, row) > 0 ? this.#slope - 1 / staying : this.#slope)
    for (const row of entering) this.#add(row, 1, -this.#slope)
  }

  /** The variance of log S; 0 once everybody under observation left together, as S is then 0 whatever the weights. */
  variance(): number {
    return this.#ended ? 0 : this.#squares.sumOfSquares([this.#slope, 1])
  }

  #add(row: number, present: number, settled: number): void {
    const weight = at(this.#table.weight, row)
    this.#squares.add(at(this.#table.cluster, row), [weight * present, weight * settled])
  }
}
