import { z } from 'zod'

/** The ways cases went (rule P1): what follows what, the distinct sequences, and how long they took. A case is an instance of the journey. */
export const pathsSchema = z.object({
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
  /** The commonest sequences, so many as were asked for; `folded` says what is not shown. */
  variants: z.array(z.object({ names: z.array(z.string()), cases: z.number(), medianDays: z.number() })),
  folded: z.object({ variants: z.number(), cases: z.number() }),
})
export type Paths = z.infer<typeof pathsSchema>

/** How paths are drawn: `collapse` counts equal neighbours once; `variants` shows at most so many, null all. */
export interface PathOptions {
  collapse: boolean
  variants: number | null
}
