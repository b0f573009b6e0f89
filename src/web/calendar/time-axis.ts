/** Whole months that the calendar shows: from the first instant to the end of the last, days as if in UTC. */
export interface TimeAxis {
  first: number
  last: number
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The months from that of the first day to that of the last; `days` as 2025-05-17, one at least. */
export function axisOf(days: readonly string[]): TimeAxis {
  const ordered = days.toSorted()
  return { first: monthStart(ordered[0] ?? '1970-01-01', 0), last: monthStart(ordered.at(-1) ?? '1970-01-01', 1) }
}

/** Where an instant stands on an axis, from 0 to 1. */
export function placeOn({ first, last }: TimeAxis, ms: number): number {
  return (ms - first) / (last - first)
}

/** Month starts to write at an axis, at most eight; none so late that it would run over the end. */
export function ticksOf({ first, last }: TimeAxis): { at: number; label: string }[] {
  const all: number[] = []
  for (let at = first; at < last; at = nextMonth(at)) all.push(at)
  const step = Math.max(1, Math.ceil(all.length / 8))
  const axis = { first, last }
  return all.filter((at, index) => index % step === 0 && placeOn(axis, at) < 0.88).map((at) => ({ at, label: monthLabel(at) }))
}

/** The day that lies so many years later, or earlier. */
export function yearsLater(day: string, years: number): string {
  const [year = 1970, month = 1, ofMonth = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year + years, month, 0)).getUTCDate()
  return new Date(Date.UTC(year + years, month - 1, Math.min(ofMonth, last))).toISOString().slice(0, 10)
}

/** The start of the month of a day, or of a later one, as if in UTC. */
function monthStart(day: string, later: number): number {
  const [year = 1970, month = 1] = day.split('-').map(Number)
  return Date.UTC(year, month - 1 + later)
}

function nextMonth(at: number): number {
  const date = new Date(at)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1)
}

function monthLabel(at: number): string {
  const date = new Date(at)
  return `${monthNames[date.getUTCMonth()] ?? ''} ${String(date.getUTCFullYear()).slice(2)}`
}
