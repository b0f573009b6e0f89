import type { StayCounts } from '../map/journey-map.ts'
import type { Measure } from './measure.ts'
import { staysOfSql } from './population-sql.ts'

interface Row extends StayCounts {
  stage: number
}

/** The counts of stays by how they opened and ended (M6), of every stage; the sums hold in every slice. `skipped`: stays, of other stages, whose opening jumped over this one. */
export const stayCounts: Measure<null, Row, Map<number, StayCounts>> = {
  id: 'stay-counts',
  unit: 'stays',
  population: 'all stays of the stage that the period selects',
  sql: (population) => {
    const opened = (how: string) => `countIf(openedBy = '${how}')`
    const ended = (how: string) => `countIf(ending = '${how}')`
    return `SELECT stage, count() AS entered, ${opened('first')} AS first, ${opened('advanced')} AS advancedIn, ${opened('returned')} AS returnedIn,
        ${opened('resumed')} AS resumed, ${opened('recovered')} AS recovered,
        ${ended('open')} AS stillIn, ${ended('advanced')} AS advanced, ${ended('returned')} AS returned, ${ended('completed')} AS completed,
        ${ended('droppedBySilence')} AS droppedBySilence, ${ended('droppedByExit')} AS droppedByExit, droppedBySilence + droppedByExit AS dropped,
        countIf(underWay = 1) AS underWay, uniqExact(subject) AS subjects, 0 AS skipped
      FROM (${staysOfSql(population)}) GROUP BY stage
      UNION ALL
      SELECT stage, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, count()
      FROM (SELECT arrayJoin(bitPositionsToArray(skipped)) AS stage FROM (${staysOfSql(population)})) GROUP BY stage`
  },
  shape: (rows, { journey }) => {
    const counts = new Map(journey.stages.map((stage) => [stage.index, { ...noStays }]))
    for (const { stage, ...row } of rows) {
      const sum = counts.get(stage)
      if (sum) for (const key of Object.keys(noStays) as (keyof StayCounts)[]) sum[key] += row[key]
    }
    return counts
  },
}

const noStays: StayCounts = {
  entered: 0,
  first: 0,
  advancedIn: 0,
  returnedIn: 0,
  resumed: 0,
  recovered: 0,
  stillIn: 0,
  advanced: 0,
  returned: 0,
  completed: 0,
  dropped: 0,
  droppedBySilence: 0,
  droppedByExit: 0,
  skipped: 0,
  underWay: 0,
  subjects: 0,
}
