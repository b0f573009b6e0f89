import { dayMs } from '../duration.ts'
import { type DraftLog, quantileOf } from './draft-log.ts'
import { openersOf, stageRuns } from './stage-runs.ts'

/** What the log says of one stage of a draft. */
export interface StageFacts {
  /** Subjects that reach it. */
  subjects: number
  /** Times (ms) from its start to the next stage or to the goal, of those who get there. */
  converting: readonly number[]
  /** Subjects in it when they meet a unit that ends the journey, by unit. */
  ended: ReadonlyMap<number, number>
  /** Subjects that go further, and those of them that have one of its opening events again afterwards. */
  further: number
  back: number
  silence: Silence
}

/** After how long a silence hardly anyone comes back; `ms` null: no such time is known. */
export interface Silence {
  ms: number | null
  /** Silences of that length (or of the longest looked at), and the share after which the customer came back. */
  silences: number
  returned: number
}

/** Fewer than this come back: the silence is taken for the end. */
export const fewReturn = 0.05
const leastSilences = 20
const silenceDays = [1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180] as const

/** Counts, for each stage, who reaches it, how they leave it, and how their silences end. */
export function stageFacts(
  log: DraftLog,
  opening: readonly (readonly number[])[],
  goal: ReadonlySet<number>,
  lost: ReadonlySet<number>,
): StageFacts[] {
  const stageOf = openersOf(opening)
  const facts = opening.map(() => ({
    subjects: 0,
    converting: [] as number[],
    ended: new Map<number, number>(),
    further: 0,
    back: 0,
    gaps: [] as Gap[],
  }))
  for (const trace of log.traces) {
    const { times, units } = trace
    for (const { stage, from, to } of stageRuns(trace, stageOf, false)) {
      const fact = facts[stage]
      if (fact === undefined) continue
      fact.subjects += 1
      const end = placeOfEnd(units, from, to, goal, lost)
      const unit = units[end]
      if (end < to && unit !== undefined) fact.ended.set(unit, (fact.ended.get(unit) ?? 0) + 1)
      const isGoal = end < to && unit !== undefined && goal.has(unit)
      if (isGoal || (end >= to && to < units.length)) fact.converting.push((times[end] ?? 0) - (times[from] ?? 0))
      if (to < units.length) {
        fact.further += 1
        if (units.slice(to).some((later) => stageOf.get(later) === stage)) fact.back += 1
      }
      fact.gaps.push(...gapsOf(trace, from, Math.min(end, to), end < units.length && end < to, log.horizon))
    }
  }
  return facts.map(({ gaps, ...fact }) => ({ ...fact, silence: silenceOf(gaps, log.horizon) }))
}

/** The place of the first end from `from` on, or `to` where none comes before. */
function placeOfEnd(units: readonly number[], from: number, to: number, goal: ReadonlySet<number>, lost: ReadonlySet<number>): number {
  for (let place = from; place < to; place++) {
    const unit = units[place] as number
    if (goal.has(unit) || lost.has(unit)) return place
  }
  return to
}

/** A silence from a customer's event at `start` until the next at `next` (UTC ms); null: none came by the end of the data. */
interface Gap {
  start: number
  next: number | null
}

/** Silences that begin in a stretch. The one before an event that ends the journey is left out: it ended by that event. */
function gapsOf({ times, byCustomer }: DraftLog['traces'][number], from: number, to: number, ends: boolean, horizon: number): Gap[] {
  const gaps: Gap[] = []
  for (let place = from; place < to; place++) {
    if (!byCustomer[place]) continue
    let next = place + 1
    while (next < times.length && !byCustomer[next]) next += 1
    if (ends && next >= to) continue
    const start = times[place] as number
    if (start <= horizon) gaps.push({ start, next: times[next] ?? null })
  }
  return gaps
}

/** The shortest silence after which fewer than `fewReturn` come back, among silences that could be watched for twice as long. */
function silenceOf(gaps: readonly Gap[], horizon: number): Silence {
  let last: Silence = { ms: null, silences: 0, returned: 0 }
  for (const days of silenceDays) {
    const ms = days * dayMs
    const long = gaps.filter(({ start, next }) => horizon - start >= 2 * ms && (next === null || next - start > ms))
    if (long.length < leastSilences) return last
    const returned = long.filter(({ next }) => next !== null).length / long.length
    last = { ms: null, silences: long.length, returned }
    if (returned < fewReturn) return { ms, silences: long.length, returned }
  }
  return last
}

const hourMs = dayMs / 24
const windows = [
  ...[1, 2, 4, 8, 12].map((hours) => ({ ms: hours * hourMs, text: `${hours}h` })),
  ...[1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180, 270, 365, 540, 730, 1095, 1825, 3650].map((days) => ({
    ms: days * dayMs,
    text: `${days}d`,
  })),
]

/** The share of those who move on that a window takes in. */
export const windowShare = 0.8

/** The window that takes in four of five who move on, rounded up, and longer than the silence that ends a stay; null where nothing tells. */
export function windowOf({ converting, silence }: StageFacts): { text: string; quantileMs: number } | null {
  if (converting.length === 0 && silence.ms === null) return null
  const quantileMs = quantileOf(converting, windowShare)
  const fit = windows.find(({ ms }) => ms >= quantileMs && ms > (silence.ms ?? 0)) ?? windows.at(-1)
  return fit === undefined ? null : { text: fit.text, quantileMs }
}
