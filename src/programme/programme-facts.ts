import type { KnownNames } from '../model/journey-names.ts'
import type { SequenceDesign } from '../model/programme-design.ts'

/** How long people stay in a stage, of a persona or of all. */
export type StageCurve = Pick<SequenceDesign, 'stage' | 'persona' | 'stays' | 'curve'>

/** What the data say that a check asks. Without curves nothing is said of reach; `names` null: there are no data yet. */
export interface ProgrammeFacts {
  curves: readonly StageCurve[]
  names: KnownNames | null
}
