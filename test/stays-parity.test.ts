import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ObjectLink } from '../src/model/event.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { factsArbitrary, historyArbitrary, journeyArbitrary } from './oracle/arbitrary.ts'
import type { OracleEvent, OracleFacts } from './oracle/facts.ts'
import { usableEvents } from './oracle/order.ts'
import { type OracleStay, oracleStays } from './oracle/stays.ts'
import { engineStays, fillStore, temporaryEventStore } from './stays-on-engine.ts'

let store: EventStore
let remove: () => Promise<void>
beforeAll(async () => {
  ;({ store, remove } = await temporaryEventStore())
})
afterAll(() => remove())

/** Journeys drawn, each run over `copies` histories at once, since the engine's cost is the query and not the rows. */
const journeys = Number(process.env.DESIREPATH_PARITY_JOURNEYS ?? 15)
const copies = 40
const unitMs = 1000
const start = Date.UTC(2024, 0, 1)

interface World {
  events: OracleEvent[]
  facts: OracleFacts
}

/** One history among many: its objects renamed so that it meets no other, its times set after `start`, memberships seen in events told as links. */
function copyOf({ events, facts }: World, copy: number): World {
  const renamed = (id: string) => `${copy}-${id}`
  const moved = events.map((event) => ({
    ...event,
    id: renamed(event.id),
    occurredAt: start + event.occurredAt,
    receivedAt: start + event.receivedAt,
    objects: Object.fromEntries(Object.entries(event.objects).map(([type, ids]) => [type, ids.map(renamed)])),
  }))
  const later = (time: number | null) => (time === null ? null : start + time)
  const seen = moved.flatMap((event): ObjectLink[] => {
    const account = event.objects.account?.[0]
    if (account === undefined || event.initiator === 'machine') return []
    return (event.objects.contact ?? []).map((fromId) => ({
      fromType: 'contact',
      fromId,
      toType: 'account',
      toId: account,
      since: event.occurredAt,
    }))
  })
  return {
    events: moved,
    facts: {
      properties: facts.properties.map((fact) => ({ ...fact, objectId: renamed(fact.objectId), validFrom: later(fact.validFrom) })),
      links: [
        ...facts.links.map((link) => ({ ...link, fromId: renamed(link.fromId), toId: renamed(link.toId), since: later(link.since) })),
        ...seen,
      ],
    },
  }
}

/** What a stay must agree on. The clock of a stay that an event ended is not kept by figures and differs at ties. */
function comparable({ lastActivityAt, ...stay }: Omit<OracleStay, 'instanceOver'> & { instanceOver?: boolean }) {
  const { instanceOver: _, ...rest } = stay
  return rest.ending === 'open' || rest.ending === 'droppedBySilence' ? { ...rest, lastActivityAt } : rest
}

const worlds = fc.array(fc.record({ events: historyArbitrary(unitMs, 60), facts: factsArbitrary(unitMs) }), {
  minLength: 1,
  maxLength: copies,
  size: 'max',
})

test('[V1] [V2] [V3] [V4] [V5] [V6] [V7] [E3] [E7] [E10] [J3] [J4] the engine assigns the stays that a literal reading of the rules gives', async () => {
  await fc.assert(
    fc.asyncProperty(
      journeyArbitrary(unitMs, ['contact', 'account']),
      worlds,
      fc.integer({ min: 40, max: 160 }),
      async (journey, drawn, ticks) => {
        const copied = drawn.map(copyOf)
        const events = copied.flatMap((world) => world.events)
        const facts = { properties: copied.flatMap((world) => world.facts.properties), links: copied.flatMap((world) => world.facts.links) }
        const horizon = start + ticks * unitMs
        const starts = new Map<string, number>()
        for (const event of usableEvents(events)) starts.set(event.source, Math.min(event.occurredAt, starts.get(event.source) ?? Infinity))
        await fillStore(store, events, facts)
        const found = await engineStays(store, journey, horizon, starts)
        const wanted = oracleStays(journey, events, facts, horizon)
        expect(found.map(comparable)).toEqual(wanted.map(comparable))
      },
    ),
    { numRuns: journeys, endOnFailure: true },
  )
}, 900_000)
