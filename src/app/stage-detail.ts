import { logLogLimits } from '../core/statistics/interval.ts'
import type { MapStage, StageDetail } from '../map/journey-map.ts'
import { dailyChance } from '../measures/daily-chance.ts'
import { deadlineTrend, intakes } from '../measures/deadline-trend.ts'
import { dayMs, type Population } from '../measures/measure.ts'
import { nextStage } from '../measures/next-stage.ts'
import { isLived } from '../measures/period.ts'
import { spellsSql } from '../measures/population-sql.ts'
import { type CurveRow, curveSql } from '../measures/survival-sql.ts'
import { trend } from '../measures/trend.ts'
import type { EventStore } from '../store/event-store.ts'
import { ask } from './ask.ts'

const curvePoints = 60

/** What a stage's drawer shows beyond the map: curves with their band, daily chances, trend, next steps. */
export async function stageDetail(store: EventStore, population: Population, stage: MapStage, signal?: AbortSignal): Promise<StageDetail> {
  const options = { stage: stage.index }
  const until = population.journey.stages[stage.index - 1]?.until ?? null
  const [curve, daily, monthly, next, side] = await Promise.all([
    curveOf(store, population, stage, signal),
    ask(store, dailyChance, population, options, signal),
    until === null ? ask(store, trend, population, options, signal) : ask(store, deadlineTrend, population, { ...options, until }, signal),
    ask(store, nextStage, population, options, signal),
    until === null ? [] : ask(store, intakes, population, { ...options, until }, signal),
  ])
  return { stage, curve, daily, trend: monthly, intakes: side, next }
}

async function curveOf(store: EventStore, population: Population, stage: MapStage, signal?: AbortSignal): Promise<StageDetail['curve']> {
  const spells = `SELECT * FROM (${spellsSql(population)}) WHERE stage = ${stage.index}`
  const end = Math.max(stage.windowDays ?? 0, stage.time.shape.at(-1)?.toDay ?? 0)
  const times = Array.from({ length: curvePoints + 1 }, (_, i) => Math.round((end * dayMs * i) / curvePoints))
  const [row] = await store.rows<CurveRow>(curveSql(spells, times, isLived(population.filter)), {}, signal)
  if (!row) return []
  return row.days.flatMap((ms, i) => {
    const still = row.still[i] ?? 0
    const atRisk = row.atRisk[i] ?? 0
    if (atRisk < 5 && i > 0) return []
    const limits = logLogLimits(still, still * (row.errors[i] ?? 0), row.clusters)
    const [converted, returned, dropped] = row.incidences.map((incidence) => incidence[i] ?? 0) as [number, number, number]
    return [{ day: ms / dayMs, still, ...limits, converted, returned, dropped, atRisk }]
  })
}
