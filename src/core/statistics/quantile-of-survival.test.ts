import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kaplanMeier } from './kaplan-meier.ts'
import { quantileOfSurvival } from './quantile-of-survival.ts'

const leavers = (times: number[]) => kaplanMeier(times.map((time, cluster) => ({ time, left: true, cluster })))

describe('quantileOfSurvival', () => {
  it('[M3] is the least time with S(t) ≤ 1 − q, also where S meets the level exactly but for rounding', () => {
    for (let n = 1; n <= 60; n++) {
      const curve = leavers(Array.from({ length: n }, (_, i) => i + 1))
      for (let k = 1; k <= n; k++) expect(quantileOfSurvival(curve, k / n).value).toBe(k)
    }
  })

  it('[M3] is not reached where too few have left', () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ time: i, left: i < 15, cluster: i }))
    expect(quantileOfSurvival(kaplanMeier(rows), 0.5)).toMatchObject({ value: null, high: null })
    expect(quantileOfSurvival(kaplanMeier(rows), 0.25).value).toBe(9)
    expect(quantileOfSurvival(kaplanMeier([]), 0.5).value).toBe(null)
  })

  it('[M5] has limits around the value; a limit that is not reached is null', () => {
    const row = fc.record({ time: fc.integer({ min: 0, max: 30 }), left: fc.boolean(), cluster: fc.integer({ min: 0, max: 50 }) })
    fc.assert(
      fc.property(fc.array(row, { minLength: 10, maxLength: 80 }), fc.constantFrom(0.1, 0.25, 0.5, 0.75, 0.9), (rows, share) => {
        const { value, low, high } = quantileOfSurvival(kaplanMeier(rows), share)
        const clusters = new Set(rows.map((one) => one.cluster)).size
        if (clusters < 10) expect([low, high]).toEqual([null, null])
        else {
          if (value !== null) expect(low).toBeLessThanOrEqual(value)
          if (high !== null) expect(value).toBeLessThanOrEqual(high)
        }
      }),
    )
  })

  it('[M5] ends the lower limit where all leave at once, and leaves the upper open', () => {
    expect(quantileOfSurvival(leavers(Array.from({ length: 12 }, () => 3)), 0.5)).toEqual({ share: 0.5, value: 3, low: 3, high: null })
  })
})
