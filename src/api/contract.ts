import { z } from 'zod'
import type { JourneySummary, RejectRow } from '../app/app.ts'
import type { DrawnMapReading } from '../app/drawn-map-reading.ts'
import type { TemplateReading, TemplateSummary } from '../app/template-reading.ts'
import { campaignCohortSchema, campaignFiguresSchema } from '../map/campaign-figures.ts'
import {
  filterSchema,
  funnelSchema,
  journeyMapSchema,
  stageDetailSchema,
  subjectListSchema,
  subjectSetSchema,
  timelineSchema,
} from '../map/journey-map.ts'
import { otherSlice } from '../map/other-slice.ts'
import { knownReadings } from '../map/past-day.ts'
import { type CaseChoice, caseSets, pathCasesSchema, pathsSchema } from '../map/paths.ts'
import { sliceComparisonSchema } from '../map/slice-comparison.ts'
import { slicePropertySchema } from '../map/slice-property.ts'
import type { AudienceSpec, Campaign, CampaignsKept } from '../model/campaign.ts'
import { dataSetImportSchema, dataSetSchema } from '../model/data-set.ts'
import type { JourneyDeadline } from '../model/deadline.ts'
import { draftAnswerSchema } from '../model/draft/proposed-journey.ts'
import { conflictChoices } from '../model/edit/draft.ts'
import { documentChangeSchema, keptFileSchema, uploadPreviewSchema } from '../model/file-preview.ts'
import { type ImportRecord, importStates } from '../model/import-record.ts'
import { emptyLanes } from '../model/journey.ts'
import type { KnownSegment } from '../model/segment.ts'

/** A journey in the list. */
export const journeySummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  subjectType: z.string(),
  version: z.number(),
  stages: z.number(),
  subjects: z.number().nullable(),
  refreshedAt: z.number().nullable(),
}) satisfies z.ZodType<JourneySummary>

/** The state of one import; units as in the application. */
export const importProgressSchema = z.object({
  id: z.string(),
  file: z.string(),
  source: z.string(),
  digest: z.string(),
  state: z.enum(importStates),
  phase: z.enum(['reading', 'storing', 'refreshing', 'done']),
  rows: z.number(),
  events: z.number(),
  added: z.number(),
  duplicates: z.number(),
  rejected: z.number(),
  bytes: z.number(),
  totalBytes: z.number(),
  rate: z.number(),
  secondsLeft: z.number().nullable(),
  startedAt: z.number(),
  finishedAt: z.number().nullable(),
  message: z.string().nullable(),
}) satisfies z.ZodType<ImportRecord>

const rejectRowSchema = z.object({
  line: z.number(),
  code: z.string(),
  message: z.string(),
  raw: z.string(),
}) satisfies z.ZodType<RejectRow>

/** One page of the rejected rows of an import. */
export const rejectPageSchema = z.object({ total: z.number(), rows: z.array(rejectRowSchema) })

const findingSchema = z.object({
  kind: z.enum(['error', 'caution', 'gap']),
  path: z.string(),
  message: z.string(),
  line: z.number().optional(),
  column: z.number().optional(),
})

const conflictSchema = z.object({
  id: z.string(),
  session: z.string(),
  at: z.number(),
  origin: z.string(),
  theirs: z.string(),
  mine: z.string(),
})

const draftSchema = z.object({
  journey: z.string(),
  text: z.string(),
  revision: z.number(),
  number: z.number(),
  changedAt: z.number().nullable(),
  session: z.string(),
  conflicts: z.array(conflictSchema),
})

const versionSchema = z.object({ number: z.number(), createdAt: z.number(), note: z.string(), stages: z.number() })
const keptVersionSchema = z.object({ version: versionSchema, findings: z.array(findingSchema) })
const differenceSchema = z.object({ place: z.string(), before: z.string().nullable(), after: z.string().nullable() })

const namesSchema = z.object({
  objectTypes: z.array(z.string()),
  names: z.array(z.string()),
  channels: z.array(z.string()),
  touchpoints: z.array(z.string()),
  eventProperties: z.array(z.string()),
  objectProperties: z.record(z.string(), z.array(z.string())),
})

/** What every failed request answers. */
export const failureSchema = z.object({ code: z.string(), message: z.string(), details: z.unknown() })

/** The pages that edit a journey now, and where each one is; `place` is empty where that is not known. */
const editorsSchema = z.array(z.object({ session: z.string(), place: z.string() }))
export type Editors = z.infer<typeof editorsSchema>

/** What the event stream says: an import went on, figures were computed anew, someone wrote in a journey's draft, or began or ended to edit it. */
export const liveEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('import'), progress: importProgressSchema }),
  z.object({ kind: z.literal('refresh') }),
  z.object({ kind: z.literal('dataSet'), whole: dataSetImportSchema }),
  z.object({ kind: z.literal('draft'), journey: z.string(), revision: z.number() }),
  z.object({ kind: z.literal('editors'), journey: z.string(), editors: editorsSchema }),
])
export type LiveEvent = z.infer<typeof liveEventSchema>

const laneIdSchema = z.enum([...(Object.keys(emptyLanes) as [keyof typeof emptyLanes]), 'emotion'])

/** A table read as a map, not kept yet. */
const drawnMapSchema = z.object({
  text: z.string(),
  journey: z.string(),
  map: journeyMapSchema.nullable(),
  findings: z.array(findingSchema),
  rows: z.array(
    z.object({
      label: z.string(),
      lane: laneIdSchema.nullable(),
      how: z.enum(['matched', 'chosen', 'left']),
      filled: z.number(),
      example: z.string(),
    }),
  ),
  transposed: z.boolean(),
  notes: z.array(z.string()),
}) satisfies z.ZodType<DrawnMapReading>

const templateSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  about: z.string(),
  subject: z.string(),
  personas: z.array(z.string()),
  stages: z.array(z.object({ name: z.string(), lifecycle: z.string(), emotion: z.number().nullable() })),
}) satisfies z.ZodType<TemplateSummary>

const boundSchema = z.array(z.object({ stage: z.string(), events: z.array(z.string()) }))
const templateReadingSchema = drawnMapSchema
  .pick({ text: true, journey: true, map: true, findings: true })
  .extend({ bound: boundSchema, unbound: boundSchema }) satisfies z.ZodType<TemplateReading>

const campaignSchema = z.object({
  id: z.string(),
  name: z.string(),
  from: z.string(),
  to: z.string(),
  timeZone: z.string(),
  audience: z.custom<AudienceSpec>((audience) => typeof audience === 'string' || typeof audience === 'object'),
  channel: z.string(),
  cost: z.object({ amount: z.number(), currency: z.string() }).nullable(),
  note: z.string(),
}) satisfies z.ZodType<Campaign>

const journeyDeadlineSchema = z.object({
  journey: z.object({ id: z.string(), name: z.string() }),
  id: z.string(),
  name: z.string(),
  text: z.string(),
  days: z.array(z.string()),
}) satisfies z.ZodType<JourneyDeadline>

const segmentSchema = z.object({
  id: z.string(),
  name: z.string(),
  journey: z.string().nullable(),
  persona: z.string().nullable(),
  where: z.record(z.string(), z.string()),
  note: z.string(),
  cautions: z.array(z.string()),
}) satisfies z.ZodType<KnownSegment>

/** What keeping campaigns did. */
export const campaignsKeptSchema = z.object({
  added: z.array(z.string()),
  replaced: z.array(z.object({ id: z.string(), changes: z.array(z.object({ part: z.string(), before: z.string(), after: z.string() })) })),
  unchanged: z.array(z.string()),
  cautions: z.array(z.string()),
}) satisfies z.ZodType<CampaignsKept>

const undoPlanSchema = z.object({ events: z.number(), properties: z.number(), links: z.number(), rejected: z.number() })

/** The answer of each JSON route, by the name of the route. */
export const answers = {
  journeys: z.array(journeySummarySchema),
  map: journeyMapSchema,
  stage: stageDetailSchema,
  funnel: funnelSchema,
  paths: pathsSchema,
  pathCases: pathCasesSchema,
  subjects: subjectListSchema,
  compareSlices: sliceComparisonSchema,
  sliceProperties: z.array(slicePropertySchema),
  timeline: timelineSchema,
  imports: z.array(importProgressSchema),
  startImport: importProgressSchema,
  rejects: rejectPageSchema,
  undoImport: undoPlanSchema,
  uploads: z.array(keptFileSchema),
  previewUpload: uploadPreviewSchema,
  dataSet: dataSetSchema,
  dataSetImports: z.array(dataSetImportSchema),
  startDataSet: dataSetImportSchema,
  undoDataSet: undoPlanSchema,
  draft: draftSchema,
  editors: editorsSchema,
  keepDraft: keptVersionSchema,
  versions: z.array(versionSchema),
  version: z.object({ text: z.string() }),
  versionDifferences: z.object({ from: versionSchema, to: versionSchema, differences: z.array(differenceSchema) }),
  versionMap: journeyMapSchema,
  names: namesSchema,
  deadlines: z.array(journeyDeadlineSchema),
  segments: z.array(segmentSchema),
  campaigns: z.array(campaignSchema),
  campaignFigures: campaignFiguresSchema,
  proposal: draftAnswerSchema,
  preview: z.object({ map: journeyMapSchema.nullable(), findings: z.array(findingSchema) }),
  countRule: z.object({ subjects: z.number(), events: z.number().nullable() }),
  readDrawnMap: drawnMapSchema,
  templates: z.array(templateSummarySchema),
  template: templateReadingSchema,
  applyJourney: z.object({ summary: journeySummarySchema, findings: z.array(findingSchema) }),
}
export type Answers = { [Name in keyof typeof answers]: z.infer<(typeof answers)[Name]> }

/** The path of each route as the server matches it; `:name` stands for one part of the path. */
export const routes = {
  journeys: '/api/journeys',
  map: '/api/journeys/:journey/map',
  stage: '/api/journeys/:journey/stages/:stage',
  funnel: '/api/journeys/:journey/funnel',
  paths: '/api/journeys/:journey/paths',
  pathCases: '/api/journeys/:journey/paths/cases',
  pathCasesCsv: '/api/journeys/:journey/paths/cases.csv',
  subjects: '/api/journeys/:journey/subjects',
  compareSlices: '/api/journeys/:journey/compare',
  sliceProperties: '/api/journeys/:journey/slices',
  subjectsCsv: '/api/journeys/:journey/subjects.csv',
  timeline: '/api/journeys/:journey/timeline/:type/:subject',
  draft: '/api/journeys/:journey/draft',
  draftConflict: '/api/journeys/:journey/draft/conflicts/:conflict',
  keepDraft: '/api/journeys/:journey/draft/keep',
  editors: '/api/journeys/:journey/draft/editors',
  versions: '/api/journeys/:journey/versions',
  version: '/api/journeys/:journey/versions/:number',
  versionDifferences: '/api/journeys/:journey/versions/:number/differences',
  versionMap: '/api/journeys/:journey/versions/:number/map',
  restoreVersion: '/api/journeys/:journey/versions/:number/restore',
  names: '/api/names',
  deadlines: '/api/deadlines',
  segments: '/api/segments',
  segment: '/api/segments/:segment',
  campaigns: '/api/campaigns',
  campaignsCsv: '/api/campaigns.csv',
  importCampaigns: '/api/campaigns/import',
  campaign: '/api/campaigns/:campaign',
  campaignFigures: '/api/journeys/:journey/campaigns/:campaign',
  readDrawnMap: '/api/maps/read',
  drawnCsv: '/api/journeys/:journey/drawn.csv',
  drawnXlsx: '/api/journeys/:journey/drawn.xlsx',
  templates: '/api/templates',
  template: '/api/templates/:template',
  preview: '/api/preview',
  proposal: '/api/draft',
  countRule: '/api/rules/count',
  imports: '/api/imports',
  import: '/api/imports/:import',
  rejects: '/api/imports/:import/rejects',
  undoImport: '/api/imports/:import/undo',
  rejectsCsv: '/api/imports/:import/rejects.csv',
  contact: '/api/contacts/:contact',
  tie: '/api/contacts/:contact/ties/:other',
  uploads: '/api/uploads',
  upload: '/api/uploads/:upload',
  previewUpload: '/api/uploads/:upload/preview',
  importUpload: '/api/uploads/:upload/import',
  leaveOut: '/api/uploads/:upload/left-out',
  dataSet: '/api/data-set',
  dataSetImports: '/api/data-set/imports',
  dataSetImport: '/api/data-set/imports/:import',
  undoDataSet: '/api/data-set/imports/:import/undo',
  events: '/api/events',
} as const
export type RouteName = keyof typeof routes

/** The address of a route: path parts are put in and escaped, empty query values are left out. */
export function addressOf(
  route: RouteName,
  parts: Record<string, string> = {},
  query: Record<string, string | number | undefined> = {},
): string {
  const path = routes[route].replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(parts[name] ?? ''))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') search.set(name, String(value))
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

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

/** Names the page that asks, so that its newer question takes the place of an older one. */
export const sessionHeader = 'desirepath-session'

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
