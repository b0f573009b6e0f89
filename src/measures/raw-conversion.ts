import type { ClusterSums } from '../core/statistics/proportion.ts'
import type { Estimate } from '../map/journey-map.ts'
import type { Measure } from './measure.ts'
import { clusterSql, staysOfSql } from './population-sql.ts'
import { clusterSumsSql, shareEstimate } from './share-sql.ts'

interface Row extends ClusterSums {
  stage: number
}

/** The raw ratio, converted / entered, with no regard to those still in (M2): shown beside the headline, named "raw". */
export const rawConversion: Measure<null, Row, Map<number, Estimate>> = {
  id: 'raw-conversion',
  unit: 'share',
  population: 'stays that began in the period and were not already under way, whether or not their time is over',
  sql: (population) =>
    `SELECT stage, ${clusterSumsSql} FROM (
      SELECT stage, ${clusterSql} AS cluster, countIf(ending IN ('advanced', 'completed')) AS h, count() AS n
      FROM (${staysOfSql(population)}) WHERE underWay = 0 GROUP BY stage, cluster) GROUP BY stage`,
  shape: (rows) => new Map(rows.map((row) => [row.stage, shareEstimate(row, rawConversion.population)])),
}
