import type { ObjectLink } from '../../src/model/event.ts'
import type { Journey } from '../../src/model/journey.ts'
import { heldAt, type OracleEvent, type OracleFacts } from './facts.ts'
import { compareEvents } from './order.ts'
import { ruleHolds } from './rules.ts'

/** From its first own event on a deal is open, until its first own event that meets an exit rule of its journey (UTC ms; null: not closed). */
export interface DealSpan {
  openedAt: number
  closedAt: number | null
}

/** The subjects of one type that an event joins (rule E10). */
export function subjectsOf(type: string, event: OracleEvent, facts: OracleFacts, deals: ReadonlyMap<string, DealSpan>): Set<string> {
  const contacts = contactsOf(event, facts)
  const joined = new Set(type === 'contact' ? contacts : (event.objects[type] ?? []))
  const own = joined.size > 0
  for (const contact of type === 'contact' ? [] : contacts) {
    if (type === 'account') {
      const account = heldAt(facts, 'contact', contact, 'account', event.occurredAt)
      if (account !== null) joined.add(account)
    }
    if (type === 'deal' && !own) {
      const open = openDealsOf(contact, event.occurredAt, facts, deals)
      if (open.length === 1) joined.add(open[0] as string)
    }
  }
  return joined
}

/** The contacts that an event concerns: those it names, else those of the things it names (rule E10). */
function contactsOf(event: OracleEvent, { links }: OracleFacts): string[] {
  if ((event.objects.contact ?? []).length > 0) return event.objects.contact ?? []
  const isThing = (link: ObjectLink) =>
    link.toType === 'contact' &&
    !['contact', 'account', 'deal', 'anonymous'].includes(link.fromType) &&
    (link.since ?? event.occurredAt) <= event.occurredAt
  const tied = links.filter((link) => isThing(link) && event.objects[link.fromType]?.includes(link.fromId))
  return [...new Set(tied.map((link) => link.toId))]
}

/** Every subject of the journey's type with the events that join it, in no promised order. */
export function eventsBySubject(journey: Journey, events: readonly OracleEvent[], facts: OracleFacts): Map<string, OracleEvent[]> {
  const deals = journey.subjectType === 'deal' ? dealSpans(journey, events, facts) : new Map<string, DealSpan>()
  const bySubject = new Map<string, OracleEvent[]>()
  for (const event of events) {
    for (const subject of subjectsOf(journey.subjectType, event, facts, deals)) {
      const own = bySubject.get(subject)
      if (own) own.push(event)
      else bySubject.set(subject, [event])
    }
  }
  return bySubject
}

/** Of the deals tied to a contact by `at`, or else of those of the account it holds then, the ones open at `at`. */
function openDealsOf(contact: string, at: number, facts: OracleFacts, deals: ReadonlyMap<string, DealSpan>): string[] {
  const account = heldAt(facts, 'contact', contact, 'account', at)
  const isTied = (link: ObjectLink) => link.toType === 'contact' && link.toId === contact && (link.since ?? at) <= at
  const isOfAccount = (link: ObjectLink) =>
    link.toType === 'account' && account !== null && heldAt(facts, 'deal', link.fromId, 'account', at) === account
  const links = facts.links.filter((link) => link.fromType === 'deal')
  const tied = links.filter(isTied)
  const known = new Set((tied.length > 0 ? tied : links.filter(isOfAccount)).map((link) => link.fromId))
  return [...known].filter((deal) => {
    const span = deals.get(deal)
    return span !== undefined && span.openedAt <= at && (span.closedAt === null || at < span.closedAt)
  })
}

/** When each deal that an event names was open. */
function dealSpans(journey: Journey, events: readonly OracleEvent[], facts: OracleFacts): Map<string, DealSpan> {
  const spans = new Map<string, DealSpan>()
  const exits = journey.stages.flatMap((stage) => [stage.completed, stage.dropped]).filter((rule) => rule !== null)
  for (const deal of new Set(events.flatMap((event) => event.objects.deal ?? []))) {
    const history = events.filter((event) => event.objects.deal?.includes(deal)).sort(compareEvents)
    const closing = history.find((_, index) =>
      exits.some((rule) => ruleHolds(rule, { subjectType: 'deal', subject: deal, facts, history, index, countFrom: 0 })),
    )
    spans.set(deal, { openedAt: (history[0] as OracleEvent).occurredAt, closedAt: closing?.occurredAt ?? null })
  }
  return spans
}
