import type { ProgrammeChange } from './programme-changes.ts'

/** What may be done to a programme. */
export const programmeActs = ['kept', 'removed', 'paused', 'resumed'] as const
export type ProgrammeAct = (typeof programmeActs)[number]

/** One entry of the log of programmes: what was done, when (UTC ms), by whom as they called themselves, and why; empty texts: not said. `programme` null: all of them. */
export interface ProgrammeLogEntry {
  programme: string | null
  at: number
  by: string
  act: ProgrammeAct
  reason: string
  changes: readonly ProgrammeChange[]
}

/** A pause of one programme, or of all (`programme` null): nothing is sent until it is resumed. */
export interface ProgrammePause {
  programme: string | null
  reason: string
  by: string
  /** UTC ms. */
  since: number
}

/** A programme in a list. `paused`: the pause of all, else its own. */
export interface ProgrammeSummary {
  id: string
  name: string
  journey: string
  messages: number
  assets: number
  /** UTC ms. */
  changedAt: number
  paused: ProgrammePause | null
  /** Why its text can no longer be read; null: it can. */
  wrong: string | null
}

/** Every kept programme, by id, and the pause of all. */
export interface ProgrammeList {
  pausedAll: ProgrammePause | null
  programmes: readonly ProgrammeSummary[]
}

/** A kept programme as it was written, with its log, newest first. */
export interface KeptProgramme {
  summary: ProgrammeSummary
  text: string
  log: readonly ProgrammeLogEntry[]
}

/** What keeping a programme did: `before` tells whether there was one of that id, `changes` what it has otherwise. */
export interface ProgrammeKept {
  id: string
  before: boolean
  changes: readonly ProgrammeChange[]
  /** What a reader should look at, each with its place. */
  cautions: readonly string[]
}
