import type { DraftLog } from './draft-log.ts'
import { medianOf } from './draft-log.ts'
import { openersOf, type StageRun, stageRuns } from './stage-runs.ts'

/** What the log says of a unit as the step that would part a stage in two. */
export interface StepWeight {
  unit: number
  /** The stage that it would part. */
  stage: number
  /** Subjects that first have it in this stage, and those that are ever in the stage. */
  subjects: number
  inStage: number
  /** Share of all first times that fall into this stage. */
  here: number
  /** How far what they do after it differs from what people do in the stage, in bits: 0 the same, 1 nothing in common. Drawn to a middle value where little follows. */
  change: number
  /** Different events that follow it in the stage, a subject. */
  following: number
  /** Share of those with it that reach the next stage, less that of those without; 0 in the last stage. */
  lift: number
  /** Median times from the start of the stage to it, and from it to the next stage, as shares of a subject's whole time; null where less than half go on. */
  delay: number
  rest: number | null
  /** The earlier stage whose mix of events those after it are nearer to than to their own; null: none. */
  backTo: number | null
  /** What follows it: how many subjects have each unit after it. */
  after: Float64Array
  /** The subjects, by their place in the log. */
  who: ReadonlySet<number>
}

interface Tally {
  who: Set<number>
  onward: number
  delays: number[]
  rests: number[]
  after: Float64Array
}

/** Little evidence is worth as much as half an event that changed so many bits. */
const priorEvents = 0.5
const priorChange = 0.2

/** Weighs every unit that first happens inside a stage, given the units that open each stage from the second on (`opening[0]` is empty: the first event opens it). */
export function weighSteps(log: DraftLog, opening: readonly (readonly number[])[]): StepWeight[] {
  const size = log.units.length
  const stageOf = openersOf(opening)
  const tallies = new Map<number, Tally>()
  const firsts = new Float64Array(size)
  const mixes = opening.map(() => new Float64Array(size))
  const inStage = opening.map(() => 0)
  const onward = opening.map(() => 0)
  log.traces.forEach((trace, subject) => {
    const before = new Set<number>()
    for (const run of stageRuns(trace, stageOf, true)) {
      const { stage } = run
      const goesOn = run.to < trace.units.length
      inStage[stage] = (inStage[stage] ?? 0) + 1
      onward[stage] = (onward[stage] ?? 0) + (goesOn ? 1 : 0)
      const { first, last } = placesOf(trace.units, run)
      for (const [unit, place] of first) {
        const mix = mixes[stage] as Float64Array
        mix[unit] = (mix[unit] ?? 0) + 1
        if (before.has(unit)) continue
        before.add(unit)
        firsts[unit] = (firsts[unit] ?? 0) + 1
        if (stageOf.has(unit) || place === run.from) continue
        const tally = tallyOf(tallies, stage * size + unit, size)
        tally.who.add(subject)
        tally.onward += goesOn ? 1 : 0
        tally.delays.push((trace.times[place] ?? 0) - (trace.times[run.from] ?? 0))
        if (goesOn) tally.rests.push((trace.times[run.to] ?? 0) - (trace.times[place] ?? 0))
        for (const [other, at] of last) if (other !== unit && at > place) tally.after[other] = (tally.after[other] ?? 0) + 1
      }
    }
  })
  const masked = mixes.map((mix) => mix.map((count, unit) => (stageOf.has(unit) ? 0 : count)))
  return [...tallies].map(([key, tally]) => {
    const [stage, unit] = [Math.floor(key / size), key % size]
    return weightOf(log, {
      unit,
      stage,
      tally,
      firsts: firsts[unit] ?? 0,
      masked,
      inStage: inStage[stage] ?? 0,
      onward: onward[stage] ?? 0,
    })
  })
}

interface Weighed {
  unit: number
  stage: number
  tally: Tally
  firsts: number
  masked: readonly Float64Array[]
  inStage: number
  onward: number
}

function weightOf({ spanMs }: DraftLog, { unit, stage, tally, firsts, masked, inStage, onward }: Weighed): StepWeight {
  const { who, delays, rests, after } = tally
  const subjects = who.size
  const without = (mix: Float64Array) => mix.map((count, other) => (other === unit ? 0 : count))
  const own = excessDivergence(after, without(masked[stage] as Float64Array))
  const following = after.reduce((sum, count) => sum + count, 0) / subjects
  const earlier = masked.slice(0, stage).map((mix, place) => ({ place, far: excessDivergence(after, without(mix)) }))
  const nearest = earlier.toSorted((a, b) => a.far - b.far || a.place - b.place)[0]
  const splits = onward > 0 && onward < inStage && subjects < inStage
  return {
    unit,
    stage,
    subjects,
    inStage,
    here: subjects / Math.max(1, firsts),
    change: (following * own + priorEvents * priorChange) / (following + priorEvents),
    following,
    lift: splits ? tally.onward / subjects - (onward - tally.onward) / (inStage - subjects) : 0,
    delay: spanMs > 0 ? medianOf(delays) / spanMs : 0,
    rest: rests.length * 2 >= subjects && spanMs > 0 ? medianOf(rests) / spanMs : null,
    backTo: nearest !== undefined && following > 1 && nearest.far < own * backShare ? nearest.place : null,
    after,
    who,
  }
}

/** So much nearer to an earlier stage's mix than to the own one that it takes people back. */
const backShare = 1.4

function placesOf(units: readonly number[], { from, to }: StageRun): { first: Map<number, number>; last: Map<number, number> } {
  const first = new Map<number, number>()
  const last = new Map<number, number>()
  for (let place = from; place < to; place++) {
    const unit = units[place] as number
    if (!first.has(unit)) first.set(unit, place)
    last.set(unit, place)
  }
  return { first, last }
}

function tallyOf(tallies: Map<number, Tally>, key: number, size: number): Tally {
  const known = tallies.get(key)
  if (known !== undefined) return known
  const made: Tally = { who: new Set(), onward: 0, delays: [], rests: [], after: new Float64Array(size) }
  tallies.set(key, made)
  return made
}

/** The divergence above what chance alone makes of two samples of one distribution, on average; never below 0. */
export function excessDivergence(a: Float64Array, b: Float64Array): number {
  const [sumA, sumB] = [a.reduce((sum, x) => sum + x, 0), b.reduce((sum, x) => sum + x, 0)]
  if (sumA === 0 || sumB === 0) return 0
  const kinds = a.reduce((count, x, i) => count + (x > 0 || (b[i] ?? 0) > 0 ? 1 : 0), 0)
  return Math.max(0, divergence(a, b) - ((kinds - 1) / (8 * Math.LN2)) * (1 / sumA + 1 / sumB))
}

/** Jensen–Shannon divergence of two counts taken as distributions, in bits; 0 where either is empty. */
function divergence(a: Float64Array, b: Float64Array): number {
  const [sumA, sumB] = [a.reduce((sum, x) => sum + x, 0), b.reduce((sum, x) => sum + x, 0)]
  if (sumA === 0 || sumB === 0) return 0
  let bits = 0
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [(a[i] ?? 0) / sumA, (b[i] ?? 0) / sumB]
    const middle = (x + y) / 2
    if (x > 0) bits += (x / 2) * Math.log2(x / middle)
    if (y > 0) bits += (y / 2) * Math.log2(y / middle)
  }
  return bits
}
