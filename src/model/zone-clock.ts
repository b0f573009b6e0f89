import { AppError } from '../core/error.ts'
import { dayMs } from './duration.ts'
import { isTimeZone, nearZones } from './local-day.ts'

/** A time zone's clock, by numbers alone. A local day is counted from 1 January 1970, which is 0. */
export interface ZoneClock {
  /** The day that it is at an instant (UTC ms). */
  dayAt(instant: number): number
  /** The parts of the time from one day's first instant to before the next day's, each with what the clock there is ahead of UTC (ms): two where clocks change on that day. */
  spansOf(day: number): readonly ClockSpan[]
}

/** A part of the time in which a clock is not changed: from its first instant until before its last (UTC ms). */
export interface ClockSpan {
  from: number
  to: number
  ahead: number
}

const clocks = new Map<string, ZoneClock>()

/** The clock of a zone of the IANA list; kept, since it is asked often. Errors: `invalid` with near matches. */
export function zoneClock(zone: string): ZoneClock {
  const known = clocks.get(zone)
  if (known) return known
  if (!isTimeZone(zone)) {
    const near = nearZones(zone)
    throw new AppError(
      'invalid',
      `There is no time zone "${zone}"${near.length > 0 ? `: did you mean ${near.join(' or ')}?` : '. It is written as "Europe/Berlin".'}`,
    )
  }
  const made = makeClock(zone)
  clocks.set(zone, made)
  return made
}

function makeClock(zone: string): ZoneClock {
  const readAhead = aheadOf(zone)
  const atDays = remembered((day: number) => readAhead(day * dayMs))
  const atHalves = remembered((half: number) => readAhead(half * halfHourMs))
  const unchanged = remembered((day: number) => (atDays(day) === atDays(day + 1) ? atDays(day) : null))
  /** Clocks change at half hours of UTC alone, and hardly ever twice a day. */
  const ahead = (instant: number): number => unchanged(Math.floor(instant / dayMs)) ?? atHalves(Math.floor(instant / halfHourMs))
  const dayAt = (instant: number) => Math.floor((instant + ahead(instant)) / dayMs)
  return { dayAt, spansOf: remembered((day: number) => findSpans(day, ahead, dayAt)) }
}

/** The same, each answer found once. */
export function remembered<Key, Found>(find: (key: Key) => Found): (key: Key) => Found {
  const known = new Map<Key, Found>()
  return (key) => {
    const kept = known.get(key)
    if (kept !== undefined) return kept
    const found = find(key)
    known.set(key, found)
    return found
  }
}

function findSpans(day: number, ahead: (instant: number) => number, dayAt: (instant: number) => number): ClockSpan[] {
  const found: ClockSpan[] = []
  for (let at = day * dayMs - 16 * hourMs; at < day * dayMs + 40 * hourMs; at += quarterMs) {
    if (dayAt(at) !== day) continue
    const last = found.at(-1)
    if (last !== undefined && last.ahead === ahead(at)) last.to = at + quarterMs
    else found.push({ from: at, to: at + quarterMs, ahead: ahead(at) })
  }
  return found
}

const hourMs = 3_600_000
const halfHourMs = hourMs / 2
/** Days begin at quarters of an hour of UTC in every zone. */
const quarterMs = hourMs / 4

function aheadOf(zone: string): (instant: number) => number {
  const reader = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, calendar: 'iso8601', hourCycle: 'h23' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  })
  return (instant) => {
    const parts: Record<string, number> = {}
    for (const { type, value } of reader.formatToParts(instant)) parts[type] = Number(value)
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000
  }
}
