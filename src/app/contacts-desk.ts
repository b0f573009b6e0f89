import { AppError } from '../core/error.ts'
import { type ContactGroup, contactGroup } from '../events/contact-group.ts'
import { type Erasure, eraseContact } from '../events/erase.ts'
import { type ContactExport, type EventPage, type EventPlace, exportContact, exportEvents } from '../events/export-contact.ts'
import { type IdPair, mergeDecision, storeDecisions, type Unmerge, unmergeDecision } from '../events/merge-contacts.ts'
import { contactType } from '../journeys/join-subjects.ts'
import { knowContacts } from '../journeys/know-contacts.ts'
import type { ContactDecision, PersonId } from '../model/person-id.ts'
import type { DocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import { dropPasts } from '../store/past-databases.ts'
import type { JourneyDesk } from './journey-desk.ts'

/** What people may ask about one person's data: to see it, to have it erased (rule E9), to say which ids are this person's (rule E7). */
export interface ContactsDesk {
  erase(contact: string): Promise<Erasure>
  exportContact(contact: string): Promise<ContactExport>
  contactEvents(group: ContactGroup, after: EventPlace): Promise<EventPage>
  mergeContacts(contact: string, other: PersonId): Promise<ContactGroup>
  unmergeContacts(contact: string, other: PersonId): Promise<Unmerge>
}

export function contactsDesk(
  documents: DocumentStore,
  journeys: JourneyDesk,
  openEvents: () => Promise<EventStore>,
  now: () => number,
): ContactsDesk {
  async function known(contact: string, mostEvents?: number): Promise<ContactExport> {
    const found = await exportContact(await openEvents(), contact, mostEvents)
    if (found) return found
    throw new AppError('notFound', `Nothing is kept about the contact "${contact}": check the spelling; ids are case-sensitive.`)
  }

  async function versionsOfContacts(): Promise<number[]> {
    const ofContacts = (await documents.journeys.list()).filter(({ journey }) => journey.subjectType === contactType)
    const versions = await Promise.all(ofContacts.map(({ journeyId }) => documents.journeys.versions(journeyId)))
    return versions.flat().map(({ versionId }) => versionId)
  }

  type Decide = (store: EventStore, pair: IdPair, now: number) => Promise<ContactDecision>

  /** Keeps a decision about two ids and makes it known. From then on no figure of the contacts before answers, also if the program dies in between (rule L5). */
  async function keep(decide: Decide, pair: IdPair): Promise<EventStore> {
    return journeys.refreshAfter(async () => {
      const store = await openEvents()
      const decision = await decide(store, pair, now())
      await documents.refreshes.forget()
      await dropPasts(store)
      await storeDecisions(store, [decision])
      await knowContacts(store)
      return store
    })
  }

  return {
    erase: async (contact) => {
      await known(contact, 1)
      return journeys.refreshAfter(async () => {
        await documents.refreshes.forget()
        return eraseContact(await openEvents(), contact, now(), await versionsOfContacts())
      })
    },
    exportContact: (contact) => known(contact),
    contactEvents: async (group, after) => exportEvents(await openEvents(), group, after),
    mergeContacts: async (contact, other) => {
      const store = await keep(mergeDecision, { contact, other })
      return contactGroup(store, contact)
    },
    unmergeContacts: async (contact, other) => {
      const store = await keep(unmergeDecision, { contact, other })
      const mine = await contactGroup(store, contact)
      if (other.type === 'anonymous') return { contacts: [mine], stillOne: mine.anonymous.includes(other.id) }
      const stillOne = mine.contact === other.id || mine.alsoKnownAs.includes(other.id)
      return { contacts: stillOne ? [mine] : [mine, await contactGroup(store, other.id)], stillOne }
    },
  }
}
