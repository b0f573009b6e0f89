import { ClusterSquares } from './cluster-squares.ts'
import { at, type Moment, type RiskTable } from './risk-set.ts'

/**
 * Aalen–Johansen incidence, moment by moment, with the influence of each cluster on it (rule M5); causes are numbered from 0 here.
 *
 * With A = Σ D/(Y(Y−D)), F = Σ S₋ d/Y and C = Σ S₋ d/Y (A₋ − 1/Y), where d counts one cause, the derivative of F(t) by the weight of somebody under
 * observation since the start is C(t); of one who left at T it is C(T) + [left by the cause] S₋/Y + m (F(t) − F(T)), m = A(T) − [left] / (Y − D).
 * So a cluster's influence is present · C(t) + slope · F(t) + settled, with numbers that change only when a member comes or goes. A fixed number for
 * each cluster may stand `beside` them, for figures that compare two times.
 */
export class IncidenceWalk {
  readonly #table: RiskTable
  readonly #squares: ClusterSquares
  readonly #incidence: Float64Array
  /** C(t) of each cause. */
  readonly #shared: Float64Array
  #survival = 1
  /** A(t). */
  #hazard = 0

  constructor(table: RiskTable, causes: number, beside: Float64Array = new Float64Array(table.clusters)) {
    this.#table = table
    this.#squares = new ClusterSquares(table.clusters, causes + 3)
    this.#incidence = new Float64Array(causes)
    this.#shared = new Float64Array(causes)
    for (const [row, from] of table.from.entries()) if (from === -Infinity) this.#change(row, 1, 0)
    for (const [cluster, value] of beside.entries()) this.#squares.add(cluster, [...this.#incidence.map(() => 0), 0, 0, value])
  }

  get survival(): number {
    return this.#survival
  }

  incidence(cause: number): number {
    return at(this.#incidence, cause)
  }

  /** The jackknife error of the sum of these incidences, less `beside` times each cluster's number beside. */
  stdErr(causes: readonly number[], beside = 0): number {
    return Math.sqrt(this.#squares.sumOfSquares(this.#form(causes, beside)))
  }

  /** The influence of each cluster on one incidence. */
  influences(cause: number): Float64Array {
    const form = this.#form([cause], 0)
    return Float64Array.from({ length: this.#table.clusters }, (_, cluster) => this.#squares.value(cluster, form))
  }

  pass({ atRisk, events, leaving, entering }: Moment): void {
    const { cause, weight } = this.#table
    const staying = atRisk - events
    const before = this.#survival
    const hazardBefore = this.#hazard
    if (events > 0) this.#survival *= staying / atRisk
    // When nobody stays, S is 0 from here on whatever the weights: nothing later depends on A.
    if (staying > 0) this.#hazard += events / (atRisk * staying)
    for (const row of leaving) {
      if (at(cause, row) === 0) continue
      const k = at(cause, row) - 1
      const step = (before * at(weight, row)) / atRisk
      this.#incidence[k] = at(this.#incidence, k) + step
      this.#shared[k] = at(this.#shared, k) + step * (hazardBefore - 1 / atRisk)
    }
    for (const row of leaving) {
      const left = at(cause, row) > 0
      const slope = this.#hazard - (left && staying > 0 ? 1 / staying : 0)
      this.#change(row, -1, slope, left ? at(cause, row) - 1 : -1, before / atRisk)
    }
    for (const row of entering) this.#change(row, 1, -this.#hazard)
  }

  /** Changes what a row gives to its cluster from now on; its influence of this moment stays, but for a `jump` on one incidence. */
  #change(row: number, present: number, slope: number, jumping = -1, jump = 0): void {
    const weight = at(this.#table.weight, row)
    const change = Array.from(this.#incidence, (incidence, k) => {
      return weight * ((k === jumping ? jump : 0) - present * at(this.#shared, k) - slope * incidence)
    })
    change.push(weight * present, weight * slope, 0)
    this.#squares.add(at(this.#table.cluster, row), change)
  }

  #form(causes: readonly number[], beside: number): number[] {
    const form: number[] = Array.from(this.#incidence, (_, k) => (causes.includes(k) ? 1 : 0))
    const total = (values: Float64Array) => causes.reduce((sum, k) => sum + at(values, k), 0)
    form.push(total(this.#shared), total(this.#incidence), -beside)
    return form
  }
}
