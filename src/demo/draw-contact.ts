import type { Random } from '../core/random.ts'
import { dayMs } from '../model/duration.ts'
import {
  type Ending,
  type PersonaId,
  personaIds,
  type StageId,
  stageDays,
  stageIds,
  type WayBack,
  type WayOut,
  waysBack,
  waysOut,
} from './laws.ts'
import type { DemoPlan } from './plan.ts'
import { normalCdf, timeQuantile } from './time-law.ts'

/** How a planned stay began; the words of rule M6. */
export type Opening = 'first' | 'advanced' | 'returned' | 'resumed' | 'recovered'

/** One stay as drawn, before any event is made of it. Times are UTC ms; `endsAt` may lie beyond the plan's end, or be Infinity. */
export interface PlannedStay {
  stage: StageId
  instance: number
  openedBy: Opening
  startsAt: number
  endsAt: number
  /** The last instant of customer activity: `endsAt`, for silence dropAfter before it, for an open end Infinity. */
  activeUntil: number
  how: Ending
  /** The stage of the next stay when this one advances or returns. */
  to: StageId | null
  /** Stages jumped over by the advance that opened this stay, and not entered before in the instance (rule V3). */
  skipped: readonly StageId[]
}

/** A contact as drawn: who it is and every stay that starts before the plan's end. */
export interface PlannedContact {
  index: number
  account: number
  persona: PersonaId
  stays: readonly PlannedStay[]
}

/** Where each account stands, per stage: standard normal draws that its contacts share. */
export type AccountMoods = readonly (readonly number[])[]

/** Draws the shared leaning of each account in each stage. */
export function drawAccountMoods(plan: DemoPlan, random: Random): AccountMoods {
  const moods: number[][] = []
  for (let a = 0; a < plan.accounts; a++) moods.push(stageIds.map(() => random.normal(0, 1)))
  return moods
}

/** Draws one contact. Each contact has a stream of its own, so that any subset can be drawn alone. */
export function drawContact(plan: DemoPlan, index: number, moods: AccountMoods, random: Random): PlannedContact {
  const account = drawAccount(plan, index, random)
  const persona = random.weighted(personaIds.map((id) => [id, plan.personas[id]] as const))
  const stays = drawStays(plan, persona, moods[account] as readonly number[], arrival(plan, index, random), random)
  return { index, account, persona, stays }
}

/** Every account has one contact; the rest gather at some accounts more than at others. */
function drawAccount(plan: DemoPlan, index: number, random: Random): number {
  const place = random.uniform()
  return index < plan.accounts ? index : Math.floor(plan.accounts * place ** 1.8)
}

/** Arrivals grow by half over the two years; the first contact comes at the very start. */
function arrival(plan: DemoPlan, index: number, random: Random): number {
  const u = random.uniform()
  return index === 0 ? plan.startsAt : Math.floor(plan.startsAt + (plan.until - plan.startsAt) * arrivalQuantile(u))
}

/** The share of the two years gone when a share `u` of the contacts has arrived: density (1 + x/2) / 1.25. */
export function arrivalQuantile(u: number): number {
  return 2 * (Math.sqrt(1 + 1.25 * u) - 1)
}

/** The share of contacts that arrived before a share `x` of the two years was gone. */
export function arrivalCdf(x: number): number {
  return (x + (x * x) / 4) / 1.25
}

interface Start {
  stage: StageId
  openedBy: Opening
  startsAt: number
  instance: number
}

function drawStays(plan: DemoPlan, persona: PersonaId, moods: readonly number[], at: number, random: Random): PlannedStay[] {
  const stays: PlannedStay[] = []
  const known = new Set<StageId>()
  const first = stageIds.filter((id) => (plan.firstStages[id] ?? 0) > 0).map((id) => [id, plan.firstStages[id] ?? 0] as const)
  let start: Start | null = { stage: random.weighted(first), openedBy: 'first', startsAt: at, instance: 1 }
  let entered = new Set<StageId>()
  let previous: StageId | null = null
  while (start !== null && start.startsAt < plan.until) {
    if (start.openedBy === 'first') {
      entered = new Set()
      previous = null
    }
    const mood = known.has(start.stage) ? null : (moods[stageIds.indexOf(start.stage)] as number)
    const stay = drawStay(plan, persona, start, mood, skippedBetween(previous, start.stage, entered), random)
    stays.push(stay)
    known.add(start.stage)
    entered.add(start.stage)
    previous = start.stage
    start = drawNext(stay, random)
  }
  return stays
}

/** Rule V3: stages strictly between the one left and the one entered, when that lies ahead. */
function skippedBetween(from: StageId | null, to: StageId, entered: ReadonlySet<StageId>): StageId[] {
  if (from === null) return []
  return stageIds.slice(stageIds.indexOf(from) + 1, Math.max(0, stageIds.indexOf(to))).filter((id) => !entered.has(id))
}

function drawStay(plan: DemoPlan, persona: PersonaId, start: Start, mood: number | null, skipped: StageId[], random: Random): PlannedStay {
  const ways = waysOut(start.stage, persona, start.startsAt >= plan.driftAt)
  const way = pickWay(ways, outcomeDraw(plan, mood, random))
  const time = random.uniform()
  const activeDays = way.time === null ? Number.POSITIVE_INFINITY : timeQuantile(way.time, time)
  const activeUntil = start.startsAt + Math.max(1000, Math.round(activeDays * dayMs))
  const endsAt = way.how === 'silence' ? activeUntil + stageDays[start.stage].dropAfter * dayMs : activeUntil
  return { ...start, endsAt, activeUntil, how: way.how, to: way.to, skipped }
}

/** A uniform draw; on a contact's first stay in a stage it leans as the account does, and is uniform all the same. */
function outcomeDraw(plan: DemoPlan, mood: number | null, random: Random): number {
  const own = random.normal(0, 1)
  const rho = plan.accountCorrelation
  return normalCdf(mood === null ? own : Math.sqrt(rho) * mood + Math.sqrt(1 - rho) * own)
}

function pickWay(ways: readonly WayOut[], u: number): WayOut {
  let left = u
  for (const way of ways) {
    if (left < way.share) return way
    left -= way.share
  }
  return ways[ways.length - 1] as WayOut
}

function drawNext(stay: PlannedStay, random: Random): Start | null {
  if (stay.how === 'advanced' || stay.how === 'returned') {
    return { stage: stay.to as StageId, openedBy: stay.how, startsAt: stay.endsAt, instance: stay.instance }
  }
  if (stay.how !== 'exit' && stay.how !== 'silence') return null
  const way = pickBack(
    waysBack[stay.stage].filter((candidate) => candidate.after === stay.how),
    random.uniform(),
  )
  const delay = random.uniform()
  if (way === null) return null
  const startsAt = stay.endsAt + Math.round((way.fromDay + (way.toDay - way.fromDay) * delay) * dayMs)
  if (way.how === 'restart') return { stage: way.to, openedBy: 'first', startsAt, instance: stay.instance + 1 }
  return { stage: way.to, openedBy: way.how, startsAt, instance: stay.instance }
}

function pickBack(ways: readonly WayBack[], u: number): WayBack | null {
  let left = u
  for (const way of ways) {
    if (left < way.share) return way
    left -= way.share
  }
  return null
}
