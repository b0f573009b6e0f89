/** Two-sided limits of a figure; null where no limit can be given (rule M5). */
export type Interval = { low: number | null; high: number | null }

/** A share between 0 and 1 with its standard error and 95 % limits. */
export type ShareWithInterval = Interval & { value: number; stdErr: number }

/** The 97.5 % point of the standard normal distribution: intervals are at 95 % (rule M5). */
export const z95 = 1.959963984540054

/** Under this many clusters no interval is given (rule M5). */
const minClusters = 10

export const noInterval: Interval = { low: null, high: null }

/** The sentence that stands beside a figure without interval, or null when there are clusters enough (rule M5). */
export function clusterNote(clusters: number): string | null {
  return clusters < minClusters
    ? `no interval: ${clusters} independent ${clusters === 1 ? 'cluster' : 'clusters'}, at least ${minClusters} are needed`
    : null
}

/** Whether a share is 0 or 1, but for the rounding of a sum of many fractions. */
export function atEdge(share: number): boolean {
  return !(share > 1e-12 && share < 1 - 1e-12)
}

/** 95 % limits on the log(−log) scale (rule M5); none at shares of exactly 0 or 1, where that scale ends, nor under 10 clusters. */
export function logLogLimits(share: number, stdErr: number, clusters: number): Interval {
  if (clusters < minClusters || atEdge(share)) return noInterval
  const factor = Math.exp((z95 * stdErr) / (share * -Math.log(share)))
  return { low: share ** factor, high: share ** (1 / factor) }
}
