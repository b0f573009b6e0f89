import { dayMs } from '../../../model/duration.ts'
import type { Journey } from '../../../model/journey.ts'
import type { FrictionMessage, MessageContent, Programme, Sequence, TransactionalMessage } from '../../../model/programme.ts'
import { consentText, signalText } from '../../message-condition.ts'
import { byDay } from '../../message-rows.ts'
import { dueText, personaName, rowDueText, stageName } from '../../programme-words.ts'
import { isoDuration } from './iso-duration.ts'

/** A question asked before anything is sent; who does not meet it ends there. `expression` is FEEL. */
export interface FlowGate {
  name: string
  expression: string
  otherwise: string
}

/** A message with the wait before it; `until` a FEEL time, `after` an ISO duration, neither: at once. */
export interface FlowStep {
  message: string
  name: string
  due: string
  wait: { kind: 'until' | 'after'; text: string } | null
}

/** What may happen meanwhile: it ends the flow, or makes a task for someone beside it. */
export interface FlowStop {
  name: string
  event: string
  ends: boolean
  task: string | null
}

/** One way through a programme as plain data: BPMN and Mermaid draw it. */
export interface FlowPlan {
  name: string
  about: string
  start: { kind: 'message' | 'condition'; name: string; text: string }
  gates: readonly FlowGate[]
  steps: readonly FlowStep[]
  stops: readonly FlowStop[]
  /** Caps, days and hours are asked before each message. */
  limited: boolean
}

/** What the names in the expressions of a flow mean; whoever runs it provides them. */
export const flowNames: readonly (readonly [string, string])[] = [
  ['entered', 'the instant at which the stay in the stage began'],
  ['windowEnd', 'the instant at which the window of the stage ends at its deadline'],
  ['persona', 'the id of the persona, fixed when the journey began'],
  ['mayBeWrittenTo', 'the consent that the programme asks for is there'],
  ['keptWithoutMessages', 'in the share that gets no messages, by hash'],
  ['allowedNow', 'the hour, the weekday, holidays, blackout days and opt-outs allow a message now'],
  ['roomForOne', 'caps, the least gap and the rules of the account leave room, and this message was not sent before in this journey'],
  ['silence', 'the time since the last event of the customer'],
  ['stay', 'the time in the stage so far'],
  ['cameBack', 'the stay began with a return to the stage'],
]

/** Every flow of a programme: one a sequence, one a friction message, one a message that an event owes. */
export function flowPlans(programme: Programme, journey: Journey): FlowPlan[] {
  return [
    ...programme.sequences.filter(({ messages }) => messages.length > 0).map((sequence) => sequenceFlow(programme, journey, sequence)),
    ...programme.friction.map((message) => frictionFlow(programme, journey, message)),
    ...programme.transactional.map(transactionalFlow),
  ]
}

function sequenceFlow(programme: Programme, journey: Journey, sequence: Sequence): FlowPlan {
  const stage = stageName(journey, sequence.stage)
  const whom = sequence.persona === null ? '' : `, ${personaName(journey, sequence.persona)}`
  return {
    name: `${stage}${whom}`,
    about: `Messages for those in ${stage}${whom}. A stay that is resumed goes on with the messages not sent yet.`,
    start: { kind: 'message', name: `Enters ${stage}`, text: `stage.entered.${sequence.stage}` },
    gates: [...personaGates(programme, journey, sequence), ...audienceGates(programme)],
    steps: byDay(sequence).map((message) => {
      const days = duration(Math.abs(message.day) * dayMs)
      const text = message.day >= 0 ? `entered + ${days}` : `windowEnd - ${days}`
      return { message: message.id, name: message.name, due: capital(dueText(message)), wait: { kind: 'until', text } }
    }),
    stops: [...stageStops(sequence.stage, stage), ...dealStops(programme)],
    limited: true,
  }
}

function frictionFlow(programme: Programme, journey: Journey, message: FrictionMessage): FlowPlan {
  const stage = stageName(journey, message.stage)
  const acts: FlowStop = { name: 'Acts before it is due', event: 'customer.acted', ends: true, task: null }
  const due = capital(rowDueText({ kind: 'friction', message, condition: '' }))
  return {
    name: `${message.name} (${stage})`,
    about: `A message for those in ${stage} who stumble: ${signalText(message.signal)}.`,
    start: signalStart(message),
    gates: audienceGates(programme),
    steps: [step(message, due, message.delayMs === 0 ? null : { kind: 'after', text: isoDuration(message.delayMs) })],
    stops: [...stageStops(message.stage, stage), acts, ...dealStops(programme)],
    limited: true,
  }
}

function transactionalFlow(message: TransactionalMessage): FlowPlan {
  return {
    name: message.name,
    about: 'A message that an event owes: no consent is asked, and no cap holds it back.',
    start: { kind: 'message', name: 'The event happens', text: `event.${message.id}` },
    gates: [],
    steps: [step(message, 'At once', null)],
    stops: [],
    limited: false,
  }
}

function step({ id, name }: MessageContent, due: string, wait: FlowStep['wait']): FlowStep {
  return { message: id, name, due, wait }
}

function signalStart({ id, stage, signal }: FrictionMessage): FlowPlan['start'] {
  const name = capital(signalText(signal))
  switch (signal.kind) {
    case 'event':
      return { kind: 'message', name, text: `signal.${id}` }
    case 'silence':
      return { kind: 'condition', name, text: `stage = "${stage}" and silence >= ${duration(signal.ms)}` }
    case 'longStay':
      return { kind: 'condition', name, text: `stage = "${stage}" and stay >= ${duration(signal.ms)}` }
    case 'returned':
      return { kind: 'condition', name, text: `stage = "${stage}" and cameBack` }
  }
}

/** Asked where a stage has several sequences: which one is for whom. */
function personaGates({ sequences }: Programme, journey: Journey, { stage, persona }: Sequence): FlowGate[] {
  const others = sequences.flatMap((other) => (other.stage === stage && other.persona !== null ? [other.persona] : []))
  if (persona !== null) {
    return [
      { name: `Is it ${personaName(journey, persona)}?`, expression: `persona = ${JSON.stringify(persona)}`, otherwise: 'Another persona' },
    ]
  }
  if (others.length === 0) return []
  const listed = others.map((other) => JSON.stringify(other)).join(', ')
  return [{ name: 'No sequence of their own?', expression: `not(list contains([${listed}], persona))`, otherwise: 'Has its own sequence' }]
}

function audienceGates(programme: Programme): FlowGate[] {
  const asked =
    programme.consent.kind === 'assumed'
      ? []
      : [{ name: 'May be written to?', expression: 'mayBeWrittenTo', otherwise: `Not met: ${consentText(programme)}` }]
  const held =
    programme.holdout === 0
      ? []
      : [{ name: 'In the share with messages?', expression: 'not(keptWithoutMessages)', otherwise: 'Kept without messages' }]
  return [...asked, ...held]
}

function stageStops(id: string, stage: string): FlowStop[] {
  return [
    { name: `Leaves ${stage}`, event: `stage.left.${id}`, ends: true, task: null },
    { name: 'Unsubscribes', event: 'contact.unsubscribed', ends: true, task: null },
  ]
}

function dealStops({ limits }: Programme): FlowStop[] {
  if (!limits.pauseOnOpenDeal) return []
  return [{ name: 'A deal opens', event: 'deal.opened', ends: false, task: 'Tell sales: messages pause' }]
}

function duration(ms: number): string {
  return `duration("${isoDuration(ms)}")`
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
