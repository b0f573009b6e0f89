import { z } from 'zod'
import type { JourneySummary, RejectRow } from '../app/app.ts'
import type { DrawnMapReading } from '../app/drawn-map-reading.ts'
import type { TemplateReading, TemplateSummary } from '../app/template-reading.ts'
import { backtestSchema } from '../map/backtest.ts'
import { backtestListSchema } from '../map/backtest-list.ts'
import { campaignFiguresSchema } from '../map/campaign-figures.ts'
import { automationArchitectureSchema, exportComparisonSchema, handOverSchema } from '../map/hand-over-answers.ts'
import { funnelSchema, journeyMapSchema, stageDetailSchema, subjectListSchema, timelineSchema } from '../map/journey-map.ts'
import { pathCasesSchema, pathsSchema } from '../map/paths.ts'
import { programmeCalendarSchema } from '../map/programme-calendar.ts'
import { sendAuditSchema, sendListSchema } from '../map/send-audit.ts'
import { sliceComparisonSchema } from '../map/slice-comparison.ts'
import { slicePropertySchema } from '../map/slice-property.ts'
import { whoIsNextSchema } from '../map/who-is-next.ts'
import type { AudienceSpec, Campaign, CampaignsKept } from '../model/campaign.ts'
import { dataSetImportSchema, dataSetSchema } from '../model/data-set.ts'
import type { JourneyDeadline } from '../model/deadline.ts'
import { draftAnswerSchema } from '../model/draft/proposed-journey.ts'
import { keptFileSchema, uploadPreviewSchema } from '../model/file-preview.ts'
import { type ImportRecord, importStates } from '../model/import-record.ts'
import { emptyLanes } from '../model/journey.ts'
import {
  contentPlanSchema,
  keptProgrammeSchema,
  programmeFindingsSchema,
  programmeKeptSchema,
  programmeListSchema,
  programmeLogSchema,
  programmePauseSchema,
} from '../model/programme-answers.ts'
import { programmeDesignSchema } from '../model/programme-design-schema.ts'
import { type RefreshState, refreshStates, refreshSteps } from '../model/refresh-state.ts'
import type { KnownSegment } from '../model/segment.ts'
import type { TestPreview, TestSent } from '../programme/test-message.ts'

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

/** What a test of a message did. */
const testSentSchema = z.object({
  programme: z.string(),
  message: z.string(),
  contact: z.string(),
  to: z.string(),
  subject: z.string(),
  isBrief: z.boolean(),
  notes: z.array(z.string()),
  server: z.string(),
  answer: z.string(),
}) satisfies z.ZodType<TestSent>

/** A message as a test would show it. */
const testPreviewSchema = testSentSchema
  .pick({ programme: true, message: true, contact: true, subject: true, isBrief: true, notes: true })
  .extend({ html: z.string(), text: z.string(), blocked: z.string().nullable() }) satisfies z.ZodType<TestPreview>

/** What every failed request answers. */
export const failureSchema = z.object({ code: z.string(), message: z.string(), details: z.unknown() })

/** The pages that edit a journey now, and where each one is; `place` is empty where that is not known. */
const editorsSchema = z.array(z.object({ session: z.string(), place: z.string() }))
export type Editors = z.infer<typeof editorsSchema>

/** How far the figures of a journey are. */
const refreshStateSchema = z.object({
  journey: z.string(),
  version: z.number(),
  shown: z.number().nullable(),
  state: z.enum(refreshStates),
  step: z.enum(refreshSteps).nullable(),
  share: z.number(),
  seconds: z.number(),
  message: z.string().nullable(),
}) satisfies z.ZodType<RefreshState>

/** What the event stream says: an import went on, figures are being computed, figures were computed anew, someone wrote in a journey's draft, or began or ended to edit it. */
export const liveEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('import'), progress: importProgressSchema }),
  z.object({ kind: z.literal('refresh') }),
  z.object({ kind: z.literal('refreshing'), state: refreshStateSchema }),
  z.object({ kind: z.literal('dataSet'), whole: dataSetImportSchema }),
  z.object({ kind: z.literal('draft'), journey: z.string(), revision: z.number() }),
  z.object({ kind: z.literal('editors'), journey: z.string(), editors: editorsSchema }),
])
export type LiveEvent = z.infer<typeof liveEventSchema>

/** The human lanes of a map, and its emotion. */
export const laneIdSchema = z.enum([...(Object.keys(emptyLanes) as [keyof typeof emptyLanes]), 'emotion'])

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
  designProgramme: programmeDesignSchema,
  programmeAudit: sendAuditSchema,
  programmeAuditSends: sendListSchema,
  programmeTargets: z.array(z.object({ id: z.string(), name: z.string() })),
  programmeHandOver: handOverSchema,
  programmeComparison: exportComparisonSchema,
  programmeArchitecture: automationArchitectureSchema,
  previewTest: testPreviewSchema,
  sendTest: testSentSchema,
  timeline: timelineSchema,
  refresh: refreshStateSchema,
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
  draftProgramme: z.object({ text: z.string() }),
  programmes: programmeListSchema,
  programme: keptProgrammeSchema,
  keepProgramme: programmeKeptSchema,
  readProgramme: z.object({ programme: z.unknown(), findings: z.array(findingSchema), check: programmeFindingsSchema }),
  checkProgramme: programmeFindingsSchema,
  contentPlan: contentPlanSchema,
  programmeBacktest: backtestSchema,
  programmeBacktestList: backtestListSchema,
  programmeWho: whoIsNextSchema,
  programmeCalendar: programmeCalendarSchema,
  programmeLog: programmeLogSchema,
  pauseProgrammes: programmePauseSchema,
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

/** The type of an answer in lines of JSON. */
export const linesType = 'application/x-ndjson'

/** One line of a backtest that says how far it is: the share of its people replayed (0 to 1) and how many these are; at the end the answer, or why there is none. */
export const backtestLineSchema = z.union([
  z.object({ progress: z.object({ share: z.number(), people: z.number() }) }),
  z.object({ answer: backtestSchema }),
  z.object({ failure: failureSchema }),
])
export type BacktestLine = z.infer<typeof backtestLineSchema>

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
  programmeAudit: '/api/journeys/:journey/programme/audit',
  programmeAuditSends: '/api/journeys/:journey/programme/audit/sends',
  designProgramme: '/api/journeys/:journey/programme/design',
  programmeTargets: '/api/programme-targets',
  programmeHandOver: '/api/programmes/:programme/hand-over',
  programmeExport: '/api/programmes/:programme/export.zip',
  programmeComparison: '/api/programmes/:programme/compare-export',
  programmeArchitecture: '/api/programme-architecture',
  programmeArchitectureSvg: '/api/programme-architecture.svg',
  programmeArchitectureMarkdown: '/api/programme-architecture.md',
  subjectsCsv: '/api/journeys/:journey/subjects.csv',
  timeline: '/api/journeys/:journey/timeline/:type/:subject',
  refresh: '/api/journeys/:journey/refresh',
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
  draftProgramme: '/api/journeys/:journey/programme/draft',
  programmes: '/api/programmes',
  programme: '/api/programmes/:programme',
  previewTest: '/api/programmes/:programme/messages/:message/preview',
  sendTest: '/api/programmes/:programme/messages/:message/test',
  programmeAssets: '/api/programmes/:programme/assets',
  checkProgramme: '/api/programmes/:programme/check',
  contentPlan: '/api/programmes/:programme/plan',
  contentPlanCsv: '/api/programmes/:programme/plan.csv',
  programmeBacktest: '/api/programmes/:programme/backtest',
  programmeBacktestList: '/api/programmes/:programme/backtest/list',
  programmeWho: '/api/programmes/:programme/who',
  programmeWhoCsv: '/api/programmes/:programme/who.csv',
  programmeFieldsCsv: '/api/programmes/:programme/fields.csv',
  programmeCalendar: '/api/programme-calendar',
  programmeCalendarFile: '/api/programme-calendar.ics',
  readProgramme: '/api/programme/read',
  programmeLog: '/api/programme/log',
  pauseProgrammes: '/api/programme/pause',
  resumeProgrammes: '/api/programme/resume',
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

/** Names the page that asks, so that its newer question takes the place of an older one. */
export const sessionHeader = 'desirepath-session'
