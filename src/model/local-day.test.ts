import { describe, expect, it } from 'vitest'
import { dayAt, daysBefore, dayText, endOfDay, isTimeZone, nearZones, parseDay } from './local-day.ts'

const hourMs = 3_600_000
const day = (text: string) => parseDay(text) ?? expect.fail(`${text} is no day`)
const end = (text: string, zone: string) => new Date(endOfDay(day(text), zone)).toISOString()
const hours = (text: string, zone: string) => (endOfDay(day(text), zone) - endOfDay(daysBefore(day(text), 1), zone)) / hourMs

describe('[K6] the last instant of a local day', () => {
  it('is the ms before the next day begins there', () => {
    expect(end('2025-05-17', 'UTC')).toBe('2025-05-17T23:59:59.999Z')
    expect(end('2025-05-17', 'Europe/Zurich')).toBe('2025-05-17T21:59:59.999Z')
    expect(end('2025-01-17', 'Pacific/Kiritimati')).toBe('2025-01-17T09:59:59.999Z')
    expect(end('2025-01-17', 'Pacific/Pago_Pago')).toBe('2025-01-18T10:59:59.999Z')
    expect(end('2025-01-17', 'Asia/Kathmandu')).toBe('2025-01-17T18:14:59.999Z')
  })

  it('makes days of 23 and 25 hours where clocks change', () => {
    expect(hours('2025-03-30', 'Europe/Zurich')).toBe(23)
    expect(hours('2025-10-26', 'Europe/Zurich')).toBe(25)
    expect(hours('2025-10-27', 'Europe/Zurich')).toBe(24)
    expect(hours('2025-10-05', 'Australia/Lord_Howe')).toBe(23.5)
  })

  it('holds where the change is at midnight itself: a day that begins at one, one whose last hour comes twice, one left out', () => {
    expect(end('2018-11-03', 'America/Sao_Paulo')).toBe('2018-11-04T02:59:59.999Z')
    expect(hours('2018-11-04', 'America/Sao_Paulo')).toBe(23)
    expect(hours('2018-02-17', 'America/Sao_Paulo')).toBe(25)
    // Past midnight the clock went back into the day before: the later one counts.
    expect(end('2010-11-06', 'America/St_Johns')).toBe('2010-11-07T03:29:59.999Z')
    expect(end('2011-12-30', 'Pacific/Apia')).toBe(end('2011-12-29', 'Pacific/Apia'))
  })

  it('is the last that reads as that day, for every day of years with changes', () => {
    for (const zone of ['Europe/Zurich', 'America/New_York', 'Africa/Cairo', 'Asia/Beirut', 'America/Havana']) {
      for (let i = 0; i < 730; i += 1) {
        const one = daysBefore(day('2025-12-31'), i)
        const last = endOfDay(one, zone)
        expect([dayText(dayAt(last, zone)), dayText(dayAt(last + 1, zone))]).toEqual([dayText(one), dayText(daysBefore(one, -1))])
      }
    }
  })
})

describe('days of the calendar', () => {
  it('[K6] are counted back over leap days and years', () => {
    expect(dayText(daysBefore(day('2024-03-01'), 1))).toBe('2024-02-29')
    expect(dayText(daysBefore(day('2025-01-10'), 56))).toBe('2024-11-15')
  })

  it('are read strictly', () => {
    for (const text of ['2025-02-29', '2025-13-01', '2025-5-1', '25-05-17', '2025-05-17T00:00', '']) expect(parseDay(text)).toBeNull()
    expect(parseDay('2024-02-29')).toEqual({ year: 2024, month: 2, day: 29 })
  })

  it('know the zones, and those near a mistyped one', () => {
    expect(isTimeZone('Europe/Zurich')).toBe(true)
    expect(isTimeZone('Europe/Zurch')).toBe(false)
    expect(nearZones('Europe/Zurch')).toContain('Europe/Zurich')
    expect(nearZones('Zurich')).toContain('Europe/Zurich')
  })
})
