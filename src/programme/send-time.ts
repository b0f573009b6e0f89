import { dayMs } from '../model/duration.ts'
import type { LocalDay } from '../model/local-day.ts'
import { type Occasion, occasionAnywhere, occasionsOf } from '../model/occasions.ts'
import type { SendingLimits, Weekday } from '../model/programme.ts'
import { publicHolidays } from '../model/public-holidays.ts'
import { remembered, type ZoneClock, zoneClock } from '../model/zone-clock.ts'

/** How far ahead an allowed time is looked for, days. */
export const searchDays = 60

/** Whom a message would reach: the zone in which their days are lived, and the properties with which they asked to be spared occasions. */
export interface Reached {
  zone: string
  optedOut: readonly string[]
}

/** When the limits of a programme let messages go (rule R6). */
export interface SendingCalendar {
  /** The first allowed instant at or after a due one (UTC ms); null: none within 60 days. Errors: `invalid` for an unknown zone. */
  firstFrom(due: number, reached: Reached): number | null
  /** Why nothing goes to someone on a whole local day, counted from 1 January 1970, in plain words; null: it does. */
  whyClosed(day: number, reached: Reached): string | null
  /** Why no time was found from a due instant on, in a plain sentence. */
  whyNone(due: number, reached: Reached): string
}

/** The calendar of a programme's limits: weekdays, hours, public holidays, blackout days and sensitive occasions, days lived in the zone of whom it reaches. */
export function sendingCalendar(limits: SendingLimits): SendingCalendar {
  const closed = closedDays(limits)
  const spared = sparedDays(limits)
  const dayCloses = (day: number, { optedOut }: Reached): string | null => {
    const reason = closed(day)
    if (reason !== null || optedOut.length === 0) return reason
    for (const { optOut, isSpared } of spared)
      if (optedOut.includes(optOut) && isSpared(day)) return 'the occasions that they asked to be spared'
    return null
  }
  const hoursIn = hoursReader(limits.hours)
  const firstFrom = (due: number, reached: Reached): number | null => {
    const { clock, hoursOf } = hoursIn(reached.zone)
    const first = clock.dayAt(due)
    for (let day = first; day <= first + searchDays; day++) {
      if (dayCloses(day, reached) !== null) continue
      for (const { from, to } of hoursOf(day)) if (due < to) return Math.max(from, due)
    }
    return null
  }
  return {
    firstFrom,
    whyClosed: dayCloses,
    whyNone: (due, reached) => {
      const first = zoneClock(reached.zone).dayAt(due)
      const reasons = new Set<string>()
      for (let day = first; day <= first + searchDays; day++) reasons.add(dayCloses(day, reached) ?? 'the hours')
      return `No allowed time within ${searchDays} days: ${[...reasons].join(', ')} leave none.`
    },
  }
}

/** The allowed hours of local days by zone; of an hour that comes twice both count, of one that does not come none. */
function hoursReader({ from, to }: SendingLimits['hours']) {
  const find = (clock: ZoneClock, day: number) =>
    clock.spansOf(day).flatMap((span) => {
      const midnight = day * dayMs - span.ahead
      const open = { from: Math.max(span.from, midnight + from * minuteMs), to: Math.min(span.to, midnight + to * minuteMs) }
      return open.from < open.to ? [open] : []
    })
  return remembered((zone: string) => {
    const clock = zoneClock(zone)
    return { clock, hoursOf: remembered((day: number) => find(clock, day)) }
  })
}

const minuteMs = 60_000

/** Why nothing is sent to anybody on a day, by its number; null: it is. */
function closedDays({ weekdays, country, blackouts }: SendingLimits): (day: number) => string | null {
  const known = new Map<number, string | null>()
  const holidays = byYear((year) => (country === null ? [] : publicHolidays(country, year)).map(({ day }) => dayNumber(day)))
  const blacked = blackouts.map(({ from, to }) => [dayNumber(from), dayNumber(to)] as const)
  const find = (day: number): string | null => {
    if (!weekdays.includes(weekdayOfNumber(day))) return 'the weekdays'
    if (holidays(day)) return 'public holidays'
    return blacked.some(([from, to]) => day >= from && day <= to) ? 'the blackout days' : null
  }
  return (day) => {
    const kept = known.get(day)
    if (kept !== undefined) return kept
    const found = find(day)
    known.set(day, found)
    return found
  }
}

/** The days around sensitive occasions: so many before, and the occasion itself. Without a country those of every known one. */
function sparedDays({ sensitive, country }: SendingLimits): { optOut: string; isSpared: (day: number) => boolean }[] {
  const ofYear = (id: string, year: number): Occasion[] =>
    country === null ? occasionAnywhere(id, year) : occasionsOf(country, year).filter((one) => one.id === id)
  return sensitive.map(({ occasion, optOut, daysBefore: before }) => ({
    optOut,
    isSpared: byYear((year) =>
      // Days before New Year are of the year before.
      [year, year + 1].flatMap((of) => ofYear(occasion, of)).flatMap(({ from, to }) => between(dayNumber(from) - before, dayNumber(to))),
    ),
  }))
}

/** Whether a day is among those that a year has. */
function byYear(daysOf: (year: number) => number[]): (day: number) => boolean {
  const known = new Map<number, ReadonlySet<number>>()
  return (day) => {
    const year = new Date(day * dayMs).getUTCFullYear()
    const days = known.get(year) ?? new Set(daysOf(year))
    known.set(year, days)
    return days.has(day)
  }
}

function between(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

function weekdayOfNumber(day: number): Weekday {
  // 1 January 1970 was a Thursday.
  return (((((day + 3) % 7) + 7) % 7) + 1) as Weekday
}

/** A day of the calendar as days since 1 January 1970. */
function dayNumber(day: LocalDay): number {
  return Date.UTC(day.year, day.month - 1, day.day) / dayMs
}
