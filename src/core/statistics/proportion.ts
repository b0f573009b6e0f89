import { AppError } from '../error.ts'
import { clusterNote, type Interval, noInterval, z95 } from './interval.ts'

/** Hits out of trials in one cluster; several rows of one cluster are added up. */
export type ProportionRow = { cluster: string | number; hits: number; trials: number }

/** A share of trials with its 95 % interval; `value` is null when there are no trials. */
export type Proportion = Interval & {
  value: number | null
  hits: number
  trials: number
  clusters: number
  /** How many times larger the variance is than with independent trials; at least 1. */
  designEffect: number
  note: string | null
}

/** A proportion with the Wilson interval at the effective number of trials, trials / design effect (rule M5); under 10 clusters no interval. Impossible counts are an `invalid` error. */
export function proportion(rows: readonly ProportionRow[]): Proportion {
  const byCluster = new Map<string | number, { hits: number; trials: number }>()
  for (const { cluster, hits, trials } of rows) {
    if (!(hits >= 0 && hits <= trials && trials < Infinity)) {
      throw new AppError(
        'invalid',
        `${hits} hits of ${trials} trials in cluster ${cluster} of a proportion: hits lie between 0 and trials; mend the counts`,
      )
    }
    if (trials === 0) continue
    const sum = byCluster.get(cluster) ?? { hits: 0, trials: 0 }
    byCluster.set(cluster, { hits: sum.hits + hits, trials: sum.trials + trials })
  }
  const sums = { hits: 0, trials: 0, clusters: byCluster.size, hits2: 0, trials2: 0, hitsTrials: 0 }
  for (const { hits, trials } of byCluster.values()) {
    sums.hits += hits
    sums.trials += trials
    sums.hits2 += hits * hits
    sums.trials2 += trials * trials
    sums.hitsTrials += hits * trials
  }
  return shareOfClusters(sums)
}

/** Sums over clusters of hits, trials, their squares and their product: all that a clustered share needs, and they add over any split by cluster. */
export type ClusterSums = { hits: number; trials: number; clusters: number; hits2: number; trials2: number; hitsTrials: number }

/** The same from sums over clusters, as a database gives them. */
export function shareOfClusters(sums: ClusterSums): Proportion {
  const { hits, trials, clusters } = sums
  const note = clusterNote(clusters)
  const designEffect = designEffectOf(sums)
  const limits = note === null ? wilson(hits / trials, trials / designEffect) : noInterval
  return { value: trials === 0 ? null : hits / trials, ...limits, hits, trials, clusters, designEffect, note }
}

/** The Wilson score interval of a share seen in n independent trials, n need not be whole; 95 %. */
export function wilson(share: number, n: number): { low: number; high: number } {
  const zz = z95 * z95
  const centre = (share + zz / (2 * n)) / (1 + zz / n)
  const half = (z95 * Math.sqrt((share * (1 - share) + zz / (4 * n)) / n)) / (1 + zz / n)
  // At shares 0 and 1 the limit is the share itself, which rounding would miss.
  return { low: share === 0 ? 0 : Math.max(0, centre - half), high: share === 1 ? 1 : Math.min(1, centre + half) }
}

/**
 * Variance between clusters of the ratio of hits to trials over that of a simple random sample; exactly 1 for clusters of one.
 * When all or none are hits the data cannot show how alike a cluster is: each cluster then counts as wholly alike.
 */
function designEffectOf({ hits, trials, clusters, hits2, trials2, hitsTrials }: ClusterSums): number {
  const share = hits / trials
  if (clusters < 2) return 1
  if (hits === 0 || hits === trials) return trials2 / trials
  const between = hits2 - 2 * share * hitsTrials + share ** 2 * trials2
  const clustered = ((clusters / (clusters - 1)) * between) / trials ** 2
  return Math.max(1, clustered / ((share * (1 - share)) / (trials - 1)))
}
