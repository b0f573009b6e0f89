import type { TextConflict } from './merge-texts.ts'

/** What a page wrote at a place that another had changed meanwhile; it stays beside the draft until someone decides. `session` names the page that wrote it. */
export interface DraftConflict extends TextConflict {
  id: string
  session: string
}

/** What is being changed of a journey and not kept yet. `revision` counts every change; times are UTC ms. */
export interface JourneyDraft {
  journeyId: string
  baseNumber: number
  text: string
  revision: number
  session: string
  changedAt: number
  conflicts: DraftConflict[]
}

/** What a person decides of a conflict: what the other wrote stays, their own takes its place, or both stand there. */
export const conflictChoices = ['theirs', 'mine', 'both'] as const
export type ConflictChoice = (typeof conflictChoices)[number]
