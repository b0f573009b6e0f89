import { logLogLimits } from '../core/statistics/interval.ts'
import type { StageDetail } from '../map/journey-map.ts'
import { spellPopulation } from './conversion.ts'
import type { Measure } from './measure.ts'
import { asEntered } from './period.ts'
import { spellsSql, staysOfSql } from './population-sql.ts'
import { smallNote } from './share-sql.ts'
import { type SurvivalAtWindowRow, survivalAtWindowSql } from './survival-sql.ts'

interface Row extends SurvivalAtWindowRow {
  entered: number
}

/** Trend by calendar month of entry (UTC): how many entered, and how many of those not already under way converted within the window (M2, M11), cohorts in every reading of a period. Months still inside the window say so. */
export const trend: Measure<{ stage: number }, Row, StageDetail['trend']> = {
  id: 'trend',
  unit: 'share',
  population: spellPopulation({ where: {} }),
  sql: (anyPeriod, { stage }) => {
    const population = asEntered(anyPeriod)
    const window = population.journey.stages[stage - 1]?.windowMs ?? 0
    const month = `toYYYYMM(fromUnixTimestamp64Milli(startedAt, 'UTC'))`
    const spells = `SELECT ${month} AS stage, d, cause, cluster
      FROM (SELECT stage AS place, d, cause, cluster, startedAt FROM (${spellsSql(population)})) WHERE place = ${stage}`
    const entered = `SELECT month, count() AS entered FROM (SELECT ${month} AS month FROM (${staysOfSql(population)}) WHERE stage = ${stage}) GROUP BY month`
    return `SELECT entered.month AS stage, entered, s.* EXCEPT (stage) FROM (${entered}) AS entered
      LEFT JOIN (${survivalAtWindowSql(spells, new Map(), window)}) AS s ON s.stage = entered.month ORDER BY stage`
  },
  shape: (rows, { journey, horizon }, { stage }) => {
    const window = journey.stages[stage - 1]?.windowMs ?? 0
    return rows.map((row) => {
      const [year, monthOfYear] = [Math.floor(row.stage / 100), row.stage % 100]
      const unfinished = Date.UTC(year, monthOfYear) + window > horizon + 1
      const limits = logLogLimits(row.incidence[0] ?? 0, row.incidenceErrors[0] ?? 0, row.clusters)
      const note = smallNote(row.n) ?? (unfinished ? 'some are still inside the window' : null)
      return {
        month: `${year}-${String(monthOfYear).padStart(2, '0')}`,
        entered: row.entered,
        converted: {
          value: row.n === 0 ? null : row.incidence[0],
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
