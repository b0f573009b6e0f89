import { AppError } from '../error.ts'

/** One follow-up: under observation in (from, time], then ended by `cause` 1…K, or 0 for censored. Times are in any one unit. */
export type FollowUp = {
  time: number
  cause: number
  cluster: string | number
  /** Delayed entry (rule M11): when observation began; absent means from the very start. */
  from?: number
  /** How many equal follow-ups this row stands for; 1 when absent. */
  weight?: number
}

/** One moment at which someone enters observation or leaves it; those who enter at it are at risk only after it. */
export type Moment = {
  time: number
  /** Weight under observation just before this moment, back to the moment before. */
  atRisk: number
  /** Weight of all causes that end here. */
  events: number
  /** Row numbers that end here (events before censoring, which are still at risk at the events of their time). */
  leaving: readonly number[]
  entering: readonly number[]
}

/** Follow-ups laid out by row number, with clusters numbered from 0. */
export type RiskTable = {
  time: Float64Array
  from: Float64Array
  cause: Int32Array
  weight: Float64Array
  cluster: Int32Array
  clusters: number
}

/** Checks follow-ups and lays them out as columns; a time, cause or weight that makes no sense is an `invalid` error naming its row. */
export function riskTable(rows: readonly FollowUp[]): RiskTable {
  const n = rows.length
  const numbers = new Map<string | number, number>()
  const table = {
    time: new Float64Array(n),
    from: new Float64Array(n),
    cause: new Int32Array(n),
    weight: new Float64Array(n),
    cluster: new Int32Array(n),
  }
  rows.forEach((row, i) => {
    const problem = problemOf(row)
    if (problem !== null) throw new AppError('invalid', `${problem}, in follow-up row ${i}; leave the row out or mend it`)
    table.time[i] = row.time
    table.from[i] = row.from ?? -Infinity
    table.cause[i] = row.cause
    table.weight[i] = row.weight ?? 1
    const cluster = numbers.get(row.cluster) ?? numbers.size
    numbers.set(row.cluster, cluster)
    table.cluster[i] = cluster
  })
  return { ...table, clusters: numbers.size }
}

function problemOf({ time, cause, from, weight }: FollowUp): string | null {
  if (!Number.isFinite(time)) return `time ${time} is not a finite number`
  if (!(Number.isInteger(cause) && cause >= 0)) return `cause ${cause} is not a whole number of at least 0`
  if (from !== undefined && !(from < time)) return `observation from ${from} does not begin before its end ${time}`
  if (weight !== undefined && !(weight > 0 && weight < Infinity)) return `weight ${weight} is not a finite number above 0`
  return null
}

/** The moments of a table in order of time. */
export function* moments(table: RiskTable): Generator<Moment> {
  const { time, from, weight, cause } = table
  const rows = Array.from(time.keys())
  const exits = Uint32Array.from(rows).sort((a, b) => at(time, a) - at(time, b))
  const entries = Uint32Array.from(rows.filter((row) => at(from, row) > -Infinity)).sort((a, b) => at(from, a) - at(from, b))
  const sum = (some: readonly number[]) => some.reduce((total, row) => total + at(weight, row), 0)
  let heads = time.length - entries.length
  let atRisk = sum(rows.filter((row) => at(from, row) === -Infinity))
  for (let exit = 0, entry = 0; exit < exits.length; ) {
    const now = Math.min(at(time, at(exits, exit)), entry < entries.length ? at(from, at(entries, entry)) : Infinity)
    const leaving = runOf(exits, time, exit, now)
    const entering = runOf(entries, from, entry, now)
    const ended = leaving.filter((row) => at(cause, row) > 0)
    const events = sum(ended)
    // Heads are counted beside weights because sums of fractions do not come back to exactly 0.
    yield { time: now, atRisk: heads === ended.length ? events : atRisk, events, leaving, entering }
    heads += entering.length - leaving.length
    atRisk = heads === entering.length ? sum(entering) : atRisk - sum(leaving) + sum(entering)
    exit += leaving.length
    entry += entering.length
  }
}

/** The rows from position `start` of an ordering on, as far as their value is `now`. */
function runOf(order: Uint32Array, values: Float64Array, start: number, now: number): number[] {
  const run: number[] = []
  for (let i = start; i < order.length && at(values, at(order, i)) === now; i++) run.push(at(order, i))
  return run
}

/** An element that is known to be there: a typed array read inside its bounds. */
export function at(array: { readonly [index: number]: number }, index: number): number {
  return array[index] as number
}
