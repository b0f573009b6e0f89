import { z } from 'zod'
import { backtestChoiceSchema } from '../map/backtest-list.ts'

const gapDays = z.number().min(0).max(365)
const perSequence = z.number().int().min(1).max(52)
const perPerson = z.strictObject({ messages: z.number().int().min(1).max(1000), days: z.number().int().min(1).max(366) })

/**
 * What is laid beside a programme: another kept one; one as people write it; the same with other limits (what is left out stays, `perPerson` null: no cap a person);
 * or its messages as the data suggest them today, with its own limits where none are said.
 */
export const otherDesignSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('kept'), programme: z.string() }),
  z.strictObject({ kind: z.literal('written'), text: z.string() }),
  z.strictObject({
    kind: z.literal('changed'),
    minGapDays: gapDays.optional(),
    perSequence: perSequence.optional(),
    perPerson: perPerson.nullable().optional(),
  }),
  z.strictObject({
    kind: z.literal('designed'),
    minGapDays: z.number().int().min(1).max(365).optional(),
    perSequence: perSequence.optional(),
  }),
])
export type OtherDesign = z.infer<typeof otherDesignSchema>

/** What a backtest is asked with: other gaps (days) and counts to try, another design to lay beside it, and whether e-mails that were really sent count in caps and gaps. */
export const backtestOptionsSchema = z.strictObject({
  gaps: z.array(gapDays).max(8),
  caps: z.array(perSequence).max(8),
  against: otherDesignSchema.nullable(),
  beside: z.boolean(),
})
export type BacktestOptions = z.infer<typeof backtestOptionsSchema>

/** Which page of the people or messages behind a figure of a backtest is asked for; `beside`: as of the backtest. */
export const backtestListOptionsSchema = z.strictObject({
  choice: backtestChoiceSchema,
  beside: z.boolean(),
  limit: z.number().int().nonnegative(),
  offset: z.number().int().nonnegative(),
})
export type BacktestListOptions = z.infer<typeof backtestListOptionsSchema>

/** How far a replay over the people is: how many it has told of, and which share of the stays it has read, 0 to 1. */
export interface ReplayProgress {
  people: number
  share: number
}

/** Which rows of who is next are asked for; null is every. `day`: on which the next message goes, of the programme's zone. `beside`: as of a backtest. */
export const whoOptionsSchema = z.strictObject({
  stage: z.string().nullable(),
  persona: z.string().nullable(),
  message: z.string().nullable(),
  day: z.string().nullable(),
  limit: z.number().int().nonnegative(),
  offset: z.number().int().nonnegative(),
  beside: z.boolean(),
})
export type WhoOptions = z.infer<typeof whoOptionsSchema>
