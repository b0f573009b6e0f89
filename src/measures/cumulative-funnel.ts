import type { ClusterSums } from '../core/statistics/proportion.ts'
import type { Funnel } from '../map/journey-map.ts'
import type { FunnelSet } from '../map/set-kind.ts'
import { type Journey, measuredStages } from '../model/journey.ts'
import type { Measure, Population } from './measure.ts'
import { asEntered } from './period.ts'
import { allStaysSql, clusterSql } from './population-sql.ts'
import { clusterSumsSql, shareEstimate } from './share-sql.ts'

interface Row extends ClusterSums {
  stage: number
  kind: 'any' | 'all'
  running: number
  runningAll: number
}

/**
 * Rows (subject, instance, account, persona, entered, running, began, ended, lastEnding): the instances that the funnel counts (M6), with the set of stages
 * they entered, and from when (UTC ms) until when, if ever, they went. Of a lived period those that entered in it (M11).
 */
export function funnelInstancesSql(population: Population): string {
  return `SELECT subject, instance, argMin(account, position) AS account, any(persona) AS persona, argMax(entered, position) AS entered,
      argMax(ending = 'open', position) AS running, min(startedAt) AS began, argMax(endedAt, position) AS ended, argMax(toString(ending), position) AS lastEnding
    FROM (${allStaysSql(asEntered(population))}) WHERE underWay = 0 GROUP BY subject, instance HAVING argMin(chosen, position) = 1`
}

/** Whether an instance reached a stage: "any" = it or a later one, "all" = it and every earlier one, of those that someone can enter (J6). */
const reachedSql = {
  any: (_: Journey, stage: number) => `bitShiftRight(entered, ${stage}) != 0`,
  all: (journey: Journey, stage: number) => {
    const wanted = measuredStages({ stages: journey.stages.filter(({ index }) => index <= stage) })
    return `bitAnd(entered, ${wanted}) = ${wanted}`
  },
}

/** Which of these instances a figure of the funnel counts, at a stage (M7). */
export function funnelSetSql(set: FunnelSet, journey: Journey, stage: number): string {
  switch (set) {
    case 'instances':
      return '1'
    case 'running':
      return 'running'
    case 'any':
    case 'all':
      return reachedSql[set](journey, stage)
    case 'anyRunning':
      return `running AND NOT (${reachedSql.any(journey, stage)})`
    case 'allRunning':
      return `running AND NOT (${reachedSql.all(journey, stage)})`
  }
}

/** Cumulative funnel over instances (M6): "any" = this stage or a later one, "all" = this and every earlier one; with instances still running. */
export const cumulativeFunnel: Measure<null, Row, Funnel> = {
  id: 'cumulative-funnel',
  unit: 'instances',
  population: 'instances that began in the period, without those already under way',
  sql: (population) => {
    const instances = `SELECT ${clusterSql} AS cluster, entered, running FROM (${funnelInstancesSql(population)})`
    const reached = population.journey.stages.flatMap(({ index }) =>
      (['any', 'all'] as const).map((kind) => `(${index}, '${kind}', ${reachedSql[kind](population.journey, index)})`),
    )
    const byCluster = `SELECT reach.1 AS stage, reach.2 AS kind, cluster, countIf(reach.3) AS h, count() AS n, countIf(running AND NOT reach.3) AS waiting, countIf(running) AS open
      FROM (${instances}) ARRAY JOIN [${reached.join(', ')}] AS reach GROUP BY stage, kind, cluster`
    return `SELECT stage, kind, ${clusterSumsSql}, sum(waiting) AS running, sum(open) AS runningAll FROM (${byCluster}) GROUP BY stage, kind ORDER BY stage, kind`
  },
  shape: (rows, { journey }) => {
    const of = (stage: number, kind: 'any' | 'all') => rows.find((row) => row.stage === stage && row.kind === kind)
    const nobody: ClusterSums = { hits: 0, trials: 0, clusters: 0, hits2: 0, trials2: 0, hitsTrials: 0 }
    return {
      population: cumulativeFunnel.population,
      instances: rows[0]?.trials ?? 0,
      running: rows[0]?.runningAll ?? 0,
      stages: journey.stages.map(({ id, name, index }) => ({
        id,
        name,
        any: shareEstimate(of(index, 'any') ?? nobody, cumulativeFunnel.population),
        all: shareEstimate(of(index, 'all') ?? nobody, cumulativeFunnel.population),
        anyRunning: of(index, 'any')?.running ?? 0,
        allRunning: of(index, 'all')?.running ?? 0,
      })),
    }
  },
}
