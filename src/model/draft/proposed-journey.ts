import { z } from 'zod'
import { lifecyclePhases } from '../journey.ts'

/** An event, or a part of one, as it stands in a draft: `key` names it in an arrangement, `subjects` had it. */
const draftEventSchema = z.object({ key: z.string(), text: z.string(), subjects: z.number() })
export type DraftEvent = z.infer<typeof draftEventSchema>

/** Why something is proposed: the path in the document, one sentence, and the figures in it. Shares are 0…1, times days. */
const draftReasonSchema = z.object({ path: z.string(), text: z.string(), figures: z.record(z.string(), z.number()) })
export type DraftReason = z.infer<typeof draftReasonSchema>

/** A proposed stage. `subjects` reached it; `reasons` are those of its parts, its being there first. */
const draftStageSchema = z.object({
  id: z.string(),
  name: z.string(),
  lifecycle: z.enum(lifecyclePhases),
  entry: z.array(draftEventSchema),
  subjects: z.number(),
  reasons: z.array(draftReasonSchema),
})
export type DraftStage = z.infer<typeof draftStageSchema>

/** A journey proposed from a log, with the reasons for each part, and what was seen and not proposed. Nothing of it is kept until it is applied. */
export const proposedJourneySchema = z.object({
  /** The definition, as YAML with a reason beside each part. */
  text: z.string(),
  subjectType: z.string(),
  types: z.array(z.object({ type: z.string(), objects: z.number(), cases: z.number(), events: z.number() })),
  /** Subjects with events, and how many of them were read. */
  subjects: z.number(),
  read: z.number(),
  stages: z.array(draftStageSchema),
  goal: z.array(draftEventSchema),
  lost: z.array(draftEventSchema),
  /** Of the parts that belong to no one stage: exits, personas, value. */
  reasons: z.array(draftReasonSchema),
  rejected: z.array(z.object({ event: draftEventSchema, reason: z.string() })),
  notes: z.array(z.string()),
})
export type ProposedJourney = z.infer<typeof proposedJourneySchema>

/** A draft, or, where the data say too little, a sentence why there is none. */
export const draftAnswerSchema = z.object({ draft: proposedJourneySchema.nullable(), message: z.string().nullable() })
export type DraftAnswer = z.infer<typeof draftAnswerSchema>

/** How a person arranged the stages: entry events by their keys, in order; what completes the journey and what ends it as lost. */
const draftArrangementSchema = z.object({
  stages: z
    .array(
      z.object({
        name: z.string().min(1).max(200).optional(),
        lifecycle: z.enum(lifecyclePhases).optional(),
        entry: z.array(z.string()).min(1),
      }),
    )
    .min(1)
    .max(50),
  goal: z.array(z.string()),
  lost: z.array(z.string()),
})
export type DraftArrangement = z.infer<typeof draftArrangementSchema>

/** What to draft: whose journey (left out: the type with most cases), how many stages at most, or an arrangement whose figures are wanted. */
export const draftOptionsSchema = z.object({
  subject: z.string().min(1).optional(),
  stages: z.number().int().min(1).max(20).optional(),
  name: z.string().min(1).max(200).optional(),
  arrangement: draftArrangementSchema.optional(),
})
export type DraftOptions = z.infer<typeof draftOptionsSchema>
