import type { FrictionMessage, MessageContent, Programme, Sequence, SequenceMessage, TransactionalMessage } from './programme.ts'

/** A message of any kind with its place in the document, as in `sequences[0].messages[2]`. */
export type PlacedMessage =
  | { kind: 'sequence'; path: string; message: SequenceMessage; sequence: Sequence }
  | { kind: 'friction'; path: string; message: FrictionMessage }
  | { kind: 'transactional'; path: string; message: TransactionalMessage }

/** Every message of a programme: of sequences, then friction, then transactional. */
export function messagesOf({
  sequences,
  friction,
  transactional,
}: Pick<Programme, 'sequences' | 'friction' | 'transactional'>): PlacedMessage[] {
  return [
    ...sequences.flatMap((sequence, i) =>
      sequence.messages.map(
        (message, j): PlacedMessage => ({ kind: 'sequence', path: `sequences[${i}].messages[${j}]`, message, sequence }),
      ),
    ),
    ...friction.map((message, i): PlacedMessage => ({ kind: 'friction', path: `friction[${i}]`, message })),
    ...transactional.map((message, i): PlacedMessage => ({ kind: 'transactional', path: `transactional[${i}]`, message })),
  ]
}

/** The stage that a message serves; null: a transactional one. */
export function stageOf(placed: PlacedMessage): string | null {
  if (placed.kind === 'transactional') return null
  return placed.kind === 'sequence' ? placed.sequence.stage : placed.message.stage
}

/** A question as it is compared: words alone, whatever their case, spaces and marks. */
export function sameQuestion(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** What a message says, without when and to whom. */
export function contentOf({ id, name, question, leadsTo, asset, subjects, body, language }: MessageContent): MessageContent {
  return { id, name, question, leadsTo, asset, subjects, body, language }
}
