import { z } from 'zod'
import { programmeFates, programmeMoves } from '../model/programme-fate.ts'

const count = z.number()

/** What one programme would have done (rule R7). A week begins on Monday; weeks and months are of the programme's zone. Transactional messages are counted apart and in no other number. */
export const backtestRunSchema = z.object({
  id: z.string(),
  name: z.string(),
  minGapDays: count,
  perSequence: count,
  /** When the first stay began that it was replayed on (UTC ms); null: there was none. */
  from: count.nullable(),
  /** People who had a stay that a sequence serves: to be written to, kept as holdout, never with consent. */
  audience: count,
  heldOut: count,
  withoutConsent: count,
  /** People with a message, and messages. */
  reached: count,
  sends: count,
  transactional: count,
  /** How many people got so many messages; how many weeks of a person had so many. */
  perPerson: z.array(z.object({ sends: count, people: count })),
  perWeek: z.array(z.object({ sends: count, personWeeks: count })),
  /** Messages by what became of them. */
  fates: z.record(z.enum(programmeFates), count),
  /** Messages that something moved to a later time, sent or not: gap, colleague and priority are collisions, personCap and the fate cap are hits of caps. */
  moved: z.record(z.enum(programmeMoves), count),
  /** Messages that are decided, and the share of them that was sent, with its interval, each account (or person without one) a cluster (rule M5); the limits are null where it gives none. */
  decided: count,
  share: count.nullable(),
  low: count.nullable(),
  high: count.nullable(),
  clusters: count,
  months: z.array(z.object({ month: z.string(), audience: count, reached: count, sends: count })),
  /** Share reached: sent, of those whose message is decided, with its interval; null: of nobody. Not of those without consent, held out, or who still wait. */
  messages: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.string(),
      decided: count,
      sent: count,
      left: count,
      waiting: count,
      share: count.nullable(),
      low: count.nullable(),
      high: count.nullable(),
    }),
  ),
  /** Must be 0. */
  afterKnownLeaving: count,
  afterLeavingNotReceived: count,
})
export type BacktestRun = z.infer<typeof backtestRunSchema>

/** A backtest of a programme, with what other gaps and counts would do, and beside another design (rule R7). Times in UTC ms. */
export const backtestSchema = z.object({
  journey: z.object({ id: z.string(), name: z.string(), version: count }),
  horizon: count.nullable(),
  run: backtestRunSchema,
  grid: z.array(backtestRunSchema),
  against: backtestRunSchema.nullable(),
  notes: z.array(z.string()),
})
export type Backtest = z.infer<typeof backtestSchema>
