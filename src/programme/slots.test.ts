import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeSlots, type StillThere, type Window } from './slots.ts'

/** A curve from its law, its areas by the midpoint rule in small steps. */
function curveOf(still: (day: number) => number, until: number): StillThere {
  const step = 1 / 512
  const sums = new Float64Array(Math.ceil(until / step) + 1)
  for (let i = 1; i < sums.length; i++) sums[i] = (sums[i - 1] as number) + still((i - 0.5) * step) * step
  return { still, area: (day) => sums[Math.min(sums.length - 1, Math.round(day / step))] as number }
}

const quartileShape = 7.638
const logLogistic = (day: number) => 1 / (1 + (day / 24) ** quartileShape)
const exponential = (day: number) => 2 ** (-day / 24)

/** The first day with at most a fifth of those of day 1 (rule R2). */
function fifth(still: (day: number) => number): Window {
  let last = 1
  while (still(last) > 0.2 * still(1)) last += 1 / 512
  return { first: 1, last }
}

const rounded = (slots: readonly { day: number; reach: number }[]) => slots.map(({ day, reach }) => [day, reach.toFixed(2)])

describe('the worked examples of rule R3', () => {
  const limits = { minGapDays: 7, most: 8 }

  it('[R3] log-logistic with median 24 and quartiles 20.8 and 27.7', () => {
    expect(24 * 3 ** (-1 / quartileShape)).toBeCloseTo(20.8, 1)
    expect(24 * 3 ** (1 / quartileShape)).toBeCloseTo(27.7, 1)
    const slots = placeSlots(curveOf(logLogistic, 60), fifth(logLogistic), limits)
    expect(rounded(slots)).toEqual([
      [5, '1.00'],
      [12, '1.00'],
      [21, '0.73'],
    ])
  })

  it('[R3] exponential with median 24', () => {
    const slots = placeSlots(curveOf(exponential, 60), fifth(exponential), limits)
    expect(slots.map(({ day }) => day)).toEqual([4, 11, 19, 29, 45])
  })

  it('[R3] 60 % leaving on day 0, then that exponential: the same days, less reach', () => {
    const still = (day: number) => 0.4 * exponential(day)
    const slots = placeSlots(curveOf(still, 60), fifth(still), limits)
    expect(slots.map(({ day }) => day)).toEqual([4, 11, 19, 29, 45])
    expect(slots[0]?.reach.toFixed(2)).toBe('0.36')
  })
})

describe('[R3] slots', () => {
  const flat = { still: () => 1, area: (day: number) => day }

  it('round half up', () => {
    // Of one message in the window from 1 to 4 days the middle is day 2.5.
    expect(placeSlots(flat, { first: 1, last: 4 }, { minGapDays: 7, most: 5 })).toEqual([{ day: 3, reach: 1 }])
    expect(placeSlots(flat, { first: 1, last: 3.98 }, { minGapDays: 7, most: 5 })).toEqual([{ day: 2, reach: 1 }])
  })

  it('are no more than the cap, and have the gap exactly where it just fits', () => {
    expect(placeSlots(flat, { first: 1, last: 29 }, { minGapDays: 7, most: 9 }).map(({ day }) => day)).toEqual([5, 12, 19, 26])
    expect(placeSlots(flat, { first: 1, last: 29 }, { minGapDays: 7, most: 2 }).map(({ day }) => day)).toEqual([8, 22])
    expect(placeSlots(flat, { first: 1, last: 29 }, { minGapDays: 7, most: 0 })).toEqual([])
  })

  it('are none where nobody lives a moment in the window', () => {
    const gone = { still: (day: number) => (day > 0.5 ? 0 : 1), area: (day: number) => Math.min(day, 0.5) }
    expect(placeSlots(gone, { first: 1, last: 20 }, { minGapDays: 7, most: 5 })).toEqual([])
  })

  it('of whole weeks are multiples of seven days', () => {
    expect(placeSlots(flat, { first: 1, last: 57 }, { minGapDays: 14, most: 4, step: 7 }).map(({ day }) => day)).toEqual([7, 21, 35, 49])
  })

  it('keep gap, cap and window, and no greater number would have fitted', () => {
    const steps = fc.array(fc.record({ day: fc.integer({ min: 1, max: 240 }), left: fc.integer({ min: 1, max: 9 }) }), { minLength: 1 })
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 6 }), (leaving, minGapDays, most) => {
        const halves = Array.from({ length: 300 }, (_, half) =>
          leaving.filter(({ day }) => day > half).reduce((sum, { left }) => sum + left, 0),
        )
        const total = leaving.reduce((sum, { left }) => sum + left, 0)
        const still = (day: number) => (halves[Math.floor(day * 2)] ?? 0) / total
        const area = (day: number) => {
          const whole = Math.floor(day * 2)
          const before = halves.slice(0, whole).reduce((sum, left) => sum + left / total / 2, 0)
          return before + (day - whole / 2) * still(day)
        }
        const window = { first: 1, last: 60 }
        const slots = placeSlots({ still, area }, window, { minGapDays, most })
        const days = slots.map(({ day }) => day)
        expect(days.length).toBeLessThanOrEqual(most)
        for (const [k, day] of days.entries()) {
          expect(day).toBeGreaterThanOrEqual(1)
          expect(day).toBeLessThanOrEqual(61)
          if (k > 0) expect(day - (days[k - 1] as number)).toBeGreaterThanOrEqual(minGapDays)
        }
        for (let n = days.length + 1; n <= most && area(60) > area(1); n++) {
          const more = slowDays(area, window, n)
          expect(more.some((day, k) => k > 0 && day - (more[k - 1] as number) < minGapDays)).toBe(true)
        }
        if (days.length > 0) expect(days).toEqual(slowDays(area, window, days.length))
      }),
    )
  })
})

/** Days by walking along in small steps, with no half days. */
function slowDays(area: (day: number) => number, { first, last }: Window, n: number): number[] {
  const total = area(last) - area(first)
  return Array.from({ length: n }, (_, k) => {
    let day = Math.floor(first) - 1
    while (area(Math.max(0, day + 0.5)) <= area(first) + ((k + 0.5) / n) * total + 1e-9) day += 1
    return day
  })
}
