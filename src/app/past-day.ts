import { AppError } from '../core/error.ts'
import type { Filter } from '../map/journey-map.ts'
import { daysBefore, endOfDay, isTimeZone, nearZones, parseDay } from '../model/local-day.ts'

/** The past day that a filter asks for (rule L4). `end`: its last instant, UTC ms. */
export interface AskedDay {
  day: string
  timeZone: string
  known: 'now' | 'then'
  end: number
}

/** Reads the past day of a filter; null where it asks for today. `now`, UTC ms. A day that is none, or is yet to come, is a `usage` error, as is a reading without a day. */
export function askedDay(filter: Filter, now: number): AskedDay | null {
  const { asOf, known, timeZone = 'UTC', version } = filter
  if (asOf === undefined) {
    const alone = { 'what was known then': known, 'a time zone': filter.timeZone, 'an older version': version }
    const [what] = Object.entries(alone).find(([, value]) => value !== undefined) ?? []
    if (what === undefined) return null
    throw new AppError('usage', `To ask for ${what}, name a past day, too: asOf, like 2025-06-30.`)
  }
  const day = parseDay(asOf)
  if (day === null) throw new AppError('usage', `"${asOf}" is no day of the calendar: write it like 2025-06-30.`)
  if (!isTimeZone(timeZone)) {
    const near = nearZones(timeZone)
    const meant = near.length === 0 ? 'write it like Europe/Zurich' : `did you mean ${near.join(' or ')}?`
    throw new AppError('usage', `"${timeZone}" is no time zone: ${meant}`)
  }
  const dayBefore = endOfDay(daysBefore(day, 1), timeZone)
  if (dayBefore >= now) throw new AppError('usage', `${asOf} is yet to come: a past day is today at the latest.`)
  return { day: asOf, timeZone, known: known ?? 'now', end: endOfDay(day, timeZone) }
}

/** Refuses a filter of a past day where figures are of today only. */
export function onlyToday({ asOf }: Filter, what: string): void {
  if (asOf === undefined) return
  throw new AppError('usage', `${what} is computed of today only: leave the past day (asOf ${asOf}) out.`)
}

/** Only the past day of a filter. */
export function pastOf(filter: Filter | undefined): Partial<Filter> {
  const { asOf, known, timeZone, version } = filter ?? {}
  return { asOf, known, timeZone, version }
}
