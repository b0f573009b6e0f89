import { z } from 'zod'
import { programmeFates, programmeMoves } from '../model/programme-fate.ts'

/** Which people or messages of a backtest a list shows, by the figure that they stand behind (rule M7). `message` null: of every one but transactional ones. */
export const backtestChoiceSchema = z.discriminatedUnion('set', [
  z.strictObject({ set: z.enum(['audience', 'heldOut', 'withoutConsent', 'reached']) }),
  z.strictObject({ set: z.enum(['perPerson', 'perWeek']), sends: z.number().int().min(1) }),
  z.strictObject({ set: z.literal('month'), month: z.string().regex(/^\d{4}-\d{2}$/), of: z.enum(['audience', 'reached', 'sends']) }),
  z.strictObject({ set: z.literal('fate'), fate: z.enum(programmeFates), message: z.string().nullable() }),
  z.strictObject({ set: z.literal('moved'), by: z.enum(programmeMoves) }),
  z.strictObject({ set: z.enum(['transactional', 'afterKnownLeaving', 'afterLeavingNotReceived']) }),
])
export type BacktestChoice = z.infer<typeof backtestChoiceSchema>

/** One row of such a list. A person: `sends`, how many messages they got. A week of a person: `at`, its Monday, with `sends` in it. A message: which, what became of it, and when it was due and went (UTC ms). */
export const backtestRowSchema = z.object({
  contact: z.string(),
  account: z.string(),
  stage: z.string().nullable(),
  message: z.string().nullable(),
  name: z.string().nullable(),
  fate: z.enum(programmeFates).nullable(),
  due: z.number().nullable(),
  at: z.number().nullable(),
  sends: z.number().nullable(),
})
export type BacktestRow = z.infer<typeof backtestRowSchema>

/** A page of the people, weeks of people, or messages behind a figure of a backtest; `total` counts all rows. */
export const backtestListSchema = z.object({
  unit: z.enum(['people', 'weeks', 'messages']),
  total: z.number(),
  rows: z.array(backtestRowSchema),
})
export type BacktestList = z.infer<typeof backtestListSchema>
