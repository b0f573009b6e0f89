import type { ContactDecision } from '../model/person-id.ts'
import type { EventStore } from '../store/event-store.ts'
import { type ContactGroup, contactGroup, groupParameters, isOfGroup, namesGroup } from './contact-group.ts'

/** Everything that is kept about one contact under all its ids. Times are UTC ms; `null`: always. */
export interface ContactExport extends ContactGroup {
  properties: readonly { objectType: string; objectId: string; name: string; value: string; validFrom: number | null; source: string }[]
  links: readonly { fromType: string; fromId: string; toType: string; toId: string; since: number | null; source: string }[]
  decisions: readonly ContactDecision[]
  events: readonly {
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
  }[]
}

/** Reads what an erasure of the contact would remove or strip (rules E7, E9), each row with the id it came with, events in order of time; null when nothing is known of it. */
export async function exportContact(store: EventStore, contact: string): Promise<ContactExport | null> {
  const group = await contactGroup(store, contact)
  const parameters = groupParameters(group)
  const [properties, links, decisions, events] = await Promise.all([
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
    store.rows<ContactExport['events'][number]>(
      `SELECT source, id, occurredAt, receivedAt, name, channel, touchpoint, initiator, objects, properties FROM events FINAL
       WHERE ${namesGroup} ORDER BY occurredAt, source, sequence, id`,
      parameters,
    ),
  ])
  if (properties.length + links.length + decisions.length + events.length === 0) return null
  return { ...group, properties, links, decisions: decisions.map((one) => ({ ...one, apart: one.apart === 1 })), events }
}
