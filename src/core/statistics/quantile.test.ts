import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quantile, quantiles } from './quantile.ts'

describe('[M3] quantile, type 7', () => {
  it('interpolates between order statistics', () => {
    // quantile(c(10, 1, 2, 4), …) in R.
    for (const [i, expected] of [1, 1.75, 3, 8.2, 10].entries()) {
      expect(quantiles([10, 1, 2, 4], [0, 0.25, 0.5, 0.9, 1])[i]).toBeCloseTo(expected, 12)
    }
    expect(quantile([], 0.5)).toBe(null)
    expect(quantile([7], 0.3)).toBe(7)
  })

  it('lands on a whole place in spite of rounding', () => {
    const values = Array.from({ length: 11 }, (_, i) => i * i)
    for (let i = 0; i <= 10; i++) expect(quantile(values, i / 10)).toBe(i * i)
  })

  it('grows with the share and stays within the values', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    const values = fc.array(fc.integer(), { minLength: 1 })
    fc.assert(
      fc.property(values, share, share, (some, a, b) => {
        const [low, high] = quantiles(some, [Math.min(a, b), Math.max(a, b)])
        expect(low).toBeLessThanOrEqual(high ?? Number.NaN)
        expect(low).toBeGreaterThanOrEqual(Math.min(...some))
        expect(high).toBeLessThanOrEqual(Math.max(...some))
      }),
    )
  })

  it('refuses a share outside 0 to 1', () => {
    expect(() => quantile([1], 1.5)).toThrow('share 1.5')
  })
})
