import { daysBefore, type LocalDay } from './local-day.ts'

/** How the day of an occasion follows from a year. Weekdays by ISO 8601, 1 is Monday. `nth` −1: the last of the month; `onOrAfter`: the first such weekday from that day on. */
export type CalendarRule =
  | { kind: 'fixed'; month: number; day: number }
  | { kind: 'easter'; plus: number }
  | { kind: 'nth'; nth: number; weekday: number; month: number; plus?: number }
  | { kind: 'onOrAfter'; month: number; day: number; weekday: number }

/** The day that a rule gives in a year of the Gregorian calendar. */
export function dayOfRule(rule: CalendarRule, year: number): LocalDay {
  switch (rule.kind) {
    case 'fixed':
      return { year, month: rule.month, day: rule.day }
    case 'easter':
      return daysBefore(easterSunday(year), -rule.plus)
    case 'onOrAfter': {
      const from = { year, month: rule.month, day: rule.day }
      return daysBefore(from, -((rule.weekday - weekdayOf(from) + 7) % 7))
    }
    case 'nth':
      return daysBefore(nthOf(rule, year), -(rule.plus ?? 0))
  }
}

function nthOf({ nth, weekday, month }: { nth: number; weekday: number; month: number }, year: number): LocalDay {
  if (nth > 0) return dayOfRule({ kind: 'onOrAfter', month, day: 7 * (nth - 1) + 1, weekday }, year)
  const last = daysBefore({ year, month: month + 1, day: 1 }, 1)
  return daysBefore(last, (weekdayOf(last) - weekday + 7) % 7)
}

/** The day of the week by ISO 8601: 1 is Monday, 7 Sunday. */
export function weekdayOf({ year, month, day }: LocalDay): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7
}

/** Easter Sunday of the Western churches: the anonymous Gregorian computus, as J.-M. Oudin wrote it down (1940). */
export function easterSunday(year: number): LocalDay {
  const century = Math.floor(year / 100)
  const golden = year % 19
  const skipped = Math.floor((century - 17) / 25)
  const epact = (century - Math.floor(century / 4) - Math.floor((century - skipped) / 3) + 19 * golden + 15) % 30
  const late = epact > 28 || (epact === 28 && golden > 10) ? 1 : 0
  const moon = epact - late
  const weekday = (year + Math.floor(year / 4) + moon + 2 - century + Math.floor(century / 4)) % 7
  const fromMarch = moon - weekday
  const month = 3 + Math.floor((fromMarch + 40) / 44)
  return { year, month, day: fromMarch + 28 - 31 * Math.floor(month / 4) }
}
