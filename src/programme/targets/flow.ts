import { dayMs } from '../../model/duration.ts'
import type { MessageContent, Programme, Sequence } from '../../model/programme.ts'
import type { Rule } from '../../model/rule.ts'
import { messageCondition } from '../message-condition.ts'
import { fieldName, messageField, sequenceValue } from './contact-field.ts'
import type { FieldTest } from './field-test.ts'
import type { Loss } from './target.ts'

/** A message of a flow, due so many ms after the flow began. */
export interface FlowMessage {
  message: MessageContent
  afterMs: number
}

/** What a tool runs by itself: a sequence, a friction message or an owed one. `tests` must hold to begin, and still before each message. */
export interface Flow {
  kind: 'sequence' | 'friction' | 'transactional'
  /** Unique within the programme; fit for a file's name. */
  id: string
  name: string
  stage: string | null
  persona: string | null
  tests: readonly FieldTest[]
  /** The event that begins it in tools that know events; null: the fields do. */
  event: string | null
  messages: readonly FlowMessage[]
  condition: string
}

/** The flows of a programme: each sequence with its messages by day up to the cap of rule R3, each friction message, each owed one. Messages that count back from a deadline are in none: `deadlineLosses` names them. */
export function flowsOf(programme: Programme): Flow[] {
  const sequences = programme.sequences.map((sequence) => sequenceFlow(programme, sequence))
  const written = neverSends(programme) ? [] : [...sequences, ...frictionFlows(programme)]
  return [...written, ...owedFlows(programme)].filter(({ messages }) => messages.length > 0)
}

function sequenceFlow(programme: Programme, sequence: Sequence): Flow {
  const { stage, persona, messages } = sequence
  const counted = messages.filter(({ day }) => day >= 0).sort((a, b) => a.day - b.day)
  const value = sequenceValue(sequence)
  return {
    kind: 'sequence',
    id: persona === null ? `sequence-${stage}` : `sequence-${stage}.${persona}`,
    name: `${programme.name}: ${value}`,
    stage,
    persona,
    tests: [{ field: fieldName(programme, 'sequence'), value }],
    event: null,
    messages: counted.slice(0, programme.limits.perSequence).map((message) => ({ message, afterMs: message.day * dayMs })),
    condition: messageCondition({ kind: 'sequence', sequence }),
  }
}

function frictionFlows(programme: Programme): Flow[] {
  return programme.friction.map((message) => ({
    kind: 'friction',
    id: `friction-${message.id}`,
    name: `${programme.name}: ${message.name}`,
    stage: message.stage,
    persona: null,
    tests: [
      { field: messageField(programme, message.id), value: 'yes' },
      { field: fieldName(programme, 'stage'), value: message.stage },
    ],
    event: null,
    messages: [{ message, afterMs: message.delayMs }],
    condition: messageCondition({ kind: 'friction', message }),
  }))
}

function owedFlows(programme: Programme): Flow[] {
  return programme.transactional.map((message) => ({
    kind: 'transactional',
    id: `owed-${message.id}`,
    name: `${programme.name}: ${message.name}`,
    stage: null,
    persona: null,
    tests: [{ field: messageField(programme, message.id), value: 'yes' }],
    event: plainEvent(message.rule) ?? messageField(programme, message.id),
    messages: [{ message, afterMs: 0 }],
    condition: messageCondition({ kind: 'transactional', message }),
  }))
}

/** The name of the one event that meets a rule; null: the rule asks for more, so that an event of its own must be sent. */
function plainEvent(rule: Rule): string | null {
  if (rule.kind !== 'event' || rule.channels.length > 0 || rule.touchpoints.length > 0) return null
  return rule.names.length === 1 ? (rule.names[0] ?? null) : null
}

/** Ms that a message waits after the one before, or after the beginning; never less than the least gap. */
export function waitMs({ kind, messages }: Flow, index: number, minGapDays: number): number {
  const due = messages[index]?.afterMs ?? 0
  if (index === 0 || kind !== 'sequence') return due
  return Math.max(due - (messages[index - 1]?.afterMs ?? 0), minGapDays * dayMs)
}

/** Whether a programme allows no time at all: tools would read an empty list of weekdays as every day. */
function neverSends({ limits: { weekdays, hours } }: Programme): boolean {
  return weekdays.length === 0 || hours.from >= hours.to
}

/** Losses of the messages that count back from a deadline: these exports count from the entry. */
export function deadlineLosses(programme: Programme, tool: string): Loss[] {
  const back = programme.sequences.flatMap(({ messages }) => messages.filter(({ day }) => day < 0))
  return back.map(({ id, day }) => ({
    part: 'days',
    where: id,
    kind: 'lost',
    text: `The message is due ${-day} ${day === -1 ? 'day' : 'days'} before a deadline; what is handed to ${tool} counts from the entry, so that it is left out.`,
    wayOut: `Send it in ${tool} on its date, to those whom the list of who is due next names.`,
  }))
}

/** What is lost where a tool looks only just before a message whether the contact is still there. */
export function returningLosses(programme: Programme): Loss[] {
  if (!flowsOf(programme).some(({ kind }) => kind === 'sequence')) return []
  const text = 'Who leaves and comes back while a message waits for its day gets that message still.'
  const wayOut = 'Nothing to do, unless stages are left and entered again within days: then take such contacts out by hand.'
  return [{ part: 'leaving', where: null, kind: 'changed', text, wayOut }]
}

/** What is lost of friction messages that wait no whole number of days, in a tool that keeps hours and weekdays only with whole days. */
export function brokenDelayLosses({ friction }: Programme, tool: string): Loss[] {
  const broken = friction.filter(({ delayMs }) => delayMs % dayMs !== 0)
  return broken.map(({ id }): Loss => {
    const text = `The message waits no whole number of days: ${tool} keeps no hours and weekdays for it.`
    return { part: 'hours', where: id, kind: 'changed', text, wayOut: `Give it whole days, or look at its hours in ${tool}.` }
  })
}
