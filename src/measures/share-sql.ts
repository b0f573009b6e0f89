import { type ClusterSums, shareOfClusters } from '../core/statistics/proportion.ts'
import type { Estimate } from '../map/journey-map.ts'

/** Columns of ClusterSums over rows (h hits, n trials), one a cluster. */
export const clusterSumsSql = `sum(h) AS hits, sum(n) AS trials, count() AS clusters, sum(h * h) AS hits2, sum(n * n) AS trials2, sum(h * n) AS hitsTrials`

/** A share as an estimate, with the population it is of. */
export function shareEstimate(sums: ClusterSums, population: string): Estimate {
  const share = shareOfClusters(sums)
  return {
    value: share.value,
    low: share.low,
    high: share.high,
    numerator: sums.hits,
    denominator: sums.trials,
    population,
    clusters: sums.clusters,
    note: smallNote(sums.trials) ?? share.note,
  }
}

/** The caution beside figures of few (M8); null from 30 on. */
export function smallNote(n: number): string | null {
  if (n === 0) return 'no one yet'
  return n < 30 ? `only ${n}: read with caution` : null
}
