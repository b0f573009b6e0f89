import type { JourneyFinding } from './journey-finding.ts'
import type { Programme } from './programme.ts'

/** What a check may find. */
export const programmeFindingKinds = [
  'unreachable',
  'afterLeaving',
  'loop',
  'cap',
  'consent',
  'sender',
  'unsubscribe',
  'liquid',
  'repeatedQuestion',
  'unanswered',
  'unknownName',
  'unwritten',
] as const
export type ProgrammeFindingKind = (typeof programmeFindingKinds)[number]

/**
 * A remark on a programme. `error`: something of it cannot work or must not be sent; `caution`: look at it; `gap`: something is missing that a whole programme has.
 * `where` is the path in the document; `line` counts from 1, where the text is known.
 */
export interface ProgrammeFinding {
  kind: ProgrammeFindingKind
  severity: 'error' | 'caution' | 'gap'
  where: string
  text: string
  wayOut: string
  line?: number
}

/** A programme's text as it was understood; `programme` and `check` are null and empty where a finding is an error. */
export interface ProgrammeReading {
  programme: Programme | null
  findings: JourneyFinding[]
  check: ProgrammeFinding[]
}
