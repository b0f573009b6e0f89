/** Years in a row without any event that part events far off from the others. */
const emptyYears = 5
/** Of all events so many, at most, can be far off from the others. */
const largestShare = 0.05

/** Watches when the events of a file occurred, for dates that may stand for a missing one. */
export interface FarTimes {
  add(occurredAt: number): void
  /** Says how many events lie years before all others; null where none do. */
  notice(): string | null
}

/** Counts events by year. Times are UTC ms. */
export function farTimes(): FarTimes {
  const years = new Map<number, number>()
  let earliest = Infinity
  let counted = { from: 0, to: 0, year: 0 }
  return {
    add: (occurredAt) => {
      if (occurredAt < counted.from || occurredAt >= counted.to) counted = yearOf(occurredAt)
      years.set(counted.year, (years.get(counted.year) ?? 0) + 1)
      if (occurredAt < earliest) earliest = occurredAt
    },
    notice: () => {
      const far = farYears([...years].sort(([a], [b]) => a - b))
      if (far === null) return null
      const first = new Date(earliest).toISOString().slice(0, 10)
      const are = far.events === 1 ? `is before ${far.last + 1}, on ${first}` : `are before ${far.last + 1}, the earliest on ${first}`
      return `${far.events} of ${far.all} events ${are}; all others are from ${far.next} on. If these dates are wrong, the data only seem to begin then, and figures over time are stretched: undo the import, correct the file and import it again.`
    },
  }
}

function yearOf(at: number): { from: number; to: number; year: number } {
  const year = new Date(at).getUTCFullYear()
  return { from: Date.UTC(year, 0), to: Date.UTC(year + 1, 0), year }
}

/** The events before the latest long gap that has few before it: how many, their last year, and the next with events. */
function farYears(years: readonly (readonly [number, number])[]): { events: number; all: number; last: number; next: number } | null {
  const all = years.reduce((sum, [, events]) => sum + events, 0)
  let before = 0
  let far: ReturnType<typeof farYears> = null
  for (const [place, [year, events]] of years.entries()) {
    before += events
    const next = years[place + 1]?.[0] ?? year
    if (next - year > emptyYears && before <= largestShare * all) far = { events: before, all, last: year, next }
  }
  return far
}
