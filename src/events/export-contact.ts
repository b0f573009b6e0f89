import type { ContactDecision } from '../model/person-id.ts'
import type { EventStore } from '../store/event-store.ts'
import { type ContactGroup, contactGroup, groupParameters, isOfGroup, namesGroup } from './contact-group.ts'

/** Everything that is kept about one contact under all its ids. Times are UTC ms; `null`: always. */
export interface ContactExport extends ContactGroup {
  properties: readonly { objectType: string; objectId: string; name: string; value: string; validFrom: number | null; source: string }[]
  links: readonly { fromType: string; fromId: string; toType: string; toId: string; since: number | null; source: string }[]
  decisions: readonly ContactDecision[]
  /** The first of its events. */
  events: readonly ExportedEvent[]
  /** Where the others begin; null where these are all. */
  next: EventPlace | null
}

export interface ExportedEvent {
  source: string
  id: string
  occurredAt: number
  receivedAt: number
  name: string
  channel: string
  touchpoint: string
  initiator: string
  objects: Record<string, string[]>
  properties: Record<string, string>
}

/** Where an event stands among all, in order of time (UTC ms), then of source, sequence and id. */
export interface EventPlace {
  occurredAt: number
  source: string
  sequence: number
  id: string
}

/** Some events of a contact in order, and the place of the last of them where more follow. */
export type EventPage = Pick<ContactExport, 'events' | 'next'>

/** A contact may have millions of events: so many are read at once. */
const mostEvents = 200_000

/**
 * Reads what an erasure of the contact would remove or strip (rules E7, E9), each row with the id it came with, of its events the first `most` in order of time;
 * null when nothing is known of it.
 */
export async function exportContact(store: EventStore, contact: string, most: number = mostEvents): Promise<ContactExport | null> {
  const group = await contactGroup(store, contact)
  const parameters = groupParameters(group)
  const [properties, links, decisions, { events, next }] = await Promise.all([
    store.rows<ContactExport['properties'][number]>(
      `SELECT objectType, objectId, name, value, validFrom, source FROM object_properties FINAL
       WHERE ${isOfGroup('objectType', 'objectId')} ORDER BY objectType DESC, objectId, name, validFrom`,
      parameters,
    ),
    store.rows<ContactExport['links'][number]>(
      `SELECT fromType, fromId, toType, toId, since, source FROM object_links FINAL
       WHERE ${isOfGroup('fromType', 'fromId')} OR ${isOfGroup('toType', 'toId')} ORDER BY fromType, fromId, toType, toId, since`,
      parameters,
    ),
    store.rows<Omit<ContactDecision, 'apart'> & { apart: number }>(
      `SELECT contact, otherType, otherId, apart, decidedAt FROM contact_decisions FINAL
       WHERE ${isOfGroup("'contact'", 'contact')} OR ${isOfGroup('otherType', 'otherId')} ORDER BY decidedAt, contact, otherType, otherId, apart`,
      parameters,
    ),
    exportEvents(store, group, null, most),
  ])
  if (properties.length + links.length + decisions.length + events.length === 0) return null
  return { ...group, properties, links, decisions: decisions.map((one) => ({ ...one, apart: one.apart === 1 })), events, next }
}

/** Reads at most `most` events of a contact, those after a place (null: from the first), in order of time. */
export async function exportEvents(
  store: EventStore,
  group: ContactGroup,
  after: EventPlace | null,
  most: number = mostEvents,
): Promise<EventPage> {
  const order = 'occurredAt, source, sequence, id'
  const later = after === null ? '' : `AND (${order}) > ({occurredAt:Int64}, {source:String}, {sequence:Int64}, {id:String})`
  const rows = await store.rows<ExportedEvent & EventPlace>(
    `SELECT source, id, occurredAt, receivedAt, name, channel, touchpoint, initiator, objects, properties, sequence FROM events FINAL
     WHERE ${namesGroup} ${later} ORDER BY ${order} LIMIT ${most + 1}`,
    { ...groupParameters(group), ...after },
  )
  const shown = rows.slice(0, most)
  const last = rows.length > most ? shown.at(-1) : undefined
  return {
    events: shown.map(({ sequence, ...event }) => event),
    next: last === undefined ? null : { occurredAt: last.occurredAt, source: last.source, sequence: last.sequence, id: last.id },
  }
}
