import { z } from 'zod'

/** How far a replay over the people is: how many it has told of, and which share of the stays it has read, 0 to 1. */
export interface ReplayProgress {
  people: number
  share: number
}

/** What a backtest is asked with: other gaps (days) and counts to try, the text of another design to lay beside it, and whether e-mails that were really sent count in caps and gaps. */
export const backtestOptionsSchema = z.strictObject({
  gaps: z.array(z.number().min(0).max(365)).max(8),
  caps: z.array(z.number().int().min(1).max(52)).max(8),
  against: z.string().nullable(),
  beside: z.boolean(),
})
export type BacktestOptions = z.infer<typeof backtestOptionsSchema>

/** Which rows of who is next are asked for; null is every. `beside`: as of a backtest. */
export const whoOptionsSchema = z.strictObject({
  stage: z.string().nullable(),
  persona: z.string().nullable(),
  message: z.string().nullable(),
  limit: z.number().int().nonnegative(),
  offset: z.number().int().nonnegative(),
  beside: z.boolean(),
})
export type WhoOptions = z.infer<typeof whoOptionsSchema>
