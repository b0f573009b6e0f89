import { durationText } from '../model/duration.ts'
import type { FrictionMessage, Programme, Sequence, Signal, TransactionalMessage } from '../model/programme.ts'
import { ruleText } from '../model/rule-text.ts'

/** What starts a message, as a phrase: the entry of a stage, a signal in it, an event that owes it. Names are ids, so that it stays the same when a stage is renamed. */
export type MessageOrigin =
  | { kind: 'sequence'; sequence: Pick<Sequence, 'stage' | 'persona'> }
  | { kind: 'friction'; message: Pick<FrictionMessage, 'stage' | 'signal'> }
  | { kind: 'transactional'; message: Pick<TransactionalMessage, 'rule'> }

/** The condition of a message in one phrase, the same in every format, so that an export read back can be compared (rule R6 for the rest). */
export function messageCondition(origin: MessageOrigin): string {
  switch (origin.kind) {
    case 'sequence':
      return `in stage ${origin.sequence.stage}${origin.sequence.persona === null ? '' : `, persona ${origin.sequence.persona}`}`
    case 'friction':
      return `in stage ${origin.message.stage}, ${signalText(origin.message.signal)}`
    case 'transactional':
      return ruleText(origin.message.rule)
  }
}

/** A signal as a phrase (rule R5). */
export function signalText(signal: Signal): string {
  switch (signal.kind) {
    case 'event':
      return ruleText(signal.rule)
    case 'silence':
      return `nothing heard for ${durationText(signal.ms)}`
    case 'longStay':
      return `there for ${durationText(signal.ms)}`
    case 'returned':
      return 'came back to the stage'
  }
}

/** Who a programme may write to, as a phrase (rule R1). */
export function consentText({ consent }: Pick<Programme, 'consent'>): string {
  if (consent.kind === 'rule') return ruleText(consent.rule)
  return consent.kind === 'assumed' ? `taken as given: ${consent.reason}` : 'nobody said who may be written to, so nobody is'
}
