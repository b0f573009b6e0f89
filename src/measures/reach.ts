import type { ClusterSums } from '../core/statistics/proportion.ts'
import { channelRoom } from '../journeys/touch-names.ts'
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

/** Reach of one touchpoint or channel in one stage: stays with at least one touch, all its touches, the share, and a touchpoint's commonest channel. */
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
    const touchpoint = (touch: string) => `toUInt32(intDiv(${touch}, ${channelRoom}) * 2)`
    const channel = (touch: string) => `toUInt32(${touch} % ${channelRoom} * 2 + 1)`
    // One key for touchpoints and channels alike: twice the code, one more for channels. Touches are in order, so equal touchpoints are neighbours.
    const met = `arrayConcat(arrayCompact(arrayMap(t -> ${touchpoint('t')}, touches)), arrayDistinct(arrayMap(t -> ${channel('t')}, touches)))`
    const trials = `SELECT stage, cluster, count() AS n, arraySort(groupArrayArray(${met})) AS met,
        arrayMap((key, before) -> toUInt8(key != before), met, arrayPopBack(arrayPushFront(met, toUInt32(${2 ** 32 - 1})))) AS fresh,
        arrayFilter((key, f) -> f, met, fresh) AS keys, arrayFilter((place, f) -> f, arrayEnumerate(met), fresh) AS places,
        arrayMap((place, next) -> toUInt64(next - place), places, arrayPopFront(arrayPushBack(places, toUInt32(length(met) + 1)))) AS stayed
      FROM (${stays}) GROUP BY stage, cluster`
    const hits = `SELECT stage, key, sum(h) AS hits, sum(h * h) AS hits2, sum(h * n) AS hitsTrials
      FROM (${trials}) ARRAY JOIN keys AS key, stayed AS h WHERE key > 1 GROUP BY stage, key`
    const totals = `SELECT stage, sum(n) AS trials, sum(n * n) AS trials2, count() AS clusters FROM (SELECT stage, cluster, count() AS n FROM (${stays}) GROUP BY stage, cluster) GROUP BY stage`
    const counted = `SELECT stage, touch, count() AS t FROM (SELECT stage, arrayJoin(touches) AS touch FROM (${stays})) GROUP BY stage, touch`
    const named = (kind: string) => `SELECT code, name FROM touch_names WHERE kind = '${kind}'`
    const times = `SELECT stage, key, sum(t) AS times, arraySort((c, n) -> (-toInt64(n), c), groupArray(channel), groupArray(t))[1] AS channel FROM (
        SELECT stage, t, c.name AS channel, arrayJoin([${touchpoint('touch')}, ${channel('touch')}]) AS key
        FROM (${counted}) AS touched LEFT JOIN (${named('channel')}) AS c ON c.code = touched.touch % ${channelRoom}
      ) GROUP BY stage, key`
    const names = `SELECT toUInt32(if(kind = 'touchpoint', code * 2, code * 2 + 1)) AS key, kind, name FROM touch_names`
    return `SELECT stage, kind, name, channel, times, hits, trials, clusters, hits2, trials2, hitsTrials
      FROM (${hits}) AS hits INNER JOIN (${totals}) AS totals USING (stage) INNER JOIN (${times}) AS times USING (stage, key) INNER JOIN (${names}) AS names USING (key)
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
