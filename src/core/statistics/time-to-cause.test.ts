import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../random.ts'
import { aalenJohansen } from './aalen-johansen.ts'
import { quantileOfSurvival } from './quantile-of-survival.ts'
import { timeToCause } from './time-to-cause.ts'

const row = fc.record({
  time: fc.integer({ min: 0, max: 12 }),
  cause: fc.integer({ min: 0, max: 2 }),
  cluster: fc.integer({ min: 0, max: 14 }),
  weight: fc.double({ min: 0.5, max: 2, noNaN: true }),
})
const rows = fc.array(row, { minLength: 1, maxLength: 50 })
const window = 9

describe('[M3] timeToCause', () => {
  it('is one less the incidence over its own value at the window', () => {
    fc.assert(
      fc.property(rows, (drawn) => {
        const { times, survival } = timeToCause(drawn, 1, window)
        const { points } = aalenJohansen(drawn, 2, [...times, window])
        const total = points.at(-1)?.incidence[0]?.value ?? 0
        expect(times.length > 0).toBe(total > 0)
        for (const [j, value] of survival.entries()) {
          expect(value).toBeCloseTo(1 - (points[j]?.incidence[0]?.value ?? Number.NaN) / total, 12)
        }
      }),
    )
  })

  it('[M5] has the error that follows from moving the weights of each cluster', () => {
    const ratio = (drawn: Parameters<typeof timeToCause>[0], t: number) => {
      const { points } = aalenJohansen(drawn, 2, [t, window])
      return (points[0]?.incidence[0]?.value ?? 0) / (points[1]?.incidence[0]?.value ?? 0)
    }
    fc.assert(
      fc.property(rows, (drawn) => {
        const { times, stdErr } = timeToCause(drawn, 1, window)
        for (const [j, t] of times.entries()) {
          let squares = 0
          for (const cluster of new Set(drawn.map((one) => one.cluster))) {
            const moved = (factor: number) =>
              ratio(
                drawn.map((one) => ({ ...one, weight: one.weight * (one.cluster === cluster ? factor : 1) })),
                t,
              )
            squares += ((moved(1.0001) - moved(0.9999)) / 0.0002) ** 2
          }
          expect(stdErr[j]).toBeCloseTo(Math.sqrt(squares), 6)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('[M5] has a median whose limits hold the truth in about 95 of 100', () => {
    const random = createRandom('time to cause')
    // Rates 0.03 and 0.02 end by either cause; given the first within 40, the time is a cut-off exponential of rate 0.05.
    const truth = -Math.log(1 - 0.5 * (1 - Math.exp(-0.05 * 40))) / 0.05
    const runs = 1000
    let held = 0
    for (let run = 0; run < runs; run++) {
      const drawn = Array.from({ length: 150 }, (_, cluster) => {
        const leaving = random.exponential(20)
        const watched = random.exponential(60)
        const cause = leaving > watched ? 0 : random.chance(0.6) ? 1 : 2
        return { time: Math.min(leaving, watched), cause, cluster }
      })
      const { low, high } = quantileOfSurvival(timeToCause(drawn, 1, 40), 0.5)
      if (low !== null && high !== null && low <= truth && truth <= high) held += 1
    }
    expect(held / runs).toBeGreaterThan(0.925)
    expect(held / runs).toBeLessThan(0.975)
  })

  it('ends at the window, and is empty where nobody ended so', () => {
    const twelve = Array.from({ length: 12 }, (_, i) => ({ time: i + 1, cause: 1, cluster: i }))
    const curve = timeToCause(twelve, 1, 20)
    expect(curve).toMatchObject({ clusters: 12, note: null })
    expect(quantileOfSurvival(curve, 0.5).value).toBe(6)
    expect(quantileOfSurvival(curve, 1)).toMatchObject({ value: 12, high: 20 })
    expect(timeToCause(twelve, 2, 20).times).toEqual([])
    expect(timeToCause(twelve.slice(0, 9), 1, 20).note).toContain('9 independent clusters')
    expect(quantileOfSurvival(timeToCause(twelve.slice(0, 9), 1, 20), 0.5)).toMatchObject({ value: 5, low: null, high: null })
    expect(() => timeToCause(twelve, 0, 20)).toThrow('no time to cause 0')
  })
})
