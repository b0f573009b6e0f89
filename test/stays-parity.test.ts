import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { horizonOf } from '../src/journeys/horizon.ts'
import { joinJourney } from '../src/journeys/join-journey.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { journeyArbitrary } from './oracle/arbitrary.ts'
import { usableEvents } from './oracle/order.ts'
import { all, event, noFacts, not, on, smallJourney, subjectIs } from './oracle/small-journey.ts'
import { type OracleStay, oracleStays } from './oracle/stays.ts'
import { eventsBySubject } from './oracle/subjects.ts'
import { membershipsSeen, sourceStartsOf, worldArbitrary, worldStart } from './random-world.ts'
import { engineStays, fillStore, temporaryEventStore } from './stays-on-engine.ts'

let store: EventStore
let remove: () => Promise<void>
beforeAll(async () => {
  ;({ store, remove } = await temporaryEventStore())
})
afterAll(() => remove())

/** Journeys drawn, each run over many histories at once, since the engine's cost is the query and not the rows. */
const journeys = Number(process.env.DESIREPATH_PARITY_JOURNEYS ?? 15)
const unitMs = 1000

/** What a stay must agree on: everything stored. */
function comparable({ instanceOver: _, ...stay }: Omit<OracleStay, 'instanceOver'> & { instanceOver?: boolean }) {
  return stay
}

test('[V1] [V2] [V3] [V4] [V5] [V6] [V7] [E3] [E7] [E10] [J3] [J4] [J6] the engine assigns the stays that a literal reading of the rules gives', async () => {
  await fc.assert(
    fc.asyncProperty(
      journeyArbitrary(unitMs, ['contact', 'account', 'deal', 'deal']),
      worldArbitrary(unitMs),
      fc.integer({ min: 40, max: 160 }),
      async (journey, { events, facts }, ticks) => {
        const horizon = worldStart + ticks * unitMs
        await fillStore(store, events, facts)
        const found = await engineStays(store, journey, horizon, sourceStartsOf(events))
        const wanted = oracleStays(journey, events, facts, horizon)
        expect(found.map(comparable)).toEqual(wanted.map(comparable))
      },
    ),
    { numRuns: journeys, endOnFailure: true },
  )
}, 900_000)

test('[J6] a journey that is only drawn has no stays', async () => {
  const [world] = fc.sample(fc.noBias(worldArbitrary(unitMs)), { numRuns: 1, seed: 3 })
  if (world === undefined) throw new Error('nothing drawn')
  await fillStore(store, world.events, world.facts)
  const journey = smallJourney([{ entry: null, dropped: on('a'), dropAfterMs: 3 * unitMs }, { entry: null }])
  expect(await engineStays(store, journey, worldStart + 160 * unitMs, sourceStartsOf(world.events))).toEqual([])
  expect((await horizonOf(store, smallJourney([{ entry: null }]), [])).horizon).toBeGreaterThan(worldStart)
}, 120_000)

test('[V1] restartAfter ends an instance also where no stage has a dropAfter', async () => {
  const journey = smallJourney([{ entry: on('a') }, { entry: on('b'), dropped: on('lost') }], { restartAfterMs: 10 })
  const at = (name: string, tick: number) => event(name, worldStart + tick)
  const events = [at('b', 0), at('lost', 5), at('x', 20), at('b', 21)]
  await fillStore(store, events, noFacts)
  const found = await engineStays(store, journey, worldStart + 30, new Map())
  expect(found.map(({ instance, openedBy }) => `${instance} ${openedBy}`)).toEqual(['1 first', '2 first'])
  expect(found).toEqual(oracleStays(journey, events, noFacts, worldStart + 30).map(comparable))
})

test('[V1] an event that enters nothing ends the instance also at the instant at which an exit, after a long silence, has just left no stay open', async () => {
  const journey = smallJourney([{ entry: on('a') }, { entry: on('b'), dropped: on('lost') }], { restartAfterMs: 10 })
  const opened = async (first: string, second: string) => {
    const at = (name: string, tick: number, sequence: number) =>
      event(name, worldStart + tick, { sequence, initiator: name === 'noted' ? 'company' : 'customer' })
    const events = [at('b', 0, 0), at(first, 20, 1), at(second, 20, 2), at('a', 21, 3)]
    await fillStore(store, events, noFacts)
    const found = await engineStays(store, journey, worldStart + 30, new Map())
    expect(found).toEqual(oracleStays(journey, events, noFacts, worldStart + 30).map(comparable))
    return found.map(({ instance, stage }) => `${instance}: stage ${stage}`)
  }
  expect(await opened('lost', 'noted')).toEqual(['1: stage 2', '2: stage 1'])
  expect(await opened('noted', 'lost')).toEqual(['1: stage 2'])
})

test('[V2] a subject with thousands of events that all count is assigned as any other', async () => {
  const journey = smallJourney([
    { entry: on('a'), reentry: { kind: 'entry' }, dropAfterMs: 50 },
    { entry: on('b'), reentry: { kind: 'entry' }, completed: on('won') },
    { entry: on('c') },
  ])
  const names = ['a', 'b', 'a', 'c', 'b', 'a', 'a', 'b', 'c']
  const long = Array.from({ length: 2_600 }, (_, place) => {
    const name = place === 2_003 ? 'won' : (names[place % names.length] ?? 'x')
    return event(name, worldStart + place * 3 + (place % 700 === 0 ? 60 : 0), { objects: { contact: ['long'] } })
  })
  const short = ['a', 'b', 'a'].map((name, place) => event(name, worldStart + place, { objects: { contact: ['short'] } }))
  const events = [...long, ...short]
  await fillStore(store, events, noFacts)
  const found = await engineStays(store, journey, worldStart + 20_000, sourceStartsOf(events))
  expect(found.length).toBeGreaterThan(2_000)
  expect(found).toEqual(oracleStays(journey, events, noFacts, worldStart + 20_000).map(comparable))
}, 60_000)

test('[J4] [E10] a deal that belongs to no account has no property of one, whatever account an event of its contact names', async () => {
  const entry = all(on('x'), not(subjectIs('account.size', 'exists')))
  const journey = smallJourney([{ entry: on('open') }, { entry }], { subjectType: 'deal' })
  const at = (name: string, tick: number, objects: Record<string, string[]>) => event(name, worldStart + tick, { objects })
  const events = [at('open', 0, { deal: ['d1'], contact: ['c1'] }), at('x', 5, { contact: ['c1'], account: ['A'] })]
  const link = (fromType: string, fromId: string, toType: string, toId: string) => ({ fromType, fromId, toType, toId, since: null })
  const facts = {
    properties: [{ objectType: 'account', objectId: 'A', name: 'size', value: '9', validFrom: null }],
    links: [link('deal', 'd1', 'contact', 'c1'), link('contact', 'c1', 'account', 'A')],
  }
  await fillStore(store, events, facts)
  const found = await engineStays(store, journey, worldStart + 30, sourceStartsOf(events))
  expect(found.map(({ stage }) => stage)).toEqual([1, 2])
  expect(found).toEqual(oracleStays(journey, events, facts, worldStart + 30).map(comparable))
})

test('[E7] a contact seen with an account again, after it was told to be of another, is of the first again', async () => {
  const journey = smallJourney([{ entry: on('a') }, { entry: on('b') }, { entry: on('c') }])
  const at = (name: string, tick: number, account: string | null) =>
    event(name, worldStart + tick, { objects: { contact: ['c1'], ...(account === null ? {} : { account: [account] }) } })
  const events = [at('a', 0, 'A'), at('b', 10, null), at('c', 20, 'A')]
  const links = [{ fromType: 'contact', fromId: 'c1', toType: 'account', toId: 'B', since: worldStart + 5 }]
  await fillStore(store, events, { properties: [], links })
  const found = await engineStays(store, journey, worldStart + 30, sourceStartsOf(events))
  expect(found.map(({ account }) => account)).toEqual(['A', 'B', 'A'])
  const known = { properties: [], links: [...links, ...events.flatMap(membershipsSeen)] }
  expect(found).toEqual(oracleStays(journey, events, known, worldStart + 30).map(comparable))
})

test('[E3] [V2] events of a subject that lie in several parts are read in order all the same', async () => {
  const [drawn] = fc.sample(fc.noBias(fc.tuple(journeyArbitrary(unitMs, ['contact']), worldArbitrary(unitMs))), { numRuns: 1, seed: 20 })
  if (drawn === undefined) throw new Error('nothing drawn')
  const [journey, { events, facts }] = drawn
  const horizon = worldStart + 160 * unitMs
  await fillStore(store, events, facts)
  const found = await engineStays(store, journey, horizon, sourceStartsOf(events), 3)
  const [parts] = await store.rows<{ parts: number }>(
    `SELECT count() AS parts FROM system.parts WHERE table = 'subject_events' AND active AND database = currentDatabase()`,
  )
  expect(parts?.parts).toBeGreaterThan(1)
  expect(found.length).toBeGreaterThan(50)
  expect(found).toEqual(oracleStays(journey, events, facts, horizon).map(comparable))
}, 120_000)

test('[E7] [E10] a deal is joined by the events of contacts for which it alone is open', async () => {
  const drawn = fc.sample(fc.noBias(fc.tuple(journeyArbitrary(unitMs, ['deal']), worldArbitrary(unitMs, 80))), { numRuns: 3, seed: 5 })
  let ofContacts = 0
  for (const [journey, { events, facts }] of drawn) {
    await fillStore(store, events, facts)
    await joinJourney(store, journey)
    const rows = await store.rows<{ subject: string; id: string }>(
      `SELECT subject, id FROM subject_events WHERE subjectType = 'deal:${journey.id}' AND initiator != 'machine'`,
    )
    const wanted = [...eventsBySubject(journey, usableEvents(events), facts)].flatMap(([deal, own]) => own.map(({ id }) => `${deal} ${id}`))
    expect(rows.map(({ subject, id }) => `${subject} ${id}`).sort()).toEqual(wanted.sort())
    ofContacts += wanted.length - usableEvents(events).filter((event) => event.objects.deal !== undefined).length
  }
  expect(ofContacts).toBeGreaterThan(100)
}, 120_000)
