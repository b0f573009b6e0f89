import type { DraftLog, LogUnit } from './draft-log.ts'
import { percentText } from './find-ends.ts'
import { excessDivergence, type StepWeight, weighSteps } from './weigh-steps.ts'

/** The units that open each stage, in order, why each stage stands there, and why other units open none. */
export interface GrownStages {
  opening: readonly (readonly number[])[]
  reasons: readonly { text: string; figures: Record<string, number> }[]
  /** Units that open no stage, with the reason in one sentence. */
  rejected: ReadonlyMap<number, string>
  /** A unit that takes people back to an earlier stage. */
  returns: ReadonlyMap<number, number>
}

/** Whom a stage has to reach: a share of those in the stage before, and of all, and so many subjects. */
const leastShare = 0.06
const leastOfAll = 0.004
export const leastSubjects = 5
/** Where first times are spread over several stages it has no place of its own. */
const leastHere = 0.6
/** What happens so often is something people do, not a step they take, unless many do it and those who do move on far oftener. */
const mostRepeats = 1.5
const leastLift = 0.35
const leastOfOften = 0.1
const leastChange = 0.16
/** Enough for one of several ways into a stage, which bear each other out. */
const leastChangeOfMany = 0.12
const leastScore = 0.06
/** Times as shares of a subject's whole time. */
const atOnce = 0.01
const leastRest = 0.05
const soon = 0.02
const mostStages = 8

/**
 * Parts the log into stages, one cut at a time: each cut is the unit after which people do other things than before, for as many of them as
 * possible. It ends when no cut is clear, or at `most` stages.
 */
export function growStages(log: DraftLog, ends: ReadonlySet<number>, most: number | null): GrownStages {
  let opening: number[][] = [[]]
  const reasons = new Map<number, { text: string; figures: Record<string, number> }>()
  const returns = new Map<number, number>()
  const spent = new Map<number, number>()
  for (;;) {
    const weights = weighSteps(log, opening).filter(({ unit }) => !ends.has(unit) && !spent.has(unit))
    const found = opening.length >= (most ?? mostStages) ? null : bestCut(log, weights)
    if (found === null) {
      const first = firstOpeners(log, ends, opening)
      for (const { unit, backTo } of weights) if (backTo !== null && isReturn(log, weights, unit)) returns.set(unit, backTo)
      const own = [first.reason, ...opening.slice(1).map(([unit]) => reasons.get(unit as number) as GrownStages['reasons'][number])]
      const rejected = whyNot(log, weights, new Set([...ends, ...opening.flat(), ...first.units]), spent)
      return { opening: [first.units, ...opening.slice(1)], reasons: own, rejected, returns }
    }
    const { cut, units, together } = joined(log, opening, found)
    reasons.set(units[0] as number, reasonOf(log, cut, units))
    for (const unit of together) if (!units.includes(unit)) spent.set(unit, units[0] as number)
    const rest = opening.slice(cut.stage + 1).filter(([unit]) => !together.includes(unit as number))
    const before = opening.slice(0, cut.stage + 1).filter(([unit]) => unit === undefined || !together.includes(unit))
    opening = [...before, units, ...rest]
  }
}

/** Two stages in a row that open by what people do often are one: their events open it together. */
function joined(log: DraftLog, opening: readonly (readonly number[])[], found: Cut): Cut {
  const isOften = (unit: number | undefined) => unit !== undefined && (log.units[unit] as LogUnit).repeats > mostRepeats
  if (!isOften(found.units[0])) return found
  const beside = [opening[found.cut.stage], opening[found.cut.stage + 1]].filter((units) => isOften(units?.[0]))
  const together = [...found.together, ...beside.flatMap((units) => units ?? [])]
  return beside.length === 0 ? found : { cut: found.cut, units: thatOpen(log, together), together }
}

interface Cut {
  cut: StepWeight
  /** The units that open the stage. */
  units: number[]
  /** These and the units that come with them. */
  together: number[]
}

function bestCut(log: DraftLog, weights: readonly StepWeight[]): Cut | null {
  const fit = weights.filter((weight) => fault(log, weight) === null)
  const alone = fit.map((cut) => ({ cut, alike: [] as StepWeight[], share: cut.subjects / cut.inStage, subjects: cut.subjects }))
  // Several ways into one stage are weighed together only where no event alone makes a clear cut: together, nearly all that comes late looks alike.
  const best =
    clearest(log, alone) ??
    clearest(
      log,
      fit.map((cut) => withAlike(log, cut, weights)),
    )
  if (best === null) return null
  const alike = (best.alike.length > 0 ? best.alike : likeOf(log, best.cut, weights)).map(({ unit }) => unit)
  const together = [best.cut.unit, ...alike, ...comingWith(log, best.cut, alike, weights)]
  return { cut: best.cut, units: thatOpen(log, together), together }
}

interface Choice {
  cut: StepWeight
  alike: StepWeight[]
  share: number
  subjects: number
}

function withAlike(log: DraftLog, cut: StepWeight, weights: readonly StepWeight[]): Choice {
  const alike = likeOf(log, cut, weights)
  const subjects = new Set([cut, ...alike].flatMap((one) => [...one.who])).size
  return { cut, alike, share: subjects / cut.inStage, subjects }
}

function clearest(log: DraftLog, choices: readonly Choice[]): Choice | null {
  const scored = choices
    .filter(({ share, subjects }) => share >= leastShare && subjects >= leastFor(log))
    .map((choice) => ({ choice, score: scoreOf(log, choice.cut, choice.share) }))
    .filter(({ score }) => score >= leastScore)
  return scored.toSorted((a, b) => b.score - a.score || a.choice.cut.unit - b.choice.cut.unit)[0]?.choice ?? null
}

/** The fewest subjects a stage may have. */
export function leastFor({ traces }: DraftLog): number {
  return Math.max(leastSubjects, Math.ceil(leastOfAll * traces.length))
}

function scoreOf({ units }: DraftLog, { unit, change, lift }: StepWeight, share: number): number {
  const { repeats } = units[unit] as LogUnit
  return change * Math.sqrt(share) * (repeats <= mostRepeats ? 1 / Math.sqrt(repeats) : Math.sqrt(Math.max(0, lift)))
}

type Fault = 'bare' | 'place' | 'repeated' | 'atOnce' | 'next' | 'change' | 'back'

/** What speaks against a unit as a stage's first event, whoever has it; null: nothing. */
function fault(
  { units, traces }: DraftLog,
  { unit, subjects, here, lift, delay, rest, change, backTo }: StepWeight,
  least = leastChange,
): Fault | null {
  const { repeats, bare } = units[unit] as LogUnit
  if (bare) return 'bare'
  if (here < leastHere) return 'place'
  if (repeats > mostRepeats && (lift < leastLift || subjects < leastOfOften * traces.length)) return 'repeated'
  if (delay < atOnce) return 'atOnce'
  if (rest !== null && rest < leastRest && rest < delay / 2) return 'next'
  if (change < least) return 'change'
  return backTo === null || lift >= 0 ? null : 'back'
}

function isReturn(log: DraftLog, weights: readonly StepWeight[], unit: number): boolean {
  return weights.some(
    (weight) =>
      weight.unit === unit &&
      weight.subjects >= leastFor(log) &&
      fault(log, weight) === 'back' &&
      (log.units[unit] as LogUnit).repeats <= mostRepeats,
  )
}

const mostUnlike = 0.15
const mostShared = 0.35

/** Other ways into the same: units of the same stage after which people do the same, and of which most have but one. */
function likeOf(log: DraftLog, cut: StepWeight, weights: readonly StepWeight[]): StepWeight[] {
  if (cut.following < 1 || (log.units[cut.unit] as LogUnit).repeats > mostRepeats) return []
  return weights.filter((other) => {
    if (
      other.unit === cut.unit ||
      other.stage !== cut.stage ||
      other.subjects < leastSubjects ||
      fault(log, other, leastChangeOfMany) !== null
    )
      return false
    if ((log.units[other.unit] as LogUnit).repeats > mostRepeats || other.following < 1) return false
    const shared = [...other.who].filter((subject) => cut.who.has(subject)).length
    if (shared > mostShared * Math.min(other.subjects, cut.subjects)) return false
    const both = (counts: Float64Array) => counts.map((count, unit) => (unit === cut.unit || unit === other.unit ? 0 : count))
    return excessDivergence(both(cut.after), both(other.after)) <= mostUnlike
  })
}

const mostlyWith = 0.7

/** Soon is also what takes so much less time than it took to get there. */
const soonAfter = 0.25

/** Units that announce the cut: in most subjects that have one before it, the cut follows soon. */
function comingWith(log: DraftLog, { unit: cut, stage }: StepWeight, alike: readonly number[], weights: readonly StepWeight[]): number[] {
  const least = Math.max(leastSubjects, 0.02 * (log.units[cut] as LogUnit).subjects)
  const near = new Map(
    weights.flatMap((weight) => {
      const found = fault(log, weight)
      const isFit = weight.stage === stage && weight.unit !== cut && !alike.includes(weight.unit) && (found === null || found === 'next')
      return isFit ? [[weight.unit, Math.max(soon, soonAfter * weight.delay) * log.spanMs] as const] : []
    }),
  )
  const counts = new Map<number, { had: number; soon: number }>()
  for (const { times, units } of log.traces) {
    const at = units.indexOf(cut)
    const before = new Set(at < 0 ? units : units.slice(0, at))
    for (const unit of before) {
      const nearMs = near.get(unit)
      if (nearMs === undefined) continue
      const count = counts.get(unit) ?? { had: 0, soon: 0 }
      const follows = at >= 0 && (times[at] ?? 0) - (times[units.indexOf(unit)] ?? 0) <= nearMs
      counts.set(unit, { had: count.had + 1, soon: count.soon + (follows ? 1 : 0) })
    }
  }
  return [...counts]
    .flatMap(([unit, count]) => (count.had >= least && count.soon >= mostlyWith * count.had ? [unit] : []))
    .toSorted((a, b) => a - b)
}

const leastOpening = 0.03
const leastOpeningOfOwn = 0.2

/** Of units that stand for one step those that open it, for a share of all subjects and of their own; the one with most subjects first. */
function thatOpen(log: DraftLog, together: readonly number[]): number[] {
  const opened = new Map(together.map((unit) => [unit, 0]))
  let all = 0
  for (const { units } of log.traces) {
    const first = units.find((unit) => opened.has(unit))
    if (first === undefined) continue
    all += 1
    opened.set(first, (opened.get(first) ?? 0) + 1)
  }
  const opens = (unit: number) => opened.get(unit) ?? 0
  const fit = together.filter(
    (unit) => opens(unit) >= leastOpening * all && opens(unit) >= leastOpeningOfOwn * (log.units[unit] as LogUnit).subjects,
  )
  const kept = fit.length > 0 ? fit : together.slice(0, 1)
  return kept.toSorted((a, b) => opens(b) - opens(a) || a - b)
}

function reasonOf(log: DraftLog, cut: StepWeight, units: readonly number[]): { text: string; figures: Record<string, number> } {
  const name = (log.units[units[0] as number] as LogUnit).text
  const share = cut.subjects / cut.inStage
  const who = `${percentText(share)} of those in the stage before have it`
  const change =
    cut.following >= 1
      ? `, and what they do after it differs from what is done there else by ${cut.change.toFixed(2)} (0 nothing, 1 everything)`
      : ', it seldom happens twice, and time passes on both sides of it'
  const lift = cut.lift >= 0.1 ? `; ${percentText(cut.lift)} more of them than of the others reach the stage after` : ''
  const also =
    units.length > 1 ? `; ${units.length - 1 === 1 ? 'another event leads' : `${units.length - 1} other events lead`} to the same` : ''
  return { text: `“${name}” parts what people do: ${who}${change}${lift}${also}.`, figures: { share, change: cut.change, lift: cut.lift } }
}

/** The events that open the first stage: with what subjects begin, those of customers first where the log has any. */
function firstOpeners(
  log: DraftLog,
  ends: ReadonlySet<number>,
  opening: readonly (readonly number[])[],
): { units: number[]; reason: GrownStages['reasons'][number] } {
  const taken = new Set([...ends, ...opening.flat()])
  const hasCustomers = log.traces.filter(({ byCustomer }) => byCustomer.some(Boolean)).length * 2 > log.traces.length
  const firsts = log.units.map(() => 0)
  let all = 0
  for (const { units, byCustomer } of log.traces) {
    const first = units.find(
      (unit, place) => !taken.has(unit) && !(log.units[unit] as LogUnit).bare && (!hasCustomers || byCustomer[place]),
    )
    if (first === undefined) continue
    all += 1
    firsts[first] = (firsts[first] ?? 0) + 1
  }
  const ordered = firsts.map((count, unit) => ({ count, unit })).toSorted((a, b) => b.count - a.count || a.unit - b.unit)
  const units = ordered
    .filter(
      ({ count, unit }, place) =>
        count > 0 && (place === 0 || (count >= leastBegun * all && count >= leastOpeningOfOwn * (log.units[unit] as LogUnit).subjects)),
    )
    .map(({ unit }) => unit)
  const begun = units.reduce((sum, unit) => sum + (firsts[unit] ?? 0), 0)
  const share = all === 0 ? 0 : begun / all
  const named = units.map((unit) => `“${(log.units[unit] as LogUnit).text}”`).join(', ')
  return {
    units,
    reason: { text: `${percentText(share)} of the ${all} that begin here begin with ${named}.`, figures: { begin: all, share } },
  }
}

const leastBegun = 0.04

function whyNot(
  log: DraftLog,
  weights: readonly StepWeight[],
  used: ReadonlySet<number>,
  spent: ReadonlyMap<number, number>,
): Map<number, string> {
  const best = new Map<number, StepWeight>()
  for (const weight of weights) {
    const known = best.get(weight.unit)
    if (known === undefined || weight.subjects > known.subjects) best.set(weight.unit, weight)
  }
  return new Map(
    log.units.flatMap((one, unit) =>
      used.has(unit) ? [] : [[unit, withWhat(log, spent.get(unit)) ?? sentence(log, one, best.get(unit))] as const],
    ),
  )
}

function withWhat({ units }: DraftLog, opener: number | undefined): string | null {
  return opener === undefined ? null : `It comes with “${(units[opener] as LogUnit).text}”, which opens the stage.`
}

function sentence(log: DraftLog, { subjects, repeats }: LogUnit, weight: StepWeight | undefined): string {
  const times = `${repeats.toFixed(1)} times a subject`
  if (subjects < leastFor(log)) return `Only ${subjects} of ${log.traces.length} have it.`
  if (weight === undefined) return 'It stands only where a stage begins, and too few have it there to open one.'
  switch (fault(log, weight)) {
    case 'bare':
      return 'A rule for it would take in its more exact fellows, too.'
    case 'place':
      return `It has no steady place: ${percentText(weight.here)} of its first times fall into one stage.`
    case 'repeated':
      return `It happens ${times}: something people do in a stage, not a step into one.`
    case 'atOnce':
      return `It follows at once on what opens the stage.`
    case 'next':
      return `The next stage follows soon after it: it announces that one.`
    case 'change':
      return `What people do after it is nearly what they do there anyway (difference ${weight.change.toFixed(2)}).`
    case 'back':
      return `After it people do again what is done in an earlier stage: a way back, not a stage.`
    default:
      return weight.subjects < leastShare * weight.inStage
        ? `${percentText(weight.subjects / weight.inStage)} of those in its stage have it: too few for a stage of its own.`
        : `It would part a stage, but less clearly than the stages proposed.`
  }
}
