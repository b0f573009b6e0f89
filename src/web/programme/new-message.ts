import { countOf } from '../../map/format.ts'
import type { EditOperation } from '../../model/edit/edit-operation.ts'
import type { Programme, Sequence } from '../../model/programme.ts'
import { messagesOf } from '../../model/programme-messages.ts'
import type { SignalSpec } from '../../model/programme-spec.ts'
import { freeId } from './free-id.ts'

/** What a message says as it is written in the form; all may be empty. */
export interface DraftContent {
  name: string
  question: string
  leadsTo: string
  subject: string
  body: string
}

export const emptyContent: DraftContent = { name: '', question: '', leadsTo: '', subject: '', body: '' }

/** What shows that someone stumbles, as it is written in the form. `times` and `days` are numbers as text. */
export interface DraftSignal {
  kind: 'event' | 'silence' | 'longStay' | 'returned'
  event: string
  times: string
  days: string
}

/** Whose sequence: of a stage, of one persona or (null) of all others. */
export type Whose = Pick<Sequence, 'stage' | 'persona'>

/** The change that puts a message into the sequence of a stage and persona, in the order of days; the sequence is made where there is none. */
export function messageInsertion(programme: Programme, { stage, persona }: Whose, day: number, content: DraftContent): EditOperation {
  const message = { id: idOf(programme, content, `${stage}-day-${day}`.replace('--', '-')), day, ...written(content) }
  const { sequences } = programme
  const at = sequences.findIndex((one) => one.stage === stage && one.persona === persona)
  if (at < 0) {
    const value = { stage, ...(persona === null ? {} : { persona }), messages: [message] }
    return { kind: 'insert', path: ['sequences'], at: sequences.length, value }
  }
  const messages = sequences[at]?.messages ?? []
  const before = messages.findLastIndex((one) => one.day <= day)
  return { kind: 'insert', path: ['sequences', at, 'messages'], at: before + 1, value: message }
}

/** The change that adds a message for those who stumble; null where the signal or the delay are not wholly written. */
export function frictionInsertion(
  programme: Programme,
  { stage, signal, delay }: { stage: string; signal: DraftSignal; delay: string },
  content: DraftContent,
): EditOperation | null {
  const spec = signalSpecOf(signal)
  if (spec === null || !wholeDays(delay, 0)) return null
  const value = {
    id: idOf(programme, content, `${stage}-${signal.kind}`),
    stage,
    signal: spec,
    delay: `${Number(delay)}d`,
    ...written(content),
  }
  return { kind: 'insert', path: ['friction'], at: programme.friction.length, value }
}

/** The change that adds a message that an event owes; null where no event is named. */
export function owedInsertion(programme: Programme, event: string, content: DraftContent): EditOperation | null {
  const name = event.trim()
  if (name === '') return null
  const value = { id: idOf(programme, content, freeId(name, [], 'owed')), when: { event: name }, ...written(content) }
  return { kind: 'insert', path: ['transactional'], at: programme.transactional.length, value }
}

/** The signal as the document says it; null where something is missing. */
export function signalSpecOf({ kind, event, times, days }: DraftSignal): SignalSpec | null {
  if (kind === 'returned') return 'returned'
  const span = wholeDays(days, 1) ? `${Number(days)}d` : null
  if (kind === 'silence') return span === null ? null : { silence: span }
  if (kind === 'longStay') return span === null ? null : { longStay: span }
  if (event.trim() === '') return null
  const many = Number(times)
  if (!Number.isInteger(many) || many < 1) return null
  return { when: { event: event.trim(), ...(many === 1 ? {} : { atLeast: many, ...(span === null ? {} : { within: span }) }) } }
}

/** Whether a text is a number of whole days, at least so many. */
export function wholeDays(text: string, least: number): boolean {
  return text.trim() !== '' && Number.isInteger(Number(text)) && Number(text) >= least
}

/** What is doubtful about a day among the messages of its sequence, in plain sentences. */
export function dayDoubts(messages: Sequence['messages'], day: number, minGapDays: number): string[] {
  const near = messages.map((one) => ({ name: one.name, gap: Math.abs(one.day - day) })).filter(({ gap }) => gap < minGapDays)
  return near.map(({ name, gap }) =>
    gap === 0 ? `“${name}” is due on this day.` : `Only ${countOf(gap, 'day')} from “${name}”: the least is ${minGapDays}.`,
  )
}

/** The day that a new message of a sequence is proposed for: the least gap after the last one, else the first day; before a deadline a week before it, or the least gap before the first one. */
export function proposedDay(messages: Sequence['messages'], minGapDays: number, beforeDeadline: boolean): number {
  const days = messages.map(({ day }) => day)
  const gap = Math.max(1, minGapDays)
  if (beforeDeadline) return days.length === 0 ? -7 : Math.min(...days) - gap
  return days.length === 0 ? 1 : Math.max(...days) + gap
}

function idOf(programme: Programme, { name, question }: DraftContent, fallback: string): string {
  return freeId(
    name || question,
    messagesOf(programme).map(({ message }) => message.id),
    fallback,
  )
}

function written({ name, question, leadsTo, subject, body }: DraftContent): object {
  const said = { name, question, leadsTo, body }
  const texts = Object.entries(said).flatMap(([key, text]) => (text.trim() === '' ? [] : [[key, text.trim()]]))
  return { ...Object.fromEntries(texts), ...(subject.trim() === '' ? {} : { subjects: [subject.trim()] }) }
}
