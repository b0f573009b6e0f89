import { clusterNote } from '../core/statistics/interval.ts'
import type { MapStage, Quantile } from '../map/journey-map.ts'
import { dayMs, type Measure } from './measure.ts'
import { staysOfSql } from './population-sql.ts'
import { quartiles, type SurvivalAtWindowRow, type TimeShapeRow } from './survival-sql.ts'

const bins = 28

/** Edges of the shape of time in a stage, ms: up to where few are left to say anything, in equal bins. */
export function shapeEdges(row: SurvivalAtWindowRow): number[] {
  const third = row.leaving[2] ?? null
  const end = Math.max(dayMs, Math.min(row.lastOfFive ?? row.last, third === null ? row.last : third * 2.5))
  return Array.from({ length: bins + 1 }, (_, i) => Math.round((end * i) / bins))
}

/** Time in stage (M3): quartiles of leaving with limits, of converting, and the shape as the share leaving in each bin. */
export function timeOf(
  row: SurvivalAtWindowRow,
  shape: TimeShapeRow | undefined,
): Pick<MapStage['time'], 'leaving' | 'converting' | 'shape' | 'cautions'> {
  const edges = shapeEdges(row)
  const survival = shape?.edges ?? []
  return {
    leaving: quartiles.map((share, i) => ({
      share,
      days: inDays(row.leaving[i]),
      low: inDays(shape?.low[i]),
      high: inDays(shape?.high[i]),
    })),
    converting: convertingOf(row),
    shape: edges.slice(1).map((to, i) => ({
      fromDay: (edges[i] ?? 0) / dayMs,
      toDay: to / dayMs,
      share: Math.max(0, (i === 0 ? 1 : (survival[i] ?? 0)) - (survival[i + 1] ?? 0)),
    })),
    cautions: row.lastOfFive === null ? ['follow-up too short: fewer than 5 stays'] : [],
  }
}

/** Quartiles of the time to convert with their limits (M3, M5); none under 10 clusters, nor where nobody converts by the window. */
export function convertingOf(row: SurvivalAtWindowRow | undefined): Quantile[] {
  const limited = row !== undefined && clusterNote(row.clusters) === null
  return quartiles.map((share, i) => ({
    share,
    days: inDays(row?.converting[i]),
    low: limited ? inDays(row.convertingLow[i]) : null,
    high: limited ? inDays(row.convertingHigh[i]) : null,
  }))
}

export const noTime: Pick<MapStage['time'], 'leaving' | 'converting' | 'shape' | 'cautions'> = {
  leaving: quartiles.map((share) => ({ share, days: null, low: null, high: null })),
  converting: convertingOf(undefined),
  shape: [],
  cautions: [],
}

function inDays(ms: number | null | undefined): number | null {
  return ms === null || ms === undefined ? null : ms / dayMs
}

/** Days to the last activity of stays that ended in silence or by an exit (M3): quantiles of plain numbers, type 7. */
export const lastActivityOfDropped: Measure<null, { stage: number; days: number[] }, Map<number, Quantile[]>> = {
  id: 'last-activity-of-dropped',
  unit: 'days',
  population: 'dropped stays that the period selects and that were not already under way',
  sql: (population) =>
    `SELECT stage, quantilesExactInclusive(${quartiles.join(', ')})((lastActivityAt - startedAt) / ${dayMs}) AS days
     FROM (${staysOfSql(population)}) WHERE underWay = 0 AND ending IN ('droppedBySilence', 'droppedByExit') GROUP BY stage`,
  shape: (rows) =>
    new Map(rows.map(({ stage, days }) => [stage, quartiles.map((share, i) => ({ share, days: days[i] ?? null, low: null, high: null }))])),
}
