import { nearMatches } from './near-match.ts'

const hourMs = 3_600_000

/** A day of the calendar, wherever it is lived; `month` from 1. */
export interface LocalDay {
  year: number
  month: number
  day: number
}

/** A day written as 2025-05-17; null: no such text, or no such day of the calendar. */
export function parseDay(text: string): LocalDay | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)?.map(Number) ?? []
  if (year === undefined || month === undefined || day === undefined) return null
  const read = { year, month, day }
  return dayText(read) === text && dayText(daysBefore(read, 0)) === text ? read : null
}

/** A day as 2025-05-17: such texts sort as the days do. */
export function dayText({ year, month, day }: LocalDay): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** The day so many days of the calendar earlier. */
export function daysBefore({ year, month, day }: LocalDay, days: number): LocalDay {
  const at = new Date(Date.UTC(year, month - 1, day - days))
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() }
}

const readers = new Map<string, Intl.DateTimeFormat>()

function readerOf(zone: string): Intl.DateTimeFormat {
  const known = readers.get(zone)
  if (known) return known
  const reader = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  })
  readers.set(zone, reader)
  return reader
}

/** The day that it is in a time zone at an instant (UTC ms). */
export function dayAt(instant: number, zone: string): LocalDay {
  const parts: Record<string, number> = {}
  for (const { type, value } of readerOf(zone).formatToParts(instant)) parts[type] = Number(value)
  const { year = 0, month = 1, day = 1 } = parts
  return { year, month, day }
}

const ends = new Map<string, number>()

/** The last instant (UTC ms) of a day in a time zone: days at changes of the clock have 23 or 25 hours, and where clocks go back past midnight the later one counts (rule K6). */
export function endOfDay(day: LocalDay, zone: string): number {
  const key = `${zone} ${dayText(day)}`
  const known = ends.get(key)
  if (known !== undefined) return known
  const end = findEnd(dayText(day), Date.UTC(day.year, day.month - 1, day.day + 1), zone)
  ends.set(key, end)
  return end
}

/** From where the next day has begun in every zone back to the last half hour that the day still has, then to the ms. */
function findEnd(text: string, nextInUtc: number, zone: string): number {
  const isOver = (instant: number) => dayText(dayAt(instant, zone)) > text
  let after = nextInUtc + 13 * hourMs
  while (isOver(after - hourMs / 2)) after -= hourMs / 2
  let within = after - hourMs / 2
  while (after - within > 1) {
    const middle = Math.floor((within + after) / 2)
    if (isOver(middle)) after = middle
    else within = middle
  }
  return within
}

/** Whether the system knows a time zone, e.g. "Europe/Zurich" or "UTC". */
export function isTimeZone(zone: string): boolean {
  try {
    readerOf(zone)
    return true
  } catch {
    return false
  }
}

/** The zones nearest to a mistyped one, at most three: a city without its continent finds it. */
export function nearZones(zone: string): string[] {
  const known = ['UTC', ...Intl.supportedValuesOf('timeZone')]
  const city = zone.split('/').at(-1) ?? zone
  const near = nearMatches(zone, known)
  if (near.length > 0) return near
  const ofCity = new Set(
    nearMatches(
      city,
      known.map((name) => name.split('/').at(-1) ?? name),
    ),
  )
  return known.filter((name) => ofCity.has(name.split('/').at(-1) ?? name)).slice(0, 3)
}
