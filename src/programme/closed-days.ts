import type { ClosedDays } from '../map/programme-calendar.ts'
import { dayText } from '../model/local-day.ts'
import type { Programme } from '../model/programme.ts'
import { publicHolidays } from '../model/public-holidays.ts'

/** The blackout days and public holidays of a programme that meet the days from one to another, both included, as in 2026-03-27. */
export function closedDays({ id, limits: { blackouts, country } }: Programme, from: string, to: string): ClosedDays[] {
  const years = Array.from({ length: Math.max(0, yearOf(to) - yearOf(from)) + 1 }, (_, i) => yearOf(from) + i)
  const holidays = years.flatMap((year) =>
    (country === null ? [] : publicHolidays(country, year)).map(({ name, day }) => ({ name, from: dayText(day), to: dayText(day) })),
  )
  const blacked = blackouts.map((one) => ({ name: one.name, from: dayText(one.from), to: dayText(one.to) }))
  return [...blacked, ...holidays]
    .filter((one) => one.from <= to && one.to >= from)
    .map((one) => ({ programme: id, ...one }))
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4))
}
