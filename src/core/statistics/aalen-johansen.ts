import { AppError } from '../error.ts'
import { clusterNote, logLogLimits, type ShareWithInterval } from './interval.ts'
import { at, type FollowUp, type Moment, moments, type RiskTable, riskTable } from './risk-set.ts'

/** The state of affairs at one time: `survival` and all incidences add to 1; `incidence[k − 1]` is that of cause k. */
export type IncidencePoint = {
  time: number
  /** Weight under observation at this time, those who leave at it included. */
  atRisk: number
  survival: ShareWithInterval
  incidence: ShareWithInterval[]
}

export type Incidence = {
  points: IncidencePoint[]
  clusters: number
  /** Why there is no interval, or null. */
  note: string | null
}

/**
 * Aalen–Johansen incidence of causes 1…`causes` at the given times (any order), with infinitesimal-jackknife errors by cluster and log(−log)
 * limits (rules M2, M5); events precede censoring at ties (M4).
 */
export function aalenJohansen(rows: readonly FollowUp[], causes: number, times: readonly number[]): Incidence {
  const beyond = rows.find((row) => row.cause > causes)
  if (beyond !== undefined) {
    throw new AppError(
      'invalid',
      `cause ${beyond.cause} stands in a follow-up row, but only 0 (censored) to ${causes} are declared; raise the number of causes`,
    )
  }
  const unclear = times.find((time) => !Number.isFinite(time))
  if (unclear !== undefined) throw new AppError('invalid', `an incidence at time ${unclear} was asked for; give finite times`)
  const table = riskTable(rows)
  const walk = new IncidenceWalk(table, causes)
  const wanted = [...new Set(times)].sort((a, b) => a - b)
  const points = new Map<number, IncidencePoint>()
  let next = 0
  for (const moment of moments(table)) {
    for (; next < wanted.length && at(wanted, next) < moment.time; next++) {
      points.set(at(wanted, next), walk.point(at(wanted, next), moment.atRisk))
    }
    walk.pass(moment)
    if (wanted[next] === moment.time) points.set(moment.time, walk.point(at(wanted, next++), moment.atRisk))
  }
  for (; next < wanted.length; next++) points.set(at(wanted, next), walk.point(at(wanted, next), 0))
  return { points: times.map((t) => points.get(t) as IncidencePoint), clusters: table.clusters, note: clusterNote(table.clusters) }
}

/**
 * With A = Σ D/(Y(Y−D)), F = Σ S₋ d/Y and C = Σ S₋ d/Y (A₋ − 1/Y), where d counts one cause, the derivative of F(t) by the weight of somebody under
 * observation since the start is C(t); of one who left at T it is C(T) + [left by the cause] S₋/Y + m (F(t) − F(T)), m = A(T) − [left] / (Y − D).
 * So each cluster's influence is present · C(t) + slope · F(t) + settled, with three numbers that change only when a member comes or goes.
 */
class IncidenceWalk {
  readonly #table: RiskTable
  readonly #present: Float64Array
  readonly #slope: Float64Array
  readonly #settled: Float64Array[]
  readonly #incidence: Float64Array
  readonly #shared: Float64Array
  #survival = 1
  #hazard = 0

  constructor(table: RiskTable, causes: number) {
    this.#table = table
    this.#present = new Float64Array(table.clusters)
    this.#slope = new Float64Array(table.clusters)
    this.#settled = Array.from({ length: causes }, () => new Float64Array(table.clusters))
    this.#incidence = new Float64Array(causes)
    this.#shared = new Float64Array(causes)
    table.from.forEach((from, row) => {
      if (from === -Infinity) add(this.#present, at(table.cluster, row), at(table.weight, row))
    })
  }

  pass({ atRisk, events, leaving, entering }: Moment): void {
    const { cause, cluster, weight } = this.#table
    const survivalBefore = this.#survival
    const staying = atRisk - events
    if (events > 0) {
      for (const row of leaving) {
        const k = at(cause, row) - 1
        if (k < 0) continue
        const step = (survivalBefore * at(weight, row)) / atRisk
        add(this.#incidence, k, step)
        add(this.#shared, k, step * (this.#hazard - 1 / atRisk))
      }
      if (staying > 0) this.#hazard += events / (atRisk * staying)
      this.#survival *= staying / atRisk
    }
    for (const row of leaving) {
      const left = at(cause, row) > 0
      // When nobody stays, S is 0 from here on whatever the weights: nothing later depends on this row.
      const slope = this.#hazard - (left && staying > 0 ? 1 / staying : 0)
      this.#change(at(cluster, row), -at(weight, row), at(weight, row) * slope)
      if (left) add(this.#settled[at(cause, row) - 1] as Float64Array, at(cluster, row), (at(weight, row) * survivalBefore) / atRisk)
    }
    for (const row of entering) this.#change(at(cluster, row), at(weight, row), -at(weight, row) * this.#hazard)
  }

  /** Changes a cluster's two slopes without a jump of its influence now. */
  #change(cluster: number, present: number, slope: number): void {
    add(this.#present, cluster, present)
    add(this.#slope, cluster, slope)
    for (const [k, settled] of this.#settled.entries()) {
      add(settled, cluster, -present * at(this.#shared, k) - slope * at(this.#incidence, k))
    }
  }

  point(time: number, atRisk: number): IncidencePoint {
    const squares = new Float64Array(this.#settled.length)
    let survivalSquares = 0
    for (let c = 0; c < this.#present.length; c++) {
      let sum = 0
      for (let k = 0; k < squares.length; k++) {
        const influence =
          at(this.#present, c) * at(this.#shared, k) + at(this.#slope, c) * at(this.#incidence, k) + at(this.#settled[k] as Float64Array, c)
        add(squares, k, influence ** 2)
        sum += influence
      }
      survivalSquares += sum ** 2
    }
    return {
      time,
      atRisk,
      survival: this.#share(this.#survival, survivalSquares),
      incidence: Array.from(this.#incidence, (value, k) => this.#share(value, at(squares, k))),
    }
  }

  #share(value: number, variance: number): ShareWithInterval {
    const stdErr = Math.sqrt(variance)
    return { value, stdErr, ...logLogLimits(value, stdErr, this.#present.length) }
  }
}

function add(array: Float64Array, index: number, amount: number): void {
  array[index] = at(array, index) + amount
}
