import { z } from 'zod'
import type { ContentPlan } from './content-plan.ts'
import { type ProgrammeFinding, programmeFindingKinds } from './programme-finding.ts'
import {
  type KeptProgramme,
  type ProgrammeKept,
  type ProgrammeList,
  type ProgrammeLogEntry,
  type ProgrammePause,
  programmeActs,
} from './programme-log.ts'

const changesSchema = z.array(z.object({ part: z.string(), before: z.string(), after: z.string() }))

/** A pause as it is sent. */
export const programmePauseSchema = z.object({
  programme: z.string().nullable(),
  reason: z.string(),
  by: z.string(),
  since: z.number(),
}) satisfies z.ZodType<ProgrammePause>

/** A programme of a list as it is sent. */
export const programmeSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  journey: z.string(),
  messages: z.number(),
  assets: z.number(),
  changedAt: z.number(),
  paused: programmePauseSchema.nullable(),
  wrong: z.string().nullable(),
})

/** The list of programmes as it is sent. */
export const programmeListSchema = z.object({
  pausedAll: programmePauseSchema.nullable(),
  programmes: z.array(programmeSummarySchema),
}) satisfies z.ZodType<ProgrammeList>

/** The log of programmes as it is sent. */
export const programmeLogSchema = z.array(
  z.object({
    programme: z.string().nullable(),
    at: z.number(),
    by: z.string(),
    act: z.enum(programmeActs),
    reason: z.string(),
    changes: changesSchema,
  }),
) satisfies z.ZodType<ProgrammeLogEntry[]>

/** A kept programme as it is sent. */
export const keptProgrammeSchema = z.object({
  summary: programmeSummarySchema,
  text: z.string(),
  log: programmeLogSchema,
}) satisfies z.ZodType<KeptProgramme>

/** What keeping did, as it is sent. */
export const programmeKeptSchema = z.object({
  id: z.string(),
  before: z.boolean(),
  changes: changesSchema,
  cautions: z.array(z.string()),
}) satisfies z.ZodType<ProgrammeKept>

/** The findings of a check as they are sent. */
export const programmeFindingsSchema = z.array(
  z.object({
    kind: z.enum(programmeFindingKinds),
    severity: z.enum(['error', 'caution', 'gap']),
    where: z.string(),
    text: z.string(),
    wayOut: z.string(),
    line: z.number().optional(),
  }),
) satisfies z.ZodType<ProgrammeFinding[]>

/** A content plan as it is sent. */
export const contentPlanSchema = z.object({
  formats: z.array(z.string()),
  languages: z.array(z.string()),
  rows: z.array(
    z.object({
      stage: z.string(),
      stageName: z.string(),
      question: z.string(),
      kind: z.enum(['question', 'concern', 'own question']),
      answers: z.number(),
      missing: z.array(z.string()),
      cells: z.array(z.object({ format: z.string(), language: z.string(), by: z.array(z.string()) })),
    }),
  ),
  loose: z.array(z.string()),
}) satisfies z.ZodType<ContentPlan>
