import { dayMs } from '../model/duration.ts'
import type { PlannedContact, PlannedStay } from './draw-contact.ts'
import { contactDeals, contactEvents, plannedContacts } from './generate.ts'
import { type PersonaId, personaIds, type StageId, stageIds } from './laws.ts'
import type { DemoPlan } from './plan.ts'
import { underWayDays } from './population.ts'

/** The counts of rule M6 for one stage and persona, exactly as drawn; `subjects` are the contacts behind `entered`. */
export interface PlannedCounts {
  entered: number
  first: number
  advancedIn: number
  returnedIn: number
  resumed: number
  recovered: number
  stillIn: number
  advanced: number
  returned: number
  completed: number
  dropped: number
  droppedBySilence: number
  droppedByExit: number
  /** Times the stage was jumped over (rule V3). */
  skipped: number
  underWay: number
  subjects: number
}

/** What this very draw holds, as against the truths that any draw tends to. A correct engine finds these counts to the last one. */
export interface PlannedFigures {
  contacts: number
  instances: number
  counts: Record<StageId, Record<PersonaId | 'all', PlannedCounts>>
  deals: number
  /** Won amounts by currency: new contracts and renewals signed by the horizon (rule M13). */
  won: Record<string, { amount: number; deals: number }>
  /** Rejected leads by reason, in all stays. */
  rejectedLeads: number
}

/** Counts the drawn plan up to a horizon (UTC ms, rule V6). */
export function plannedFigures(plan: DemoPlan, horizon: number): PlannedFigures {
  const figures: PlannedFigures = { contacts: 0, instances: 0, counts: emptyTable(), deals: 0, won: {}, rejectedLeads: 0 }
  const underWayUntil = webStart(plan) + underWayDays * dayMs
  for (const contact of plannedContacts(plan)) {
    const stays = contact.stays.filter((stay) => stay.startsAt <= horizon)
    if (stays.length === 0) continue
    figures.contacts++
    figures.instances += stays.filter((stay) => stay.openedBy === 'first').length
    countStays(figures, contact.persona, stays, horizon, underWayUntil)
    countDeals(figures, plan, contact, horizon)
  }
  return figures
}

const empty: PlannedCounts = {
  entered: 0,
  first: 0,
  advancedIn: 0,
  returnedIn: 0,
  resumed: 0,
  recovered: 0,
  stillIn: 0,
  advanced: 0,
  returned: 0,
  completed: 0,
  dropped: 0,
  droppedBySilence: 0,
  droppedByExit: 0,
  skipped: 0,
  underWay: 0,
  subjects: 0,
}

function emptyTable(): PlannedFigures['counts'] {
  const row = () => Object.fromEntries([...personaIds, 'all'].map((id) => [id, { ...empty }]))
  return Object.fromEntries(stageIds.map((stage) => [stage, row()])) as PlannedFigures['counts']
}

/** The first event of the web source: first entries come from there (rule M11). */
function webStart(plan: DemoPlan): number {
  let start = plan.until
  for (const contact of plannedContacts(plan)) {
    if ((contact.stays[0] as PlannedStay).startsAt > plan.startsAt + 3 * dayMs) continue
    const first = contactEvents(plan, contact).find(({ source }) => source === 'web')
    start = Math.min(start, first?.at ?? start)
  }
  return start
}

function countStays(figures: PlannedFigures, persona: PersonaId, stays: readonly PlannedStay[], horizon: number, underWayUntil: number) {
  const seen = new Set<StageId>()
  let underWay = false
  for (const stay of stays) {
    if (stay.openedBy === 'first') underWay = stay.startsAt < underWayUntil
    for (const id of [persona, 'all'] as const) {
      countStay(figures.counts[stay.stage][id], stay, horizon)
      if (underWay) figures.counts[stay.stage][id].underWay++
      if (!seen.has(stay.stage)) figures.counts[stay.stage][id].subjects++
      for (const stage of stay.skipped) figures.counts[stage][id].skipped++
    }
    if (stay.stage === 'consideration' && stay.how === 'exit' && stay.endsAt <= horizon) figures.rejectedLeads++
    seen.add(stay.stage)
  }
}

const openings = { first: 'first', advanced: 'advancedIn', returned: 'returnedIn', resumed: 'resumed', recovered: 'recovered' } as const

function countStay(counts: PlannedCounts, stay: PlannedStay, horizon: number): void {
  counts.entered++
  counts[openings[stay.openedBy]]++
  if (stay.how === 'stays' || stay.endsAt > horizon) counts.stillIn++
  else if (stay.how === 'exit' || stay.how === 'silence') {
    counts.dropped++
    counts[stay.how === 'exit' ? 'droppedByExit' : 'droppedBySilence']++
  } else counts[stay.how]++
}

function countDeals(figures: PlannedFigures, plan: DemoPlan, contact: PlannedContact, horizon: number): void {
  for (const { amount, currency, createdAt, wonAt } of contactDeals(plan, contact)) {
    if (createdAt <= horizon) figures.deals++
    if (wonAt === null || wonAt > horizon) continue
    const won = figures.won[currency] ?? { amount: 0, deals: 0 }
    figures.won[currency] = { amount: won.amount + amount, deals: won.deals + 1 }
  }
}
