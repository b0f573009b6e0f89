import { AppError } from '../core/error.ts'
import { type Erasure, eraseContact } from '../events/erase.ts'
import { type ContactExport, exportContact } from '../events/export-contact.ts'
import type { EventStore } from '../store/event-store.ts'
import type { JourneyDesk } from './journey-desk.ts'

/** What a person may ask about their own data: to see it, and to have it erased (rule E9). */
export interface ContactsDesk {
  erase(contact: string): Promise<Erasure>
  exportContact(contact: string): Promise<ContactExport>
}

export function contactsDesk(journeys: JourneyDesk, openEvents: () => Promise<EventStore>, now: () => number): ContactsDesk {
  async function known(contact: string): Promise<ContactExport> {
    const found = await exportContact(await openEvents(), contact)
    if (found) return found
    throw new AppError('notFound', `Nothing is kept about the contact "${contact}": check the spelling; ids are case-sensitive.`)
  }
  return {
    erase: async (contact) => {
      await known(contact)
      return journeys.refreshAfter(async () => eraseContact(await openEvents(), contact, now()))
    },
    exportContact: known,
  }
}
