import type { ObjectLink, ObjectProperty } from '../../src/model/event.ts'
import type { ContactDecision } from '../../src/model/person-id.ts'
import type { OracleEvent, OracleFacts, OracleProperty } from './facts.ts'
import { contactOf, tiesOfAnonymous } from './identity.ts'

/** An event as a row tells it. `id` null: none is given, equal rows of one file are separate events (rule E2); of a table's cell the id is that of the cell (rule E11). `receivedAt` null: when its import began. */
export type ToldEvent = Omit<OracleEvent, 'id' | 'receivedAt' | 'source'> & { id: string | null; receivedAt: number | null }

/** What one row of a file says. `cells`: of a table's date columns, each an event, or null where the cell is empty (rule E11). */
export interface ToldRow {
  events: readonly ToldEvent[]
  cells: readonly { id: string; event: ToldEvent | null }[]
  /** A value "" takes back what the source said before. */
  properties: readonly ObjectProperty[]
  links: readonly ObjectLink[]
}

/** One file as it came. `at`: when its import began, UTC ms; no two are of one moment. */
export interface Arrival {
  id: string
  source: string
  at: number
  rows: readonly ToldRow[]
}

/** All that came and stands: imports that were not undone (rule E12), the ids of those erased (rule E9) as "type id", what people decided (rule E7). */
export interface Ledger {
  arrivals: readonly Arrival[]
  erased: ReadonlySet<string>
  decisions: readonly ContactDecision[]
}

/** The facts that stand. */
export interface StandingFacts extends OracleFacts {
  events: OracleEvent[]
  decisions: readonly ContactDecision[]
}

const aheadMs = 5 * 60_000

/** The facts that a ledger leaves, by rules E2, E4, E7, E9, E11 and E12, read literally. `knownBy` (UTC ms): only what had been received by then (rule L4). */
export function factsOf({ arrivals, erased, decisions }: Ledger, knownBy = Number.POSITIVE_INFINITY): StandingFacts {
  const inOrder = [...arrivals].sort((a, b) => a.at - b.at)
  const described = inOrder.filter(({ at }) => at <= knownBy)
  const isErased = (type: string, id: string) => erased.has(`${type} ${id}`)
  return {
    events: eventsOf(inOrder, knownBy).flatMap((event) => withoutErased(event, isErased)),
    properties: propertiesOf(described).filter(({ objectType, objectId }) => !isErased(objectType, objectId)),
    links: linksOf(described).filter(({ fromType, fromId, toType, toId }) => !isErased(fromType, fromId) && !isErased(toType, toId)),
    decisions: decisions.filter(
      ({ contact, otherType, otherId, decidedAt }) =>
        decidedAt <= knownBy && !isErased('contact', contact) && !isErased(otherType, otherId),
    ),
  }
}

/** All ids under which a contact is known, as "type id" (rules E7, E9): those that are one contact with it, and the anonymous ids tied to no one else. */
export function idsOfPerson(contact: string, { events, properties, links, decisions }: StandingFacts): string[] {
  const facts = { properties, links }
  const isMine = (id: string) => contactOf(id, facts, decisions) === contactOf(contact, facts, decisions)
  const named = [
    ...events.flatMap(({ objects }) => objects.contact ?? []),
    ...links.flatMap(({ fromType, fromId, toType, toId }) => [
      ...(fromType === 'contact' ? [fromId] : []),
      ...(toType === 'contact' ? [toId] : []),
    ]),
    ...decisions.flatMap((one) => [one.contact, ...(one.otherType === 'contact' ? [one.otherId] : [])]),
  ]
  const anonymous = new Set([
    ...events.flatMap(({ objects }) => objects.anonymous ?? []),
    ...links.filter(({ fromType }) => fromType === 'anonymous').map(({ fromId }) => fromId),
    ...decisions.filter(({ otherType }) => otherType === 'anonymous').map(({ otherId }) => otherId),
  ])
  const own = [...anonymous].filter((id) => {
    const tied = tiesOfAnonymous(id, events, facts, decisions).map((tie) => tie.contact)
    return tied.length > 0 && tied.every(isMine)
  })
  const contacts = new Set([contact, ...named.filter(isMine)])
  return [...[...contacts].map((id) => `contact ${id}`), ...own.map((id) => `anonymous ${id}`)]
}

function withoutErased(event: OracleEvent, isErased: (type: string, id: string) => boolean): OracleEvent[] {
  const left = Object.entries(event.objects).map(([type, ids]) => [type, ids.filter((id) => !isErased(type, id))] as const)
  const objects = Object.fromEntries(left.filter(([, ids]) => ids.length > 0))
  return Object.keys(objects).length === 0 ? [] : [{ ...event, objects }]
}

function eventsOf(inOrder: readonly Arrival[], knownBy: number): OracleEvent[] {
  const standing = new Map<string, OracleEvent | null>()
  for (const { source, at, rows } of inOrder) {
    const equal = new Map<string, number>()
    const received = (event: ToldEvent) => event.receivedAt ?? at
    const comesInTime = (event: ToldEvent) => event.occurredAt <= received(event) + aheadMs
    for (const { events, cells } of rows) {
      for (const event of events.filter((one) => comesInTime(one) && received(one) <= knownBy)) {
        const content = JSON.stringify({ ...event, receivedAt: null })
        const ordinal = (equal.get(content) ?? 0) + 1
        equal.set(content, ordinal)
        const id = event.id ?? `${content} ${ordinal}`
        const key = `${source} ${id}`
        if (!standing.has(key)) standing.set(key, { ...event, source, id, receivedAt: received(event) })
      }
      for (const { id, event } of at <= knownBy ? cells : []) {
        if (event === null) standing.set(`${source} ${id}`, null)
        else if (comesInTime(event)) standing.set(`${source} ${id}`, { ...event, source, id, receivedAt: at })
      }
    }
  }
  return [...standing.values()].filter((event) => event !== null)
}

/** Of one source's values of one property from one moment the last told stands. */
function propertiesOf(inOrder: readonly Arrival[]): OracleProperty[] {
  const standing = new Map<string, OracleProperty>()
  for (const { source, at, rows } of inOrder) {
    for (const property of rows.flatMap((row) => row.properties)) {
      const { objectType, objectId, name, validFrom } = property
      standing.set(JSON.stringify([source, objectType, objectId, name, validFrom]), { ...property, receivedAt: at })
    }
  }
  return [...standing.values()].filter(({ value }) => value !== '')
}

/** An undated account, where its source named another before, applies from the import on (rule E7). Of one file's accounts of an object from one moment the last row counts. */
function linksOf(inOrder: readonly Arrival[]): ObjectLink[] {
  const bySource = new Map<string, ObjectLink[]>()
  for (const { source, at, rows } of inOrder) {
    const standing = bySource.get(source) ?? []
    bySource.set(source, standing)
    const told = new Map<string, ObjectLink>()
    for (const link of rows.flatMap((row) => row.links)) {
      const { fromType, fromId, toType, toId, since } = link
      told.set(JSON.stringify([fromType, fromId, toType, toType === 'account' ? since : toId]), link)
    }
    // What a file says of an object is judged against what stood before the file.
    const before = [...standing]
    for (const link of told.values()) standing.push(...taken(link, before, at))
  }
  return [...bySource.values()].flat()
}

function taken(link: ObjectLink, before: readonly ObjectLink[], at: number): ObjectLink[] {
  const own = before.filter((one) => one.fromType === link.fromType && one.fromId === link.fromId && one.toType === link.toType)
  if (link.since !== null) return own.some((one) => one.toId === link.toId && one.since === link.since) ? [] : [link]
  if (link.toType !== 'account') return own.some((one) => one.toId === link.toId) ? [] : [link]
  const last = own.reduce<ObjectLink | null>((best, one) => ((one.since ?? -Infinity) >= (best?.since ?? -Infinity) ? one : best), null)
  if (last === null) return [link]
  return last.toId === link.toId ? [] : [{ ...link, since: at }]
}
