import type { StageDetail } from '../map/journey-map.ts'
import { dayMs, type Measure } from './measure.ts'
import { isLived } from './period.ts'
import { spellsSql } from './population-sql.ts'

interface Row {
  day: number
  ended: number
  advanced: number
  completed: number
  returned: number
  dropped: number
  part: number
  /** Those who come under observation on this day (delayed entry), and the parts of the day before they do. */
  came: number
  before: number
}

/** Daily chance by cause (M4): exits in [day, day+1) / stay-days lived in it; ends with the last day at whose start 5 are at risk. */
export const dailyChance: Measure<{ stage: number }, Row, StageDetail['daily']> = {
  id: 'daily-chance',
  unit: 'share',
  population: 'stays of the stage that the period selects, as long as it sees them, without those already under way',
  sql: (population, { stage }) => {
    const spells = `SELECT * FROM (${spellsSql(population)}) WHERE stage = ${stage}`
    const ended = `SELECT intDiv(d, ${dayMs}) AS day, count() AS ended, countIf(ending = 'advanced') AS advanced, countIf(ending = 'completed') AS completed,
      countIf(cause = 2) AS returned, countIf(cause = 3) AS dropped, sum(d % ${dayMs}) / ${dayMs} AS part
    FROM (${spells}) GROUP BY day`
    if (!isLived(population.filter)) return `SELECT *, 0 AS came, 0 AS before FROM (${ended}) ORDER BY day`
    const came = `SELECT intDiv(since + 1, ${dayMs}) AS day, count() AS came, sum((since + 1) % ${dayMs}) / ${dayMs} AS before FROM (${spells}) WHERE since > 0 GROUP BY day`
    return `SELECT * FROM (${ended}) AS ended FULL JOIN (${came}) AS came USING (day) ORDER BY day`
  },
  shape: (rows) => {
    const byDay = new Map(rows.map((row) => [row.day, row]))
    const last = rows.at(-1)?.day ?? -1
    const daily: StageDetail['daily'] = []
    let told = 0
    let atRisk = rows.reduce((sum, row) => sum + row.ended - row.came, 0)
    for (let day = 0; day <= last; day++) {
      if (atRisk >= 5) told = day + 1
      const row = byDay.get(day)
      const change = (row?.came ?? 0) - (row?.ended ?? 0)
      const atRiskDays = atRisk + change + (row?.part ?? 0) - (row?.before ?? 0)
      const chance = (exits: number) => (atRiskDays > 0 ? exits / atRiskDays : 0)
      daily.push({
        day,
        atRiskDays,
        advanced: chance(row?.advanced ?? 0),
        completed: chance(row?.completed ?? 0),
        returned: chance(row?.returned ?? 0),
        dropped: chance(row?.dropped ?? 0),
      })
      atRisk += change
    }
    return daily.slice(0, told)
  },
}
