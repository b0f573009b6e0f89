import { logLogLimits } from '../core/statistics/interval.ts'
import type { StageDetail } from '../map/journey-map.ts'
import { spellPopulation } from './conversion.ts'
import type { Measure } from './measure.ts'
import { spellsSql } from './population-sql.ts'
import { smallNote } from './share-sql.ts'
import { type SurvivalAtWindowRow, survivalAtWindowSql } from './survival-sql.ts'

/** Trend by calendar month of entry (UTC): how many entered, and how many of them converted within the window (M2, M11). Months still inside the window say so. */
export const trend: Measure<{ stage: number }, SurvivalAtWindowRow, StageDetail['trend']> = {
  id: 'trend',
  unit: 'share',
  population: spellPopulation,
  sql: (population, { stage }) => {
    const window = population.journey.stages[stage - 1]?.windowMs ?? 0
    const spells = `SELECT toYYYYMM(fromUnixTimestamp64Milli(startedAt, 'UTC')) AS stage, d, cause, cluster
      FROM (SELECT stage AS place, d, cause, cluster, startedAt FROM (${spellsSql(population)})) WHERE place = ${stage}`
    return survivalAtWindowSql(spells, new Map(), window)
  },
  shape: (rows, { journey, horizon }, { stage }) => {
    const window = journey.stages[stage - 1]?.windowMs ?? 0
    return rows.map((row) => {
      const month = `${Math.floor(row.stage / 100)}-${String(row.stage % 100).padStart(2, '0')}`
      const unfinished = Date.parse(`${month}-01T00:00:00Z`) + 31 * 86_400_000 + window > horizon
      const limits = logLogLimits(row.incidence[0], row.incidenceErrors[0], row.clusters)
      const note = smallNote(row.n) ?? (unfinished ? 'some are still inside the window' : null)
      return {
        month,
        entered: row.n,
        converted: {
          value: row.incidence[0],
          ...limits,
          numerator: null,
          denominator: row.n,
          population: trend.population,
          clusters: row.clusters,
          note,
        },
      }
    })
  },
}
