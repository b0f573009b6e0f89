import { z } from 'zod'
import { ofPastDay } from './past-day.ts'

/** The ways cases went (rule P1): what follows what, the distinct sequences, and how long they took. A case is an instance of the journey. */
export const pathsSchema = z.object({
  ...ofPastDay,
  population: z.string(),
  /** Whether equal neighbours were counted once. */
  collapsed: z.boolean(),
  cases: z.number(),
  /** Cases with a stay still open: their sequence is not over. */
  running: z.number(),
  events: z.number(),
  /** From the first to the last event of a case; null without cases. */
  medianDays: z.number().nullable(),
  meanDays: z.number().nullable(),
  /** Event names, the most frequent first; `rework`: cases in which it happened more than once. */
  activities: z.array(
    z.object({ name: z.string(), events: z.number(), cases: z.number(), rework: z.number(), starts: z.number(), ends: z.number() }),
  ),
  /** All pairs of neighbours, the most frequent first; `medianDays` lies between the two. */
  edges: z.array(z.object({ from: z.string(), to: z.string(), times: z.number(), cases: z.number(), medianDays: z.number() })),
  /** The commonest sequences, so many as were asked for; `folded` says what is not shown. `id` is made of the names alone. */
  variants: z.array(z.object({ id: z.string(), names: z.array(z.string()), cases: z.number(), medianDays: z.number() })),
  folded: z.object({ variants: z.number(), cases: z.number() }),
})
export type Paths = z.infer<typeof pathsSchema>

/** How paths are drawn: `collapse` counts equal neighbours once; `variants` shows at most so many, null all. */
export interface PathOptions {
  collapse: boolean
  variants: number | null
}

/** The sets of cases that figures of the paths count (rule M7). */
export const caseSets = ['all', 'running', 'variant', 'folded', 'follows', 'holds', 'rework', 'starts', 'ends'] as const
export type CaseSet = (typeof caseSets)[number]

/** Which cases: a variant by its id or its names; `folded`: of the variants after the commonest so many; the others by the names of events. */
export type CaseChoice =
  | { set: 'all' | 'running' }
  | { set: 'variant'; id: string }
  | { set: 'variant'; names: readonly string[] }
  | { set: 'folded'; shown: number }
  | { set: 'follows'; from: string; to: string }
  | { set: 'holds' | 'rework' | 'starts' | 'ends'; name: string }

/** The cases behind one figure of the paths, page by page, and how many there are (rule M7). */
export const pathCasesSchema = z.object({
  ...ofPastDay,
  population: z.string(),
  collapsed: z.boolean(),
  /** The events that the figure is about: of a variant its sequence, of a pair the two, else the one or none. */
  names: z.array(z.string()),
  subjects: z.number(),
  cases: z.number(),
  /** How often all of them together have what the figure counts: the pair or the event; otherwise their events. */
  times: z.number(),
  rows: z.array(
    z.object({
      subject: z.string(),
      account: z.string(),
      persona: z.string(),
      instance: z.number(),
      startedAt: z.number(),
      /** From the first to the last event of the case. */
      days: z.number(),
      events: z.number(),
      times: z.number(),
      /** With a stay still open: more may come. */
      running: z.boolean(),
    }),
  ),
})
export type PathCases = z.infer<typeof pathCasesSchema>
