import { type ClusterSums, type Proportion, shareOfClusters } from '../core/statistics/proportion.ts'
import { dayMs, type Measure } from './measure.ts'
import { untilOfStages, withOwnEndSql } from './own-window.ts'
import { asEntered } from './period.ts'
import { spellsSql } from './population-sql.ts'

/** Half a week, days: the grid of presence. */
export const halfWeek = 3.5

/** How far before the end of its window a stay is looked at, in half weeks: 53 weeks. */
const halfWeeks = 106

/** Who was in a stage so long before the end of its window (rules K7, R3), of the stays whose own window is over: at place k what holds k half weeks before. */
export interface DeadlinePresence {
  stage: number
  n: number
  clusters: number
  present: readonly Proportion[]
  /** ∫ of the share present from the end back to there, days. */
  area: readonly number[]
}

interface Row {
  stage: number
  trials: number
  clusters: number
  trials2: number
  hits: number[]
  hits2: number[]
  hitsTrials: number[]
  lived: number[]
}

/** The share present by half weeks before the own window's end: entered by then and not left (rules K7, R3). */
export const deadlinePresence: Measure<null, Row, Map<number, DeadlinePresence>> = {
  id: 'deadline-presence',
  unit: 'share',
  population: 'stays that began in the period, were not already under way when the data begin, and whose own window is over',
  sql: (anyPeriod) => {
    const population = asEntered(anyPeriod)
    const untils = untilOfStages(population.journey)
    if (untils.size === 0) return 'SELECT 1 AS stage WHERE 0'
    const spells = withOwnEndSql(spellsSql(population), untils, population.horizon)
    const grid = `range(0, ${halfWeeks + 1})`
    const before = `toInt64(k * ${halfWeek * dayMs})`
    const lived = `greatest(toInt64(0), least(${before}, own) - greatest(toInt64(0), own - whole))`
    const byCluster = `SELECT stage, cluster, toFloat64(count()) AS n, sumForEach(arrayMap(k -> toFloat64(own >= ${before} AND (found = 0 OR own - whole < ${before})), ${grid})) AS hs,
        sumForEach(arrayMap(k -> toFloat64(${lived}) / ${dayMs}, ${grid})) AS ls
      FROM (${spells}) WHERE ownEnd > 0 AND ownEnd <= ${population.horizon} GROUP BY stage, cluster`
    return `SELECT stage, sum(n) AS trials, count() AS clusters, sum(n * n) AS trials2, sumForEach(hs) AS hits, sumForEach(arrayMap(h -> h * h, hs)) AS hits2,
        sumForEach(arrayMap(h -> h * n, hs)) AS hitsTrials, sumForEach(ls) AS lived FROM (${byCluster}) GROUP BY stage ORDER BY stage`
  },
  shape: (rows) => new Map(rows.map((row) => [row.stage, presenceOf(row)])),
}

function presenceOf({ stage, trials, clusters, trials2, hits, hits2, hitsTrials, lived }: Row): DeadlinePresence {
  const sums = hits.map(
    (h, k): ClusterSums => ({ hits: h, trials, clusters, hits2: hits2[k] ?? 0, trials2, hitsTrials: hitsTrials[k] ?? 0 }),
  )
  return { stage, n: trials, clusters, present: sums.map(shareOfClusters), area: lived.map((days) => days / trials) }
}
