import { z } from 'zod'
import { campaignCohortSchema } from '../map/campaign-figures.ts'
import { filterSchema, subjectSetSchema } from '../map/journey-map.ts'
import { otherSlice } from '../map/other-slice.ts'
import { knownReadings } from '../map/past-day.ts'
import { type CaseChoice, caseSets } from '../map/paths.ts'
import { conflictChoices } from '../model/edit/draft.ts'
import { documentChangeSchema } from '../model/file-preview.ts'
import { laneIdSchema } from './contract.ts'

/** An instant of a request: UTC ms, a day (its start, UTC), or a date with its time. */
const instantSchema = z.union([
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
  z.iso.date().transform((text) => Date.parse(`${text}T00:00:00Z`)),
  z.iso.datetime().transform((text) => Date.parse(text)),
])

const isPeriod = (text: string) => filterSchema.shape.period.safeParse(text).success

/** The past day of a filter (rule L4): which days there are is judged with the data. Empty values ask for nothing. */
const pastQuerySchema = z.object({
  asOf: z.string().transform(orNone).optional(),
  known: z
    .enum(['', ...knownReadings], { error: ({ input }) => `"${input}" is neither now nor then` })
    .transform((known) => known || undefined)
    .optional(),
  timeZone: z.string().transform(orNone).optional(),
  version: z.coerce
    .number({ error: ({ input }) => `"${input}" is no number of a version` })
    .int()
    .min(1)
    .optional(),
})

function orNone(text: string): string | undefined {
  return text === '' ? undefined : text
}

/** The filter in a query: `persona`, `from` and `to` (UTC ms, or a day like 2025-01-31; `to` is not included), `period` (`entered` or `lived`), `anchor` (like open-day:2025) with `beforeDays` (K8), `where.<property>` (a condition: `pro,team`, `!pro`, `>=50`), `segment`, and `others` (`true`: all whom these do not choose). */
export const filterQuerySchema = z.record(z.string(), z.string()).transform((query, context) => {
  const where = Object.fromEntries(
    Object.entries(query)
      .filter(([name, value]) => name.startsWith('where.') && value !== '')
      .map(([name, value]) => [name.slice('where.'.length), value]),
  )
  const ends = z.object({ from: instantSchema.optional(), to: instantSchema.optional() }).safeParse({ from: query.from, to: query.to })
  if (!ends.success) {
    for (const issue of ends.error.issues) {
      const name = String(issue.path[0])
      context.addIssue({
        code: 'custom',
        path: [name],
        message: `"${query[name]}" is neither a day like 2025-01-31 nor milliseconds since 1970`,
      })
    }
    return z.NEVER
  }
  if (query.period && !isPeriod(query.period)) {
    context.addIssue({ code: 'custom', path: ['period'], message: `"${query.period}" is neither entered nor lived` })
    return z.NEVER
  }
  const before = z.coerce
    .number()
    .int()
    .min(1)
    .max(3660)
    .safeParse(query.beforeDays ?? 56)
  if (!before.success) {
    context.addIssue({ code: 'custom', path: ['beforeDays'], message: `"${query.beforeDays}" is no whole number of days from 1 to 3660` })
    return z.NEVER
  }
  const past = pastQuerySchema.safeParse(query)
  if (!past.success) {
    for (const { path, message } of past.error.issues) context.addIssue({ code: 'custom', path: [...path], message })
    return z.NEVER
  }
  return filterSchema.parse({
    ...ends.data,
    ...past.data,
    ...(query.anchor ? { anchor: query.anchor, beforeDays: before.data } : {}),
    ...(query.period ? { period: query.period } : {}),
    ...(query.persona ? { persona: query.persona } : {}),
    ...(query.segment ? { segment: query.segment } : {}),
    ...(query.others === 'true' ? { others: true } : {}),
    where,
  })
})

/** The two slices in a query (rule M15): the filter is the first; the second is the same names with `b.` before them, and `b=everyone`, as `otherSlice` reads them. */
export const slicePairQuerySchema = z.record(z.string(), z.string()).transform((query) => {
  const own = Object.entries(query).flatMap(([name, value]) => (name.startsWith('b.') ? [[name.slice(2), value]] : []))
  const a = filterQuerySchema.parse(query)
  return { a, b: otherSlice(a, filterQuerySchema.parse(Object.fromEntries(own)), query.b === 'everyone') }
})

/** Of one property the values that hold a text; without a property all, each with its commonest values. */
export const slicePropertiesQuerySchema = z.object({ property: z.string().min(1).optional(), search: z.string().max(200).default('') })

/** The largest page of subjects or rejects. */
export const largestPage = 500

const pageSchema = {
  limit: z.coerce.number().int().min(1).max(largestPage).default(50),
  offset: z.coerce.number().int().min(0).default(0),
}

/** Which part of a list to give. */
export const pageQuerySchema = z.object(pageSchema)

/** How paths are told: `collapse=true` counts equal neighbours once; at most so many `variants`. */
export const pathsQuerySchema = z.object({
  collapse: z.enum(['true', 'false']).default('false'),
  variants: z.coerce.number().int().min(0).max(10_000).default(100),
})

/**
 * Which cases of the paths: `cases` is the set. `event` names the event of holds, rework, starts and ends, and the first of follows, whose second is `next`;
 * `way` is the id of a variant; `shown` says of folded after how many ways it begins.
 */
export const pathCasesQuerySchema = z
  .object({
    cases: z.enum(caseSets),
    event: z.string().min(1).optional(),
    next: z.string().min(1).optional(),
    way: z.string().min(1).optional(),
    shown: z.coerce.number().int().min(0).max(10_000).default(100),
    collapse: z.enum(['true', 'false']).default('false'),
    ...pageSchema,
  })
  .transform(({ limit, offset, collapse, ...asked }, context) => {
    const choice = caseChoiceOf(asked)
    if (typeof choice !== 'string') return { choice, collapse: collapse === 'true', limit, offset }
    context.addIssue({ code: 'custom', path: [choice], message: `cases "${asked.cases}" needs it` })
    return z.NEVER
  })

interface AskedCases {
  cases: CaseChoice['set']
  event?: string | undefined
  next?: string | undefined
  way?: string | undefined
  shown: number
}

/** The choice that a query means; else the name of the part that it lacks. */
function caseChoiceOf({ cases: set, event, next, way, shown }: AskedCases): CaseChoice | 'event' | 'next' | 'way' {
  switch (set) {
    case 'all':
    case 'running':
      return { set }
    case 'variant':
      return way === undefined ? 'way' : { set, id: way }
    case 'folded':
      return { set, shown }
    case 'follows':
      return event === undefined ? 'event' : next === undefined ? 'next' : { set, from: event, to: next }
    default:
      return event === undefined ? 'event' : { set, name: event }
  }
}

/** Which subjects: the stage, the set, the touchpoint's or channel's name or the hand-off's id, the reason of refusal, the cohort of a campaign, and the page. */
export const subjectsQuerySchema = z.object({
  stage: z.string().min(1),
  set: subjectSetSchema,
  name: z.string().optional(),
  reason: z.string().optional(),
  ...campaignCohortSchema.partial().shape,
  ...pageSchema,
})

/** The days between which deadlines are asked for, both included. */
export const deadlinesQuerySchema = z.object({ from: z.string(), to: z.string() })

/** A campaign as people write it, and whether it may take the place of one with its id. */
export const campaignBodySchema = z.object({ campaign: z.unknown(), replace: z.boolean().default(false) })

/** How a sent file of campaigns is written. */
export const campaignFileQuerySchema = z.object({ format: z.enum(['yaml', 'csv']) })

/** A segment as people write it, and whether it may take the place of one with its id. */
export const segmentBodySchema = z.object({ segment: z.unknown(), replace: z.boolean().default(false) })

/** What a segment is called from now on; `id` null: as before. */
export const segmentNameSchema = z.object({ name: z.string(), id: z.string().nullable().default(null) })

/** Of which type the other id of a tie is. */
export const otherIdQuerySchema = z.object({ type: z.enum(['contact', 'anonymous']).default('contact') })
/** What a page wrote in a draft: the text that it began from, and what it made of it. */
export const draftBodySchema = z.object({ origin: z.string(), text: z.string() })

/** What stands where two people wrote at once. */
export const conflictBodySchema = z.object({ choice: z.enum(conflictChoices) })

/** Where a page is that edits a draft; null: it leaves. */
export const editorBodySchema = z.object({ place: z.string().max(200).nullable() })

/** Which revision of a draft to keep, and what to say of it. */
export const keepBodySchema = z.object({ revision: z.number(), note: z.string().max(2000).default('') })

/** The number of a version in an address. */
export const versionNumberSchema = z.coerce.number().int().min(1)

/** A rule to count: of which type of subject, and the rule as people write it. */
export const countRuleBodySchema = z.object({ subjectType: z.string().min(1), rule: z.unknown() })

/** How a kept file is looked at: by the text of a mapping (null: as it was set, else guessed), changed as a form asks, begun anew with rows of another kind; `anew`: what was set is forgotten. */
export const previewBodySchema = z.object({
  mapping: z.string().max(200_000).nullable(),
  changes: z.array(documentChangeSchema).max(1000).default([]),
  kind: z.enum(['events', 'wide', 'properties']).nullable().default(null),
  anew: z.boolean().default(false),
})

/** Whether a kept file is left out of the data set. */
export const leaveOutBodySchema = z.object({ leftOut: z.boolean() })

/** How a kept file is imported. */
export const importBodySchema = z.object({
  mapping: z.string().max(200_000).nullable(),
  source: z.string().min(1).max(255).nullable().default(null),
})

/** The name of a file that is sent to be kept aside. */
export const keepQuerySchema = z.object({ name: z.string().min(1).max(255) })

/** How an uploaded file is named and read: `name` is the file's own name, `source` the source's, `mapping` the text of a mapping file. */
export const uploadQuerySchema = z.object({
  name: z.string().min(1).max(255),
  source: z.string().min(1).max(255).optional(),
  mapping: z.string().max(8000).optional(),
})

const subjectSchema = z.string().min(1).max(100).optional()

/** How a table is to be read. `lanes`: JSON, each row's label with its lane or "leave". */
export const drawnQuerySchema = z.object({
  name: z.string().min(1).max(255),
  title: z.string().min(1).max(200).optional(),
  subject: subjectSchema,
  transposed: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  lanes: z
    .string()
    .max(100_000)
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown
      } catch {
        context.addIssue('lanes is no JSON')
        return z.NEVER
      }
    })
    .pipe(z.record(z.string(), z.enum([...laneIdSchema.options, 'leave'])))
    .default({}),
})

/** What a journey from a template is called. */
export const templateQuerySchema = z.object({ name: z.string().min(1).max(200).optional(), subject: subjectSchema })

/** A programme to be read, not kept. */
export const programmeReadingSchema = z.object({ text: z.string() })

/** A programme as people write it, and who keeps it. */
export const programmeBodySchema = programmeReadingSchema.extend({ by: z.string().default('') })

/** Which programme is resumed (null: all), and who does it. */
export const programmeResumeSchema = z.object({ programme: z.string().nullable(), by: z.string().default('') })

/** Which programme is paused (null: all), why, and who does it. */
export const programmePauseSchema = programmeResumeSchema.extend({ reason: z.string() })

/** Whose log (without: every programme's), and how many entries. */
export const programmeLogQuerySchema = z.object({
  programme: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})
