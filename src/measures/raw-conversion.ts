import type { ClusterSums } from '../core/statistics/proportion.ts'
import type { Estimate, Filter } from '../map/journey-map.ts'
import type { Measure } from './measure.ts'
import { ofPeriod } from './period.ts'
import { clusterSql, staysOfSql } from './population-sql.ts'
import { clusterSumsSql, shareEstimate } from './share-sql.ts'

interface Row extends ClusterSums {
  stage: number
}

/** Whom the raw ratio speaks of (M1). */
export const rawPopulation = (filter: Filter) =>
  `stays that ${ofPeriod(filter)} and were not already under way, whether or not their time is over`

/** The raw ratio, converted / entered, with no regard to those still in (M2): shown beside the headline, named "raw". */
export const rawConversion: Measure<null, Row, Map<number, Estimate>> = {
  id: 'raw-conversion',
  unit: 'share',
  population: rawPopulation({ where: {} }),
  sql: (population) =>
    `SELECT stage, ${clusterSumsSql} FROM (
      SELECT stage, ${clusterSql} AS cluster, countIf(ending IN ('advanced', 'completed')) AS h, count() AS n
      FROM (${staysOfSql(population)}) WHERE underWay = 0 GROUP BY stage, cluster) GROUP BY stage`,
  shape: (rows, { filter }) => new Map(rows.map((row) => [row.stage, shareEstimate(row, rawPopulation(filter))])),
}
