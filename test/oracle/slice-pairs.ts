import { clusterOf } from './campaigns.ts'
import { causeOf } from './measures.ts'
import type { OracleStay } from './stays.ts'

/** Something counted of a stay: how long it was seen, ms, whether it left, and whether by converting. */
export interface PairRow {
  cluster: string
  time: number
  left: boolean
  converted: boolean
}

/** Counted stays as seen until their end or the horizon. */
export function pairRows(stays: readonly OracleStay[], horizon: number): PairRow[] {
  return stays.map((stay) => ({
    cluster: clusterOf(stay),
    time: (stay.endedAt ?? horizon) - stay.startedAt,
    left: causeOf(stay) !== null,
    converted: causeOf(stay) === 'converted',
  }))
}

type Weight = (row: PairRow) => number

/** Survival and the incidence of converting until a time, of weighted rows, by their definitions. */
export function weighted(rows: readonly PairRow[], until: number, weight: Weight): { still: number; converted: number } {
  const sum = (some: readonly PairRow[]) => some.reduce((total, row) => total + weight(row), 0)
  const moments = [...new Set(rows.filter(({ left, time }) => left && time <= until).map(({ time }) => time))].sort((a, b) => a - b)
  let still = 1
  let converted = 0
  for (const moment of moments) {
    const atRisk = sum(rows.filter(({ time }) => time >= moment))
    const leaving = rows.filter(({ time, left }) => time === moment && left)
    converted += (still * sum(leaving.filter((row) => row.converted))) / atRisk
    still *= Math.max(0, 1 - sum(leaving) / atRisk)
  }
  return { still, converted }
}

/** How a number of both slices moves with the weight of each cluster, tried a little up and down: the cluster's rows in both slices move together. */
export function movedByClusters(clusters: readonly string[], numberOf: (weight: Weight) => number): number[] {
  const step = 1e-4
  return clusters.map((cluster) => {
    const by = (change: number) => numberOf((row) => (row.cluster === cluster ? 1 + change : 1))
    return (by(step) - by(-step)) / (2 * step)
  })
}

/** The smallest of all shares of false discoveries at which a p value counts: tried one by one (Benjamini & Hochberg 1995). */
export function falseShareByTrying(pValues: readonly number[], own: number): number {
  const candidates = pValues.filter((p) => p >= own)
  return Math.min(1, ...candidates.map((p) => (p * pValues.length) / pValues.filter((other) => other <= p).length))
}
