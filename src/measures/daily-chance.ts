import type { StageDetail } from '../map/journey-map.ts'
import { dayMs, type Measure } from './measure.ts'
import { spellsSql } from './population-sql.ts'

interface Row {
  day: number
  ended: number
  advanced: number
  completed: number
  returned: number
  dropped: number
  part: number
}

/** Daily chance by cause (M4): exits in [day, day+1) / stay-days lived in it; ends with the last time at which 5 are at risk. */
export const dailyChance: Measure<{ stage: number }, Row, StageDetail['daily']> = {
  id: 'daily-chance',
  unit: 'share',
  population: 'stays of the stage that began in the period, without those already under way',
  sql: (population, { stage }) =>
    `SELECT intDiv(d, ${dayMs}) AS day, count() AS ended, countIf(ending = 'advanced') AS advanced, countIf(ending = 'completed') AS completed,
      countIf(cause = 2) AS returned, countIf(cause = 3) AS dropped, sum(d % ${dayMs}) / ${dayMs} AS part
    FROM (${spellsSql(population)}) WHERE stage = ${stage} GROUP BY day ORDER BY day`,
  shape: (rows) => {
    const byDay = new Map(rows.map((row) => [row.day, row]))
    const last = rows.at(-1)?.day ?? -1
    const daily: StageDetail['daily'] = []
    let atRisk = rows.reduce((sum, row) => sum + row.ended, 0)
    for (let day = 0; day <= last && atRisk >= 5; day++) {
      const row = byDay.get(day)
      const atRiskDays = atRisk - (row?.ended ?? 0) + (row?.part ?? 0)
      const chance = (exits: number) => (atRiskDays > 0 ? exits / atRiskDays : 0)
      daily.push({
        day,
        atRiskDays,
        advanced: chance(row?.advanced ?? 0),
        completed: chance(row?.completed ?? 0),
        returned: chance(row?.returned ?? 0),
        dropped: chance(row?.dropped ?? 0),
      })
      atRisk -= row?.ended ?? 0
    }
    return daily
  },
}
