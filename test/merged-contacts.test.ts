import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { joinJourney } from '../src/journeys/join-journey.ts'
import { contactsOf } from '../src/model/contact-groups.ts'
import type { ObjectLink } from '../src/model/event.ts'
import type { ContactDecision } from '../src/model/person-id.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { journeyArbitrary } from './oracle/arbitrary.ts'
import { asKnown, contactOf } from './oracle/identity.ts'
import { usableEvents } from './oracle/order.ts'
import { oracleStays } from './oracle/stays.ts'
import { eventsBySubject } from './oracle/subjects.ts'
import { sourceStartsOf, type World, worldArbitrary, worldStart } from './random-world.ts'
import { engineStays, fillStore, temporaryEventStore } from './stays-on-engine.ts'

let store: EventStore
let remove: () => Promise<void>
beforeAll(async () => {
  ;({ store, remove } = await temporaryEventStore())
})
afterAll(() => remove())

const unitMs = 1000
const runs = Number(process.env.DESIREPATH_PARITY_JOURNEYS ?? 6)
const copies = 40

/** Facts with ties of every kind: anonymous ids in place of contacts and beside them, aliases, and what people decided. */
interface TiedWorld extends World {
  decisions: ContactDecision[]
}

const contacts = ['c1', 'c2', 'c3', 'c4']
const anonymous = ['n1', 'n2', 'c1']
/** For each of the many histories: how its events name people, and what ties them. */
const tiesArbitrary = fc.record({
  naming: fc.array(fc.constantFrom('as told', 'as told', 'beside', 'instead'), { minLength: 7, maxLength: 7 }),
  aliases: fc.array(fc.tuple(fc.constantFrom(...contacts), fc.constantFrom(...contacts)), { maxLength: 3 }),
  identified: fc.array(
    fc.tuple(fc.constantFrom(...anonymous), fc.constantFrom(...contacts), fc.option(fc.integer({ min: 0, max: 20 }), { freq: 2 })),
    { maxLength: 2 },
  ),
  decided: fc.array(
    fc.record({
      contact: fc.constantFrom(...contacts),
      other: fc.constantFrom<[ContactDecision['otherType'], string]>(
        ...contacts.map((id): ['contact', string] => ['contact', id]),
        ...anonymous.map((id): ['anonymous', string] => ['anonymous', id]),
      ),
      apart: fc.boolean(),
      decidedAt: fc.integer({ min: 0, max: 2 }),
    }),
    { maxLength: 4 },
  ),
})
type Ties = typeof tiesArbitrary extends fc.Arbitrary<infer One> ? One : never

const tiedWorlds: fc.Arbitrary<TiedWorld> = fc
  .tuple(worldArbitrary(unitMs, copies), fc.array(tiesArbitrary, { minLength: copies, maxLength: copies, size: 'max' }))
  .map(([world, ties]) => ({
    events: world.events.map((event, place) => renamed(event, place, ties[Number(event.id.split('-')[0])] as Ties)),
    facts: { ...world.facts, links: [...world.facts.links, ...ties.flatMap(linksOf)] },
    decisions: ties.flatMap(decisionsOf),
  }))

/** Some events also name an anonymous id, or it alone. */
function renamed(event: World['events'][number], place: number, { naming }: Ties): World['events'][number] {
  const way = naming[place % naming.length]
  const copy = event.id.split('-')[0]
  if (event.objects.contact?.length !== 1 || way === 'as told') return event
  const { contact, ...others } = event.objects
  const unknown = { anonymous: [`${copy}-${anonymous[place % anonymous.length]}`] }
  return { ...event, objects: way === 'beside' ? { ...event.objects, ...unknown } : { ...others, ...unknown } }
}

function linksOf({ aliases, identified }: Ties, copy: number): ObjectLink[] {
  const alias = ([from, to]: [string, string]) => ({
    fromType: 'contact',
    fromId: `${copy}-${from}`,
    toType: 'contact',
    toId: `${copy}-${to}`,
  })
  return [
    ...aliases.map((pair) => ({ ...alias(pair), since: null })),
    ...identified.map(([from, to, tick]) => ({
      fromType: 'anonymous',
      fromId: `${copy}-${from}`,
      toType: 'contact',
      toId: `${copy}-${to}`,
      since: tick === null ? null : worldStart + tick * unitMs,
    })),
  ]
}

function decisionsOf({ decided }: Ties, copy: number): ContactDecision[] {
  return decided.flatMap(({ contact, other: [otherType, id], ...rest }) =>
    otherType === 'contact' && id === contact ? [] : [{ contact: `${copy}-${contact}`, otherType, otherId: `${copy}-${id}`, ...rest }],
  )
}

test('[E7] [E10] [J4] the engine assigns to contacts that are one the stays that a literal reading gives', async () => {
  await fc.assert(
    fc.asyncProperty(
      journeyArbitrary(unitMs, ['contact', 'contact', 'account', 'deal']),
      tiedWorlds,
      fc.integer({ min: 40, max: 160 }),
      async (journey, { events, facts, decisions }, ticks) => {
        const horizon = worldStart + ticks * unitMs
        await fillStore(store, events, facts, decisions)
        const found = await engineStays(store, journey, horizon, sourceStartsOf(events))
        const known = asKnown(events, facts, decisions)
        const wanted = oracleStays(journey, known.events, known.facts, horizon).map(({ instanceOver: _, ...stay }) => stay)
        expect(found).toEqual(wanted)
      },
    ),
    { numRuns: runs, endOnFailure: true },
  )
}, 900_000)

test('[E7] the events of merged contacts are theirs, whatever the order and repetition of ties, and theirs alone again once all is taken back', async () => {
  const [drawn] = fc.sample(fc.noBias(fc.tuple(journeyArbitrary(unitMs, ['contact']), tiedWorlds)), { numRuns: 1, seed: 3 })
  if (drawn === undefined) throw new Error('nothing drawn')
  const [journey, { events, facts, decisions }] = drawn
  const joined = async (some: readonly ContactDecision[], links = facts.links) => {
    await fillStore(store, events, { ...facts, links }, some)
    await joinJourney(store, journey)
    const rows = await store.rows<{ subject: string; id: string }>(`SELECT subject, id FROM subject_events WHERE subjectType = 'contact'`)
    return rows.map(({ subject, id }) => `${subject} ${id}`).sort()
  }
  const wanted = (some: readonly ContactDecision[]) => {
    const known = asKnown(events, facts, some)
    return [...eventsBySubject(journey, known.events, known.facts)]
      .flatMap(([contact, own]) => own.map(({ id }) => `${contact} ${id}`))
      .sort()
  }
  const tied = await joined(decisions)
  expect(tied).toEqual(wanted(decisions))
  expect(await joined([...decisions, ...decisions].reverse(), [...facts.links].reverse())).toEqual(tied)
  const pairs = facts.links.filter(({ fromType, toType }) => fromType === 'contact' && toType === 'contact')
  const takenBack = [
    ...decisions.filter(({ otherType }) => otherType === 'contact').map((one) => ({ ...one, apart: true, decidedAt: 9 })),
    ...pairs.map(({ fromId, toId }) => ({ contact: fromId, otherType: 'contact' as const, otherId: toId, apart: true, decidedAt: 9 })),
  ]
  const apart = await joined([...decisions, ...takenBack])
  expect(apart).not.toEqual(tied)
  const never = decisions.filter(({ otherType }) => otherType !== 'contact')
  expect(apart).toEqual(
    await joined(
      never,
      facts.links.filter((one) => !pairs.includes(one)),
    ),
  )
  expect(await store.rows('SELECT * FROM merged_contacts')).toEqual([])
  expect(usableEvents(events).length).toBeGreaterThan(500)
}, 120_000)

test('[E7] groups of contacts are those of a literal reading', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'é', '\u{1f600}', '\uffee')
  fc.assert(
    fc.property(fc.array(fc.tuple(id, id), { maxLength: 9 }), (pairs) => {
      const links = pairs.map(([fromId, toId]) => ({ fromType: 'contact', fromId, toType: 'contact', toId, since: null }))
      const found = contactsOf(pairs)
      for (const one of new Set(pairs.flat())) expect(found.get(one)).toBe(contactOf(one, { properties: [], links }, []))
    }),
  )
})
