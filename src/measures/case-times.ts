import type { Paths } from '../map/paths.ts'
import { dayMs } from './measure.ts'
import type { Traces } from './traces.ts'

interface CasesRow {
  cases: number
  running: number
  events: number
  medianMs: number
  meanMs: number
}

/** How many cases and events, and the time from the first to the last event of a case: median (type 7) and mean (P1). */
export function caseTimesSql({ sql }: Traces): string {
  return `SELECT count() AS cases, countIf(running) AS running, sum(length(names)) AS events, quantileExactInclusive(0.5)(span) AS medianMs, avg(span) AS meanMs
    FROM (SELECT names, running, if(empty(times), 0, times[-1] - times[1]) AS span FROM (${sql}))`
}

export function shapeCaseTimes([row]: readonly CasesRow[]): Pick<Paths, 'cases' | 'running' | 'events' | 'medianDays' | 'meanDays'> {
  if (!row || row.cases === 0) return { cases: 0, running: 0, events: 0, medianDays: null, meanDays: null }
  return { cases: row.cases, running: row.running, events: row.events, medianDays: row.medianMs / dayMs, meanDays: row.meanMs / dayMs }
}

/** Each event name: how often, in how many cases, in how many of them more than once (rework), and how many begin and end with it (P1). */
export function activitiesSql({ sql }: Traces): string {
  return `SELECT name, sum(times) AS events, count() AS cases, countIf(times > 1) AS rework, countIf(name = first) AS starts, countIf(name = last) AS ends
    FROM (SELECT name, subject, instance, any(names[1]) AS first, any(names[-1]) AS last, count() AS times
      FROM (${sql}) ARRAY JOIN names AS name GROUP BY name, subject, instance)
    GROUP BY name ORDER BY events DESC, name`
}
