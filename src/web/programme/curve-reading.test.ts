import { describe, expect, it } from 'vitest'
import { axisDays, bandPath, type Curve, dayRange, reachOn, stepPath } from './curve-reading.ts'
import { moveTo, tooClose } from './moved-days.ts'

const curve: Curve = { days: [0, 2, 4, 8], still: [1, 0.75, 0.5, 0.25], low: [null, 0.7, 0.4, 0.1], high: [null, 0.8, 0.6, 0.4] }

describe('the curve of a stage', () => {
  it('says who is still there on a day: what held since the last step', () => {
    expect(reachOn(curve, 2)).toEqual({ still: 0.75, low: 0.7, high: 0.8 })
    expect(reachOn(curve, 7)).toEqual({ still: 0.5, low: 0.4, high: 0.6 })
    expect(reachOn(curve, 8)?.still).toBe(0.25)
  })

  it('says nothing beyond its last day, and everyone before its first', () => {
    expect(reachOn(curve, 9)).toBeNull()
    expect(reachOn({ days: [], still: [], low: [], high: [] }, 1)).toBeNull()
    expect(reachOn({ ...curve, days: [-8, -6, -4, 0] }, -9)?.still).toBe(1)
    expect(reachOn({ ...curve, days: [-8, -6, -4, 0] }, -5)?.still).toBe(0.75)
  })

  it('is drawn as steps, its band along the same steps', () => {
    expect(stepPath(curve.days, curve.still, [0, 8])).toBe('M0,0H25V25H50V50H100V75')
    expect(bandPath(curve, [0, 8])).toBe('M25,20H50V40H100V60V90V60H50V30H25Z')
    expect(bandPath({ ...curve, low: [null, null, null, null] }, [0, 8])).toBe('')
  })

  it('shares its axis with the window and the messages', () => {
    expect(dayRange(curve, { first: 1, last: 12 }, [5])).toEqual([0, 12])
    expect(dayRange({ ...curve, days: [] }, null, [-40, -7])).toEqual([-40, 0])
    expect(axisDays([0, 52])).toEqual([0, 7, 14, 21, 28, 35, 42, 49])
    expect(axisDays([-40, 0])).toEqual([-35, -28, -21, -14, -7, 0])
  })
})

describe('a message that is moved', () => {
  it('stays between its neighbours and within the axis, on a whole day', () => {
    expect(moveTo([5, 12, 20], 1, 14.4, [0, 30])).toEqual([5, 14, 20])
    expect(moveTo([5, 12, 20], 1, 25, [0, 30])).toEqual([5, 19, 20])
    expect(moveTo([5, 12, 20], 0, -3, [0, 30])).toEqual([0, 12, 20])
    expect(moveTo([5, 12, 20], 2, 99, [0, 30.5])).toEqual([5, 12, 30])
  })

  it('is too close to the one before when below the least gap', () => {
    expect(tooClose([5, 11], 1, 7)).toBe(6)
    expect(tooClose([5, 12], 1, 7)).toBeNull()
    expect(tooClose([5, 12], 0, 7)).toBeNull()
  })
})
