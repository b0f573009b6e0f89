import type { ClusterSums } from '../core/statistics/proportion.ts'
import type { StageDetail } from '../map/journey-map.ts'
import type { Measure } from './measure.ts'
import { ofPeriod } from './period.ts'
import { clusterSql, staysOfSql } from './population-sql.ts'
import { shareEstimate } from './share-sql.ts'

interface Row extends ClusterSums {
  ending: string
  nextStage: number
}

const places: Record<string, string> = {
  open: 'still in the stage',
  completed: 'goal met',
  droppedByExit: 'dropped, by an event',
  droppedBySilence: 'dropped, by silence',
}

/** Where the stays of one stage go next (M6, next-step): every stay counted once. */
export const nextStage: Measure<{ stage: number }, Row, StageDetail['next']> = {
  id: 'next-stage',
  unit: 'stays',
  population: 'all stays of the stage that the period selects',
  sql: (population, { stage }) => {
    const stays = `SELECT ending, nextStage, ${clusterSql} AS cluster FROM (${staysOfSql(population)}) WHERE stage = ${stage}`
    const trials = `SELECT cluster, count() AS n FROM (${stays}) GROUP BY cluster`
    const hits = `SELECT ending, nextStage, sum(h) AS hits, sum(h * h) AS hits2, sum(h * n) AS hitsTrials
      FROM (SELECT ending, nextStage, cluster, count() AS h FROM (${stays}) GROUP BY ending, nextStage, cluster) AS hit INNER JOIN (${trials}) AS t USING (cluster) GROUP BY ending, nextStage`
    return `SELECT ending, nextStage, hits, hits2, hitsTrials, trials, trials2, clusters
      FROM (${hits}) AS hits CROSS JOIN (SELECT sum(n) AS trials, sum(n * n) AS trials2, count() AS clusters FROM (${trials})) AS trials
      ORDER BY hits DESC, nextStage, ending`
  },
  shape: (rows, { journey, filter }) =>
    rows.map((row) => ({
      to: row.nextStage > 0 ? (journey.stages[row.nextStage - 1]?.name ?? '') : (places[row.ending] ?? row.ending),
      how: row.ending,
      stays: row.hits,
      share: shareEstimate(row, `all stays of the stage that ${ofPeriod(filter)}`),
    })),
}
