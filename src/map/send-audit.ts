import { z } from 'zod'
import { differenceSchema } from './campaign-figures.ts'
import { estimateSchema } from './journey-map.ts'

/** What an event of an e-mail says of it (rule R10). */
export const mailRoles = ['sent', 'delivered', 'opened', 'clicked', 'unsubscribed'] as const
export type MailRole = (typeof mailRoles)[number]

/** Where the person was when a message came, against the stage that it serves (rule R10). */
export const sendPlaces = ['inStage', 'earlier', 'later', 'gone', 'unseen'] as const

/** Which sends, or which stays of an effect, a list of the audit shows (rule M7). */
export const sendSets = [
  'all',
  ...sendPlaces,
  'elsewhere',
  'afterUnsubscribe',
  'tooSoon',
  'weekend',
  'holiday',
  'withClick',
  'withoutClick',
] as const
export type SendSet = (typeof sendSets)[number]

/** A quarter of the calendar, like 2025-Q4. */
export const quarterPattern = /^\d{4}-Q[1-4]$/

/** What an audit may be told (rule R10); what is left out is guessed from the data or has the default beside it. */
export const sendAuditOptionsSchema = z.strictObject({
  /** Names of events by what they say, in the place of the guessed ones. */
  events: z.partialRecord(z.enum(mailRoles), z.array(z.string())).optional(),
  /** Channels whose events are of e-mail; none: any. */
  channels: z.array(z.string()).optional(),
  /** The property of an event that names the message; empty: the touchpoint does. */
  property: z.string().optional(),
  /** Days between two messages to one person; default 7. */
  minGapDays: z.number().nonnegative().max(366).optional(),
  /** Whose public holidays count, like DE; default none. */
  country: z.string().optional(),
  /** Of days and quarters; default UTC. */
  timeZone: z.string().optional(),
  /** Only the sends of this quarter; default all. */
  quarter: z
    .string()
    .regex(quarterPattern, { error: ({ input }) => `"${input}" is no quarter like 2025-Q4` })
    .optional(),
  /** The programme whose messages and assets say which stage and question a message serves. */
  programme: z.string().optional(),
})
export type SendAuditOptions = z.infer<typeof sendAuditOptionsSchema>

const countsSchema = z.object({
  sends: z.number(),
  people: z.number(),
  inStage: z.number(),
  earlier: z.number(),
  later: z.number(),
  gone: z.number(),
  unseen: z.number(),
  /** Sends − inStage, as a share of the sends. */
  elsewhere: estimateSchema,
  /** After the person said to unsubscribe. */
  afterUnsubscribe: z.number(),
  tooSoon: z.number(),
  weekend: z.number(),
  holiday: z.number(),
})
export type SendCounts = z.infer<typeof countsSchema>

const effectSchema = z.object({
  /** Days from entry at which both groups are told apart; null: none could be. */
  landmarkDays: z.number().nullable(),
  /** Of those still there then, who moved on within the window: of those with a click by then, of all others. */
  withClick: estimateSchema.nullable(),
  withoutClick: estimateSchema.nullable(),
  difference: differenceSchema,
  /** The chance of a difference at least this large were both alike, and its share of false discoveries among all messages (Benjamini–Hochberg); null: no interval. */
  chance: z.number().nullable(),
  falseShare: z.number().nullable(),
})
export type SendEffect = z.infer<typeof effectSchema>

const messageSchema = countsSchema.extend({
  message: z.string(),
  /** Id of the stage that it serves, and how that is known; null: nothing of it fell in any stage. */
  stage: z.string().nullable(),
  servedBy: z.enum(['inventory', 'clicks', 'sends']).nullable(),
  question: z.string().nullable(),
  opened: z.number(),
  clicked: z.number(),
  /** Openings and clicks by machines: in no figure (rule E6). */
  byMachines: z.number(),
  effect: effectSchema,
  /** What stands out, in plain words. */
  sentence: z.string(),
})
export type SendMessage = z.infer<typeof messageSchema>

const quarterSchema = countsSchema.extend({ quarter: z.string(), isOver: z.boolean() })
export type SendQuarter = z.infer<typeof quarterSchema>

/** The e-mails of a journey's people, against the stages that they serve (rule R10). */
export const sendAuditSchema = z.object({
  journey: z.object({ id: z.string(), name: z.string(), version: z.number(), subjectType: z.string() }),
  stages: z.array(z.object({ id: z.string(), name: z.string() })),
  /** UTC ms; null: nothing is measured yet. */
  horizon: z.number().nullable(),
  minGapDays: z.number(),
  country: z.string().nullable(),
  timeZone: z.string(),
  quarter: z.string().nullable(),
  /** How the events were read: names by what they say, and which of them were guessed. */
  events: z.record(z.enum(mailRoles), z.array(z.string())),
  guessed: z.array(z.enum(mailRoles)),
  channels: z.array(z.string()),
  property: z.string(),
  totals: countsSchema,
  quarters: z.array(quarterSchema),
  messages: z.array(messageSchema),
  /** How many differences have an interval: so many comparisons are made at once. */
  comparisons: z.number(),
  unsubscribed: z.number(),
  sentences: z.array(z.string()),
  notes: z.array(z.string()),
})
export type SendAudit = z.infer<typeof sendAuditSchema>

/** Which rows of an audit are asked for; `message` null: of all. Of the sets withClick and withoutClick a message is needed. */
export const sendListQuerySchema = z.strictObject({
  set: z.enum(sendSets),
  message: z.string().nullable(),
  limit: z.number().int().nonnegative(),
  offset: z.number().int().nonnegative(),
})
export type SendListQuery = z.infer<typeof sendListQuerySchema>

/** The sends, or stays, behind a number of the audit, newest first. Of a stay `at` is its start; `stage` is where the person was, null: nowhere. */
export const sendListSchema = z.object({
  total: z.number(),
  people: z.number(),
  unit: z.enum(['sends', 'stays']),
  rows: z.array(
    z.object({
      subject: z.string(),
      account: z.string(),
      recipient: z.string(),
      message: z.string(),
      at: z.number(),
      stage: z.string().nullable(),
      /** Days since the message before to the same person; null: none, or a stay. */
      sinceLastDays: z.number().nullable(),
    }),
  ),
})
export type SendList = z.infer<typeof sendListSchema>
