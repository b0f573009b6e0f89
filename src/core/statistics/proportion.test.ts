import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { proportion, wilson } from './proportion.ts'

const singles = (hits: number, trials: number) =>
  Array.from({ length: trials }, (_, cluster) => ({ cluster, hits: cluster < hits ? 1 : 0, trials: 1 }))

describe('[M5] proportion', () => {
  it('is the plain Wilson interval with clusters of one', () => {
    // prop.test(15, 50, correct = FALSE) in R: 0.1910353 to 0.4375037.
    const found = proportion(singles(15, 50))
    expect(found).toMatchObject({ value: 0.3, hits: 15, trials: 50, clusters: 50, note: null })
    expect(found.designEffect).toBeCloseTo(1, 12)
    expect(found.low).toBeCloseTo(0.1910353, 6)
    expect(found.high).toBeCloseTo(0.4375037, 6)
  })

  it('is the solution of the score equation', () => {
    const share = fc.double({ min: 0.01, max: 0.99, noNaN: true })
    fc.assert(
      fc.property(share, fc.double({ min: 1, max: 1e6, noNaN: true }), (p, n) => {
        for (const limit of Object.values(wilson(p, n))) {
          expect((p - limit) ** 2 / ((limit * (1 - limit)) / n)).toBeCloseTo(1.959963984540054 ** 2, 6)
        }
      }),
    )
  })

  it('counts wholly alike clusters as one trial each', () => {
    const alike = Array.from({ length: 40 }, (_, cluster) => ({ cluster, hits: cluster < 12 ? 5 : 0, trials: 5 }))
    const one = proportion(singles(12, 40))
    const found = proportion(alike)
    // The sample variance of n trials has divisor n − 1, so 5 becomes 5 · (200 − 1) / (200 − 5).
    expect(found.designEffect).toBeCloseTo((5 * 199) / 195, 10)
    expect(found.low).toBeCloseTo(one.low ?? Number.NaN, 2)
    expect(found.high).toBeCloseTo(one.high ?? Number.NaN, 2)
  })

  it('takes clusters that vary less than chance as independent, never as better', () => {
    const even = Array.from({ length: 20 }, (_, cluster) => ({ cluster, hits: 1, trials: 2 }))
    expect(proportion(even).designEffect).toBe(1)
  })

  it('gives a one-sided hold at none and all', () => {
    const pairs = (hits: number) => Array.from({ length: 15 }, (_, cluster) => ({ cluster, hits, trials: 2 }))
    const none = proportion(pairs(0))
    expect(none).toMatchObject({ value: 0, low: 0, designEffect: 2 })
    expect(none.high).toBeCloseTo(wilson(0, 15).high, 12)
    expect(proportion(pairs(2))).toMatchObject({ value: 1, high: 1 })
  })

  it('adds up rows of one cluster, in any order, and holds the estimate within its interval', () => {
    const row = fc
      .record({ cluster: fc.integer({ min: 0, max: 25 }), hits: fc.nat({ max: 6 }), misses: fc.nat({ max: 6 }) })
      .map(({ cluster, hits, misses }) => ({ cluster, hits, trials: hits + misses }))
    fc.assert(
      fc.property(fc.array(row, { maxLength: 80 }), (rows) => {
        const found = proportion(rows)
        const reversed = proportion(rows.toReversed())
        expect(reversed.designEffect).toBeCloseTo(found.designEffect, 10)
        expect(reversed).toMatchObject({ value: found.value, clusters: found.clusters })
        expect(found.designEffect).toBeGreaterThanOrEqual(1)
        if (found.clusters < 10) expect(found).toMatchObject({ low: null, high: null, note: expect.stringContaining('at least 10') })
        else {
          expect(found.low).toBeLessThanOrEqual(found.value ?? Number.NaN)
          expect(found.high).toBeGreaterThanOrEqual(found.value ?? Number.NaN)
        }
      }),
    )
  })

  it('has no value without trials', () => {
    expect(proportion([])).toMatchObject({ value: null, low: null, high: null, trials: 0, clusters: 0 })
  })

  it('refuses more hits than trials', () => {
    expect(() => proportion([{ cluster: 1, hits: 3, trials: 2 }])).toThrow('3 hits of 2 trials')
  })
})
