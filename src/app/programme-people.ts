import type { Population } from '../measures/measure.ts'
import {
  actRowsSql,
  arrivalRowsSql,
  metRowsSql,
  openDealRowsSql,
  otherSendRowsSql,
  ownArrivalsSql,
  type PeoplePage,
  type PersonRow,
  personRowsSql,
  propertyRowsSql,
  servedStages,
  servedSubjectsSql,
} from '../measures/programme-people.ts'
import type { Programme } from '../model/programme.ts'
import type { Rule } from '../model/rule.ts'
import { type PeopleRows, peopleOfRows } from '../programme/people-of-rows.ts'
import type { History } from '../programme/property-history.ts'
import { type Colleagues, ruleKey } from '../programme/replay-people.ts'
import { propertiesRead } from '../programme/sending-terms.ts'
import type { EventStore } from '../store/event-store.ts'

/** How many subjects a page has, about: so much is in memory at once. */
const pageSubjects = 50_000

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

/** Hands on the people whose stays programmes serve, page by page, so that memory does not grow with them. */
export async function eachColleagues(store: EventStore, asked: PeopleAsked, take: (colleagues: Colleagues) => void): Promise<PeopleKnown> {
  const { population, programmes } = asked
  const served = new Set(programmes.flatMap(({ sequences, friction }) => [...sequences, ...friction].map(({ stage }) => stage)))
  const stages = servedStages(population.journey, served)
  const [counted, arrivals] = await Promise.all([
    store.rows<{ subjects: number }>(servedSubjectsSql(population, stages)),
    store.rows<{ imports: number }>(ownArrivalsSql),
  ])
  const ownArrivals = arrivals[0]?.imports ?? 0
  const pages = Math.max(1, Math.ceil((counted[0]?.subjects ?? 0) / pageSubjects))
  for (let page = 0; page < pages; page++) {
    const rows = await rowsOf(store, asked, { stages, pages, page, underWay: asked.underWay }, ownArrivals > 0)
    for (const colleagues of peopleOfRows(population.journey, rows)) take(colleagues)
  }
  return { ownArrivals, dealsKnown: population.journey.value !== null }
}

async function rowsOf(
  store: EventStore,
  { population, programmes, beside }: PeopleAsked,
  page: PeoplePage,
  late: boolean,
): Promise<PeopleRows> {
  const isContact = population.journey.subjectType === 'contact'
  const reacts = programmes.some(({ friction }) => friction.length > 0)
  const pauses = programmes.some(({ limits }) => limits.pauseOnOpenDeal)
  const deals = pauses ? openDealRowsSql(population, page) : null
  const times = async (sql: string) => new Map((await store.rows<TimesRow>(sql)).map(({ subject, times: found }) => [subject, found]))
  return {
    people: await store.rows<PersonRow>(personRowsSql(population, page)),
    properties: await propertiesOf(store, population, page, programmes),
    met: await metOf(rulesOf(programmes, isContact), (rule) => times(metRowsSql(population, page, rule))),
    acts: reacts ? await times(actRowsSql(population, page)) : new Map(),
    otherSends: beside && isContact ? await times(otherSendRowsSql(population, page)) : new Map(),
    arrivals: late ? await arrivalsOf(store, arrivalRowsSql(population, page)) : new Map(),
    deals: deals === null ? new Map() : await dealsOf(store, deals),
  }
}

interface TimesRow {
  subject: string
  times: number[]
}

/** Rules of friction messages and, where it is known whose event it was, of transactional ones. */
function rulesOf(programmes: readonly Programme[], isContact: boolean): Rule[] {
  const friction = programmes.flatMap((programme) =>
    programme.friction.flatMap(({ signal }) => (signal.kind === 'event' ? [signal.rule] : [])),
  )
  const owed = isContact ? programmes.flatMap(({ transactional }) => transactional.map(({ rule }) => rule)) : []
  return [...friction, ...owed]
}

async function metOf(rules: readonly Rule[], read: (rule: Rule) => Promise<Map<string, number[]>>): Promise<PeopleRows['met']> {
  const met = new Map<string, Map<string, number[]>>()
  for (const rule of rules) if (!met.has(ruleKey(rule))) met.set(ruleKey(rule), await read(rule))
  return met
}

async function propertiesOf(
  store: EventStore,
  population: Population,
  page: PeoplePage,
  programmes: readonly Programme[],
): Promise<PeopleRows['properties']> {
  const found = new Map<string, Map<string, History>>()
  for (const name of new Set(programmes.flatMap(propertiesRead))) {
    const rows = await store.rows<{ owner: string; history: [number, number, string][] }>(propertyRowsSql(population, page, name))
    found.set(
      name,
      new Map(rows.map(({ owner, history }) => [owner, history.map(([since, , value]) => ({ from: sinceOf(since), value }))])),
    )
  }
  return found
}

/** A property without history reaches back to the beginning. */
function sinceOf(since: number): number {
  return since < -Number.MAX_SAFE_INTEGER ? Number.NEGATIVE_INFINITY : since
}

async function arrivalsOf(store: EventStore, sql: string): Promise<PeopleRows['arrivals']> {
  const rows = await store.rows<{ subject: string; arrivals: [number, number][] }>(sql)
  return new Map(rows.map(({ subject, arrivals }) => [subject, new Map(arrivals)]))
}

async function dealsOf(store: EventStore, sql: string): Promise<PeopleRows['deals']> {
  const rows = await store.rows<{ account: string; deals: [number, number][] }>(sql)
  const ends = (closed: number) => (closed >= Number.MAX_SAFE_INTEGER ? Number.POSITIVE_INFINITY : closed)
  return new Map(rows.map(({ account, deals }) => [account, deals.map(([from, closed]) => ({ from, to: ends(closed) }))]))
}
