import { expect, test } from 'vitest'
import { dayMs } from '../model/duration.ts'
import { lastInstant } from './demo-files.ts'
import type { PlannedStay } from './draw-contact.ts'
import { contactEvents, plannedContacts } from './generate.ts'
import { type PersonaId, type StageId, stageDays, stageIds } from './laws.ts'
import { type DemoPlan, demoPlan } from './plan.ts'
import { plannedFigures } from './planned-figures.ts'
import { expectedPopulation, underWayDays } from './population.ts'
import { expectedEntered, type PlantedTruth, plantedTruths } from './truths.ts'

const large = demoPlan('large')
const truths = plantedTruths(large)

interface DrawnStay extends PlannedStay {
  persona: PersonaId
  counted: boolean
}

function drawnStays(plan: DemoPlan): DrawnStay[] {
  return [...plannedContacts(plan)].flatMap(({ persona, stays }) => {
    let counted = false
    return stays.map((stay) => {
      if (stay.openedBy === 'first') counted = stay.startsAt >= plan.startsAt + underWayDays * dayMs
      return { ...stay, persona, counted }
    })
  })
}

const draws = ['desirepath', 'b', 'c', 'd'].map((seed) => drawnStays(demoPlan('large', { seed })))

const causeOf = {
  advanced: 'converted',
  completed: 'converted',
  returned: 'returned',
  exit: 'dropped',
  silence: 'dropped',
  stays: '',
} as const

/** Aalen–Johansen by its definition, on the drawn stays of a truth's slice: incidence at the window, and the number of stays. */
function incidence(stays: readonly DrawnStay[], truth: PlantedTruth): { share: number; stays: number } {
  const { stage, persona, from, to } = truth
  const slice = stays.filter((stay) => stay.counted && stay.stage === stage && (persona === null || stay.persona === persona))
  const chosen = slice.filter(({ startsAt }) => startsAt >= (from ?? 0) && startsAt < (to ?? Number.POSITIVE_INFINITY))
  const observed = chosen
    .map((stay) => {
      const open = large.until - stay.startsAt
      const lasted = stay.endsAt - stay.startsAt
      return { time: Math.min(lasted, open), cause: lasted <= open ? causeOf[stay.how] : '' }
    })
    .sort((a, b) => a.time - b.time)
  const by: Record<string, number> = { converted: 0, returned: 0, dropped: 0, stillIn: 1 }
  observed.forEach(({ time, cause }, i) => {
    if (cause === '' || time > stageDays[stage].window * dayMs) return
    const jump = (by.stillIn as number) / (observed.length - i)
    by[cause] = (by[cause] as number) + jump
    by.stillIn = (by.stillIn as number) - jump
  })
  return { share: by[truth.measure] as number, stays: observed.length }
}

/** How far a share may lie from its truth: 4.5 standard errors of a proportion, with room for the likeness within accounts. */
function allowed(truth: number, stays: number): number {
  return 4.5 * Math.sqrt((1.7 * Math.max(truth * (1 - truth), 0.002)) / stays) + 0.001
}

const shares = truths.filter(({ measure }) => ['converted', 'returned', 'dropped', 'stillIn'].includes(measure))

test('[M2] the drawn stays of four seeds have the planted incidences', () => {
  for (const truth of shares) {
    const seen = draws.map((stays) => incidence(stays, truth))
    const total = seen.reduce((sum, { stays }) => sum + stays, 0)
    const mean = seen.reduce((sum, { share, stays }) => sum + share * stays, 0) / total
    const label = `${truth.stage} ${truth.persona} ${truth.measure} ${truth.note} n=${total}`
    expect(Math.abs(mean - (truth.value as number)), label).toBeLessThan(allowed(truth.value as number, total))
  }
})

test('[M2] the four incidences of a slice add to 1', () => {
  const sums = new Map<string, number>()
  for (const { stage, persona, from, value } of shares) {
    const key = `${stage} ${persona} ${from}`
    sums.set(key, (sums.get(key) ?? 0) + (value as number))
  }
  for (const [key, sum] of sums) expect(sum, key).toBeCloseTo(1, 9)
})

test('Consideration takes a median of 24 days to convert, quartiles 20.8 and 27.7', () => {
  const found = (persona: PersonaId | null, measure: string) =>
    truths.find((t) => t.stage === 'consideration' && t.persona === persona && t.measure === measure && t.from === null)?.value
  for (const persona of [null, 'marketing-lead'] as const) {
    expect(found(persona, 'converting.25')).toBeCloseTo(20.8, 1)
    expect(found(persona, 'converting.50')).toBeCloseTo(24, 1)
    expect(found(persona, 'converting.75')).toBeCloseTo(27.7, 1)
  }
})

test('[M3] the median of leaving Advocacy is not reached, that of Onboarding is', () => {
  const median = (stage: StageId) => truths.find((t) => t.stage === stage && t.persona === null && t.measure === 'leaving.50')?.value
  expect(median('advocacy')).toBeNull()
  expect(median('onboarding')).toBeGreaterThan(30)
})

test('the drift lowers conversion of Consideration by more than ten points and leaves its pace alone', () => {
  const side = (from: number, measure: string) =>
    truths.find((t) => t.stage === 'consideration' && t.persona === null && t.from === from && t.measure === measure)?.value as number
  expect(side(large.startsAt, 'converted') - side(large.driftAt, 'converted')).toBeGreaterThan(0.1)
  expect(side(large.startsAt, 'converting.50')).toBeCloseTo(side(large.driftAt, 'converting.50'), 3)
})

test('expected entries agree with the mean of four draws', () => {
  const population = expectedPopulation(large)
  for (const stage of stageIds) {
    const mean = draws.reduce((sum, stays) => sum + stays.filter((stay) => stay.stage === stage).length, 0) / draws.length
    const expected = expectedEntered(population, stage, null)
    expect(Math.abs(mean - expected), stage).toBeLessThan((4 * Math.sqrt(2 * expected)) / Math.sqrt(draws.length))
  }
})

test('[M6] the planned counts of every stage and persona balance', () => {
  const figures = plannedFigures(large, lastInstant(large))
  for (const stage of stageIds) {
    for (const c of Object.values(figures.counts[stage])) {
      expect(c.first + c.advancedIn + c.returnedIn + c.resumed + c.recovered).toBe(c.entered)
      expect(c.stillIn + c.advanced + c.returned + c.completed + c.dropped).toBe(c.entered)
    }
  }
  expect(figures.counts['value-renewal'].all.returnedIn).toBeGreaterThan(30)
})

const followed = drawnTouches()

/** The customer touches of every stay that ended before the plan's end, by stage. */
function drawnTouches(): Map<StageId, { touchpoint: string; day: number }[][]> {
  const byStage = new Map<StageId, { touchpoint: string; day: number }[][]>(stageIds.map((stage) => [stage, []]))
  for (const contact of plannedContacts(large)) {
    const events = contactEvents(large, contact).filter(({ initiator }) => initiator === 'customer')
    for (const { stage, startsAt, endsAt } of contact.stays) {
      if (endsAt >= large.until) continue
      const touches = events.filter(({ at }) => at >= startsAt && at < endsAt)
      byStage.get(stage)?.push(touches.map(({ at, touchpoint }) => ({ touchpoint, day: (at - startsAt) / dayMs })))
    }
  }
  return byStage
}

/** The share of a stage's stays, followed to their end, whose touches show something. */
function shareOfStays(
  stage: StageId,
  shows: (touches: { touchpoint: string; day: number }[]) => boolean,
): { share: number; stays: number } {
  const stays = followed.get(stage) ?? []
  return { share: stays.filter(shows).length / stays.length, stays: stays.length }
}

const first = (touches: { touchpoint: string; day: number }[], touchpoint: string) =>
  touches.find((touch) => touch.touchpoint === touchpoint)?.day ?? Number.POSITIVE_INFINITY

test.each([
  ['pricing-before-article', (t) => first(t, 'Pricing page') < first(t, 'Blog article')],
  ['integration-guide-missing', (t) => !t.some(({ touchpoint }) => touchpoint === 'Integration guide')],
  ['pricing-four-times', (t) => t.filter(({ touchpoint }) => touchpoint === 'Pricing page').length >= 4],
  ['demo-late', (t) => first(t, 'Demo call') > 5 && first(t, 'Demo call') < Number.POSITIVE_INFINITY],
  ['training-before-import', (t) => first(t, 'Training session') < first(t, 'Import wizard') && first(t, 'Import wizard') < 1e9],
] as [string, (touches: { touchpoint: string; day: number }[]) => boolean][])('the events deviate as planned: %s', (name, shows) => {
  const truth = truths.find((t) => t.measure === 'deviation' && t.name === name) as PlantedTruth
  const { share, stays } = shareOfStays(truth.stage, shows)
  expect(Math.abs(share - (truth.value as number)), `${share} of ${stays}`).toBeLessThan(allowed(truth.value as number, stays))
})

test.each(['Pricing page', 'Security page', 'Nurture e-mail', 'Chat with sales'])(
  '[M6] stays of Consideration reach %s as planned',
  (name) => {
    const { share, stays } = shareOfStays('consideration', (touches) => touches.some(({ touchpoint }) => touchpoint === name))
    const planned = { 'Pricing page': 0.83, 'Security page': 0.46, 'Nurture e-mail': 0.57, 'Chat with sales': 0.12 }[name] as number
    expect(Math.abs(share - planned)).toBeLessThan(allowed(planned, stays))
  },
)
