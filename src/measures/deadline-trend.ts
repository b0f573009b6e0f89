import type { ClusterSums } from '../core/statistics/proportion.ts'
import type { StageDetail } from '../map/journey-map.ts'
import { type Until, windowEnds } from '../model/deadline.ts'
import { daysBefore, dayText, endOfDay } from '../model/local-day.ts'
import { noOne } from './conversion.ts'
import { overPopulation } from './deadline-conversion.ts'
import type { Measure, Population } from './measure.ts'
import { causeSumsSql, overSpellsSql, withOwnEndSql } from './own-window.ts'
import { asEntered } from './period.ts'
import { spellsSql, staysOfSql } from './population-sql.ts'
import { shareEstimate } from './share-sql.ts'

interface Row extends ClusterSums {
  month: number
  entered: number
  waiting: number
}

/** Trend by calendar month of entry (UTC) of a stage whose window ends at a deadline (M2, K7): of those whose own window is over, the plain share who converted by then. */
export const deadlineTrend: Measure<{ stage: number; until: Until }, Row, StageDetail['trend']> = {
  id: 'deadline-trend',
  unit: 'share',
  population: overPopulation,
  sql: (anyPeriod, { stage, until }) => {
    const population = asEntered(anyPeriod)
    const { horizon } = population
    const untils = new Map([[stage, until]])
    const month = `toYYYYMM(fromUnixTimestamp64Milli(startedAt, 'UTC'))`
    const over = `SELECT ${month} AS stage, cause, cluster FROM (SELECT cause, cluster, startedAt FROM (${overSpellsSql(spellsSql(population), untils, horizon)}))`
    const counts = `SELECT month, count() AS entered FROM (SELECT ${month} AS month FROM (${staysOfSql(population)}) WHERE stage = ${stage}) GROUP BY month`
    const waiting = `SELECT ${month} AS month, countIf(ownEnd > ${horizon}) AS waiting FROM (${withOwnEndSql(spellsSql(population), untils, horizon)}) GROUP BY month`
    return `SELECT counts.month AS month, entered, waiting, s.* EXCEPT (stage, cause) FROM (${counts}) AS counts
      LEFT JOIN (${waiting}) AS w ON w.month = counts.month
      LEFT JOIN (SELECT * FROM (${causeSumsSql(over)}) WHERE cause = 1) AS s ON s.stage = counts.month ORDER BY month`
  },
  shape: (rows) => rows.map(monthOf),
}

function monthOf({ month, entered, waiting, ...sums }: Row): StageDetail['trend'][number] {
  const share = sums.trials === 0 ? noOne(overPopulation) : shareEstimate(sums, overPopulation)
  const note = waiting > 0 ? (sums.trials === 0 ? 'all still have time' : 'some still have time') : share.note
  return {
    month: `${Math.floor(month / 100)}-${String(month % 100).padStart(2, '0')}`,
    entered,
    converted: { ...share, note: share.note?.startsWith('only') ? share.note : note },
  }
}

/** How many intakes lie side by side, and how many weeks before the deadline are told. */
const mostIntakes = 5
const mostWeeks = 53

interface IntakeRow {
  ownEnd: number
  week: number
  entered: number
  converted: number
}

/**
 * Entries and conversions by weeks of the calendar before the end of the window, for each of the last intakes (K8): week 0 is the last seven days. An intake
 * is the stays whose window ends at one day of the deadline; of the present one the weeks that the horizon has not come to are left out.
 */
export const intakes: Measure<{ stage: number; until: Until }, IntakeRow, StageDetail['intakes']> = {
  id: 'intakes',
  unit: 'stays',
  population: 'stays that began in the period and were not already under way when the data begin',
  sql: (anyPeriod, { stage, until }) => {
    const population = asEntered(anyPeriod)
    const untils = new Map([[stage, until]])
    const edges = intakeEdges(population, until).map(({ at, weeks }) => [at, weeks] as const)
    if (edges.length === 0) return `SELECT toInt64(0) AS ownEnd, toInt64(0) AS week, 0 AS entered, 0 AS converted WHERE 0`
    const weekOf = (instant: string) =>
      `multiIf(${edges.map(([at, weeks]) => `ownEnd = ${at}, arrayCount(edge -> edge >= ${instant}, [${weeks.map((edge) => `toInt64(${edge})`).join(', ')}])`).join(', ')}, toUInt64(${mostWeeks}))`
    const own = `SELECT ownEnd, startedAt, whole, found, own FROM (${withOwnEndSql(spellsSql(population), untils, population.horizon)}) WHERE ownEnd IN (${edges.map(([at]) => at).join(', ')})`
    const told = `SELECT ownEnd, arrayJoin(if(found = 1 AND whole <= own, [(${weekOf('startedAt')}, 0), (${weekOf('(startedAt + whole)')}, 1)], [(${weekOf('startedAt')}, 0)])) AS event FROM (${own})`
    return `SELECT ownEnd, toInt64(event.1) AS week, countIf(event.2 = 0) AS entered, countIf(event.2 = 1) AS converted
      FROM (${told}) WHERE week < ${mostWeeks} GROUP BY ownEnd, week ORDER BY ownEnd, week`
  },
  shape: (rows, population, { until }) =>
    intakeEdges(population, until).flatMap(({ at, name, weeks }) => {
      const own = rows.filter((row) => row.ownEnd === at)
      if (own.length === 0) return []
      const furthest = Math.max(...own.map(({ week }) => week))
      const told = Array.from({ length: furthest + 1 }, (_, week) => week).filter((week) => weekBegan(weeks, week, population.horizon))
      const of = (week: number) => own.find((row) => row.week === week) ?? { entered: 0, converted: 0 }
      return [
        {
          day: name,
          over: at <= population.horizon,
          weeks: told.map((week) => ({ week, entered: of(week).entered, converted: of(week).converted })).reverse(),
        },
      ]
    }),
}

/** Whether any of a week lies before the horizon: it begins after the edge before it. */
function weekBegan(weeks: readonly number[], week: number, horizon: number): boolean {
  return (weeks[week] ?? Number.NEGATIVE_INFINITY) < horizon
}

/** The last window ends, up to the first after the horizon: `weeks[k]` is the last instant before week k, so that a stay's week is how many of them are not before it. */
function intakeEdges({ horizon }: Population, until: Until): { at: number; name: string; weeks: number[] }[] {
  const ends = windowEnds(until, horizon)
  const next = ends.findIndex(({ at }) => at > horizon)
  const shown = (next < 0 ? ends : ends.slice(0, next + 1)).slice(-mostIntakes)
  const { timeZone } = until.deadline
  return shown.map(({ day, at }) => ({
    at,
    name: dayText(day),
    weeks: Array.from({ length: mostWeeks }, (_, week) => endOfDay(daysBefore(day, until.beforeDays + 7 * (week + 1)), timeZone)),
  }))
}
