import { AppError } from '../core/error.ts'
import type { Programme } from '../model/programme.ts'
import type { ProgrammeFinding } from '../model/programme-finding.ts'
import { messagesOf } from '../model/programme-messages.ts'
import { liquidPieces } from './message-liquid.ts'

/** Texts of messages whose Liquid cannot be rendered, such as a tag that is not allowed or never ends. */
export function checkMessageLiquid(programme: Programme): ProgrammeFinding[] {
  return messagesOf(programme).flatMap(({ path, message }) => [
    ...message.subjects.flatMap((subject, i) => wrongIn(subject, `${path}.subjects[${i}]`, message.id)),
    ...wrongIn(message.body, `${path}.body`, message.id),
  ])
}

function wrongIn(text: string, where: string, id: string): ProgrammeFinding[] {
  try {
    liquidPieces(text, `Message "${id}"`)
    return []
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return [
      { kind: 'liquid', severity: 'error', where, text: error.message, wayOut: 'Mend the text: as it stands the message cannot be sent.' },
    ]
  }
}
