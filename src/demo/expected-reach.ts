import { type PersonaId, personaIds, type StageId, stageDays, waysOut } from './laws.ts'
import type { DemoPlan } from './plan.ts'
import { type Population, planDays } from './population.ts'
import { timeQuantile } from './time-law.ts'
import { deviationShares, stageTouches } from './touches.ts'

/** A touchpoint with the share of its stage's stays that meet it, were every stay followed for long enough. */
export interface PlannedReach {
  touchpoint: string
  share: number
}

/** Every touchpoint with a planted share in a stage. */
export function plannedReach(stage: StageId): PlannedReach[] {
  const plain = stageTouches[stage].planned.map(({ touchpoint, reach }) => ({ touchpoint, share: reach }))
  const { pricingReached, demoHeld, importReached, trainingReached, pricingBeforeArticle, pricingAfterArticle } = deviationShares
  const article = plain.find(({ touchpoint }) => touchpoint === 'Blog article')?.share ?? 0
  const awarePricing = pricingBeforeArticle + (1 - pricingBeforeArticle) * article * pricingAfterArticle
  const shaped: Partial<Record<StageId, PlannedReach[]>> = {
    awareness: [{ touchpoint: 'Pricing page', share: awarePricing }],
    consideration: [{ touchpoint: 'Pricing page', share: pricingReached }],
    evaluation: [{ touchpoint: 'Demo call', share: demoHeld }],
    onboarding: [
      { touchpoint: 'Import wizard', share: importReached },
      { touchpoint: 'Training session', share: trainingReached },
    ],
  }
  return [...plain, ...(shaped[stage] ?? [])]
}

/**
 * The part of planned touches that has happened by the plan's end, over all stays: a stay entered shortly before it has had less time.
 * Touches lie evenly over the stage's first days, or over the active time where that is shorter.
 */
export function happenedShare(plan: DemoPlan, population: Population, stage: StageId): number {
  const days = planDays(plan)
  let entered = 0
  let happened = 0
  for (const persona of personaIds) {
    const spans = activeSpans(stage, persona)
    population[stage][persona].all.forEach((count, day) => {
      const left = days - day - 0.5
      entered += count
      happened += count * (left >= stageTouches[stage].days ? 1 : meanOver(spans, (span) => Math.min(1, left / span)))
    })
  }
  return happened / entered
}

/** Spans of touches in days, with the weights of their law, at evenly spaced shares. */
function activeSpans(stage: StageId, persona: PersonaId): { span: number; weight: number }[] {
  const points = 40
  const longest = Math.min(stageTouches[stage].days, 20 * stageDays[stage].window)
  return waysOut(stage, persona, true).flatMap(({ share, time }) => {
    if (time === null) return [{ span: longest, weight: share }]
    return Array.from({ length: points }, (_, k) => ({
      span: Math.min(longest, timeQuantile(time, (k + 0.5) / points)),
      weight: share / points,
    }))
  })
}

function meanOver(spans: readonly { span: number; weight: number }[], of: (span: number) => number): number {
  return spans.reduce((sum, { span, weight }) => sum + weight * of(span), 0)
}
