import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../random.ts'
import { atRiskAt, kaplanMeier, lastTimeAtRisk, type SurvivalRow, survivalAt } from './kaplan-meier.ts'

const row = fc.record({ time: fc.integer({ min: 0, max: 20 }), left: fc.boolean(), cluster: fc.integer({ min: 0, max: 30 }) })
const rows = fc.array(row, { maxLength: 60 })

describe('kaplanMeier', () => {
  it('[M4] lets events precede censoring at ties', () => {
    const tied: SurvivalRow[] = [
      { time: 5, left: false, cluster: 'a' },
      { time: 5, left: true, cluster: 'b' },
    ]
    expect(kaplanMeier(tied)).toMatchObject({ times: [5], atRisk: [2], events: [1], survival: [0.5] })
  })

  it('[M3] is the share still in where nobody is censored', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: -1, max: 21 }), (drawn, t) => {
        fc.pre(drawn.length > 0)
        const curve = kaplanMeier(drawn.map((one) => ({ ...one, left: true })))
        expect(survivalAt(curve, t).value).toBeCloseTo(drawn.filter((one) => one.time > t).length / drawn.length, 12)
      }),
    )
  })

  it('[M5] gives limits around the estimate, or none', () => {
    fc.assert(
      fc.property(rows, (drawn) => {
        const { survival, low, high } = kaplanMeier(drawn)
        for (const [j, value] of survival.entries()) {
          expect(low[j] === null).toBe(high[j] === null)
          expect(low[j] ?? value).toBeLessThanOrEqual(value)
          expect(high[j] ?? value).toBeGreaterThanOrEqual(value)
        }
      }),
    )
  })

  it('does not depend on the order of rows or the names of clusters', () => {
    fc.assert(
      fc.property(rows, (drawn) => {
        const curve = kaplanMeier(drawn)
        const other = kaplanMeier(drawn.toReversed().map((one) => ({ ...one, cluster: `account ${one.cluster}` })))
        expect(other).toMatchObject({ times: curve.times, atRisk: curve.atRisk, survival: curve.survival })
        for (const [j, stdErr] of curve.stdErr.entries()) expect(other.stdErr[j]).toBeCloseTo(stdErr, 7)
      }),
    )
  })

  it('[M11] counts a late entrant at risk only after the entry', () => {
    const curve = kaplanMeier([
      { time: 4, left: true, cluster: 'a' },
      { time: 9, left: true, cluster: 'b', from: 4 },
      { time: 9, left: false, cluster: 'c', from: 3 },
    ])
    expect(curve).toMatchObject({ times: [3, 4, 9], atRisk: [1, 2, 2], survival: [1, 0.5, 0.25] })
    expect([3, 3.5, 4, 5, 9, 10].map((t) => atRiskAt(curve, t))).toEqual([1, 2, 2, 2, 2, 0])
  })

  it('[M4] knows how long enough were followed', () => {
    const curve = kaplanMeier(Array.from({ length: 8 }, (_, i) => ({ time: i + 1, left: i % 2 === 0, cluster: i })))
    expect(lastTimeAtRisk(curve, 5)).toBe(4)
    expect(lastTimeAtRisk(curve, 9)).toBe(null)
  })

  it('[M5] gives no interval under 10 clusters and says so', () => {
    const few = Array.from({ length: 90 }, (_, i) => ({ time: i, left: true, cluster: i % 9 }))
    expect(kaplanMeier(few).note).toBe('no interval: 9 independent clusters, at least 10 are needed')
    expect(kaplanMeier(few).low.every((limit) => limit === null)).toBe(true)
    const enough = kaplanMeier(Array.from({ length: 90 }, (_, i) => ({ time: i, left: true, cluster: i % 10 })))
    expect(enough.note).toBe(null)
    expect(enough.low[40]).toBeLessThan(enough.survival[40] ?? 0)
  })

  it('is empty for no rows, and exactly 0 once all have left', () => {
    expect(kaplanMeier([])).toMatchObject({ times: [], clusters: 0 })
    const weighted = kaplanMeier([0.1, 0.2, 0.3].map((weight, i) => ({ time: i < 1 ? 1 : 2, left: true, cluster: i, weight })))
    expect(weighted.survival[1]).toBe(0)
    expect(weighted.stdErr[1]).toBe(0)
  })

  it('keeps its errors exact over a long curve: all in one cluster leaves none', () => {
    const random = createRandom('long curve')
    const drawn = Array.from({ length: 50_000 }, () => ({ time: random.exponential(30), left: random.chance(0.7), cluster: 'one' }))
    const { stdErr, survival } = kaplanMeier(drawn)
    const worst = stdErr.reduce((most, error, j) => ((survival[j] ?? 0) > 0.01 ? Math.max(most, error) : most), 0)
    expect(worst).toBeLessThan(1e-6)
  })

  it('says which row is wrong', () => {
    expect(() => kaplanMeier([{ time: Number.NaN, left: true, cluster: 1 }])).toThrow('time NaN is not a finite number, in follow-up row 0')
    expect(() => kaplanMeier([{ time: 3, from: 3, left: true, cluster: 1 }])).toThrow('from 3 does not begin before its end 3')
    expect(() => kaplanMeier([{ time: 3, weight: 0, left: true, cluster: 1 }])).toThrow('weight 0')
  })
})
