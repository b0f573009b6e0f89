import type { DraftConflict } from '../model/edit/draft.ts'
import type { JourneyDifference } from '../model/edit/journey-differences.ts'
import type { JourneyFinding } from '../model/journey-finding.ts'

/** What is being changed of a journey; without changes, the kept version as it is. `number` is that of the newest kept version; times are UTC ms. */
export interface DraftState {
  journey: string
  text: string
  /** Counts every change of the draft; 0: nothing is being changed. */
  revision: number
  number: number
  changedAt: number | null
  session: string
  conflicts: DraftConflict[]
}

/** A kept version of a journey. */
export interface VersionSummary {
  number: number
  createdAt: number
  note: string
  stages: number
}

/** Two versions of a journey and what is different in the later one. */
export interface VersionDifferences {
  from: VersionSummary
  to: VersionSummary
  differences: JourneyDifference[]
}

/** A version as it was kept, and what is to be said of it. */
export interface KeptVersion {
  version: VersionSummary
  findings: JourneyFinding[]
}
