import type { EventStore } from '../store/event-store.ts'
import { namesContact, ownAnonymousIds } from './erase.ts'

/** Everything that is kept about one contact and the anonymous ids that are its alone. Times are UTC ms; `null`: always. */
export interface ContactExport {
  contact: string
  anonymous: readonly string[]
  properties: readonly { objectType: string; objectId: string; name: string; value: string; validFrom: number | null; source: string }[]
  links: readonly { fromType: string; fromId: string; toType: string; toId: string; since: number | null; source: string }[]
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

/** Reads what an erasure of the contact would remove or strip (rule E9), events in order of time; null when nothing is known of it. */
export async function exportContact(store: EventStore, contact: string): Promise<ContactExport | null> {
  const anonymous = await ownAnonymousIds(store, contact)
  const parameters = { contact, ids: [contact, ...anonymous] }
  const people =
    `[('contact', {contact:String}), ${anonymous.map((_, i) => `('anonymous', {ids:Array(String)}[${i + 2}])`).join(', ')}]`.replace(
      ', ]',
      ']',
    )
  const [properties, links, events] = await Promise.all([
    store.rows<ContactExport['properties'][number]>(
      `SELECT objectType, objectId, name, value, validFrom, source FROM object_properties FINAL
       WHERE has(${people}, (toString(objectType), objectId)) ORDER BY objectType DESC, objectId, name, validFrom`,
      parameters,
    ),
    store.rows<ContactExport['links'][number]>(
      `SELECT fromType, fromId, toType, toId, since, source FROM object_links FINAL
       WHERE has(${people}, (toString(fromType), fromId)) OR has(${people}, (toString(toType), toId)) ORDER BY fromType, fromId, toType, toId, since`,
      parameters,
    ),
    store.rows<ContactExport['events'][number]>(
      `SELECT source, id, occurredAt, receivedAt, name, channel, touchpoint, initiator, objects, properties FROM events FINAL
       WHERE ${namesContact} ORDER BY occurredAt, source, sequence, id`,
      parameters,
    ),
  ])
  return properties.length + links.length + events.length === 0 ? null : { contact, anonymous, properties, links, events }
}
