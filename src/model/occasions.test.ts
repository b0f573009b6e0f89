import { describe, expect, it } from 'vitest'
import { easterSunday, weekdayOf } from './calendar-rule.ts'
import { dayText, parseDay } from './local-day.ts'
import { occasionAnywhere, occasionIds, occasionsOf } from './occasions.ts'
import { holidayCountries, publicHolidays } from './public-holidays.ts'

const years = [2024, 2025, 2026, 2027, 2028]
const daysOf = (id: string, country: string) =>
  years.map((year) => dayText(occasionsOf(country, year).find((occasion) => occasion.id === id)?.from as never).slice(5))
const named = (country: string, year: number) => publicHolidays(country, year).map(({ day, name }) => `${dayText(day).slice(5)} ${name}`)

describe('occasions', () => {
  it('know Easter as printed calendars have it', () => {
    const printed = [
      '2000-04-23',
      '2008-03-23',
      '2011-04-24',
      '2019-04-21',
      '2024-03-31',
      '2025-04-20',
      '2026-04-05',
      '2027-03-28',
      '2028-04-16',
      '2038-04-25',
    ]
    expect(printed.map((day) => dayText(easterSunday(Number(day.slice(0, 4)))))).toEqual(printed)
    // Always a Sunday from 22 March to 25 April.
    for (let year = 1900; year < 2300; year++) {
      const day = easterSunday(year)
      expect(weekdayOf(day)).toBe(7)
      expect(dayText(day).slice(5) >= '03-22' && dayText(day).slice(5) <= '04-25').toBe(true)
    }
  })

  it('have the days of printed calendars from 2024 to 2028', () => {
    expect(daysOf('mothers-day', 'DE')).toEqual(['05-12', '05-11', '05-10', '05-09', '05-14'])
    expect(daysOf('mothers-day', 'GB')).toEqual(['03-10', '03-30', '03-15', '03-07', '03-26'])
    expect(daysOf('mothers-day', 'FR')).toEqual(['05-26', '05-25', '05-31', '05-30', '05-28'])
    expect(daysOf('mothers-day', 'ES')).toEqual(['05-05', '05-04', '05-03', '05-02', '05-07'])
    expect(daysOf('mothers-day', 'SE')).toEqual(['05-26', '05-25', '05-31', '05-30', '05-28'])
    expect(daysOf('mothers-day', 'PL')).toEqual(years.map(() => '05-26'))
    expect(daysOf('fathers-day', 'DE')).toEqual(['05-09', '05-29', '05-14', '05-06', '05-25'])
    expect(daysOf('fathers-day', 'US')).toEqual(['06-16', '06-15', '06-21', '06-20', '06-18'])
    expect(daysOf('fathers-day', 'AT')).toEqual(['06-09', '06-08', '06-14', '06-13', '06-11'])
    expect(daysOf('fathers-day', 'CH')).toEqual(['06-02', '06-01', '06-07', '06-06', '06-04'])
    expect(daysOf('fathers-day', 'IT')).toEqual(years.map(() => '03-19'))
    expect(daysOf('fathers-day', 'SE')).toEqual(['11-10', '11-09', '11-08', '11-14', '11-12'])
    expect(daysOf('thanksgiving', 'US')).toEqual(['11-28', '11-27', '11-26', '11-25', '11-23'])
    expect(daysOf('black-friday', 'DE')).toEqual(['11-29', '11-28', '11-27', '11-26', '11-24'])
    expect(daysOf('cyber-monday', 'US')).toEqual(['12-02', '12-01', '11-30', '11-29', '11-27'])
    expect(daysOf('national-day', 'NL')).toEqual(['04-27', '04-26', '04-27', '04-27', '04-27'])
  })

  it('leave Mother’s Day in France a week later where it would be Whit Sunday', () => {
    const day = (year: number) => dayText(occasionsOf('FR', year).find(({ id }) => id === 'mothers-day')?.from as never)
    expect([day(2007), day(2012), day(2023)]).toEqual(['2007-06-03', '2012-06-03', '2023-06-04'])
  })

  it('are known by id, in any country', () => {
    expect(occasionIds).toContain('mothers-day')
    for (const id of occasionIds) expect(occasionAnywhere(id, 2026).length, id).toBeGreaterThan(0)
    expect(
      occasionAnywhere('mothers-day', 2026)
        .map(({ from }) => dayText(from))
        .sort(),
    ).toEqual(['2026-02-08', '2026-03-15', '2026-05-03', '2026-05-10', '2026-05-26', '2026-05-31'])
    expect(occasionsOf('US', 2026).some(({ id }) => id === 'epiphany')).toBe(false)
  })
})

describe('public holidays', () => {
  it('of Germany are the nine of every state', () => {
    expect(named('DE', 2026)).toEqual([
      ...[
        '01-01 New Year’s Day',
        '04-03 Good Friday',
        '04-06 Easter Monday',
        '05-01 Labour Day',
        '05-14 Ascension Day',
        '05-25 Whit Monday',
      ],
      ...['10-03 Day of German Unity', '12-25 Christmas Day', '12-26 Second day of Christmas'],
    ])
  })

  it('on a weekend are kept on their day and on the day off for it', () => {
    expect(named('GB', 2027).slice(-4)).toEqual(['12-25 Christmas Day', '12-26 Boxing Day', '12-27 Christmas Day', '12-28 Boxing Day'])
    expect(named('US', 2027).at(-1)).toBe('12-31 New Year’s Day')
    expect(named('US', 2026)).toContain('07-03 Independence Day')
    expect(named('IE', 2030)).toContain('02-01 St Brigid’s Day')
  })

  it('begin with the year of their law', () => {
    expect([2024, 2025].map((year) => named('PL', year).includes('12-24 Christmas Eve'))).toEqual([false, true])
    expect([2025, 2026].map((year) => named('IT', year).includes('10-04 St Francis'))).toEqual([false, true])
  })

  it('are days of the calendar, in order, each once', () => {
    for (const country of holidayCountries)
      for (const year of years) {
        const days = publicHolidays(country, year).map(({ day }) => dayText(day))
        expect(
          days.every((day) => parseDay(day) !== null && day.startsWith(String(year))),
          country,
        ).toBe(true)
        expect([...days].sort(), country).toEqual(days)
      }
    expect(publicHolidays('XX', 2026)).toEqual([])
  })
})
