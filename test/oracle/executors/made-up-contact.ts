import type { Programme } from '../../../src/model/programme.ts'

/** A contact for a simulation. Times are UTC ms, ends exclusive. */
export interface MadeUpContact {
  name: string
  zone: string
  persona: string | null
  stays: { stage: string; from: number; to: number }[]
  /** From when the contact may no longer be written to; null: for ever. */
  unsubscribedAt: number | null
  /** Kept without messages, or without consent. */
  silent: boolean
  /** When friction messages' signals hold, and owed messages are owed, by message id. */
  signals: Record<string, { from: number; to: number }>
  /** What the tool is told by a file, in the place of what `fieldsAt` makes of the rest. */
  told?: (at: number) => Record<string, string>
}

/** A message that went out. */
export interface Sent {
  at: number
  message: string
}

/** What a tool is told of a contact at an instant: the values of the fields of contact-fields.csv. */
export function fieldsAt(programme: Programme, contact: MadeUpContact, at: number): Record<string, string> {
  if (contact.told !== undefined) return contact.told(at)
  const fields: Record<string, string> = {}
  const name = (what: string): string => `${programme.id}_${what}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')
  const stay = contact.stays.find(({ from, to }) => from <= at && at < to)
  const may = !contact.silent && (contact.unsubscribedAt === null || at < contact.unsubscribedAt)
  if (stay !== undefined) fields[name('since')] = new Date(stay.from).toISOString()
  if (stay !== undefined && may) {
    const own = programme.sequences.some(({ stage, persona }) => stage === stay.stage && persona === contact.persona && persona !== null)
    fields[name('stage')] = stay.stage
    fields[name('sequence')] = own ? `${stay.stage}:${contact.persona}` : stay.stage
  }
  for (const [message, { from, to }] of Object.entries(contact.signals))
    if (from <= at && at < to) fields[name(`message ${message}`)] = 'yes'
  return fields
}

/** Every instant at which something of a contact changes, in order. */
export function changesOf(contact: MadeUpContact): number[] {
  const spans = [...contact.stays, ...Object.values(contact.signals)].flatMap(({ from, to }) => [from, to])
  return [...new Set([...spans, ...(contact.unsubscribedAt === null ? [] : [contact.unsubscribedAt])])].sort((a, b) => a - b)
}
