import type { Measure } from './measure.ts'
import { allStaysSql } from './population-sql.ts'

export interface JourneyTotals {
  subjects: number
  instances: number
  /** First stay's start, UTC ms; null without stays. */
  from: number | null
}

/** How many subjects and instances the map speaks of, and since when. */
export const journeyTotals: Measure<null, { subjects: number; instances: number; from: number }, JourneyTotals> = {
  id: 'journey-totals',
  unit: 'instances',
  population: 'instances with a stay that the period selects',
  sql: (population) =>
    `SELECT uniqExact(subject) AS subjects, uniqExact(subject, instance) AS instances, min(startedAt) AS from FROM (${allStaysSql(population)}) WHERE chosen`,
  shape: ([row]) => ({ subjects: row?.subjects ?? 0, instances: row?.instances ?? 0, from: row && row.subjects > 0 ? row.from : null }),
}

/** Subjects of each persona over the whole version, by persona id, of any stay. */
export const personaSubjects: Measure<null, { persona: string; subjects: number }, Map<string, number>> = {
  id: 'persona-subjects',
  unit: 'instances',
  population: 'subjects with any stay',
  sql: ({ version }) => `SELECT persona, uniqExact(subject) AS subjects FROM stays WHERE version = ${version} GROUP BY persona`,
  shape: (rows) => new Map(rows.map((row) => [row.persona, row.subjects])),
}
