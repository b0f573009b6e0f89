import { createHash } from 'node:crypto'
import type { Journey } from '../../src/model/journey.ts'
import { membershipsSeen } from '../random-world.ts'
import { compareText, type OracleEvent, type OracleFacts } from './facts.ts'
import { oracleHorizon, type SourceState } from './horizon.ts'
import { asKnown } from './identity.ts'
import type { StandingFacts } from './ledger.ts'
import { usableEvents } from './order.ts'
import { type OracleStay, oracleStays } from './stays.ts'
import { eventsBySubject } from './subjects.ts'

/** What a literal reading of the rules gives of facts. `horizon` in UTC ms; null: no event yet. `histories`: of each subject, in one text each, itself with all its facts. */
export interface ReadWorld {
  horizon: number | null
  stays: Omit<OracleStay, 'instanceOver'>[]
  histories: string[]
}

/** One cell of a world: people and things that meet no one of another, so that what one cell gives hangs on no other but by horizon and starts of sources. */
interface ReadCell {
  events: OracleEvent[]
  facts: OracleFacts
  bySubject: ReadonlyMap<string, OracleEvent[]>
}

/** Reads worlds made of cells, and what it read of a cell before as long as nothing of it has changed. */
export function worldReader(cellOf: (id: string) => number) {
  const cells = new Map<string, ReadCell>()
  const stays = new Map<string, ReturnType<typeof staysOf>>()
  return (journey: Journey, version: number, facts: StandingFacts, sources: readonly SourceState[]): ReadWorld => {
    const read = [...byCell(facts, cellOf)].map(([cell, own]) => {
      const key = digest([cell, journey.subjectType, version, own])
      return [key, kept(cells, key, () => readCell(journey, own))] as const
    })
    const joined = [...new Set(read.flatMap(([, { bySubject }]) => [...bySubject.values()].flat()))]
    const horizon = oracleHorizon(journey, joined, sources)
    if (horizon === null) return { horizon, stays: [], histories: [] }
    const starts = new Map<string, number>()
    for (const { source, occurredAt } of joined) starts.set(source, Math.min(occurredAt, starts.get(source) ?? occurredAt))
    const frame = digest([version, horizon, [...starts].sort()])
    const all = read.flatMap(([key, cell]) => kept(stays, `${key} ${frame}`, () => staysOf(journey, cell, horizon, starts)))
    return {
      horizon,
      stays: all.sort((a, b) => compareText(a.subject, b.subject)),
      histories: read.flatMap(([, cell]) => historiesOf(cell, horizon)),
    }
  }
}

function staysOf(journey: Journey, { events, facts }: ReadCell, horizon: number, starts: ReadonlyMap<string, number>) {
  return oracleStays(journey, events, facts, horizon, starts).map(({ instanceOver: _, ...stay }) => stay)
}

function readCell(journey: Journey, { events, properties, links, decisions }: StandingFacts): ReadCell {
  const told = { properties, links: [...links, ...events.flatMap(membershipsSeen)] }
  const known = asKnown(events, told, decisions)
  return { ...known, bySubject: eventsBySubject(journey, usableEvents(known.events), known.facts) }
}

/** Each subject that has an event by the horizon, with its events and what is known of it. */
function historiesOf({ bySubject, facts }: ReadCell, horizon: number): string[] {
  return [...bySubject].flatMap(([subject, events]) => {
    const known = events.filter(({ occurredAt }) => occurredAt <= horizon)
    if (known.length === 0) return []
    const properties = facts.properties.filter(({ objectId }) => objectId === subject).map(({ receivedAt: _, ...property }) => property)
    const links = facts.links.filter(({ fromId }) => fromId === subject)
    return [JSON.stringify([subject, known, properties, links])]
  })
}

function byCell({ events, properties, links, decisions }: StandingFacts, cellOf: (id: string) => number): Map<number, StandingFacts> {
  const cells = new Map<number, { [Part in keyof StandingFacts]: StandingFacts[Part][number][] }>()
  const of = (id: string) => kept(cells, cellOf(id), () => ({ events: [], properties: [], links: [], decisions: [] }))
  for (const event of events) of(Object.values(event.objects)[0]?.[0] ?? '').events.push(event)
  for (const property of properties) of(property.objectId).properties.push(property)
  for (const link of links) of(link.fromId).links.push(link)
  for (const decision of decisions) of(decision.contact).decisions.push(decision)
  return cells
}

function kept<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = known.get(key)
  if (found !== undefined) return found
  const made = make()
  known.set(key, made)
  return made
}

function digest(of: unknown): string {
  return createHash('sha1').update(JSON.stringify(of)).digest('base64')
}
