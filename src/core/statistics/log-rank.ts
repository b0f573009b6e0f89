import { chiSquareTail } from './chi-square.ts'
import type { SurvivalRow } from './kaplan-meier.ts'
import { at, moments, riskTable } from './risk-set.ts'

/** A follow-up of one group; independent of the others, so without cluster or weight. */
export type LogRankRow = Pick<SurvivalRow, 'time' | 'left' | 'from'> & { group: string | number }

export type LogRank = {
  chiSquare: number
  degreesOfFreedom: number
  p: number
  groups: { group: string | number; n: number; observed: number; expected: number }[]
}

/** The log-rank test that all groups leave alike, two or more; independent rows. With fewer groups that could have left, chi-square 0 and p 1. */
export function logRank(rows: readonly LogRankRow[]): LogRank {
  const table = riskTable(rows.map(({ time, left, from, group }) => ({ time, cause: left ? 1 : 0, from, cluster: group })))
  const size = table.clusters
  const atRisk = new Float64Array(size)
  const groups = [...new Set(rows.map((row) => row.group))].map((group) => ({ group, n: 0, observed: 0, expected: 0 }))
  const covariance = Array.from({ length: size }, () => new Float64Array(size))
  const groupOf = (row: number) => at(table.cluster, row)
  table.cluster.forEach((g, row) => {
    ;(groups[g] as LogRank['groups'][number]).n += 1
    if (at(table.from, row) === -Infinity) atRisk[g] = at(atRisk, g) + 1
  })
  for (const { events, atRisk: all, leaving, entering } of moments(table)) {
    if (events > 0) {
      for (const [g, group] of groups.entries()) group.expected += (events * at(atRisk, g)) / all
      addCovariance(covariance, atRisk, events, all)
    }
    for (const row of leaving) {
      atRisk[groupOf(row)] = at(atRisk, groupOf(row)) - 1
      if (at(table.cause, row) > 0) (groups[groupOf(row)] as LogRank['groups'][number]).observed += 1
    }
    for (const row of entering) atRisk[groupOf(row)] = at(atRisk, groupOf(row)) + 1
  }
  const { value, rank } = quadraticForm(
    covariance,
    groups.map((group) => group.observed - group.expected),
  )
  return { chiSquare: value, degreesOfFreedom: rank, p: chiSquareTail(value, rank), groups }
}

/** Adds the hypergeometric covariance of the groups' events at one moment. */
function addCovariance(covariance: Float64Array[], atRisk: Float64Array, events: number, all: number): void {
  if (all < 2) return
  const scale = (events * (all - events)) / (all - 1)
  covariance.forEach((line, g) => {
    const share = at(atRisk, g) / all
    for (let h = 0; h < line.length; h++) line[h] = at(line, h) + scale * share * ((g === h ? 1 : 0) - at(atRisk, h) / all)
  })
}

/** d′ V⁻ d with a generalised inverse of the positive semidefinite V, and the rank of V: symmetric elimination by largest pivot. */
function quadraticForm(matrix: readonly Float64Array[], vector: readonly number[]): { value: number; rank: number } {
  const v = matrix.map((line) => line.slice())
  const d = vector.slice()
  const open = new Set(d.keys())
  const largest = Math.max(0, ...v.map((line, g) => at(line, g)))
  let value = 0
  let rank = 0
  while (open.size > 0) {
    const pivot = [...open].reduce((best, g) => (diagonal(v, g) > diagonal(v, best) ? g : best))
    const variance = diagonal(v, pivot)
    if (!(variance > largest * 1e-10)) break
    open.delete(pivot)
    rank += 1
    value += at(d, pivot) ** 2 / variance
    const line = v[pivot] as Float64Array
    for (const g of open) {
      const factor = at(line, g) / variance
      d[g] = at(d, g) - factor * at(d, pivot)
      const target = v[g] as Float64Array
      for (const h of open) target[h] = at(target, h) - factor * at(line, h)
    }
  }
  return { value, rank }
}

function diagonal(matrix: readonly Float64Array[], g: number): number {
  return at(matrix[g] as Float64Array, g)
}
