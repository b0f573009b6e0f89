import { setImmediate } from 'node:timers/promises'
import { AppError } from '../core/error.ts'
import type { Population } from '../measures/measure.ts'
import { ownArrivalsSql, type PeopleFacts, peopleSql, servedStages, servedStaysSql } from '../measures/programme-people.ts'
import type { Programme } from '../model/programme.ts'
import type { Rule } from '../model/rule.ts'
import { peopleOfColumns } from '../programme/people-of-columns.ts'
import { type Colleagues, ruleKey } from '../programme/replay-people.ts'
import { propertiesRead } from '../programme/sending-terms.ts'
import type { EventStore } from '../store/event-store.ts'

/** How many stays a page has, about: so much is in memory at once, some 50 bytes a stay and the facts asked for beside. */
const pageStays = 2_500_000

/** After how many people others get their turn. */
const peopleAtOnce = 5_000

/** Whose stays are read: all that the programmes serve. `beside`: with the e-mails that were sent to them; `underWay`: also stays under way when the data begin. */
export interface PeopleAsked {
  population: Population
  programmes: readonly Programme[]
  beside: boolean
  underWay: boolean
}

/** What the data do not tell, which a replay then takes in the way said here. */
export interface PeopleKnown {
  /** How many imports told when each of their events arrived (E1). */
  ownArrivals: number
  dealsKnown: boolean
}

/** Hands on the people whose stays programmes serve, page by page, so that memory does not grow with them. Errors: `cancelled`. */
export async function eachColleagues(
  store: EventStore,
  asked: PeopleAsked,
  take: (colleagues: Colleagues) => void,
  signal?: AbortSignal,
): Promise<PeopleKnown> {
  const { population, programmes, underWay } = asked
  const served = new Set(programmes.flatMap(({ sequences, friction }) => [...sequences, ...friction].map(({ stage }) => stage)))
  const stages = servedStages(population.journey, served)
  const [counted, arrivals] = await Promise.all([
    store.rows<{ stays: number }>(servedStaysSql(population, stages), {}, signal),
    store.rows<{ imports: number }>(ownArrivalsSql, {}, signal),
  ])
  const ownArrivals = arrivals[0]?.imports ?? 0
  const facts = factsOf(asked, ownArrivals > 0)
  const pages = Math.max(1, Math.ceil((counted[0]?.stays ?? 0) / pageStays))
  for (let page = 0; page < pages; page++) {
    const blocks = await store.columns(peopleSql(population, { stages, pages, page, underWay }, facts), {}, signal)
    await takeInTurns(peopleOfColumns(population.journey, facts, blocks), take, signal)
  }
  return { ownArrivals, dealsKnown: population.journey.value !== null }
}

/** A long reckoning lets others in between, and ends where nobody waits for it any more. */
async function takeInTurns(groups: Iterable<Colleagues>, take: (colleagues: Colleagues) => void, signal: AbortSignal | undefined) {
  let people = 0
  for (const colleagues of groups) {
    take(colleagues)
    people += colleagues.people.length
    if (people < peopleAtOnce) continue
    people = 0
    await setImmediate()
    if (signal?.aborted) throw new AppError('cancelled', 'The replay was cancelled because nobody waits for it any more.')
  }
}

function factsOf({ population, programmes, beside }: PeopleAsked, arrivals: boolean): PeopleFacts {
  const { journey } = population
  const isContact = journey.subjectType === 'contact'
  return {
    properties: [...new Set(programmes.flatMap(propertiesRead))],
    rules: rulesOf(programmes, isContact),
    acts: programmes.some(({ friction }) => friction.length > 0),
    otherSends: beside && isContact,
    arrivals,
    deals: journey.value !== null && programmes.some(({ limits }) => limits.pauseOnOpenDeal),
  }
}

/** Rules of friction messages and, where it is known whose event it was, of transactional ones; each once. */
function rulesOf(programmes: readonly Programme[], isContact: boolean): Rule[] {
  const friction = programmes.flatMap((programme) =>
    programme.friction.flatMap(({ signal }) => (signal.kind === 'event' ? [signal.rule] : [])),
  )
  const owed = isContact ? programmes.flatMap(({ transactional }) => transactional.map(({ rule }) => rule)) : []
  return [...new Map([...friction, ...owed].map((rule) => [ruleKey(rule), rule])).values()]
}
