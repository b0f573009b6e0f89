import { describe, expect, it } from 'vitest'
import { on, smallJourney } from '../../test/oracle/small-journey.ts'
import type { Stage } from '../model/journey.ts'
import { conversionOf, verdictOf } from './conversion.ts'
import { dayMs } from './measure.ts'

describe('verdictOf', () => {
  // Intended 60 % with 5 points to either side: 55 % to 65 %.
  const verdict = (low: number | null, high: number | null) => verdictOf(0.6, 0.05, low, high)

  it('[C5] is confirmed when the interval lies in the tolerance, its limits included', () => {
    expect([verdict(0.57, 0.63), verdict(0.56, 0.64)]).toEqual(['confirmed', 'confirmed'])
  })

  it('[C5] is off when the interval lies wholly outside', () => {
    expect([verdict(0.1, 0.54), verdict(0.66, 0.9)]).toEqual(['off', 'off'])
  })

  it('[C5] is unknown when the interval reaches in and out, and without interval or intention', () => {
    expect([verdict(0.5, 0.6), verdict(0.6, 0.7), verdict(0.4, 0.9), verdict(null, null)]).toEqual(Array(4).fill('unknown'))
    expect(verdictOf(null, 0.05, 0.5, 0.6)).toBe('unknown')
  })
})

describe('conversionOf', () => {
  const stage = (windowDays: number, dropAfterDays: number | null) =>
    smallJourney([{ entry: on('a'), windowMs: windowDays * dayMs, dropAfterMs: dropAfterDays === null ? null : dropAfterDays * dayMs }])
      .stages[0] as Stage

  it('[M2] says of a window within dropAfter that inactivity is not yet knowable', () => {
    expect(conversionOf(stage(14, 14), undefined, undefined, { where: {} }).cautions).toEqual([
      expect.stringContaining('inactivity not yet knowable'),
    ])
    expect(conversionOf(stage(15, 14), undefined, undefined, { where: {} }).cautions).toEqual([])
    expect(conversionOf(stage(15, null), undefined, undefined, { where: {} }).cautions).toEqual([])
  })

  it('[M1] of nobody names its population all the same', () => {
    const { converted, withoutSilence } = conversionOf(stage(7, null), undefined, undefined, { where: {} })
    expect(converted).toMatchObject({ value: null, denominator: 0, note: 'no one yet' })
    expect(withoutSilence.population).toBe(`${converted.population}, silence not counted as an end`)
  })
})
