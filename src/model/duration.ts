const msOf: Readonly<Record<string, number>> = {
  s: 1_000,
  second: 1_000,
  min: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  w: 604_800_000,
  week: 604_800_000,
}

/** One day in ms (rule M4). */
export const dayMs = 86_400_000

/** The longest duration a definition may name: 100 years of 365 days, in ms. */
export const longestDurationMs = 36_500 * dayMs

/** What a duration looks like: a number and a unit from seconds to weeks. A month or a year has no fixed length. */
export const durationPattern = /^\s*-?\d+(\.\d+)?\s*(s|seconds?|min|minutes?|h|hours?|d|days?|w|weeks?)\s*$/

/** Ms of a duration such as "30d", "4 weeks" or "36h", rounded to a whole ms; null if it is not one. May be zero or negative. */
export function parseDuration(text: string): number | null {
  if (!durationPattern.test(text)) return null
  const [number, unit] = text.trim().split(/(?<=\d)\s*(?=[a-z])/)
  const plain = unit === 's' ? unit : (unit ?? '').replace(/s$/, '')
  return Math.round(Number(number) * (msOf[plain] ?? Number.NaN))
}

const units = [
  [dayMs, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
] as const

/** A duration in words: the largest of days, hours, minutes and seconds that divides it ("14 days", "36 hours"). */
export function durationText(ms: number): string {
  const [size, unit] = units.find(([candidate]) => ms % candidate === 0) ?? [1_000, 'second']
  const count = ms / size
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
