import { contactTies } from '../events/contact-ties.ts'
import { recordChange } from '../events/record-change.ts'
import { contactsOf } from '../model/contact-groups.ts'
import type { EventStore } from '../store/event-store.ts'
import { replaceMergedContacts } from '../store/known-facts.ts'

/** Brings `merged_contacts`, and with it the facts as known, up to date with the ties that stand (rule E7). To be run by one at a time. A change is noted first: died in between, it is made again. */
export async function knowContacts(store: EventStore): Promise<void> {
  const contacts = contactsOf(await contactTies(store))
  const stored = await store.rows<{ id: string; contact: string }>('SELECT id, contact FROM merged_contacts')
  const merged = [...contacts].flatMap(([id, contact]) => (id === contact ? [] : [{ id, contact }]))
  const isKnown = stored.length === merged.length && stored.every(({ id, contact }) => contacts.get(id) === contact && id !== contact)
  if (isKnown) return
  await recordChange(store, 'everything')
  await replaceMergedContacts(store, merged)
}
