/** Why a row was set aside, in plain words (rule E8). The one table of codes; a message adds the value and what is allowed. */
export const rejectCodes = {
  lineTooLong: 'The line is longer than 1 MiB. It was skipped to its end.',
  encoding: 'The line is not text in the encoding of the file.',
  quotes: 'A quoted cell is not closed, or text follows its closing quote.',
  columns: 'The row has more or fewer cells than the header has columns.',
  json: 'The line is not one JSON object.',
  tooManyColumns: 'The row names a new key after 2,000 different keys.',
  noList: 'What the mapping takes for a list of parts is none.',
  tooManyParts: 'The list of parts is longer than 50,000 items or 16 MiB; none of it was read.',
  missingId: 'The row names no object: every cell that should hold an id is empty.',
  shortenedId: 'A spreadsheet made a number of an id and shortened it: its last digits are lost. Export it anew, with ids as text.',
  missingName: 'The row has no event name.',
  missingTime: 'The row has no time.',
  badTime: 'The time does not have the expected format, or is no real date.',
  timeTooEarly: 'The time lies before 1990.',
  timeInFuture: 'The time lies more than 5 minutes after the row was received.',
  badInitiator: 'The initiator is none of customer, company, machine.',
  badSequence: 'The sequence is no whole number.',
  controlCharacter: 'The row holds one of the control characters U+001D to U+001F, which no text holds.',
  objectLog: 'The event or object of the log lacks what each must have.',
  unknownObject: 'It names an object that the log does not describe.',
  repeatedAttribute: 'The XES event has one attribute twice, with different values.',
} as const

export type RejectCode = keyof typeof rejectCodes

/** A row that was not taken (rule E8): its line (from 1), why, and its text, at most 1,000 characters. */
export interface Reject {
  line: number
  code: RejectCode
  message: string
  raw: string
}

const rawLimit = 1000

/** A reject whose message is the code's own sentence and, where given, what was seen. */
export function reject(line: number, code: RejectCode, raw: string, seen = ''): Reject {
  return { line, code, message: seen === '' ? rejectCodes[code] : `${rejectCodes[code]} ${seen}`, raw: raw.slice(0, rawLimit) }
}

/** A value as it may stand in a message: quoted, at most 60 characters. */
export function shown(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value)
}
