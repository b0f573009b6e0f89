import { z } from 'zod'
import { filterSchema } from '../map/journey-map.ts'
import { type SubjectRuleSpec, subjectRuleSpecSchema } from '../model/rule-spec.ts'

/** What a design is asked with: who consents (null: nobody said), whether each persona has messages of its own, and what people decide. `filter`: the stays that it learns from. */
export const designOptionsSchema = z.strictObject({
  consent: z.union([z.literal('assumed'), subjectRuleSpecSchema]).nullable(),
  personas: z.boolean(),
  minGapDays: z.number().int().min(1).max(365),
  cap: z.number().int().min(1).max(52),
  firstDay: z.number().int().min(0).max(365),
  /** Share kept without messages (rule R1). */
  holdout: z.number().min(0).max(0.9),
  filter: filterSchema.strict(),
})

/** See `designOptionsSchema`. */
export interface DesignOptions {
  consent: 'assumed' | SubjectRuleSpec | null
  personas: boolean
  minGapDays: number
  cap: number
  firstDay: number
  holdout: number
  filter: z.infer<typeof filterSchema>
}
