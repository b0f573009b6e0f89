/** What the clock on the wall of a time zone shows; weekday 0 is Sunday. */
export interface Wall {
  day: string
  weekday: number
  minute: number
}

const readers = new Map<string, Intl.DateTimeFormat>()
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** The wall clock of a zone at an instant (UTC ms). */
export function wallAt(zone: string, at: number): Wall {
  const reader =
    readers.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
  readers.set(zone, reader)
  const parts = Object.fromEntries(reader.formatToParts(at).map(({ type, value }) => [type, value]))
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    weekday: weekdays.indexOf(parts.weekday ?? ''),
    minute: Number(parts.hour) * 60 + Number(parts.minute),
  }
}

/** Ms that the clock of a zone is ahead of UTC at an instant. */
export function aheadOfUtc(zone: string, at: number): number {
  const { day, minute } = wallAt(zone, at)
  return Date.parse(`${day}T00:00:00Z`) + minute * 60_000 - Math.floor(at / 60_000) * 60_000
}

/** The instant at which the clock of a zone shows a minute of a day. */
export function atWall(zone: string, day: string, minute: number): number {
  const utc = Date.parse(`${day}T00:00:00Z`) + minute * 60_000
  const near = utc - aheadOfUtc(zone, utc)
  return utc - aheadOfUtc(zone, near)
}

/** The day of the calendar after so many. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
