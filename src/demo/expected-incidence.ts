import { dayMs } from '../model/duration.ts'
import { type PersonaId, personaIds, type StageId, waysOut } from './laws.ts'
import type { DemoPlan } from './plan.ts'
import { endCdf, type Population, planDays } from './population.ts'

/** The curves that Kaplan–Meier and Aalen–Johansen tend to for a slice of a stage's stays, at times k × `step` days since entry. */
export interface ExpectedCurves {
  step: number
  still: Float64Array
  converted: Float64Array
  returned: Float64Array
  dropped: Float64Array
}

/** A slice: one persona or all (null), entered in [from, to) (UTC ms, on whole days of the plan). */
export interface Slice {
  stage: StageId
  persona: PersonaId | null
  from: number
  to: number
}

const stepDays = 0.05
const causes = ['converted', 'returned', 'dropped'] as const
type Cause = (typeof causes)[number]

const causeOf = { advanced: 'converted', completed: 'converted', returned: 'returned', exit: 'dropped', silence: 'dropped' } as const

/** Stays that share one law and are followed alike: how many entered before a day, and each cause's incidence by time since entry. */
interface Stratum {
  enteredBefore: (day: number) => number
  by: Record<Cause, Float64Array>
}

/**
 * Works out the curves by their definition: at each time since entry the expected exits by cause over the expected stays at risk, where
 * a stay is at risk while its entry plus that time lies before the plan's end (rules M2, M3, M11). Stays of unlike laws mix as they do in data.
 */
export function expectedCurves(plan: DemoPlan, population: Population, slice: Slice): ExpectedCurves {
  const steps = Math.round(planDays(plan) / stepDays)
  const strata = strataOf(plan, population, slice, steps)
  const curves: ExpectedCurves = {
    step: stepDays,
    still: new Float64Array(steps + 1).fill(1),
    converted: new Float64Array(steps + 1),
    returned: new Float64Array(steps + 1),
    dropped: new Float64Array(steps + 1),
  }
  for (let k = 0; k < steps; k++) advanceStep(curves, strata, k, planDays(plan) - (k + 0.5) * stepDays)
  return curves
}

function advanceStep(curves: ExpectedCurves, strata: readonly Stratum[], k: number, lastEntryDay: number): void {
  let atRisk = 0
  const exits = { converted: 0, returned: 0, dropped: 0 }
  for (const { enteredBefore, by } of strata) {
    const entered = enteredBefore(lastEntryDay)
    let still = 1
    for (const cause of causes) {
      still -= by[cause][k] as number
      exits[cause] += entered * ((by[cause][k + 1] as number) - (by[cause][k] as number))
    }
    atRisk += entered * still
  }
  let still = curves.still[k] as number
  for (const cause of causes) {
    const jump = atRisk > 1e-9 ? ((curves.still[k] as number) * exits[cause]) / atRisk : 0
    curves[cause][k + 1] = (curves[cause][k] as number) + jump
    still -= jump
  }
  curves.still[k + 1] = still
}

function strataOf(plan: DemoPlan, population: Population, slice: Slice, steps: number): Stratum[] {
  const day = (at: number) => (Math.min(Math.max(at, plan.startsAt), plan.until) - plan.startsAt) / dayMs
  const [from, to, drift] = [day(slice.from), day(slice.to), day(plan.driftAt)]
  const personas = slice.persona === null ? personaIds : [slice.persona]
  return personas.flatMap((persona) => {
    const upTo = running(population[slice.stage][persona].counted)
    const between = (low: number, high: number) => (last: number) => Math.max(0, upTo(Math.min(last, high)) - upTo(low))
    const laws = [
      { drifted: false, low: from, high: Math.min(to, drift) },
      { drifted: true, low: Math.max(from, drift), high: to },
    ].filter(({ low, high }) => low < high)
    return laws.map(({ drifted, low, high }) => ({
      enteredBefore: between(low, high),
      by: incidences(slice.stage, persona, drifted, steps),
    }))
  })
}

function incidences(stage: StageId, persona: PersonaId, drifted: boolean, steps: number): Record<Cause, Float64Array> {
  const by = { converted: new Float64Array(steps + 1), returned: new Float64Array(steps + 1), dropped: new Float64Array(steps + 1) }
  for (const way of waysOut(stage, persona, drifted)) {
    if (way.how === 'stays') continue
    const curve = by[causeOf[way.how]]
    for (let k = 0; k <= steps; k++) curve[k] = (curve[k] as number) + endCdf(way, stage, k * stepDays)
  }
  return by
}

/** Entries before a day, evenly spread within each. */
function running(entries: Float64Array): (day: number) => number {
  const sums = new Float64Array(entries.length + 1)
  for (let day = 0; day < entries.length; day++) sums[day + 1] = (sums[day] as number) + (entries[day] as number)
  return (day) => {
    const whole = Math.min(Math.max(Math.floor(day), 0), entries.length)
    return (sums[whole] as number) + Math.max(0, day - whole) * (entries[whole] ?? 0)
  }
}

/** The incidence of a cause, or the share still in, at day `t`. */
export function curveAt(curves: ExpectedCurves, cause: Cause | 'still', t: number): number {
  return curves[cause][Math.round(t / curves.step)] as number
}

/** The day by which a share `q` has left for any reason; null: not reached (rule M3). */
export function leavingDay(curves: ExpectedCurves, q: number): number | null {
  return crossing(curves.still, curves.step, (still) => 1 - still, q, curves.still.length - 1)
}

/** The day by which a share `q` of those who convert within the window has converted (rule M3). */
export function convertingDay(curves: ExpectedCurves, windowDays: number, q: number): number | null {
  const last = Math.round(windowDays / curves.step)
  return crossing(curves.converted, curves.step, (value) => value, q * (curves.converted[last] as number), last)
}

function crossing(values: Float64Array, step: number, of: (value: number) => number, level: number, last: number): number | null {
  for (let k = 1; k <= last; k++) {
    const [before, now] = [of(values[k - 1] as number), of(values[k] as number)]
    if (now >= level) return step * (k - 1 + (level - before) / (now - before))
  }
  return null
}
