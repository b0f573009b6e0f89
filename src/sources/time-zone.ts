const hourMs = 3_600_000

/** Turns a wall-clock time (ms as if it were UTC) into UTC ms. Where clocks go back, the earlier instant; inside a gap, the clock before it. */
export type ToUtc = (wallMs: number) => number

/** True for a time zone the system knows, e.g. "Europe/Amsterdam" or "UTC". */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** How to turn wall-clock times of a zone into UTC. Remembers offsets by hour, so that a row costs a map look-up. */
export function zoneToUtc(zone: string): ToUtc {
  if (zone === 'UTC') return (wallMs) => wallMs
  const offsetAt = zoneOffsets(zone)
  const known = new Map<number, number>()
  return (wallMs) => {
    const quarter = Math.floor(wallMs / (hourMs / 4))
    let offset = known.get(quarter)
    if (offset === undefined) {
      const before = offsetAt(wallMs - 24 * hourMs)
      const after = offsetAt(wallMs + 24 * hourMs)
      offset = [before, after].find((candidate) => offsetAt(wallMs - candidate) === candidate) ?? before
      if (known.size > 200_000) known.clear()
      known.set(quarter, offset)
    }
    return wallMs - offset
  }
}

function zoneOffsets(zone: string): (utcMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (utcMs) => {
    const parts: Record<string, number> = {}
    for (const { type, value } of format.formatToParts(utcMs)) parts[type] = Number(value)
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(utcMs / 1000) * 1000
  }
}
