import type { Random } from '../core/random.ts'
import { dayMs } from '../model/duration.ts'
import type { PlannedContact, PlannedStay } from './draw-contact.ts'
import { lossReasons } from './touches.ts'

/** A deal of the CRM with the dates of its stages (UTC ms; null: has not happened by the plan's end). */
export interface Deal {
  id: string
  kind: 'new' | 'renewal'
  contact: number
  account: number
  amount: number
  currency: 'EUR' | 'USD'
  createdAt: number
  wonAt: number | null
  lostAt: number | null
  recycledAt: number | null
  lossReason: string
}

/** The deals of a contact: one for each evaluation that is not resumed, one for each renewal. `until` cuts off what has not happened yet. */
export function dealsOf(contact: PlannedContact, until: number, random: Random): Deal[] {
  const deals: Deal[] = []
  const currency = random.chance(0.8) ? 'EUR' : 'USD'
  let yearly = 0
  const open = (kind: Deal['kind'], createdAt: number): Deal => {
    const fresh = Math.max(2000, Math.round(random.logNormal(18_000, 0.6) / 100) * 100)
    const amount = kind === 'new' || yearly === 0 ? fresh : Math.round((yearly * (1 + 0.2 * random.uniform())) / 100) * 100
    yearly = amount
    const { index, account } = contact
    const dates = { createdAt, wonAt: null, lostAt: null, recycledAt: null }
    const deal: Deal = { id: `d${index}-${deals.length + 1}`, kind, contact: index, account, amount, currency, ...dates, lossReason: '' }
    deals.push(deal)
    return deal
  }
  contact.stays.forEach((stay, i) => {
    if (stay.stage === 'evaluation') evaluate(stay, contact.stays[i + 1] ?? null, deals, open, random)
    if (stay.stage === 'value-renewal') renew(stay, contact.stays[i - 1]?.stage === 'advocacy', open)
  })
  return deals.filter((deal) => deal.createdAt < until).map((deal) => cutOff(deal, until))
}

type OpenDeal = (kind: Deal['kind'], createdAt: number) => Deal

function evaluate(stay: PlannedStay, next: PlannedStay | null, deals: readonly Deal[], open: OpenDeal, random: Random): void {
  const minutes = 20 + random.integer(200)
  const deal = stay.openedBy === 'resumed' ? (deals.at(-1) as Deal) : open('new', stay.startsAt + minutes * 60_000)
  if (stay.how === 'advanced') deal.wonAt = stay.endsAt
  if (stay.how === 'exit') {
    deal.lostAt = stay.endsAt
    deal.lossReason = random.weighted(lossReasons)
  }
  if (next?.stage === 'consideration') deal.recycledAt = next.startsAt
}

/** A renewal is decided halfway through the stay that its period opens, or after 350 days of any stay. */
function renew(stay: PlannedStay, periodOpened: boolean, open: OpenDeal): void {
  const lasts = stay.activeUntil - stay.startsAt
  if (!periodOpened && lasts < 365 * dayMs) return
  const deal = open('renewal', stay.startsAt + (periodOpened ? 0 : 300 * dayMs))
  const decided = stay.startsAt + (periodOpened ? Math.floor(Math.min(lasts, 120 * dayMs) / 2) : 350 * dayMs)
  if (stay.how === 'exit' && periodOpened) deal.lostAt = stay.endsAt
  else deal.wonAt = decided
}

function cutOff(deal: Deal, until: number): Deal {
  const past = (at: number | null) => (at !== null && at < until ? at : null)
  const lostAt = past(deal.lostAt)
  return {
    ...deal,
    wonAt: past(deal.wonAt),
    lostAt,
    recycledAt: past(deal.recycledAt),
    lossReason: lostAt === null ? '' : deal.lossReason,
  }
}
