import type { ClusterSums } from '../core/statistics/proportion.ts'
import type { Estimate } from '../map/journey-map.ts'
import type { Measure } from './measure.ts'
import { clusterSql, staysOfSql } from './population-sql.ts'
import { shareEstimate } from './share-sql.ts'

interface Row extends ClusterSums {
  stage: number
  kind: 'touchpoint' | 'channel'
  name: string
  channel: string
  times: number
}

/** Reach of one touchpoint or channel in one stage: stays with at least one touch, all its touches, and the share. */
export interface StageReach {
  stage: number
  kind: 'touchpoint' | 'channel'
  name: string
  channel: string | null
  stays: number
  touches: number
  share: Estimate
}

/** Share of a stage's stays with at least one customer or company event at a touchpoint or on a channel (M14). Stays of no length are left out. */
export const reach: Measure<null, Row, StageReach[]> = {
  id: 'reach',
  unit: 'share',
  population: 'stays of the stage that lasted longer than an instant',
  sql: (population) => {
    const stays = `SELECT stage, ${clusterSql} AS cluster, touches FROM (${staysOfSql(population)}) WHERE endedAt > startedAt`
    const byCluster = (
      kind: string,
      names: string,
    ) => `SELECT stage, '${kind}' AS kind, cluster, count() AS n, sumMap(arrayDistinct(${names}), arrayMap(x -> toUInt64(1), arrayDistinct(${names}))) AS met
      FROM (${stays}) GROUP BY stage, cluster`
    const kinds = `${byCluster('touchpoint', 'touches.touchpoint')} UNION ALL ${byCluster('channel', 'touches.channel')}`
    const hits = `SELECT stage, kind, name, sum(h) AS hits, sum(h * h) AS hits2, sum(h * n) AS hitsTrials
      FROM (${kinds}) ARRAY JOIN met.1 AS name, met.2 AS h WHERE name != '' GROUP BY stage, kind, name`
    const trials = `SELECT stage, sum(n) AS trials, sum(n * n) AS trials2, count() AS clusters FROM (SELECT stage, cluster, count() AS n FROM (${stays}) GROUP BY stage, cluster) GROUP BY stage`
    const times = `SELECT stage, kind, name, sum(t) AS times, topK(1)(c)[1] AS channel FROM (
        SELECT stage, touch.touchpoint AS touchpoint, touch.channel AS c, touch.times AS t FROM (${stays}) ARRAY JOIN touches AS touch
      ) ARRAY JOIN ['touchpoint', 'channel'] AS kind, [touchpoint, c] AS name GROUP BY stage, kind, name`
    return `SELECT stage, kind, name, channel, times, hits, trials, clusters, hits2, trials2, hitsTrials
      FROM (${hits}) AS hits INNER JOIN (${trials}) AS trials USING (stage) INNER JOIN (${times}) AS times USING (stage, kind, name)
      ORDER BY stage, hits DESC, name`
  },
  shape: (rows) =>
    rows.map((row) => ({
      stage: row.stage,
      kind: row.kind,
      name: row.name,
      channel: row.kind === 'touchpoint' && row.channel !== '' ? row.channel : null,
      stays: row.hits,
      touches: row.times,
      share: shareEstimate(row, reach.population),
    })),
}
