import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { occasionsOf } from '../model/occasions.ts'
import type { SendingLimits } from '../model/programme.ts'
import { publicHolidays } from '../model/public-holidays.ts'
import { sampleProgramme } from './programme.test-support.ts'
import { type Reached, sendingCalendar } from './send-time.ts'

const { limits } = sampleProgramme()
const open: SendingLimits = {
  ...limits,
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  hours: { from: 0, to: 1440 },
  country: null,
  blackouts: [],
  sensitive: [],
}
const berlin: Reached = { zone: 'Europe/Berlin', optedOut: [] }
const at = (text: string) => Date.parse(text)
const first = (changes: Partial<SendingLimits>, due: string, reached = berlin) => {
  const found = sendingCalendar({ ...open, ...changes }).firstFrom(at(due), reached)
  return found === null ? null : new Date(found).toISOString().slice(0, 16)
}

describe('[R6] the first allowed instant', () => {
  it('is the due one where nothing stands against it', () => {
    expect(first({}, '2026-02-03T22:17Z')).toBe('2026-02-03T22:17')
  })
  it('keeps quiet hours in the zone of whom it reaches', () => {
    const hours = { from: 540, to: 1020 }
    expect(first({ hours }, '2026-02-03T22:17Z')).toBe('2026-02-04T08:00')
    expect(first({ hours }, '2026-02-03T22:17Z', { zone: 'America/New_York', optedOut: [] })).toBe('2026-02-04T14:00')
    expect(first({ hours }, '2026-02-03T16:00Z')).toBe('2026-02-04T08:00')
    expect(first({ hours }, '2026-02-03T15:59Z')).toBe('2026-02-03T15:59')
  })
  it('keeps weekends, public holidays and blackout days', () => {
    const blackouts = [{ name: 'Fair', from: { year: 2026, month: 4, day: 7 }, to: { year: 2026, month: 4, day: 8 } }]
    // Good Friday is 3 April, Easter Monday the 6th.
    expect(first({ weekdays: [1, 2, 3, 4, 5], country: 'DE', blackouts }, '2026-04-03T10:00Z')).toBe('2026-04-08T22:00')
  })
  it('spares those alone who asked so around an occasion', () => {
    const sensitive = [{ occasion: 'mothers-day', optOut: 'no_mothers_day', daysBefore: 14 }]
    const asked = { zone: 'UTC', optedOut: ['no_mothers_day'] }
    expect(first({ sensitive, country: 'DE' }, '2026-04-26T10:00Z', asked)).toBe('2026-05-11T00:00')
    expect(first({ sensitive, country: 'DE' }, '2026-04-25T10:00Z', asked)).toBe('2026-04-25T10:00')
    expect(first({ sensitive, country: 'DE' }, '2026-04-26T10:00Z', { zone: 'UTC', optedOut: [] })).toBe('2026-04-26T10:00')
    // Nobody said in which country: also that of Britain, on 15 March.
    expect(first({ sensitive: [{ ...sensitive[0], daysBefore: 0 } as (typeof sensitive)[0]] }, '2026-03-15T10:00Z', asked)).toBe(
      '2026-03-16T00:00',
    )
    const newYear = [{ occasion: 'new-year', optOut: 'no_mothers_day', daysBefore: 3 }]
    expect(first({ sensitive: newYear, country: 'DE' }, '2026-12-29T10:00Z', asked)).toBe('2027-01-02T00:00')
  })
  it('knows a time that does not exist, and one that comes twice', () => {
    // Clocks in Berlin skip 2:00 to 3:00 on 29 March 2026 and have it twice on 25 October.
    expect(first({ hours: { from: 150, to: 300 } }, '2026-03-29T00:00Z')).toBe('2026-03-29T01:00')
    expect(first({ hours: { from: 130, to: 170 } }, '2026-03-29T00:00Z')).toBe('2026-03-30T00:10')
    expect(first({ hours: { from: 120, to: 150 } }, '2026-10-25T00:45Z')).toBe('2026-10-25T01:00')
    // In Samoa 30 December 2011 never came.
    expect(first({ weekdays: [5, 6] }, '2011-12-30T09:59Z', { zone: 'Pacific/Apia', optedOut: [] })).toBe('2011-12-30T10:00')
    expect(first({ weekdays: [5] }, '2011-12-30T09:59Z', { zone: 'Pacific/Apia', optedOut: [] })).toBe('2012-01-05T10:00')
  })
  it('is looked for so long and no longer', () => {
    const blackouts = [{ name: 'Stop', from: { year: 2026, month: 1, day: 1 }, to: { year: 2026, month: 12, day: 31 } }]
    expect(first({ blackouts }, '2026-02-03T10:00Z')).toBeNull()
    const calendar = sendingCalendar({ ...open, blackouts, weekdays: [1] })
    expect(calendar.whyNone(at('2026-02-03T10:00Z'), berlin)).toBe(
      'No allowed time within 60 days: the weekdays, the blackout days leave none.',
    )
    expect(() => first({}, '2026-02-03T10:00Z', { zone: 'Europe/Berln', optedOut: [] })).toThrow(
      'There is no time zone "Europe/Berln": did you mean Europe/Berlin',
    )
  })
})

/** Minute by minute, as a person with a wall clock and a calendar would look. */
function byMinutes(limits: SendingLimits, due: number, { zone, optedOut }: Reached): number | null {
  const reader = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  const two = (n: number) => String(n).padStart(2, '0')
  const text = (day: { year: number; month: number; day: number }) => `${day.year}-${two(day.month)}-${two(day.day)}`
  const lastDay = new Date(Date.parse(reader.format(due).slice(0, 10)) + 60 * 86_400_000).toISOString().slice(0, 10)
  for (let now = due; ; now += 60_000) {
    const [day = '', time = ''] = reader.format(now).split(' ')
    if (day > lastDay) return null
    const minute = Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
    if (minute < limits.hours.from || minute >= limits.hours.to) continue
    if (!limits.weekdays.some((weekday) => weekday % 7 === new Date(day).getUTCDay())) continue
    const year = Number(day.slice(0, 4))
    if (limits.country !== null && publicHolidays(limits.country, year).some((holiday) => text(holiday.day) === day)) continue
    if (limits.blackouts.some(({ from, to }) => text(from) <= day && day <= text(to))) continue
    const spared = limits.sensitive.some(({ occasion, optOut, daysBefore }) => {
      if (!optedOut.includes(optOut)) return false
      const around = [year, year + 1].flatMap((of) => occasionsOf(limits.country ?? 'DE', of)).filter(({ id }) => id === occasion)
      return around.some(({ from, to }) => Date.parse(day) >= Date.parse(text(from)) - daysBefore * 86_400_000 && day <= text(to))
    })
    if (!spared) return now
  }
}

describe('[R6] the first allowed instant, minute by minute', () => {
  it('is the same in every zone, also where clocks change', () => {
    const zones = [
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Pacific/Chatham',
      'America/St_Johns',
      'UTC',
    ]
    // Around changes of the clock, New Year, Easter and Mother's Day.
    const days = ['2026-03-28', '2026-10-24', '2026-03-07', '2026-10-31', '2026-04-04', '2026-12-30', '2026-05-01', '2026-09-26'].map(at)
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...days),
        fc.integer({ min: 0, max: 3 * 1440 }),
        fc.uniqueArray(fc.constantFrom(1, 2, 3, 4, 5, 6, 7), { minLength: 2 }),
        fc.tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 600 })),
        fc.record({ country: fc.constantFrom('DE', 'GB', 'US'), asked: fc.boolean(), before: fc.integer({ min: 0, max: 3 }) }),
        (zone, day, minutes, weekdays, [from, length], { country, asked, before }) => {
          const changed = {
            ...open,
            weekdays: weekdays as SendingLimits['weekdays'],
            hours: { from, to: Math.min(1440, from + length) },
            country,
            sensitive: [
              { occasion: 'new-year', optOut: 'x', daysBefore: before },
              { occasion: 'mothers-day', optOut: 'y', daysBefore: before },
            ],
          }
          const reached = { zone, optedOut: asked ? ['x', 'y'] : [] }
          const due = day + minutes * 60_000
          expect(sendingCalendar(changed).firstFrom(due, reached)).toBe(byMinutes(changed, due, reached))
        },
      ),
      { numRuns: 150 },
    )
  })
})
