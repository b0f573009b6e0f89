import { z } from 'zod'
import { programmeFates, programmeMoves } from '../model/programme-fate.ts'

/** One person in a stage now: what they are due next, or why nothing. Times in UTC ms. */
const nextRowSchema = z.object({
  contact: z.string(),
  account: z.string(),
  stage: z.string(),
  persona: z.string(),
  enteredAt: z.number(),
  days: z.number(),
  /** Messages of this stay that are behind them, as if the programme had run since they entered. */
  sent: z.number(),
  next: z
    .object({
      message: z.string(),
      name: z.string(),
      kind: z.string(),
      at: z.number().nullable(),
      movedBy: z.array(z.enum(programmeMoves)),
    })
    .nullable(),
  /** Why nothing is due: what became of the last message. Null where one is. */
  why: z.enum([...programmeFates, 'allSent']).nullable(),
})
export type NextRow = z.infer<typeof nextRowSchema>

/** Who is where now, and what is due to them (rules R1, R6, R9). `at` of a message is null while a deal is open. */
export const whoIsNextSchema = z.object({
  programme: z.object({ id: z.string(), name: z.string() }),
  journey: z.object({ id: z.string(), name: z.string(), version: z.number() }),
  horizon: z.number().nullable(),
  paused: z.object({ reason: z.string(), since: z.number() }).nullable(),
  total: z.number(),
  slots: z.array(
    z.object({ stage: z.string(), persona: z.string(), message: z.string().nullable(), why: z.string().nullable(), people: z.number() }),
  ),
  rows: z.array(nextRowSchema),
  notes: z.array(z.string()),
})
export type WhoIsNext = z.infer<typeof whoIsNextSchema>
