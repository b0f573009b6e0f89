import { z } from 'zod'
import { differenceSchema } from './campaign-figures.ts'
import { estimateSchema, filterSchema, quantileSchema } from './journey-map.ts'
import { ofPastDay } from './past-day.ts'

/** The figures of one slice at a stage, as its own map shows them; both times are the medians. */
const sliceSideSchema = z.object({
  entered: z.number(),
  /** Of these, those that shares and times count (M11); of a window that ends at a deadline shares count those whose window is over (K7). */
  counted: z.number(),
  converted: estimateSchema,
  leaving: quantileSchema,
  converting: quantileSchema,
})
export type SliceSide = z.infer<typeof sliceSideSchema>

const sliceStageSchema = z.object({
  id: z.string(),
  name: z.string(),
  windowDays: z.number().nullable(),
  until: z.object({ deadline: z.string(), name: z.string(), beforeDays: z.number() }).nullable(),
  a: sliceSideSchema,
  b: sliceSideSchema,
  /** Clusters (rule M5) that have counted stays in both slices. */
  sharedClusters: z.number(),
  /** A less B. */
  converted: differenceSchema,
  /** The chance of a difference at least this large were both slices alike; null: no interval. */
  chance: z.number().nullable(),
  /** Of all differences of this comparison that are at least as unlikely, the share that is expected to be chance alone (Benjamini–Hochberg). */
  falseShare: z.number().nullable(),
  /** Days, A less B. */
  leaving: differenceSchema,
  converting: differenceSchema,
  notes: z.array(z.string()),
})
export type SliceStage = z.infer<typeof sliceStageSchema>

/** Two slices of one journey, side by side (rule M15). */
export const sliceComparisonSchema = z.object({
  journey: z.object({ id: z.string(), name: z.string(), version: z.number(), subjectType: z.string() }),
  a: z.object({ filter: filterSchema, words: z.string() }),
  b: z.object({ filter: filterSchema, words: z.string() }),
  refreshedAt: z.number().nullable(),
  ...ofPastDay,
  /** Whom the shares speak of, in either slice (M1). */
  populations: z.object({ a: z.string(), b: z.string() }),
  /** How many differences of shares have an interval: so many comparisons are made at once. */
  comparisons: z.number(),
  notes: z.array(z.string()),
  stages: z.array(sliceStageSchema),
})
export type SliceComparison = z.infer<typeof sliceComparisonSchema>
