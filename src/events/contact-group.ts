import { contactsOf } from '../model/contact-groups.ts'
import type { EventStore } from '../store/event-store.ts'
import { standingDecisionsSql } from '../store/known-facts.ts'
import { contactTies } from './contact-ties.ts'

/** All ids of one person (rule E7): the contact that it is known as, its other contact ids, and the anonymous ids tied to it and to no other contact. */
export interface ContactGroup {
  contact: string
  alsoKnownAs: readonly string[]
  anonymous: readonly string[]
}

/** The person that a contact id belongs to; one with this id alone when it is tied to nothing. */
export async function contactGroup(store: EventStore, id: string): Promise<ContactGroup> {
  const contacts = contactsOf(await contactTies(store))
  const contact = contacts.get(id) ?? id
  const alsoKnownAs = [...contacts].flatMap(([one, stands]) => (stands === contact && one !== contact ? [one] : [])).sort()
  return { contact, alsoKnownAs, anonymous: await ownAnonymousIds(store, [contact, ...alsoKnownAs]) }
}

/** Rows (anonymous, contact): the ties that stand, as events, files and people tell them. A person's takes the place of all others of the id. */
export const anonymousTiesSql = `SELECT anonymous, contact FROM (
    SELECT arrayJoin(objects['anonymous']) AS anonymous, arrayJoin(objects['contact']) AS contact FROM events FINAL
    UNION ALL SELECT fromId, toId FROM object_links FINAL WHERE fromType = 'anonymous' AND toType = 'contact'
  ) WHERE (anonymous, contact) NOT IN (SELECT otherId, contact FROM (${standingDecisionsSql}) WHERE otherType = 'anonymous')
    AND anonymous NOT IN (SELECT otherId FROM (${standingDecisionsSql}) WHERE otherType = 'anonymous' AND isApart = 0)
  UNION ALL SELECT otherId, contact FROM (${standingDecisionsSql}) WHERE otherType = 'anonymous' AND isApart = 0`

async function ownAnonymousIds(store: EventStore, contacts: readonly string[]): Promise<string[]> {
  const rows = await store.rows<{ anonymous: string }>(
    `SELECT anonymous FROM (${anonymousTiesSql}) GROUP BY anonymous HAVING hasAll({contacts:Array(String)}, groupUniqArray(contact)) ORDER BY anonymous`,
    { contacts },
  )
  return rows.map((row) => row.anonymous)
}

/** What the conditions of a group's rows are bound to. */
export function groupParameters({ contact, alsoKnownAs, anonymous }: ContactGroup): { contacts: string[]; anonymous: readonly string[] } {
  return { contacts: [contact, ...alsoKnownAs], anonymous }
}

/** SQL: events that name an id of the group. */
export const namesGroup = `(hasAny(objects['contact'], {contacts:Array(String)}) OR hasAny(objects['anonymous'], {anonymous:Array(String)}))`

/** SQL: true where a type and an id are those of the group. */
export function isOfGroup(type: string, id: string): string {
  return `((${type} = 'contact' AND has({contacts:Array(String)}, ${id})) OR (${type} = 'anonymous' AND has({anonymous:Array(String)}, ${id})))`
}
