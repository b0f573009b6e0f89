import type { FrictionMessage, MessageContent, Programme, Sequence, SequenceMessage } from '../model/programme.ts'
import { messageCondition } from './message-condition.ts'

/** A message of a programme with where it stands in it. */
export type MessageRow =
  | { kind: 'sequence'; message: SequenceMessage; sequence: Sequence; condition: string }
  | { kind: 'friction'; message: FrictionMessage; condition: string }
  | { kind: 'transactional'; message: MessageContent; condition: string }

/** Every message of a programme: sequences as listed, each by day, then friction messages, then those that events owe. */
export function messageRows(programme: Programme): MessageRow[] {
  return [
    ...programme.sequences.flatMap((sequence) =>
      byDay(sequence).map((message) => {
        return { kind: 'sequence' as const, message, sequence, condition: messageCondition({ kind: 'sequence', sequence }) }
      }),
    ),
    ...programme.friction.map((message) => {
      return { kind: 'friction' as const, message, condition: messageCondition({ kind: 'friction', message }) }
    }),
    ...programme.transactional.map((message) => {
      return { kind: 'transactional' as const, message, condition: messageCondition({ kind: 'transactional', message }) }
    }),
  ]
}

/** The messages of a sequence by day; of one day as listed. */
export function byDay({ messages }: Sequence): SequenceMessage[] {
  return [...messages].sort((a, b) => a.day - b.day)
}
