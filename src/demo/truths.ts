import { convertingDay, curveAt, type ExpectedCurves, expectedCurves, leavingDay, type Slice } from './expected-incidence.ts'
import { happenedShare, plannedReach } from './expected-reach.ts'
import { type PersonaId, personaIds, type StageId, stageDays, stageIds } from './laws.ts'
import type { DemoPlan } from './plan.ts'
import { expectedPopulation, type Population } from './population.ts'
import { deviationShares, rejectReasons } from './touches.ts'

/**
 * A figure that the plan's laws imply, in the terms of the semantics: what a correct figure tends to with ever more contacts, not what one
 * draw shows. `persona` null: all contacts. `value` null: not reached. Shares are 0…1, times days.
 * `tolerance` is what may be added to the figure's own interval for the coarseness of this calculation.
 */
export interface PlantedTruth {
  stage: StageId
  persona: PersonaId | null
  /**
   * converted, returned, dropped, stillIn: incidences at the window (M2) · leaving.25, .50, .75: days by which that share has left (M3) ·
   * converting.25, .50, .75: days to convert (M3) · reach: share of stays that meet `name` · deviation: share of stays that deviate by
   * `name` · reason: share of rejected leads with reason `name`.
   */
  measure: string
  name: string | null
  value: number | null
  tolerance: number
  /** Only stays entered in [from, to) (UTC ms); null: all that count (rule M11). */
  from: number | null
  to: number | null
  note: string
}

/** All planted truths of a plan. */
export function plantedTruths(plan: DemoPlan): PlantedTruth[] {
  const population = expectedPopulation(plan)
  const personas = [null, ...personaIds]
  const stays = stageIds.flatMap((stage) => personas.flatMap((persona) => stayTruths(plan, population, { stage, persona })))
  const drift = personas.flatMap((persona) => driftTruths(plan, population, persona))
  const reach = stageIds.flatMap((stage) => reachTruths(plan, population, stage))
  return [...stays, ...drift, ...reach, ...deviationTruths(plan, population), ...reasonTruths()]
}

/** Expected entries of a stage over the plan's two years, under way or not. */
export function expectedEntered(population: Population, stage: StageId, persona: PersonaId | null): number {
  const personas = persona === null ? personaIds : [persona]
  return personas.flatMap((id) => [...population[stage][id].all]).reduce((sum, count) => sum + count, 0)
}

const base = { name: null, tolerance: 0, from: null, to: null, note: '' } as const

function stayTruths(plan: DemoPlan, population: Population, of: Pick<Slice, 'stage' | 'persona'>): PlantedTruth[] {
  const curves = expectedCurves(plan, population, { ...of, from: plan.startsAt, to: plan.until })
  const times = [0.25, 0.5, 0.75].flatMap((q) => timeTruths(curves, of, q))
  return [...shareTruths(curves, of), ...times]
}

function shareTruths(curves: ExpectedCurves, of: Pick<Slice, 'stage' | 'persona'>): PlantedTruth[] {
  const { window, dropAfter } = stageDays[of.stage]
  const note = `within ${window} days; silence drops ${dropAfter} days after the last activity`
  const causes = [
    ['converted', 'converted'],
    ['returned', 'returned'],
    ['dropped', 'dropped'],
    ['stillIn', 'still'],
  ] as const
  return causes.map(([measure, cause]) => ({ ...base, ...of, measure, value: curveAt(curves, cause, window), tolerance: 0.001, note }))
}

function timeTruths(curves: ExpectedCurves, of: Pick<Slice, 'stage' | 'persona'>, q: number): PlantedTruth[] {
  const days = String(Math.round(q * 100))
  const leaving = { ...base, ...of, measure: `leaving.${days}`, value: leavingDay(curves, q), tolerance: 0.05 }
  const value = convertingDay(curves, stageDays[of.stage].window, q)
  return [leaving, { ...base, ...of, measure: `converting.${days}`, value, tolerance: 0.05, note: 'of those who convert in the window' }]
}

function driftTruths(plan: DemoPlan, population: Population, persona: PersonaId | null): PlantedTruth[] {
  const sides = [
    { from: plan.startsAt, to: plan.driftAt, note: 'entered before the drift' },
    { from: plan.driftAt, to: plan.until, note: 'entered after the drift' },
  ]
  return sides.flatMap(({ from, to, note }) => {
    const of = { stage: 'consideration', persona } as const
    const curves = expectedCurves(plan, population, { ...of, from, to })
    const truths = [...shareTruths(curves, of), ...timeTruths(curves, of, 0.5)]
    return truths.map((truth) => ({ ...truth, from, to, note }))
  })
}

function reachTruths(plan: DemoPlan, population: Population, stage: StageId): PlantedTruth[] {
  const happened = happenedShare(plan, population, stage)
  return plannedReach(stage).map(({ touchpoint, share }) => ({
    ...base,
    stage,
    persona: null,
    measure: 'reach',
    name: touchpoint,
    value: share * happened,
    tolerance: 0.005,
    note: `${share.toFixed(3)} of stays followed to their end; of all stays entered, under way or not, a little less`,
  }))
}

const deviations = [
  ['awareness', 'pricing-before-article', deviationShares.pricingBeforeArticle, 'Pricing page with no article read before it'],
  ['consideration', 'integration-guide-missing', 0.62, 'Integration guide never opened'],
  ['consideration', 'pricing-four-times', deviationShares.pricingFourTimes, 'Pricing page four times or more'],
  ['evaluation', 'demo-late', deviationShares.demoLate, 'Demo held more than five days after entry'],
  ['onboarding', 'training-before-import', deviationShares.trainingFirst, 'Training attended before the first import'],
] as const

/** Deviations hold for stays followed to their end: what is only done late is missing in stays cut off early. */
function deviationTruths(plan: DemoPlan, population: Population): PlantedTruth[] {
  return deviations.map(([stage, name, value, note]) => {
    const tolerance = Math.max(0.005, 1 - happenedShare(plan, population, stage))
    return { ...base, stage, persona: null, measure: 'deviation', name, value, tolerance, note: `${note}; stays followed to their end` }
  })
}

function reasonTruths(): PlantedTruth[] {
  const of = { stage: 'consideration', persona: null, measure: 'reason' } as const
  return rejectReasons.map(([name, value]) => ({ ...base, ...of, name, value, note: 'share of rejected leads with this reason' }))
}
