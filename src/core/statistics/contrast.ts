import { clusterNote, type Interval, noInterval, z95 } from './interval.ts'

/** Sums over clusters of the products of any two of `width` numbers that each cluster has, row by row; `together` counts the clusters where either is not 0. */
export interface ClusterProducts {
  width: number
  products: readonly number[]
  together: readonly number[]
}

/** A difference with its 95 % limits; `note` says why it is not there, or has none. */
export type Difference = Interval & { value: number | null; note: string | null }

/** The error of a weighted sum of numbers, clusters being independent and their number by chance (rule K4): the root of the sum over clusters of the squared sum. */
export function contrastStdErr({ width, products }: ClusterProducts, weights: ReadonlyMap<number, number>): number {
  let sum = 0
  for (const [i, a] of weights) for (const [j, b] of weights) sum += a * b * (products[i * width + j] ?? 0)
  return Math.sqrt(Math.max(0, sum))
}

/** How many clusters have anything of either of two numbers. */
export function clustersTogether({ width, together }: ClusterProducts, i: number, j: number): number {
  return together[i * width + j] ?? 0
}

/** A difference with ± 1.96 errors, kept within `most` on both sides; none under 10 clusters (rules K4, M5). */
export function differenceOf(value: number, stdErr: number, clusters: number, most = Number.POSITIVE_INFINITY): Difference {
  const note = clusterNote(clusters)
  if (note !== null) return { value, ...noInterval, note }
  return { value, low: Math.max(-most, value - z95 * stdErr), high: Math.min(most, value + z95 * stdErr), note: null }
}

/** A difference that is not given, and why. */
export function noDifference(note: string): Difference {
  return { value: null, ...noInterval, note }
}

/** The correlation of two numbers over clusters, −1 to 1; 0 where either never moves. */
export function clusterCorrelation({ width, products }: ClusterProducts, i: number, j: number): number {
  const of = (a: number, b: number) => products[a * width + b] ?? 0
  const size = Math.sqrt(of(i, i) * of(j, j))
  return size > 0 ? Math.max(-1, Math.min(1, of(i, j) / size)) : 0
}

/** A number with its limits. */
interface Limited {
  value: number
  low: number
  high: number
}

/** The difference of two numbers whose own limits are known and whose correlation is (Zou & Donner 2008, rule M15): lopsided limits stay lopsided. */
export function differenceByLimits(one: Limited, other: Limited, correlation: number): Difference {
  const value = one.value - other.value
  const reach = (a: number, b: number) => Math.sqrt(Math.max(0, a * a + b * b - 2 * correlation * a * b))
  return {
    value,
    low: value - reach(one.value - one.low, other.high - other.value),
    high: value + reach(one.high - one.value, other.value - other.low),
    note: null,
  }
}
