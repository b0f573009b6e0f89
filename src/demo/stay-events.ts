import type { Random } from '../core/random.ts'
import { dayMs } from '../model/duration.ts'
import { addCompanyEvents } from './company-events.ts'
import type { PlannedStay } from './draw-contact.ts'
import { stageDays } from './laws.ts'
import { openStay } from './openings.ts'
import { customerEvent, type Reached, type StayScene, touchSpanMs } from './scene.ts'
import * as touches from './touches.ts'

/**
 * Adds all events of a stay: those that open it, the planned touches, sessions that never lie further apart than dropAfter, the last
 * customer event of a stay that falls silent, the exit, and the company's e-mails. The next stay's opening event ends an advance.
 */
export function addStayEvents(scene: StayScene): void {
  const reached = plannedTouches(scene)
  openStay(scene, reached)
  for (const { at, kind, properties } of reached) scene.add(customerEvent(at, kind, properties))
  addSessions(scene, reached)
  addCompanyEvents(scene, reached)
}

function plannedTouches(scene: StayScene): Reached[] {
  const { stay, random } = scene
  const span = touchSpanMs(stay)
  const at = (share: number) => stay.startsAt + Math.floor(span * (0.02 + 0.96 * share))
  const reached: Reached[] = []
  for (const { reach, again, ...kind } of touches.stageTouches[stay.stage].planned) {
    const share = random.uniform()
    if (random.chance(reach)) reached.push({ at: at(share), kind, again })
  }
  return [...reached, ...shapedTouches(scene, reached, at)]
}

/** The touches that the planted deviations shape. */
function shapedTouches(scene: StayScene, reached: Reached[], at: (share: number) => number): Reached[] {
  const { random, stay } = scene
  switch (stay.stage) {
    case 'awareness':
      return pricingAndArticle(random, reached, at)
    case 'consideration':
      return pricingViews(random, at)
    case 'evaluation':
      return demo(random, stay)
    case 'onboarding':
      return importAndTraining(random, at)
    default:
      return []
  }
}

function pricingAndArticle(random: Random, reached: Reached[], at: (share: number) => number): Reached[] {
  const { pricingBeforeArticle, pricingAfterArticle } = touches.deviationShares
  const [first, later] = [random.uniform(), random.uniform()]
  const article = reached.find(({ kind }) => kind.touchpoint === touches.blogArticle.touchpoint)
  if (random.chance(pricingBeforeArticle)) {
    if (article !== undefined) article.at = at(0.5 + later / 2)
    return [{ at: at(first / 2.1), kind: touches.pricingPage, again: 0 }]
  }
  if (article === undefined || !random.chance(pricingAfterArticle)) return []
  article.at = at(first / 2.1)
  return [{ at: at(0.5 + later / 2), kind: touches.pricingPage, again: 0 }]
}

function pricingViews(random: Random, at: (share: number) => number): Reached[] {
  const { pricingReached, pricingFourTimes } = touches.deviationShares
  const u = random.uniform()
  const often = 4 + random.integer(4)
  const seldom = 1 + random.integer(3)
  const count = u < pricingFourTimes ? often : u < pricingReached ? seldom : 0
  return Array.from({ length: count }, () => ({ at: at(random.uniform()), kind: touches.pricingPage, again: 0 }))
}

function demo(random: Random, stay: PlannedStay): Reached[] {
  const { demoHeld, demoLate } = touches.deviationShares
  const [u, share] = [random.uniform(), random.uniform()]
  if (u >= demoHeld) return []
  const days = u < demoLate ? 5.1 + 1.8 * share : 0.8 + 4 * share
  return [{ at: stay.startsAt + Math.round(days * dayMs), kind: touches.demoCall, again: 0 }]
}

function importAndTraining(random: Random, at: (share: number) => number): Reached[] {
  const { importReached, trainingReached, trainingFirst } = touches.deviationShares
  const [imports, trains] = [random.chance(importReached), random.chance(trainingReached)]
  const [early, late] = [at(random.uniform() / 2.1), at(0.5 + random.uniform() / 2)]
  const swapped = random.chance(trainingFirst / (importReached * trainingReached))
  const both: Reached[] = []
  if (imports) both.push({ at: swapped ? late : early, kind: touches.importWizard, again: 0 })
  if (trains) both.push({ at: swapped ? early : late, kind: touches.training, again: 0 })
  return both
}

/** The longest silence inside an active stay, as a share of dropAfter. */
const longestGap = 0.8

function addSessions(scene: StayScene, reached: readonly Reached[]): void {
  const { stay, random, until } = scene
  const { sessionGapDays, sessionEvents, neutral } = touches.stageTouches[stay.stage]
  const cap = longestGap * stageDays[stay.stage].dropAfter
  const end = Math.min(stay.activeUntil, until)
  const again = reached.filter((touch) => touch.again > 0)
  let at = stay.startsAt
  for (;;) {
    at += Math.ceil(Math.min(random.exponential(sessionGapDays), cap) * dayMs)
    if (at >= end) break
    let eventAt = at
    do {
      scene.add(customerEvent(eventAt, sessionTouch(random, neutral, again, eventAt)))
      eventAt += 5_000 + random.integer(240_000)
    } while (eventAt < end && random.chance(1 - 1 / sessionEvents))
  }
  if (stay.how === 'silence') scene.add(customerEvent(stay.activeUntil, random.pick(neutral)))
}

/** A neutral touch, or one already met in this stay, so that repeats never change a planted share. */
function sessionTouch(random: Random, neutral: readonly touches.Touch[], again: readonly Reached[], at: number): touches.Touch {
  const met = again.filter((touch) => touch.at < at)
  if (met.length === 0 || random.chance(0.45)) return random.pick(neutral)
  return random.weighted(met.map((touch) => [touch.kind, touch.again] as const))
}
