import type { ClusterSums } from '../core/statistics/proportion.ts'
import type { Funnel } from '../map/journey-map.ts'
import type { Measure } from './measure.ts'
import { asEntered } from './period.ts'
import { allStaysSql, clusterSql } from './population-sql.ts'
import { clusterSumsSql, shareEstimate } from './share-sql.ts'

interface Row extends ClusterSums {
  stage: number
  kind: 'any' | 'all'
  running: number
  runningAll: number
}

/** Cumulative funnel over instances (M6): "any" = this stage or a later one, "all" = this and every earlier one; with instances still running. */
export const cumulativeFunnel: Measure<null, Row, Funnel> = {
  id: 'cumulative-funnel',
  unit: 'instances',
  population: 'instances that began in the period, without those already under way',
  sql: (anyPeriod) => {
    const population = asEntered(anyPeriod)
    const { stages } = population.journey
    const instances = `SELECT ${clusterSql} AS cluster, entered, running FROM (
        SELECT subject, instance, argMin(account, position) AS account, argMax(entered, position) AS entered, argMax(ending = 'open', position) AS running
        FROM (${allStaysSql(population)}) WHERE underWay = 0 GROUP BY subject, instance HAVING argMin(chosen, position) = 1)`
    const reached = stages.flatMap(({ index }) => [
      `(${index}, 'any', bitShiftRight(entered, ${index}) != 0)`,
      `(${index}, 'all', bitAnd(entered, ${2 ** (index + 1) - 2}) = ${2 ** (index + 1) - 2})`,
    ])
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
