import fc from 'fast-check'
import type { ObjectLink } from '../src/model/event.ts'
import { factsArbitrary, historyArbitrary } from './oracle/arbitrary.ts'
import type { OracleEvent, OracleFacts } from './oracle/facts.ts'
import { usableEvents } from './oracle/order.ts'

/** Events and what is known about their objects. */
export interface World {
  events: OracleEvent[]
  facts: OracleFacts
}

/** When every random world begins, UTC ms. */
export const worldStart = Date.UTC(2024, 0, 1)

/** Many histories in one world, since the engine's cost is the query and not the rows: each is drawn alone and meets no other. */
export function worldArbitrary(unitMs: number, copies = 40, maxEvents = 60): fc.Arbitrary<World> {
  const one = fc.record({ events: historyArbitrary(unitMs, maxEvents), facts: factsArbitrary(unitMs) })
  return fc.array(one, { minLength: copies / 2, maxLength: copies, size: 'max' }).map((drawn) => {
    const copied = drawn.map(copyOf)
    return {
      events: copied.flatMap((world) => world.events),
      facts: { properties: copied.flatMap((world) => world.facts.properties), links: copied.flatMap((world) => world.facts.links) },
    }
  })
}

/** First event of each source (rule M11), UTC ms. */
export function sourceStartsOf(events: readonly OracleEvent[]): Map<string, number> {
  const starts = new Map<string, number>()
  for (const event of usableEvents(events)) starts.set(event.source, Math.min(event.occurredAt, starts.get(event.source) ?? Infinity))
  return starts
}

/** One history among many: its objects renamed so that it meets no other, its times set after the world's start, memberships seen in events told as links. */
function copyOf({ events, facts }: World, copy: number): World {
  const renamed = (id: string) => `${copy}-${id}`
  const moved = events.map((event) => ({
    ...event,
    id: renamed(event.id),
    occurredAt: worldStart + event.occurredAt,
    receivedAt: worldStart + event.receivedAt,
    objects: Object.fromEntries(Object.entries(event.objects).map(([type, ids]) => [type, ids.map(renamed)])),
  }))
  const later = (time: number | null) => (time === null ? null : worldStart + time)
  const seen = moved.flatMap(membershipsSeen)
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

/** What an event tells of who belongs to whom: contacts and deals to its account, deals to its contacts. A machine's tells nothing. */
export function membershipsSeen({ objects, initiator, occurredAt }: OracleEvent): ObjectLink[] {
  if (initiator === 'machine') return []
  const between = (fromType: string, toType: string, toIds: readonly string[]): ObjectLink[] =>
    (objects[fromType] ?? []).flatMap((fromId) => toIds.map((toId) => ({ fromType, fromId, toType, toId, since: occurredAt })))
  const accounts = (objects.account ?? []).slice(0, 1)
  return [
    ...between('contact', 'account', accounts),
    ...between('deal', 'account', accounts),
    ...between('deal', 'contact', objects.contact ?? []),
  ]
}
