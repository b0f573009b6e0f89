import type { Audience } from '../model/campaign-audience.ts'
import { memberSql } from './campaign-audience-sql.ts'
import { type CampaignPeriods, campaignSpans } from './campaign-periods.ts'
import { productsSql } from './cluster-products-sql.ts'
import type { Population } from './measure.ts'
import { causeSql, clusterSql, staysOfSql } from './population-sql.ts'
import { convertingInfluencesSql, type SurvivalAtWindowRow, survivalAtWindowSql } from './survival-sql.ts'

/** Cells of a stage: three periods by outside and audience. Cell = 2 · period + (1 in the audience). */
export const cellsOfStage = 6

/** What a comparison reads: whose stays, which periods, who is of the audience. */
export interface CampaignQuery {
  population: Population
  periods: CampaignPeriods
  audience: Audience
}

/** Stays of the periods as (place, cell, d, cause, cluster, underWay); one in two periods stands twice (K3, K4). */
function cellStaysSql({ population, periods, audience }: CampaignQuery): string {
  const given = campaignSpans.flatMap((span, i) => {
    const period = periods[span]
    return period === null ? [] : [`(${i}, toInt64(${period.from}), toInt64(${period.to}))`]
  })
  const inPeriods = `SELECT *, period.1 AS span, period.2 AS periodFrom FROM (${staysOfSql(population)}) ARRAY JOIN [${given.join(', ')}] AS period
    WHERE startedAt >= period.2 AND startedAt < period.3`
  return `SELECT stage AS place, span * 2 + member AS cell, least(endedAt, ${population.horizon}) - startedAt AS d, ${causeSql} AS cause, ${clusterSql} AS cluster, underWay
    FROM (${memberSql(population.journey, audience, inPeriods, 'own.periodFrom')})`
}

/** Spells of counted stays, a stage of theirs being stage · 6 + cell. */
function cellSpells(query: CampaignQuery): { spells: string; windows: Map<number, number> } {
  const { stages } = query.population.journey
  const cells = Array.from({ length: cellsOfStage }, (_, cell) => cell)
  return {
    spells: `SELECT toInt64(place * ${cellsOfStage} + cell) AS stage, d, cause, cluster FROM (${cellStaysSql(query)}) WHERE underWay = 0`,
    windows: new Map(
      stages.flatMap(({ index, windowMs }) =>
        windowMs === null ? [] : cells.map((cell) => [index * cellsOfStage + cell, windowMs] as const),
      ),
    ),
  }
}

/** One row a stage: entries of each cell, with their products by cluster. */
export function campaignEntriesSql(query: CampaignQuery): string {
  const counts = Array.from({ length: cellsOfStage }, (_, cell) => `toFloat64(countIf(cell = ${cell}))`)
  return productsSql(`SELECT place AS stage, cluster, [${counts.join(', ')}] AS v FROM (${cellStaysSql(query)}) GROUP BY place, cluster`)
}

export type CellRow = Pick<SurvivalAtWindowRow, 'stage' | 'n' | 'clusters' | 'incidence' | 'incidenceErrors' | 'stillIn' | 'lastOfFive'>

/** One row a cell, its `stage` being stage · 6 + cell: the incidence of converting. */
export function campaignIncidenceSql(query: CampaignQuery): string {
  const { spells, windows } = cellSpells(query)
  return `SELECT stage, n, clusters, incidence, incidenceErrors, stillIn, lastOfFive FROM (${survivalAtWindowSql(spells, windows)})`
}

/** One row a stage: of each cell the influences of clusters on the incidence, then their counted stays, with products by cluster. */
export function campaignInfluencesSql(query: CampaignQuery): string {
  const { spells, windows } = cellSpells(query)
  const each = (column: string) =>
    Array.from({ length: cellsOfStage }, (_, cell) => `sumIf(toFloat64(${column}), cell = ${cell})`).join(', ')
  return productsSql(`SELECT place AS stage, cluster, [${each('influence')}, ${each('rows')}] AS v
    FROM (SELECT intDiv(stage, ${cellsOfStage}) AS place, stage % ${cellsOfStage} AS cell, cluster, influence, rows FROM (${convertingInfluencesSql(spells, windows)}))
    GROUP BY place, cluster`)
}
