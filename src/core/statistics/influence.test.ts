import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aalenJohansen } from './aalen-johansen.ts'
import { kaplanMeier, survivalAt } from './kaplan-meier.ts'
import type { FollowUp } from './risk-set.ts'

const followUp = fc
  .record({
    time: fc.integer({ min: 0, max: 12 }),
    cause: fc.integer({ min: 0, max: 3 }),
    cluster: fc.integer({ min: 0, max: 14 }),
    lag: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    weight: fc.option(fc.double({ min: 0.25, max: 4, noNaN: true }), { nil: undefined }),
  })
  .map(({ lag, ...row }): FollowUp => ({ ...row, from: lag === undefined ? undefined : row.time - lag }))
const followUps = fc.array(followUp, { minLength: 1, maxLength: 40 })
const times = [0, 1, 3, 6, 9, 12, 20]

/** The definitions, word by word: a sum over moments, nothing kept between them. */
function naive(rows: readonly FollowUp[], t: number): { survival: number; incidence: number[] } {
  let survival = 1
  const incidence = [0, 0, 0]
  for (const u of [...new Set(rows.filter((row) => row.cause > 0 && row.time <= t).map((row) => row.time))].sort((a, b) => a - b)) {
    const weightOf = (some: readonly FollowUp[]) => some.reduce((sum, row) => sum + (row.weight ?? 1), 0)
    const atRisk = rows.filter((row) => row.time >= u && (row.from ?? -Infinity) < u)
    const ended = atRisk.filter((row) => row.cause > 0 && row.time === u)
    incidence.forEach((sum, k) => {
      incidence[k] = sum + (survival * weightOf(ended.filter((row) => row.cause === k + 1))) / weightOf(atRisk)
    })
    survival *= ended.length === atRisk.length ? 0 : 1 - weightOf(ended) / weightOf(atRisk)
  }
  return { survival, incidence }
}

/** The jackknife variance from numeric derivatives: each cluster's weights are moved up and down together by a small share. */
function numericErrors(rows: readonly FollowUp[], t: number): number[] {
  const h = 1e-4
  const clusters = [...new Set(rows.map((row) => row.cluster))]
  const moved = (cluster: string | number, factor: number) => {
    const { survival, incidence } = naive(
      rows.map((row) => ({ ...row, weight: (row.weight ?? 1) * (row.cluster === cluster ? factor : 1) })),
      t,
    )
    return [survival, ...incidence]
  }
  const slopes = clusters.map((cluster) => {
    const down = moved(cluster, 1 - h)
    return moved(cluster, 1 + h).map((value, i) => (value - (down[i] ?? 0)) / (2 * h))
  })
  return [0, 1, 2, 3].map((i) => Math.sqrt(slopes.reduce((sum, slope) => sum + (slope[i] ?? 0) ** 2, 0)))
}

describe('[M5] infinitesimal jackknife by cluster', () => {
  it('meets the definitions, with ties, weights and delayed entry', () => {
    fc.assert(
      fc.property(followUps, (rows) => {
        const curve = kaplanMeier(rows.map((row) => ({ ...row, left: row.cause > 0 })))
        for (const point of aalenJohansen(rows, 3, times).points) {
          const expected = naive(rows, point.time)
          expect(point.survival.value).toBeCloseTo(expected.survival, 10)
          expect(survivalAt(curve, point.time).value).toBeCloseTo(expected.survival, 10)
          for (const [k, share] of point.incidence.entries()) expect(share.value).toBeCloseTo(expected.incidence[k] ?? Number.NaN, 10)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('is the derivative by the weight of a cluster, for survival and for every incidence', () => {
    fc.assert(
      fc.property(followUps, fc.constantFrom(...times), (rows, t) => {
        const [survival, ...incidence] = numericErrors(rows, t)
        const curve = kaplanMeier(rows.map((row) => ({ ...row, left: row.cause > 0 })))
        const point = aalenJohansen(rows, 3, [t]).points[0]
        expect(survivalAt(curve, t).stdErr).toBeCloseTo(survival ?? Number.NaN, 6)
        expect(point?.survival.stdErr).toBeCloseTo(survival ?? Number.NaN, 6)
        for (const [k, stdErr] of incidence.entries()) expect(point?.incidence[k]?.stdErr).toBeCloseTo(stdErr, 6)
      }),
      { numRuns: 300 },
    )
  })

  it('equals Greenwood with clusters of one', () => {
    fc.assert(
      fc.property(followUps, (drawn) => {
        const rows = drawn.map(({ time, cause }, cluster) => ({ time, left: cause > 0, cluster }))
        const curve = kaplanMeier(rows)
        let sum = 0
        for (const [j, events] of curve.events.entries()) {
          const atRisk = curve.atRisk[j] ?? 0
          if (events === atRisk) break
          sum += events / (atRisk * (atRisk - events))
          expect(curve.stdErr[j]).toBeCloseTo((curve.survival[j] ?? 0) * Math.sqrt(sum), 10)
        }
      }),
    )
  })
})
