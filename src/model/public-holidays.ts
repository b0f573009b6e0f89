import { type CalendarRule, dayOfRule, weekdayOf } from './calendar-rule.ts'
import { daysBefore, dayText, type LocalDay } from './local-day.ts'

/** A public holiday kept in the whole country. `since`: the first year that it is one. `moved`: how a weekend moves it. */
interface Holiday {
  name: string
  rule: CalendarRule
  since?: number
  moved?: 'nextWorkday' | 'nearestWorkday' | 'saturdayIfSunday' | 'fridayIfFirst'
}

/** A public holiday on its day. */
export interface PublicHoliday {
  day: LocalDay
  name: string
}

const fixed = (name: string, month: number, day: number, more: Partial<Holiday> = {}): Holiday => ({
  name,
  rule: { kind: 'fixed', month, day },
  ...more,
})
const easter = (name: string, plus: number): Holiday => ({ name, rule: { kind: 'easter', plus } })
const nth = (name: string, count: number, weekday: number, month: number): Holiday => ({
  name,
  rule: { kind: 'nth', nth: count, weekday, month },
})

const newYear = fixed('New Year’s Day', 1, 1)
const epiphany = fixed('Epiphany', 1, 6)
const goodFriday = easter('Good Friday', -2)
const easterDay = easter('Easter Sunday', 0)
const easterMonday = easter('Easter Monday', 1)
const ascension = easter('Ascension Day', 39)
const whitSunday = easter('Whit Sunday', 49)
const whitMonday = easter('Whit Monday', 50)
const corpusChristi = easter('Corpus Christi', 60)
const labourDay = fixed('Labour Day', 5, 1)
const assumption = fixed('Assumption Day', 8, 15)
const allSaints = fixed('All Saints’ Day', 11, 1)
const immaculate = fixed('Immaculate Conception', 12, 8)
const christmas = fixed('Christmas Day', 12, 25)
const second = fixed('Second day of Christmas', 12, 26)
const observed = { moved: 'nearestWorkday' } as const
const substitute = { moved: 'nextWorkday' } as const

/** By ISO 3166 code; the laws behind them stand in docs/occasions.md. Only what the whole country keeps. */
const holidays: Readonly<Record<string, readonly Holiday[]>> = {
  AT: [
    ...[newYear, epiphany, easterMonday, labourDay, ascension, whitMonday, corpusChristi, assumption],
    ...[fixed('National Day', 10, 26), allSaints, immaculate, christmas, second],
  ],
  BE: [
    ...[newYear, easterMonday, labourDay, ascension, whitMonday, fixed('National Day', 7, 21), assumption, allSaints],
    ...[fixed('Armistice Day', 11, 11), christmas],
  ],
  CH: [newYear, ascension, fixed('National Day', 8, 1), christmas],
  DE: [newYear, goodFriday, easterMonday, labourDay, ascension, whitMonday, fixed('Day of German Unity', 10, 3), christmas, second],
  DK: [
    ...[newYear, easter('Maundy Thursday', -3), goodFriday, easterDay, easterMonday, ascension, whitSunday, whitMonday],
    ...[christmas, second],
  ],
  ES: [
    ...[newYear, epiphany, goodFriday, labourDay, assumption, fixed('National Day', 10, 12), allSaints],
    ...[fixed('Constitution Day', 12, 6), immaculate, christmas],
  ],
  FI: [
    ...[newYear, epiphany, goodFriday, easterDay, easterMonday, labourDay, ascension, whitSunday],
    { name: 'Midsummer Day', rule: { kind: 'onOrAfter', month: 6, day: 20, weekday: 6 } },
    { name: 'All Saints’ Day', rule: { kind: 'onOrAfter', month: 10, day: 31, weekday: 6 } },
    ...[fixed('Independence Day', 12, 6), christmas, second],
  ],
  FR: [
    ...[newYear, easterMonday, labourDay, fixed('Victory Day', 5, 8), ascension, whitMonday, fixed('National Day', 7, 14)],
    ...[assumption, allSaints, fixed('Armistice Day', 11, 11), christmas],
  ],
  GB: [
    fixed('New Year’s Day', 1, 1, substitute),
    goodFriday,
    nth('Early May bank holiday', 1, 1, 5),
    nth('Spring bank holiday', -1, 1, 5),
    fixed('Christmas Day', 12, 25, substitute),
    fixed('Boxing Day', 12, 26, substitute),
  ],
  IE: [
    newYear,
    { name: 'St Brigid’s Day', rule: { kind: 'onOrAfter', month: 2, day: 1, weekday: 1 }, since: 2023, moved: 'fridayIfFirst' },
    ...[fixed('St Patrick’s Day', 3, 17), easterMonday, nth('May holiday', 1, 1, 5), nth('June holiday', 1, 1, 6)],
    ...[nth('August holiday', 1, 1, 8), nth('October holiday', -1, 1, 10), christmas, fixed('St Stephen’s Day', 12, 26)],
  ],
  IT: [
    ...[newYear, epiphany, easterDay, easterMonday, fixed('Liberation Day', 4, 25), labourDay, fixed('Republic Day', 6, 2), assumption],
    ...[fixed('St Francis', 10, 4, { since: 2026 }), allSaints, immaculate, christmas, second],
  ],
  NL: [
    ...[newYear, easterDay, easterMonday, fixed('King’s Day', 4, 27, { moved: 'saturdayIfSunday' }), fixed('Liberation Day', 5, 5)],
    ...[ascension, whitSunday, whitMonday, christmas, second],
  ],
  NO: [
    ...[newYear, easter('Maundy Thursday', -3), goodFriday, easterDay, easterMonday, labourDay, fixed('Constitution Day', 5, 17)],
    ...[ascension, whitSunday, whitMonday, christmas, second],
  ],
  PL: [
    ...[newYear, epiphany, easterDay, easterMonday, labourDay, fixed('Constitution Day', 5, 3), whitSunday, corpusChristi, assumption],
    ...[allSaints, fixed('Independence Day', 11, 11), fixed('Christmas Eve', 12, 24, { since: 2025 }), christmas, second],
  ],
  PT: [
    ...[newYear, goodFriday, easterDay, fixed('Freedom Day', 4, 25), labourDay, fixed('Portugal Day', 6, 10), corpusChristi, assumption],
    ...[fixed('Republic Day', 10, 5), allSaints, fixed('Restoration of Independence', 12, 1), immaculate, christmas],
  ],
  SE: [
    ...[newYear, epiphany, goodFriday, easterDay, easterMonday, labourDay, ascension, fixed('National Day', 6, 6), whitSunday],
    { name: 'Midsummer Day', rule: { kind: 'onOrAfter', month: 6, day: 20, weekday: 6 } },
    { name: 'All Saints’ Day', rule: { kind: 'onOrAfter', month: 10, day: 31, weekday: 6 } },
    ...[christmas, second],
  ],
  US: [
    fixed('New Year’s Day', 1, 1, observed),
    ...[nth('Martin Luther King Jr. Day', 3, 1, 1), nth('Washington’s Birthday', 3, 1, 2), nth('Memorial Day', -1, 1, 5)],
    fixed('Juneteenth', 6, 19, { ...observed, since: 2021 }),
    fixed('Independence Day', 7, 4, observed),
    ...[nth('Labor Day', 1, 1, 9), nth('Columbus Day', 2, 1, 10)],
    fixed('Veterans Day', 11, 11, observed),
    nth('Thanksgiving Day', 4, 4, 11),
    fixed('Christmas Day', 12, 25, observed),
  ],
}

/** Countries whose public holidays are known, by ISO 3166 code, in order of the alphabet. */
export const holidayCountries: readonly string[] = Object.keys(holidays).sort()

/** The public holidays that a whole country keeps in a year, in order; one that falls on a weekend stands on its day and on the day off for it. Regional ones are not known. None of a country that is not among `holidayCountries`. */
export function publicHolidays(country: string, year: number): PublicHoliday[] {
  // A New Year's Day on a Saturday may be kept on the last day of the year before.
  const days = [year, year + 1].flatMap((from) => inYear(country, from)).filter(({ day }) => day.year === year)
  return days.sort((a, b) => (dayText(a.day) < dayText(b.day) ? -1 : 1))
}

function inYear(country: string, year: number): PublicHoliday[] {
  const found: PublicHoliday[] = []
  for (const { name, rule, since = 0, moved } of holidays[country] ?? []) {
    if (year < since) continue
    const taken = new Set(found.map(({ day }) => dayText(day)))
    for (const day of daysKept(dayOfRule(rule, year), moved, taken)) found.push({ name, day })
  }
  return found
}

/** The days on which a holiday is kept: moved, or the day itself and the day off for it. */
function daysKept(day: LocalDay, moved: Holiday['moved'], taken: ReadonlySet<string>): LocalDay[] {
  const weekday = weekdayOf(day)
  if (moved === 'saturdayIfSunday') return [weekday === 7 ? daysBefore(day, 1) : day]
  if (moved === 'fridayIfFirst') return [day.day === 4 ? daysBefore(day, 3) : day]
  if (moved === undefined || weekday < 6) return [day]
  if (moved === 'nearestWorkday') return [day, daysBefore(day, weekday === 6 ? 1 : -1)]
  let off = day
  while (weekdayOf(off) > 5 || taken.has(dayText(off))) off = daysBefore(off, -1)
  return [day, off]
}
