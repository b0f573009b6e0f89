import { setImmediate } from 'node:timers/promises'
import { AppError } from '../core/error.ts'
import type { Population } from '../measures/measure.ts'
import { ownArrivalsSql, type PeopleFacts, peopleSql, servedStages, servedStaysSql } from '../measures/programme-people.ts'
import type { Programme } from '../model/programme.ts'
import type { Rule } from '../model/rule.ts'
import { peopleOfColumns } from '../programme/people-of-columns.ts'
import type { ReplayProgress } from '../programme/replay-options.ts'
import { type Colleagues, ruleKey } from '../programme/replay-people.ts'
import { propertiesRead } from '../programme/sending-terms.ts'
import type { EventStore } from '../store/event-store.ts'

/** So much is in memory at once: some 50 bytes a stay, and the facts asked for beside. */
const usualPageStays = 2_500_000

/** After how many people others get their turn. */
const peopleAtOnce = 5_000

/** Whose stays are read: all that the programmes serve. `beside`: with the e-mails that were sent to them; `underWay`: also stays under way when the data begin; `properties`: to be known beside those that the programmes name. */
export interface PeopleAsked {
  population: Population
  programmes: readonly Programme[]
  beside: boolean
  underWay: boolean
  properties?: readonly string[]
  /** How many stays a page has, about; left out: 2.5 million. */
  pageStays?: number
}

/** How a replay is waited for: who leaves, by the signal, ends it. */
export interface ReplayRequest {
  signal?: AbortSignal
  onProgress?: (progress: ReplayProgress) => void
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
  { signal, onProgress }: ReplayRequest = {},
): Promise<PeopleKnown> {
  const { population, programmes, underWay, pageStays = usualPageStays } = asked
  const served = new Set(programmes.flatMap(({ sequences, friction }) => [...sequences, ...friction].map(({ stage }) => stage)))
  const stages = servedStages(population.journey, served)
  const [counted, arrivals] = await Promise.all([
    store.rows<{ stays: number }>(servedStaysSql(population, { stages, underWay }), {}, signal),
    store.rows<{ imports: number }>(ownArrivalsSql, {}, signal),
  ])
  const ownArrivals = arrivals[0]?.imports ?? 0
  const facts = factsOf(asked, ownArrivals > 0)
  const stays = counted[0]?.stays ?? 0
  const pages = Math.max(1, Math.ceil(stays / pageStays))
  const rest = letOthersIn(stays, { signal, onProgress })
  for (let page = 0; page < pages; page++) {
    const blocks = await store.columns(peopleSql(population, { stages, pages, page, underWay }, facts), {}, signal)
    for (const colleagues of peopleOfColumns(population.journey, facts, blocks)) {
      take(colleagues)
      if (rest.isDue(colleagues)) await rest.take()
    }
    await rest.take()
  }
  return { ownArrivals, dealsKnown: population.journey.value !== null }
}

/** A long reckoning lets others in between, says how far it is, and ends where nobody waits for it any more. */
function letOthersIn(allStays: number, { signal, onProgress }: ReplayRequest) {
  let [people, stays, restedAt] = [0, 0, 0]
  return {
    isDue: (colleagues: Colleagues): boolean => {
      people += colleagues.people.length
      for (const person of colleagues.people) stays += person.stays.length
      return people >= restedAt + peopleAtOnce
    },
    take: async (): Promise<void> => {
      restedAt = people
      onProgress?.({ people, share: allStays === 0 ? 1 : Math.min(1, stays / allStays) })
      await setImmediate()
      if (signal?.aborted) throw new AppError('cancelled', 'The replay was cancelled because nobody waits for it any more.')
    },
  }
}

function factsOf({ population, programmes, beside, properties = [] }: PeopleAsked, arrivals: boolean): PeopleFacts {
  const { journey } = population
  const isContact = journey.subjectType === 'contact'
  return {
    properties: [...new Set([...programmes.flatMap(propertiesRead), ...properties])],
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
