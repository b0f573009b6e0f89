import type { Filter } from '../map/journey-map.ts'
import type { Journey } from '../model/journey.ts'
import type { CampaignMembers } from './campaign-audience-sql.ts'

/** Whose stays a measure counts: one journey version's, followed to the horizon (UTC ms), narrowed by a filter (M11, M12). */
export interface Population {
  journey: Journey
  version: number
  horizon: number
  filter: Filter
  /** Of a campaign's cohort only one side of its audience (K2); the filter then has its period. */
  campaign?: CampaignMembers
}

/** A figure as a value: `sql` asks the store, `shape` makes the rows a result. Both are pure; the store runs between them. */
export interface Measure<Options, Row, Result> {
  id: string
  /** What is counted, in plain words; shown beside the figure (M1). */
  population: string
  unit: 'stays' | 'instances' | 'share' | 'days' | 'money'
  sql(population: Population, options: Options): string
  shape(rows: readonly Row[], population: Population, options: Options): Result
}

/** One day (M4), ms. */
export const dayMs = 86_400_000
