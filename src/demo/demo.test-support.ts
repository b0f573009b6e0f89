import type { OracleEvent, OracleFacts } from '../../test/oracle/facts.ts'
import { type Event, noSequence } from '../model/event.ts'
import type { Journey } from '../model/journey.ts'
import { parseJourney } from '../model/parse-journey.ts'
import type { Deal } from './deals.ts'
import type { PlannedContact } from './draw-contact.ts'
import { contactDeals, contactEvents } from './generate.ts'
import { demoJourney } from './journey.ts'
import { contactColumns, contactId, contactRow } from './people.ts'
import type { DemoPlan } from './plan.ts'

/** The demo's journey in its total form; an invalid document fails the test. */
export function readDemoJourney(plan: DemoPlan): Journey {
  const { journey, findings } = parseJourney(demoJourney(plan))
  if (journey === null) throw new Error(JSON.stringify(findings))
  return journey
}

/** A contact's events as an import would store them: those of the event files and of the deals table. */
export function storedEvents(plan: DemoPlan, contact: PlannedContact): OracleEvent[] {
  const events = contactEvents(plan, contact).map((happening, n) => ({
    ...stored(contact, happening.source, `${happening.source}-${n}`, happening.at, happening.name),
    channel: happening.channel,
    touchpoint: happening.touchpoint,
    initiator: happening.initiator,
    properties: happening.properties ?? {},
  }))
  return [...events, ...contactDeals(plan, contact).flatMap((deal) => dealEvents(contact, deal))]
}

/** What the table of contacts says of a contact. */
export function contactFacts(plan: DemoPlan, contact: PlannedContact): OracleFacts {
  const row = contactRow(plan, contact)
  const objectId = contactId(contact.index)
  return {
    properties: contactColumns
      .slice(2)
      .map((name, i) => ({ objectType: 'contact', objectId, name, value: row[i + 2] as string, validFrom: null })),
    links: [{ fromType: 'contact', fromId: objectId, toType: 'account', toId: row[1] as string, since: null }],
  }
}

function stored(contact: PlannedContact, source: string, id: string, occurredAt: number, name: string): Event & { id: string } {
  const text = { channel: '', touchpoint: '', initiator: 'company' as const, properties: {} }
  const objects = { contact: [contactId(contact.index)] }
  return { source, id, sequence: noSequence, occurredAt, receivedAt: occurredAt, name, objects, ...text }
}

function dealEvents(contact: PlannedContact, deal: Deal): OracleEvent[] {
  const dates = [
    ['Opportunity created', deal.createdAt],
    [deal.kind === 'new' ? 'Contract signed' : 'Contract renewed', deal.wonAt],
    ['Opportunity lost', deal.lostAt],
    ['Opportunity recycled', deal.recycledAt],
  ] as const
  return dates.flatMap(([name, at]) => (at === null ? [] : [stored(contact, 'deals', `${deal.id}-${name}`, at, name)]))
}
