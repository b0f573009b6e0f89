import { z } from 'zod'
import type { ContactGroup } from '../events/contact-group.ts'
import type { EventPlace } from '../events/export-contact.ts'
import type { PreviewRequest } from '../events/preview-file.ts'
import { campaignCohortSchema } from '../map/campaign-figures.ts'
import { fieldsQuerySchema } from '../map/contact-field-table.ts'
import { filterSchema, subjectSetSchema } from '../map/journey-map.ts'
import type { CaseChoice, PathOptions } from '../map/paths.ts'
import { caseSets } from '../map/paths.ts'
import { calendarSpanSchema } from '../map/programme-calendar.ts'
import { sendAuditOptionsSchema, sendListQuerySchema } from '../map/send-audit.ts'
import type { SliceSearch } from '../map/slice-property.ts'
import { draftOptionsSchema } from '../model/draft/proposed-journey.ts'
import type { DraftWriting } from '../model/edit/change-draft.ts'
import { conflictChoices } from '../model/edit/draft.ts'
import { documentChangeSchema } from '../model/file-preview.ts'
import type { PersonId } from '../model/person-id.ts'
import { programmeDesignSchema } from '../model/programme-design-schema.ts'
import { designOptionsSchema } from '../programme/design-options.ts'
import { draftChoicesSchema } from '../programme/draft-choices.ts'
import { backtestListOptionsSchema, backtestOptionsSchema, whoOptionsSchema } from '../programme/replay-options.ts'
import type { TestRequest } from '../programme/test-message.ts'
import { campaignFormats } from '../sources/campaign-file.ts'
import { laneIds } from '../sources/drawn-map.ts'
import { rowKinds } from '../sources/starting-mapping.ts'
import type { App, DataSetRequest, ImportRequest, PathCasesQuery, RefreshRequest, SubjectsQuery, UploadImport } from './app.ts'
import type { DrawnMapRequest } from './drawn-map-reading.ts'
import type { CarriedFile, HandOverRequest } from './hand-over.ts'
import type { UploadLook } from './kept-files.ts'
import type { ReplayRequest } from './programme-people.ts'
import type { TemplateOptions } from './template-reading.ts'

/** Where in the arguments of a method something stands: the position, then names inside it. */
export type ArgumentPlace = readonly [number, ...string[]]

/** How a method of the application is asked for from another process. */
export interface AppMethod<Given = unknown[]> {
  /** Checks the arguments. */
  given: z.ZodType<Given>
  /** Over a network address it needs the key, also on this machine; an open page is told that something changed. */
  writes: boolean
  /** Paths of files of the one who asks (a text, or a list of them); over a network address the files themselves are sent. */
  files: readonly ArgumentPlace[]
  /** Functions that are told what happens on the way. */
  told: readonly ArgumentPlace[]
  /** An AbortSignal; it also aborts when the one who asks goes away. */
  stop: ArgumentPlace | null
}

type Places = Partial<Pick<AppMethod, 'files' | 'told' | 'stop'>>
type Schemas<Given> = { [Position in keyof Given]: z.ZodType<Given[Position]> }

const none = { files: [], told: [], stop: null }

function reads<const Given extends unknown[]>(given: [...Schemas<Given>], places: Places = {}): AppMethod<Given> {
  return { given: z.tuple(given as [z.ZodType]) as unknown as z.ZodType<Given>, writes: false, ...none, ...places }
}

function writes<const Given extends unknown[]>(given: [...Schemas<Given>], places: Places = {}): AppMethod<Given> {
  return { ...reads<Given>(given, places), writes: true }
}

/** An object with exactly these fields: one that is forgotten here, or that nobody knows, is an error and never dropped. */
function fields<Given extends object>(shape: { [Name in keyof Required<Given>]: z.ZodType<Given[Name]> }): z.ZodType<Given> {
  return z.strictObject(shape) as unknown as z.ZodType<Given>
}

const id = z.string()
const filter = filterSchema.strict()
const page = { limit: z.number().int().nonnegative(), offset: z.number().int().nonnegative() }
const person = fields<PersonId>({ type: z.enum(['contact', 'anonymous']), id: z.string() })
const contactIds = fields<ContactGroup>({ contact: id, alsoKnownAs: z.array(id).readonly(), anonymous: z.array(id).readonly() })
const eventPlace = fields<EventPlace>({ occurredAt: z.number().int(), source: z.string(), sequence: z.number().int(), id })
const paths = fields<PathOptions>({ collapse: z.boolean(), variants: z.number().int().nullable() })
const subjects = fields<SubjectsQuery>({
  stage: id,
  set: subjectSetSchema,
  name: z.string().optional(),
  reason: z.string().optional(),
  campaign: campaignCohortSchema.strict().optional(),
  filter,
  ...page,
})
const choice = z.looseObject({ set: z.enum(caseSets) }) as unknown as z.ZodType<CaseChoice>
const pathCases = fields<PathCasesQuery>({ choice, collapse: z.boolean(), filter, ...page })
const drawnMap = fields<DrawnMapRequest>({
  rows: z.array(z.array(z.string())),
  notes: z.array(z.string()),
  id: z.string().nullable(),
  name: z.string().nullable(),
  subject: z.string().nullable(),
  transposed: z.boolean().nullable(),
  lanes: z.record(z.string(), z.enum([...laneIds, 'leave'])),
  fallbackName: z.string(),
})
const handOver = fields<HandOverRequest>({ target: id, date: z.string(), design: programmeDesignSchema.nullable() })
const carriedFile = fields<CarriedFile>({ path: z.string(), encoding: z.enum(['utf8', 'base64']), content: z.string() })
const fileImport = { source: z.string().nullable(), mapping: z.string().nullable() }
const importRequest = fields<Omit<ImportRequest, 'signal' | 'onProgress' | 'onUnderstood'>>({
  path: z.string(),
  name: z.string().optional(),
  refresh: z.boolean().optional(),
  ...fileImport,
})
const howToPreview = {
  mapping: z.string().nullable(),
  changes: z.array(documentChangeSchema).readonly().optional(),
  kind: z.enum(rowKinds).nullable().optional(),
}
const preview = fields<PreviewRequest>({ path: z.string(), name: z.string().nullable(), ...howToPreview })

const replayRequest = fields<Omit<ReplayRequest, 'signal' | 'onProgress'>>({}).optional()

/** A signal does not travel: what it says does. */
const stop = z.undefined().optional()
const replayed = { told: [[2, 'onProgress'] as const], stop: [2, 'signal'] as const }

/** What only the process that opened an application asks of it; `watchRefreshes` would have to be told when to end, and `addUpload` takes a stream of bytes, where other processes name a file. */
type OwnMethod = 'addUpload' | 'watchRefreshes' | 'close'

/** Every method that another process may ask for, with its arguments. A new method of `App` gets its line here, and works in both forms. */
export const appMethods: { readonly [Name in Exclude<keyof App, OwnMethod>]: AppMethod<Parameters<App[Name]>> } = {
  journeys: reads([]),
  applyJourney: writes([z.string()]),
  validateJourney: reads([z.string()]),
  showJourney: reads([id]),
  map: reads([id, filter, stop], { stop: [2] }),
  stage: reads([id, id, filter, stop], { stop: [3] }),
  funnel: reads([id, filter, stop], { stop: [2] }),
  paths: reads([id, filter, paths, stop], { stop: [3] }),
  pathCases: reads([id, pathCases, stop], { stop: [2] }),
  subjects: reads([id, subjects, stop], { stop: [2] }),
  timeline: reads([id, id, id.nullable(), filter.optional(), stop], { stop: [4] }),
  sliceProperties: reads([id, fields<SliceSearch>({ property: z.string(), text: z.string() }).nullable(), stop], { stop: [2] }),
  compareSlices: reads([id, filter, filter, stop], { stop: [3] }),
  designProgramme: reads([id, designOptionsSchema]),
  programmeAudit: reads([id, sendAuditOptionsSchema]),
  previewTest: reads([id, id, id]),
  sendTest: writes([id, id, fields<TestRequest>({ contact: z.string(), to: z.string() })]),
  programmeAuditSends: reads([id, sendAuditOptionsSchema, sendListQuerySchema]),
  programmeTargets: reads([]),
  exportProgramme: reads([id, handOver]),
  compareExport: reads([id, z.array(carriedFile).readonly(), id.nullable()]),
  programmeArchitecture: reads([z.string()]),
  readDrawnMap: reads([drawnMap]),
  drawnMap: reads([id]),
  templates: reads([]),
  readTemplate: reads([
    id,
    fields<TemplateOptions>({ id: z.string().nullable(), name: z.string().nullable(), subject: z.string().nullish() }),
  ]),
  previewMap: reads([id, filter, stop], { stop: [2] }),
  countRule: reads([id, z.unknown(), stop], { stop: [2] }),
  refresh: writes([id, fields<Omit<RefreshRequest, 'signal' | 'onProgress'>>({}).optional()], {
    told: [[1, 'onProgress']],
    stop: [1, 'signal'],
  }),
  cancelRefresh: writes([id]),
  refreshState: reads([id]),
  importFile: writes([importRequest], {
    files: [[0, 'path']],
    told: [
      [0, 'onProgress'],
      [0, 'onUnderstood'],
    ],
    stop: [0, 'signal'],
  }),
  previewFile: reads([preview], { files: [[0, 'path']] }),
  uploads: reads([]),
  previewUpload: writes([id, fields<UploadLook>({ ...howToPreview, anew: z.boolean().optional() })]),
  importUpload: writes([id, fields<Omit<UploadImport, 'signal' | 'onProgress'>>(fileImport)], {
    told: [[1, 'onProgress']],
    stop: [1, 'signal'],
  }),
  dropUpload: writes([id]),
  dataSet: reads([]),
  leaveOut: writes([id, z.boolean()]),
  importDataSet: writes([fields<Omit<DataSetRequest, 'signal' | 'onProgress' | 'onSet'>>({})], {
    told: [
      [0, 'onProgress'],
      [0, 'onSet'],
    ],
    stop: [0, 'signal'],
  }),
  dataSetImports: reads([]),
  cancelDataSet: writes([id]),
  planUndoDataSet: reads([id]),
  undoDataSet: writes([id]),
  draft: reads([id]),
  changeDraft: writes([id, fields<DraftWriting>({ origin: z.string(), text: z.string(), session: z.string() })]),
  decideConflict: writes([id, id, z.enum(conflictChoices), z.string()]),
  dropDraft: writes([id]),
  keepDraft: writes([id, z.number().int(), z.string()]),
  versions: reads([id]),
  versionText: reads([id, z.number().int()]),
  versionDifferences: reads([id, z.number().int(), z.number().int()]),
  versionMap: reads([id, z.number().int(), filter, stop], { stop: [3] }),
  restoreVersion: writes([id, z.number().int()]),
  deadlines: reads([z.string(), z.string()]),
  campaigns: reads([]),
  keepCampaigns: writes([z.string(), z.enum(campaignFormats)]),
  keepCampaign: writes([z.unknown(), z.boolean()]),
  removeCampaign: writes([id]),
  campaignFigures: reads([id, id, stop], { stop: [2] }),
  segments: reads([]),
  keepSegment: writes([z.unknown(), z.boolean()]),
  keepSegments: writes([z.string()]),
  renameSegment: writes([id, z.string(), id.nullable()]),
  removeSegment: writes([id]),
  draftProgramme: reads([id, designOptionsSchema, draftChoicesSchema]),
  programmeBacktest: reads([id, backtestOptionsSchema, replayRequest], replayed),
  programmeBacktestList: reads([id, backtestListOptionsSchema, replayRequest], replayed),
  programmeWho: reads([id, whoOptionsSchema, replayRequest], replayed),
  programmeFields: reads([id, fieldsQuerySchema, replayRequest], replayed),
  programmeCalendar: reads([calendarSpanSchema, replayRequest], { told: [[1, 'onProgress']], stop: [1, 'signal'] }),
  programmes: reads([]),
  keepProgramme: writes([z.string(), z.string()]),
  addProgrammeAssets: writes([id, z.string(), z.string()]),
  showProgramme: reads([id]),
  removeProgramme: writes([id, z.string()]),
  readProgramme: reads([z.string()]),
  checkProgramme: reads([id]),
  contentPlan: reads([id]),
  pauseProgrammes: writes([id.nullable(), z.string(), z.string()]),
  resumeProgrammes: writes([id.nullable(), z.string()]),
  programmeLog: reads([id.nullable(), page.limit]),
  names: reads([]),
  draftJourney: reads([draftOptionsSchema.strict()]),
  proposeFiles: reads([z.array(z.string()).readonly()], { files: [[0]] }),
  imports: reads([]),
  cancelImport: writes([id]),
  planUndo: reads([id]),
  undoImport: writes([id]),
  rejects: reads([id, page.limit, page.offset]),
  exportContact: reads([id]),
  contactEvents: reads([contactIds, eventPlace]),
  erase: writes([id]),
  mergeContacts: writes([id, person]),
  unmergeContacts: writes([id, person]),
  doctor: reads([]),
  newKey: writes([]),
}
