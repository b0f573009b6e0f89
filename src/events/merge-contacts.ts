import { AppError } from '../core/error.ts'
import { compareText, wayBetween } from '../model/contact-groups.ts'
import type { ContactDecision, PersonId } from '../model/person-id.ts'
import type { EventStore } from '../store/event-store.ts'
import { layKnownFacts } from '../store/known-facts.ts'
import { anonymousTiesSql, type ContactGroup } from './contact-group.ts'
import { contactTies } from './contact-ties.ts'
import { recordingObjects } from './record-change.ts'

/** Two ids of one person, one of them a contact's. */
export interface IdPair {
  contact: string
  other: PersonId
}

/** What became of two ids after their tie was taken back. */
export interface Unmerge {
  /** The contact, and the other one unless they are one contact still. */
  contacts: readonly ContactGroup[]
  /** Other ties still make one contact of them. */
  stillOne: boolean
}

/** The decision, to be kept, that two ids are one contact (rule E7). Errors: `usage` for one id given twice, `notFound` for an unknown one. */
export async function mergeDecision(store: EventStore, pair: IdPair, now: number): Promise<ContactDecision> {
  await checkPair(store, pair)
  return decision(store, pair, false, now)
}

/** The decision, to be kept, that takes the tie of a pair back (rule E7). Errors: as of a merge, and `conflict` when no tie of the pair stands. */
export async function unmergeDecision(store: EventStore, pair: IdPair, now: number): Promise<ContactDecision> {
  await checkPair(store, pair)
  const reason = pair.other.type === 'contact' ? await whyUntied(store, pair) : await whyNotItsOwn(store, pair)
  if (reason !== null) throw new AppError('conflict', reason)
  return decision(store, pair, true, now)
}

async function checkPair(store: EventStore, { contact, other }: IdPair): Promise<void> {
  if (other.type === 'contact' && other.id === contact) {
    throw new AppError('usage', `The contact "${contact}" was given twice: give two ids of one person.`)
  }
  for (const one of [{ type: 'contact', id: contact } as const, other]) {
    if (await isKnown(store, one)) continue
    const what = one.type === 'contact' ? 'contact' : 'anonymous id'
    throw new AppError('notFound', `Nothing is kept about the ${what} "${one.id}": check the spelling; ids are case-sensitive.`)
  }
}

async function isKnown(store: EventStore, { type, id }: PersonId): Promise<boolean> {
  const found = await store.rows(
    `SELECT 1 AS found FROM events FINAL WHERE has(objects[{type:String}], {id:String}) LIMIT 1
     UNION ALL SELECT 1 FROM object_properties FINAL WHERE objectType = {type:String} AND objectId = {id:String} LIMIT 1
     UNION ALL SELECT 1 FROM object_links FINAL
       WHERE (fromType = {type:String} AND fromId = {id:String}) OR (toType = {type:String} AND toId = {id:String}) LIMIT 1`,
    { type, id },
  )
  return found.length > 0
}

/** Why no tie of two contacts stands, in a sentence; null: one does. */
async function whyUntied(store: EventStore, { contact, other }: IdPair): Promise<string | null> {
  const ties = await contactTies(store)
  const way = wayBetween(ties, contact, other.id)
  if (way === null) return `"${contact}" and "${other.id}" are two contacts: there is no tie to take back.`
  if (way.length === 2) return null
  return `"${contact}" and "${other.id}" are one contact only by way of others: ${way.join(' – ')}. Take back one of these ties, such as that of "${way[0]}" and "${way[1]}".`
}

/** Why no tie of an anonymous id and a contact stands, in a sentence; null: one does. */
async function whyNotItsOwn(store: EventStore, { contact, other }: IdPair): Promise<string | null> {
  const rows = await store.rows<{ tied: string }>(
    `SELECT DISTINCT contact AS tied FROM (${anonymousTiesSql}) WHERE anonymous = {id:String} ORDER BY tied`,
    { id: other.id },
  )
  const tied = rows.map((row) => row.tied)
  if (tied.includes(contact)) return null
  const whose = tied.length === 0 ? 'to no contact' : `only to ${tied.map((id) => `"${id}"`).join(', ')}`
  return `The anonymous id "${other.id}" is not tied to "${contact}", ${whose}: there is no tie to take back.`
}

/** It comes after every earlier decision about its pair, whatever the clock says. */
async function decision(store: EventStore, { contact, other }: IdPair, apart: boolean, now: number): Promise<ContactDecision> {
  const [last] = await store.rows<{ decidedAt: number }>(
    `SELECT max(decidedAt) AS decidedAt FROM contact_decisions WHERE otherType = {type:String}
       AND ((contact = {contact:String} AND otherId = {id:String}) OR ({type:String} = 'contact' AND contact = {id:String} AND otherId = {contact:String}))`,
    { contact, type: other.type, id: other.id },
  )
  const decidedAt = Math.max(now, (last?.decidedAt ?? 0) + 1)
  return { contact, otherType: other.type, otherId: other.id, apart, decidedAt }
}

/** Keeps decisions, and notes whose facts they move; of two contacts in one order whichever way they are told. Kept twice each is kept once. About contacts it is known with the next `knowContacts`. */
export async function storeDecisions(store: EventStore, decisions: readonly ContactDecision[]): Promise<void> {
  const rows = decisions.map(({ contact, otherType, otherId, apart, decidedAt }) => {
    const turned = otherType === 'contact' && compareText(contact, otherId) > 0
    const [one, other] = turned ? [otherId, contact] : [contact, otherId]
    return { contact: one, otherType, otherId: other, apart: apart ? 1 : 0, decidedAt }
  })
  const idsOf = (type: string) =>
    rows.flatMap(({ contact, otherType, otherId }) => [...(type === 'contact' ? [contact] : []), ...(otherType === type ? [otherId] : [])])
  const parameters = { contacts: idsOf('contact'), anonymous: idsOf('anonymous') }
  await recordingObjects(store, { before: toldOfDecisions, after: null, parameters }, async () => {
    await store.insert('contact_decisions', rows)
    if (parameters.anonymous.length > 0) await layKnownFacts(store)
  })
}

/** SQL: rows (objectType, objectId, what) of the ids decided about, and of the contacts that lose an anonymous one by it. */
const toldOfDecisions = `SELECT 'contact' AS objectType, arrayJoin({contacts:Array(String)}) AS objectId, 'link' AS what
  UNION ALL SELECT 'anonymous', arrayJoin({anonymous:Array(String)}), 'link'
  UNION ALL SELECT 'contact', contact, 'link' FROM (${anonymousTiesSql}) WHERE has({anonymous:Array(String)}, anonymous)`
