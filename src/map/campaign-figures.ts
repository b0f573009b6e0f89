import { z } from 'zod'
import { estimateSchema } from './journey-map.ts'

const limits = { low: z.number().nullable(), high: z.number().nullable() }

/** A difference with its 95 % interval (rule K4); `note` says why it, or its interval, is not given. */
export const differenceSchema = z.object({ value: z.number().nullable(), ...limits, note: z.string().nullable() })

/** One cohort: those of a stage that began in a period, on one side of the audience. */
const cohortSchema = z.object({
  entered: z.number(),
  perDay: z.number(),
  /** Of these, those that shares count (M11). */
  counted: z.number(),
  converted: estimateSchema,
})
export type CampaignCohort = z.infer<typeof cohortSchema>

const sideSchema = z.object({ during: cohortSchema, before: cohortSchema.nullable(), yearBefore: cohortSchema.nullable() })

/** During less another period (rules K4, K5). */
const comparisonSchema = z.object({
  perDay: differenceSchema,
  converted: differenceSchema,
  extraEntries: differenceSchema,
  extraConverted: differenceSchema,
})
export type CampaignComparison = z.infer<typeof comparisonSchema>

const betweenSchema = z.object({ perDay: differenceSchema, converted: differenceSchema })
const costSchema = z.object({ perEntry: differenceSchema, perConverted: differenceSchema })

/** During against one other period: of the audience, of those outside, and the difference of the two differences; `cost` null: no cost is kept. */
const againstSchema = z.object({
  audience: comparisonSchema,
  outside: comparisonSchema.nullable(),
  between: betweenSchema.nullable(),
  cost: costSchema.nullable(),
})
export type CampaignAgainst = z.infer<typeof againstSchema>

export const campaignStageSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Null: the window ends at a deadline, and shares are not compared (K4). */
  windowDays: z.number().nullable(),
  audience: sideSchema,
  /** Null: the audience is everyone. */
  outside: sideSchema.nullable(),
  before: againstSchema.nullable(),
  yearBefore: againstSchema.nullable(),
  notes: z.array(z.string()),
})
export type CampaignStage = z.infer<typeof campaignStageSchema>

const periodSchema = z.object({ firstDay: z.string(), lastDay: z.string(), from: z.number(), to: z.number() })

/** A campaign's before and after in one journey (rules K3 to K5). */
export const campaignFiguresSchema = z.object({
  journey: z.object({ id: z.string(), name: z.string(), version: z.number(), subjectType: z.string() }),
  audienceText: z.string(),
  /** Local days of each period; 0: nothing of the campaign is known yet. */
  days: z.number(),
  periods: z.object({ during: periodSchema.nullable(), before: periodSchema.nullable(), yearBefore: periodSchema.nullable() }),
  notes: z.array(z.string()),
  stages: z.array(campaignStageSchema),
})
export type CampaignFigures = z.infer<typeof campaignFiguresSchema>

/** Which cohort of a campaign a list shows (rules K3, M7). */
export const campaignCohortSchema = z.object({
  campaign: z.string(),
  span: z.enum(['during', 'before', 'yearBefore']),
  side: z.enum(['audience', 'outside']),
})
export type CampaignCohortChoice = z.infer<typeof campaignCohortSchema>
