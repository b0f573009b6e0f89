import { createRandom } from '../core/random.ts'
import { type Deal, dealsOf } from './deals.ts'
import { type AccountMoods, drawAccountMoods, drawContact, type PlannedContact } from './draw-contact.ts'
import type { DemoPlan } from './plan.ts'
import type { Happening } from './scene.ts'
import { addStayEvents } from './stay-events.ts'

/** All contacts of the plan as drawn, one at a time: the same plan gives the same contacts. */
export function* plannedContacts(plan: DemoPlan): Generator<PlannedContact> {
  const root = createRandom(plan.seed)
  const moods: AccountMoods = drawAccountMoods(plan, root.fork('accounts'))
  for (let index = 0; index < plan.contacts; index++) yield drawContact(plan, index, moods, root.fork(`contact ${index}`))
}

/** The events of a contact outside the deals table, in the order of time. */
export function contactEvents(plan: DemoPlan, contact: PlannedContact): Happening[] {
  const random = createRandom(plan.seed).fork(`events ${contact.index}`)
  const events: Happening[] = []
  const add = (event: Happening) => {
    if (event.at < plan.until) events.push(event)
  }
  contact.stays.forEach((stay, i) => {
    addStayEvents({ stay, previous: contact.stays[i - 1] ?? null, until: plan.until, random, add })
  })
  return events.sort((a, b) => a.at - b.at)
}

/** The deals of a contact up to the plan's end. */
export function contactDeals(plan: DemoPlan, contact: PlannedContact): Deal[] {
  return dealsOf(contact, plan.until, createRandom(plan.seed).fork(`deals ${contact.index}`))
}
