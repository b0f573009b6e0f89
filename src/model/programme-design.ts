import type { Signal } from './programme.ts'

/** Where a number of a design comes from: a figure with the people behind it, a definition, or an assumption that someone should check. `name`: of the touchpoint of such a set. */
export type Source =
  | { kind: 'figure'; rule: string; text: string; stage: string; set: string; name?: string; count: number }
  | { kind: 'definition'; text: string }
  | { kind: 'assumption'; text: string; published: string | null }

/** A number with its sources. */
export interface Cited<Value> {
  value: Value
  sources: readonly Source[]
}

/** One slot of a sequence (rule R3): the day it is due and the share of the stays that are still there then. Of a stage that ends at a deadline the days count back from it and are below 0. */
export interface Slot {
  day: number
  reach: number
  low: number | null
  high: number | null
  /** What it answers (rule R4). */
  question: {
    text: string
    kind: 'question' | 'concern'
    count: number | null
    quotes: readonly string[]
    firstAskedDay: number | null
  } | null
  /** Ideas for the subject line: no more than that. */
  subjectIdeas: readonly string[]
  sources: readonly Source[]
}

/** What rules R1 to R5 say for the people of one persona in one stage. */
export interface SequenceDesign {
  stage: string
  stageName: string
  persona: string | null
  /** Stays that the curve was read from, and contacts now in the stage with consent. */
  stays: number
  audience: Cited<number>
  /** Days since entry: first possible send and the end of the window (rule R2); null: no design. */
  window: Cited<{ first: number; last: number }> | null
  slots: readonly Slot[]
  /** Why there is no design, or what a reader must know of it, in plain sentences. */
  notes: readonly string[]
  holdout: { share: number; smallestEffect: number | null; advised: boolean; sources: readonly Source[] }
  /** Survival by half days, to draw: days, still, low, high. */
  curve: { days: readonly number[]; still: readonly number[]; low: readonly (number | null)[]; high: readonly (number | null)[] }
  goal: string
  /** The touchpoint that its messages lead to, and why this one; empty: none is known. */
  leadsTo: string
  leadsToSources: readonly Source[]
  /** The deadline that the slots count back from, so many days before its day; null: they count from entry. */
  deadline: { id: string; name: string; beforeDays: number } | null
}

/** A friction message that the events suggest (rule R5). */
export interface FrictionDesign {
  stage: string
  signal: Signal
  signalText: string
  /** What the set `signal` of the stays that showed it is named by; empty: nobody is listed. */
  shownBy: string
  /** Stays that showed it, and how many of those converted against the others. */
  showed: number
  converted: { with: number | null; without: number | null; difference: number | null; low: number | null; high: number | null }
  delayDays: Cited<number> | null
  notes: readonly string[]
}

export interface ProgrammeDesign {
  journey: { id: string; name: string; version: number }
  /** UTC ms. */
  horizon: number | null
  sequences: readonly SequenceDesign[]
  friction: readonly FrictionDesign[]
  notes: readonly string[]
}
