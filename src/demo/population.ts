import { dayMs } from '../model/duration.ts'
import { arrivalCdf } from './draw-contact.ts'
import { type PersonaId, personaIds, type StageId, stageDays, stageIds, type WayBack, type WayOut, waysBack, waysOut } from './laws.ts'
import type { DemoPlan } from './plan.ts'
import { timeCdf } from './time-law.ts'

/** Expected entries by day since the plan's start. `counted` leaves out instances that are "already under way" (rule M11). */
export interface ExpectedEntries {
  all: Float64Array
  counted: Float64Array
}

/** Expected entries of every stage and persona, worked out from the plan's laws alone, without drawing. */
export type Population = Record<StageId, Record<PersonaId, ExpectedEntries>>

/** The largest dropAfter of the journey, in days (rule M11). */
export const underWayDays = Math.max(...stageIds.map((id) => stageDays[id].dropAfter))

/** The days of the plan. */
export function planDays(plan: DemoPlan): number {
  return Math.round((plan.until - plan.startsAt) / dayMs)
}

/** Carries the arrivals forward day by day through every way out and back. */
export function expectedPopulation(plan: DemoPlan): Population {
  const days = planDays(plan)
  const population = {} as Population
  for (const stage of stageIds) {
    population[stage] = {} as Population[StageId]
    for (const persona of personaIds) population[stage][persona] = { all: new Float64Array(days), counted: new Float64Array(days) }
  }
  for (const persona of personaIds) {
    addArrivals(plan, population, persona, days)
    const moves = movesOf(persona, days)
    const driftDay = (plan.driftAt - plan.startsAt) / dayMs
    for (let day = 0; day < days; day++) carryDay(population, persona, moves, day, day >= driftDay)
  }
  return population
}

function addArrivals(plan: DemoPlan, population: Population, persona: PersonaId, days: number): void {
  for (let day = 0; day < days; day++) {
    const arriving = plan.contacts * plan.personas[persona] * (arrivalCdf((day + 1) / days) - arrivalCdf(day / days))
    for (const stage of stageIds) {
      const entries = population[stage][persona]
      const share = arriving * (plan.firstStages[stage] ?? 0)
      entries.all[day] = (entries.all[day] as number) + share
      if (day >= underWayDays) entries.counted[day] = (entries.counted[day] as number) + share
    }
  }
}

/** Where stays of a stage lead, with the chance of arriving a whole number of days after entry. */
interface Move {
  to: StageId
  lag: Float64Array
  restarts: boolean
}

type Moves = Record<StageId, { before: readonly Move[]; after: readonly Move[] }>

function movesOf(persona: PersonaId, days: number): Moves {
  const moves = {} as Moves
  for (const stage of stageIds) {
    moves[stage] = {
      before: movesOut(stage, waysOut(stage, persona, false), days),
      after: movesOut(stage, waysOut(stage, persona, true), days),
    }
  }
  return moves
}

function movesOut(stage: StageId, ways: readonly WayOut[], days: number): Move[] {
  return ways.flatMap((way) => {
    const lag = lagOf(way, stage, days)
    if (way.to !== null) return [{ to: way.to, lag: keepForward(stage, way.to, lag), restarts: false }]
    const backs = waysBack[stage].filter(({ after }) => after === way.how)
    return backs.map((back) => ({ to: back.to, lag: delayed(lag, back), restarts: back.how === 'restart' }))
  })
}

/** The chance that a stay entered at an even moment of a day ends this way, by days later. */
function lagOf(way: WayOut, stage: StageId, days: number): Float64Array {
  const lag = new Float64Array(days)
  const parts = 16
  for (let day = 0; day < days; day++) {
    for (let part = 0; part < parts; part++) {
      const from = day - (part + 0.5) / parts
      lag[day] = (lag[day] as number) + (endCdf(way, stage, from + 1) - endCdf(way, stage, from)) / parts
    }
  }
  return lag
}

/** The share of a stage's stays that have ended this way by day `t` since entry; silence ends dropAfter after the last activity (rule V5). */
export function endCdf(way: WayOut, stage: StageId, t: number): number {
  if (way.time === null) return 0
  return way.share * timeCdf(way.time, way.how === 'silence' ? t - stageDays[stage].dropAfter : t)
}

/** A day's entries are carried in the order of stages: what returns within the same day arrives the next. */
function keepForward(from: StageId, to: StageId, lag: Float64Array): Float64Array {
  if (stageIds.indexOf(to) > stageIds.indexOf(from)) return lag
  lag[1] = (lag[1] as number) + (lag[0] as number)
  lag[0] = 0
  return lag
}

function delayed(lag: Float64Array, back: WayBack): Float64Array {
  const later = new Float64Array(lag.length)
  const width = back.toDay - back.fromDay
  for (let day = 0; day < lag.length; day++) {
    const mass = (lag[day] as number) * (back.share / width)
    if (mass === 0) continue
    for (let wait = back.fromDay; wait < back.toDay && day + wait < lag.length; wait++) {
      later[day + wait] = (later[day + wait] as number) + mass
    }
  }
  return later
}

function carryDay(population: Population, persona: PersonaId, moves: Moves, day: number, drifted: boolean): void {
  for (const stage of stageIds) {
    const from = population[stage][persona]
    const all = from.all[day] as number
    const counted = from.counted[day] as number
    for (const { to, lag, restarts } of moves[stage][drifted ? 'after' : 'before']) {
      const target = population[to][persona]
      for (let later = 0; day + later < lag.length; later++) {
        const chance = lag[later] as number
        if (chance === 0) continue
        target.all[day + later] = (target.all[day + later] as number) + all * chance
        target.counted[day + later] = (target.counted[day + later] as number) + (restarts ? all : counted) * chance
      }
    }
  }
}
