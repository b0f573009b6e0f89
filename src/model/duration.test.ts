import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayMs, durationText, parseDuration } from './duration.ts'

describe('parseDuration', () => {
  it.each([
    ['30d', 30 * dayMs],
    ['4 weeks', 28 * dayMs],
    ['1 week', 7 * dayMs],
    ['2w', 14 * dayMs],
    ['36h', 1.5 * dayMs],
    ['1 hour', 3_600_000],
    ['90 min', 5_400_000],
    ['1 minute', 60_000],
    ['45s', 45_000],
    ['2 seconds', 2_000],
    ['1.5d', 1.5 * dayMs],
    [' 7 days ', 7 * dayMs],
    ['0d', 0],
    ['-3d', -3 * dayMs],
  ])('reads %s', (text, ms) => expect(parseDuration(text)).toBe(ms))

  it.each(['', '30', 'd', '30 months', '1y', '30m', '1d 2h', '3.d', 'three days', '1e3d', '٣d'])('refuses %j', (text) =>
    expect(parseDuration(text)).toBeNull(),
  )
})

describe('durationText', () => {
  it.each([
    [14 * dayMs, '14 days'],
    [dayMs, '1 day'],
    [36 * 3_600_000, '36 hours'],
    [5_400_000, '90 minutes'],
    [45_000, '45 seconds'],
    [1_500, '1.5 seconds'],
  ])('says %i ms', (ms, text) => expect(durationText(ms)).toBe(text))

  it('is read back as the same time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (seconds) => parseDuration(durationText(seconds * 1_000)) === seconds * 1_000),
    )
  })
})
