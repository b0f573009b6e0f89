import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aalenJohansen } from './aalen-johansen.ts'

const row = fc.record({
  time: fc.integer({ min: 0, max: 20 }),
  cause: fc.integer({ min: 0, max: 3 }),
  cluster: fc.integer({ min: 0, max: 30 }),
})
const rows = fc.array(row, { maxLength: 60 })
const times = [20, 0, 7, 13, 7, 40]

describe('aalenJohansen', () => {
  it('[M2] has incidences and still-in that add to 1, and incidences that never fall', () => {
    fc.assert(
      fc.property(rows, (drawn) => {
        const { points } = aalenJohansen(drawn, 3, [-1, 0, 5, 10, 20, 30])
        let before = [0, 0, 0]
        for (const { survival, incidence } of points) {
          expect(incidence.reduce((sum, share) => sum + share.value, survival.value)).toBeCloseTo(1, 12)
          for (const [k, share] of incidence.entries()) expect(share.value).toBeGreaterThanOrEqual(before[k] ?? 1)
          before = incidence.map((share) => share.value)
        }
      }),
    )
  })

  it('[M2] is the share of rows by cause where nobody is censored', () => {
    fc.assert(
      fc.property(rows, (drawn) => {
        const ended = drawn.filter((one) => one.cause > 0)
        fc.pre(ended.length > 0)
        for (const { time, incidence } of aalenJohansen(ended, 3, times).points) {
          for (const [k, share] of incidence.entries()) {
            expect(share.value).toBeCloseTo(ended.filter((one) => one.time <= time && one.cause === k + 1).length / ended.length, 12)
          }
        }
      }),
    )
  })

  it('answers in the order asked, whatever the order of rows', () => {
    fc.assert(
      fc.property(rows, (drawn) => {
        const { points, clusters } = aalenJohansen(drawn, 3, times)
        expect(points.map((point) => point.time)).toEqual(times)
        expect(clusters).toBe(new Set(drawn.map((one) => one.cluster)).size)
        const other = aalenJohansen(drawn.toReversed(), 3, times).points
        for (const [i, point] of points.entries()) {
          for (const [k, share] of point.incidence.entries()) {
            expect(other[i]?.incidence[k]?.value).toBeCloseTo(share.value, 12)
            expect(other[i]?.incidence[k]?.stdErr).toBeCloseTo(share.stdErr, 10)
          }
        }
      }),
    )
  })

  it('[M5] gives limits around the estimate, or none', () => {
    fc.assert(
      fc.property(rows, (drawn) => {
        for (const { survival, incidence } of aalenJohansen(drawn, 3, times).points) {
          for (const { value, low, high } of [survival, ...incidence]) {
            expect(low === null).toBe(high === null)
            expect(low ?? value).toBeLessThanOrEqual(value)
            expect(high ?? value).toBeGreaterThanOrEqual(value)
          }
        }
      }),
    )
  })

  it('[M5] gives no interval under 10 clusters and says so', () => {
    const of = (clusters: number) =>
      aalenJohansen(
        Array.from({ length: 100 }, (_, i) => ({ time: i % 17, cause: i % 3, cluster: i % clusters })),
        2,
        [8],
      )
    expect(of(9).points[0]?.incidence[0]).toMatchObject({ low: null, high: null })
    expect(of(9).note).toContain('9 independent clusters')
    expect(of(10).note).toBe(null)
    expect(of(10).points[0]?.incidence[0]?.low).toBeLessThan(of(10).points[0]?.incidence[0]?.value ?? 0)
  })

  it('is all still-in without rows', () => {
    expect(aalenJohansen([], 1, [5]).points[0]).toMatchObject({ atRisk: 0, survival: { value: 1 }, incidence: [{ value: 0, stdErr: 0 }] })
  })

  it('refuses causes and times it was not told of', () => {
    expect(() => aalenJohansen([{ time: 1, cause: 3, cluster: 1 }], 2, [1])).toThrow('cause 3')
    expect(() => aalenJohansen([{ time: 1, cause: 0.5, cluster: 1 }], 2, [1])).toThrow('cause 0.5')
    expect(() => aalenJohansen([], 2, [Number.NaN])).toThrow('time NaN')
  })
})
