import { expect, test } from 'vitest'
import { type OracleStay, oracleStays } from '../../test/oracle/stays.ts'
import { contactFacts, readDemoJourney, storedEvents } from './demo.test-support.ts'
import { lastInstant } from './demo-files.ts'
import type { PlannedContact, PlannedStay } from './draw-contact.ts'
import { plannedContacts } from './generate.ts'
import { type Ending, stageIds } from './laws.ts'
import { type DemoPlan, demoPlan } from './plan.ts'

const endings: Record<OracleStay['ending'], Ending | 'open'> = {
  open: 'open',
  advanced: 'advanced',
  returned: 'returned',
  completed: 'completed',
  droppedBySilence: 'silence',
  droppedByExit: 'exit',
}

function expected(stay: PlannedStay, persona: string, horizon: number) {
  const over = stay.endsAt <= horizon
  return {
    persona,
    stage: stay.stage,
    instance: stay.instance,
    openedBy: stay.openedBy,
    startedAt: stay.startsAt,
    endedAt: over ? stay.endsAt : null,
    ending: over ? stay.how : 'open',
    skipped: [...stay.skipped],
  }
}

function assigned(stay: OracleStay) {
  const { persona, instance, openedBy, startedAt, endedAt } = stay
  const names = { stage: stageIds[stay.stage - 1], skipped: stay.skipped.map((stage) => stageIds[stage - 1]) }
  return { persona, instance, openedBy, startedAt, endedAt, ending: endings[stay.ending], ...names }
}

function compare(plan: DemoPlan, contact: PlannedContact, journey: ReturnType<typeof readDemoJourney>) {
  const horizon = lastInstant(plan)
  const actual = oracleStays(journey, storedEvents(plan, contact), contactFacts(plan, contact), horizon).map(assigned)
  const wanted = contact.stays.filter((stay) => stay.startsAt <= horizon).map((stay) => expected(stay, contact.persona, horizon))
  expect(actual, `contact ${contact.index}`).toEqual(wanted)
}

test('[V2] [V5] the events of the small demo give exactly the stays that were planned', () => {
  const plan = demoPlan('small')
  const journey = readDemoJourney(plan)
  for (const contact of plannedContacts(plan)) compare(plan, contact, journey)
})

test('[V2] [V5] so do those of every twentieth contact of the large demo', () => {
  const plan = demoPlan('large')
  const journey = readDemoJourney(plan)
  for (const contact of plannedContacts(plan)) if (contact.index % 20 === 7) compare(plan, contact, journey)
})
