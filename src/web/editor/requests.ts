import { queryOptions } from '@tanstack/react-query'
import { type Answers, addressOf, answers, sessionHeader } from '../../api/contract.ts'
import type { ConflictChoice } from '../../model/edit/draft.ts'
import { ask, failureOf } from '../shell/ask.ts'

export type Draft = Answers['draft']

/** The name under which this page writes; another tab has another. */
export const session = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('')

type Sent = 'draft' | 'editors' | 'keepDraft' | 'preview' | 'countRule'

async function sendTo<Name extends Sent>(
  name: Name,
  method: string,
  address: string,
  body: BodyInit | null,
  signal?: AbortSignal,
  keepalive = false,
): Promise<Answers[Name]> {
  const response = await fetch(address, { method, body, headers: { [sessionHeader]: session }, signal: signal ?? null, keepalive })
  if (!response.ok) throw await failureOf(response)
  return answers[name].parse(await response.json()) as Answers[Name]
}

/** What is being changed of a journey. */
export function draftQuery(journey: string) {
  return queryOptions({ queryKey: ['draft', journey], queryFn: ({ signal }) => ask('draft', { journey }, {}, signal) })
}

/** The names that the data holds. */
export const namesQuery = queryOptions({ queryKey: ['names'], queryFn: ({ signal }) => ask('names', {}, {}, signal) })

/** Sends what this page wrote; gives the draft joined with what others wrote. */
export function sendDraft(journey: string, origin: string, text: string): Promise<Draft> {
  return sendTo('draft', 'PATCH', addressOf('draft', { journey }), JSON.stringify({ origin, text }))
}

/** Gives the draft up. */
export function dropDraft(journey: string): Promise<Draft> {
  return sendTo('draft', 'DELETE', addressOf('draft', { journey }), null)
}

/** Decides what stands where two people wrote at once. */
export function sendDecision(journey: string, conflict: string, choice: ConflictChoice): Promise<Draft> {
  return sendTo('draft', 'POST', addressOf('draftConflict', { journey, conflict }), JSON.stringify({ choice }))
}

/** Tells where this page is (null: it leaves), and gives who else edits the journey. */
export function sendPlace(journey: string, place: string | null): Promise<Answers['editors']> {
  return sendTo('editors', 'POST', addressOf('editors', { journey }), JSON.stringify({ place }), undefined, place === null)
}

/** Keeps the draft as the next version. */
export function sendKeep(journey: string, revision: number, note: string): Promise<Answers['keepDraft']> {
  return sendTo('keepDraft', 'POST', addressOf('keepDraft', { journey }), JSON.stringify({ revision, note }))
}

/** The figures and findings of a text that is not kept. */
export function previewQuery(text: string) {
  return queryOptions({
    queryKey: ['preview', text],
    queryFn: ({ signal }) => sendTo('preview', 'POST', addressOf('preview'), text, signal),
    gcTime: 60_000,
  })
}

/** Whom a rule counts. One page asks for several rules at once, so that no question takes the place of another's. */
export function countQuery(subjectType: string, rule: unknown) {
  return queryOptions({
    queryKey: ['countRule', subjectType, rule],
    queryFn: async ({ signal }) => {
      const body = JSON.stringify({ subjectType, rule })
      const response = await fetch(addressOf('countRule'), { method: 'POST', body, signal })
      if (!response.ok) throw await failureOf(response)
      return answers.countRule.parse(await response.json())
    },
    gcTime: 60_000,
  })
}
