import type { KnownNames } from '../model/journey-names.ts'
import type { SequenceDesign } from '../model/programme-design.ts'

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

/** How long people stay in a stage, of a persona or of all. */
export type StageCurve = Pick<SequenceDesign, 'stage' | 'persona' | 'stays' | 'curve'>

/** What the data say that a check asks. Without curves nothing is said of reach; `names` null: there are no data yet. */
export interface ProgrammeFacts {
  curves: readonly StageCurve[]
  names: KnownNames | null
}
