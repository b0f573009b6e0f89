import { noSequence } from '../../src/model/event.ts'
import type { Journey } from '../../src/model/journey.ts'
import { compareText, type OracleEvent, type OracleFacts } from './facts.ts'
import { ruleHolds } from './rules.ts'

/** The total order of E3: time, source, the source's own sequence (absent last), id. */
export function compareEvents(a: OracleEvent, b: OracleEvent): number {
  return a.occurredAt - b.occurredAt || compareText(a.source, b.source) || a.sequence - b.sequence || compareText(a.id, b.id)
}

/** Every event once, machine events left out (rules E2, E6): nothing else enters a figure. */
export function usableEvents(events: readonly OracleEvent[]): OracleEvent[] {
  const seen = new Map<string, OracleEvent>()
  for (const event of events) {
    const key = JSON.stringify([event.source, event.id])
    if (!seen.has(key)) seen.set(key, event)
  }
  return [...seen.values()].filter((event) => event.initiator !== 'machine')
}

/**
 * One subject's events in the order V reads them (rule E3): at one instant those with a sequence first, then those without by the
 * earliest stage they enter (none last), then source and id. What a tied event enters is judged in the plain order, counts included.
 */
export function inReadingOrder(journey: Journey, subject: string, events: readonly OracleEvent[], facts: OracleFacts): OracleEvent[] {
  const plain = [...events].sort(compareEvents)
  const rankOf = (index: number): number => {
    const place = { subjectType: journey.subjectType, subject, facts, history: plain, index, countFrom: 0 }
    for (const stage of journey.stages) if (stage.entry !== null && ruleHolds(stage.entry, place)) return stage.index
    return Number.POSITIVE_INFINITY
  }
  const ranked = plain.map((event, index) => ({ event, rank: event.sequence === noSequence ? rankOf(index) : 0 }))
  ranked.sort((a, b) => {
    if (a.event.occurredAt !== b.event.occurredAt) return a.event.occurredAt - b.event.occurredAt
    if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1
    return compareEvents(a.event, b.event)
  })
  return ranked.map((entry) => entry.event)
}
