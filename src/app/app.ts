import type { ContactGroup } from '../events/contact-group.ts'
import type { Erasure } from '../events/erase.ts'
import type { ContactExport, EventPage, EventPlace } from '../events/export-contact.ts'
import type { Unmerge } from '../events/merge-contacts.ts'
import type { PreviewRequest } from '../events/preview-file.ts'
import type { ProposedFiles } from '../events/propose-files.ts'
import type { UndoPlan } from '../events/undo-import.ts'
import type { Backtest } from '../map/backtest.ts'
import type { BacktestList } from '../map/backtest-list.ts'
import type { CampaignCohortChoice, CampaignFigures } from '../map/campaign-figures.ts'
import type { ContactFieldTable, FieldsQuery } from '../map/contact-field-table.ts'
import type { Filter, Funnel, JourneyMap, StageDetail, SubjectList, SubjectSet, Timeline } from '../map/journey-map.ts'
import type { CaseChoice, PathCases, PathOptions, Paths } from '../map/paths.ts'
import type { CalendarSpan, ProgrammeCalendar } from '../map/programme-calendar.ts'
import type { SendAudit, SendAuditOptions, SendList, SendListQuery } from '../map/send-audit.ts'
import type { SliceComparison } from '../map/slice-comparison.ts'
import type { SliceProperty, SliceSearch } from '../map/slice-property.ts'
import type { WhoIsNext } from '../map/who-is-next.ts'
import type { Campaign, CampaignsKept } from '../model/campaign.ts'
import type { ContentPlan } from '../model/content-plan.ts'
import type { DataSet, DataSetImport } from '../model/data-set.ts'
import type { JourneyDeadline } from '../model/deadline.ts'
import type { DraftAnswer, DraftOptions } from '../model/draft/proposed-journey.ts'
import type { DraftWriting } from '../model/edit/change-draft.ts'
import type { ConflictChoice } from '../model/edit/draft.ts'
import type { FilePreview, KeptFile, UploadPreview } from '../model/file-preview.ts'
import type { ImportRecord } from '../model/import-record.ts'
import type { Journey } from '../model/journey.ts'
import type { JourneyFinding } from '../model/journey-finding.ts'
import type { KnownNames } from '../model/journey-names.ts'
import type { PersonId } from '../model/person-id.ts'
import type { ProgrammeDesign } from '../model/programme-design.ts'
import type { ProgrammeFinding, ProgrammeReading } from '../model/programme-finding.ts'
import type {
  KeptProgramme,
  ProgrammeKept,
  ProgrammeList,
  ProgrammeLogEntry,
  ProgrammePause,
  ProgrammeSummary,
} from '../model/programme-log.ts'
import type { RefreshState } from '../model/refresh-state.ts'
import type { KnownSegment, Segment, SegmentsKept } from '../model/segment.ts'
import type { DesignOptions } from '../programme/design-options.ts'
import type { DraftChoices } from '../programme/draft-choices.ts'
import type { BacktestListOptions, BacktestOptions, WhoOptions } from '../programme/replay-options.ts'
import type { TestPreview, TestRequest, TestSent } from '../programme/test-message.ts'
import type { CampaignFormat } from '../sources/campaign-file.ts'
import type { ServedAt } from '../store/data-lock.ts'
import type { DrawnMapReading, DrawnMapRequest } from './drawn-map-reading.ts'
import type { DraftState, KeptVersion, VersionDifferences, VersionSummary } from './editing.ts'
import type { AutomationArchitecture, CarriedFile, ExportComparison, HandOver, HandOverRequest } from './hand-over.ts'
import type { UploadLook } from './kept-files.ts'
import type { Preview, RuleCount } from './preview.ts'
import type { ReplayRequest } from './programme-people.ts'
import type { TemplateOptions, TemplateReading, TemplateSummary } from './template-reading.ts'

export interface JourneySummary {
  id: string
  name: string
  description: string
  subjectType: string
  version: number
  stages: number
  subjects: number | null
  refreshedAt: number | null
}

export interface RejectRow {
  line: number
  code: string
  message: string
  raw: string
}

export interface ImportRequest {
  path: string
  /** The name that people know the file by; without: the path. */
  name?: string
  /** Name of the source; null: the file's name. */
  source: string | null
  /** Text of a mapping file (YAML or JSON); null: guess. */
  mapping: string | null
  /** False: the journeys are not computed anew; the caller does so after the last of several files. */
  refresh?: boolean
  signal?: AbortSignal
  onProgress?: (progress: ImportRecord) => void
  /** Told, before the first row is read, how the file is understood: plain sentences. */
  onUnderstood?: (sentences: readonly string[]) => void
}

/** How a kept file is imported: as any other, by its id. */
export type UploadImport = Pick<ImportRequest, 'source' | 'mapping' | 'signal' | 'onProgress'>

/** How the kept files are imported together. `onProgress` is told each import, `onSet` each change of the whole. */
export type DataSetRequest = Pick<ImportRequest, 'signal' | 'onProgress'> & { onSet?: (one: DataSetImport) => void }

export interface RefreshRequest {
  /** Who asked no longer waits; the refresh goes on. */
  signal?: AbortSignal
  onProgress?: (state: RefreshState) => void
}

export interface Check {
  name: string
  ok: boolean
  message: string
}

export interface SubjectsQuery {
  stage: string
  set: SubjectSet
  /** Of the touchpoint or channel of such a set, or the id of the hand-off. */
  name?: string
  /** Of the set "reason". */
  reason?: string
  /** Only one cohort of a campaign (rule K4), of the sets entered, counted, converted and convertedByWindow; it brings its own period. */
  campaign?: CampaignCohortChoice
  filter: Filter
  limit: number
  offset: number
}

/** Which cases behind a figure of the paths, told with repeats joined (`collapse`) or not. */
export interface PathCasesQuery {
  choice: CaseChoice
  collapse: boolean
  filter: Filter
  limit: number
  offset: number
}

/** Everything people and programs can do. The command line and the HTTP server both speak only to this. Who leaves, by a signal, ends the queries that nobody else waits for. Errors then: `cancelled`. */
export interface App {
  journeys(): Promise<JourneySummary[]>
  applyJourney(text: string): Promise<{ summary: JourneySummary; findings: JourneyFinding[] }>
  validateJourney(text: string): Promise<{ journey: Journey | null; findings: JourneyFinding[] }>
  showJourney(id: string): Promise<{ text: string; version: number }>
  map(journeyId: string, filter: Filter, signal?: AbortSignal): Promise<JourneyMap>
  /** Reads a table as a journey that is drawn, not measured (rule J6); keeps nothing. */
  readDrawnMap(request: DrawnMapRequest): Promise<DrawnMapReading>
  /** What people wrote in a journey, as a table without formulas. */
  drawnMap(journeyId: string): Promise<string[][]>
  /** Journeys to start from. */
  templates(): Promise<TemplateSummary[]>
  /** A journey from a template, its entries bound to usual events that the data hold; keeps nothing. `notFound` with near matches. */
  readTemplate(id: string, options: TemplateOptions): Promise<TemplateReading>
  stage(journeyId: string, stageId: string, filter: Filter, signal?: AbortSignal): Promise<StageDetail>
  funnel(journeyId: string, filter: Filter, signal?: AbortSignal): Promise<Funnel>
  /** The ways cases went: what follows what, the sequences, how long they took (rule P1). */
  paths(journeyId: string, filter: Filter, options: PathOptions, signal?: AbortSignal): Promise<Paths>
  /** The cases behind one figure of the paths (rule M7); `notFound` with near matches for an event or a sequence that no case has. */
  pathCases(journeyId: string, query: PathCasesQuery, signal?: AbortSignal): Promise<PathCases>
  subjects(journeyId: string, query: SubjectsQuery, signal?: AbortSignal): Promise<SubjectList>
  /** The properties that slices can ask for, with values and counts; of a search the values of one that hold a text. */
  sliceProperties(journeyId: string, search: SliceSearch | null, signal?: AbortSignal): Promise<SliceProperty[]>
  /** Two slices of a journey, stage by stage, with their differences (rule M15). */
  compareSlices(journeyId: string, a: Filter, b: Filter, signal?: AbortSignal): Promise<SliceComparison>
  /** Designs the messages of a journey from how long people stay, and says where each number comes from (rules R1 to R5); keeps nothing. Errors: `invalid` for a consent that is no rule or names an unknown property. */
  designProgramme(journeyId: string, options: DesignOptions): Promise<ProgrammeDesign>
  /** Whom today's e-mails reached and where those people were, by message and quarter (rules R10, R11). Errors: `notFound` for an event name or a programme that is not there; `usage`. */
  programmeAudit(journeyId: string, options: SendAuditOptions): Promise<SendAudit>
  /** One message with a contact's data as a test would show it, and whether one can be sent. Errors: `notFound`; `invalid` where its Liquid cannot be read. */
  previewTest(programmeId: string, messageId: string, contact: string): Promise<TestPreview>
  /** Sends one message with a contact's data as a test, to one typed address that is not the contact's. Errors: `notFound`; `usage` for settings, address or more than 20 an hour; `unreachable`. */
  sendTest(programmeId: string, messageId: string, request: TestRequest): Promise<TestSent>
  /** The e-mails, or stays, behind a number of that audit (rule M7). */
  programmeAuditSends(journeyId: string, options: SendAuditOptions, list: SendListQuery): Promise<SendList>
  /** The tools that a programme can be handed to. */
  programmeTargets(): Promise<{ id: string; name: string }[]>
  /** Hands a programme to a tool: files, the check before, the losses after; keeps nothing. Errors: `notFound` for a programme or target, `invalid` for a message that cannot be made. */
  exportProgramme(id: string, request: HandOverRequest): Promise<HandOver>
  /** How the files of an export, maybe changed since, differ from the programme; `target` null: as the export says. Errors: `invalid` where they cannot be read. */
  compareExport(id: string, files: readonly CarriedFile[], target: string | null): Promise<ExportComparison>
  /** All programmes on one page, as of a day such as 2026-03-27. */
  programmeArchitecture(date: string): Promise<AutomationArchitecture>
  /** Of `filter` only the past day counts (rule L4); it needs the journey. */
  timeline(subjectType: string, subject: string, journeyId: string | null, filter?: Filter, signal?: AbortSignal): Promise<Timeline>
  /** The map of a definition that is not kept, by the data as they are; `map` is null where a finding is an error. Previews are computed one after the other. */
  previewMap(text: string, filter: Filter, signal?: AbortSignal): Promise<Preview>
  /** How many subjects of a type meet a rule as people write it, and at how many events; `invalid` where it is no rule. Of deals, their own events only. */
  countRule(subjectType: string, rule: unknown, signal?: AbortSignal): Promise<RuleCount>
  /** What is being changed of a journey and not kept yet. */
  draft(journeyId: string): Promise<DraftState>
  /** Writes a page's changes into the draft, joined with what others wrote meanwhile. */
  changeDraft(journeyId: string, writing: DraftWriting): Promise<DraftState>
  /** Decides what stands where two people wrote at once; `conflict` when it was decided or changed meanwhile. */
  decideConflict(journeyId: string, conflict: string, choice: ConflictChoice, session: string): Promise<DraftState>
  /** Gives the draft up: the kept version stands as it is. */
  dropDraft(journeyId: string): Promise<void>
  /** Keeps the draft as the newest version; `conflict` when its revision is another by now, `invalid` when it has errors. */
  keepDraft(journeyId: string, revision: number, note: string): Promise<KeptVersion>
  /** Every kept version, newest first. */
  versions(journeyId: string): Promise<VersionSummary[]>
  versionText(journeyId: string, number: number): Promise<string>
  versionDifferences(journeyId: string, from: number, to: number): Promise<VersionDifferences>
  /** The map by a version's definition and today's data, computed when asked for. */
  versionMap(journeyId: string, number: number, filter: Filter, signal?: AbortSignal): Promise<JourneyMap>
  /** Keeps an earlier version's text as the newest version. */
  restoreVersion(journeyId: string, number: number): Promise<KeptVersion>
  /** The deadlines of every journey with their days from one day to another, as in 2025-05-17, both included (rule K6). Errors: `usage`. */
  deadlines(from: string, to: string): Promise<JourneyDeadline[]>
  /** Every campaign, by id (rule K1). */
  campaigns(): Promise<Campaign[]>
  /** Keeps the campaigns of a file, all or none; one whose id is there takes its place. Errors: `invalid`, with each wrong line. */
  keepCampaigns(text: string, format: CampaignFormat): Promise<CampaignsKept>
  /** Keeps one campaign as people write it. Errors: `invalid`; `conflict` where its id is taken, unless `replace`. */
  keepCampaign(written: unknown, replace: boolean): Promise<CampaignsKept>
  /** Removes a campaign; what it was. `notFound` with near matches. */
  removeCampaign(id: string): Promise<Campaign>
  /** A campaign's before and after in a journey (rules K3 to K5). */
  campaignFigures(id: string, journeyId: string, signal?: AbortSignal): Promise<CampaignFigures>
  /** Every saved segment, by id, with what it names that is not there. */
  segments(): Promise<KnownSegment[]>
  /** Keeps one segment as people write it. Errors: `invalid`; `conflict` where its id is taken, unless `replace`. */
  keepSegment(written: unknown, replace: boolean): Promise<SegmentsKept>
  /** Keeps the segments of a YAML file, all or none; one whose id is there takes its place. Errors: `invalid`, with each wrong line. */
  keepSegments(text: string): Promise<SegmentsKept>
  /** Calls a segment otherwise; `newId` null: its id stays. `notFound`; `conflict` where the new id is taken. */
  renameSegment(id: string, name: string, newId: string | null): Promise<Segment>
  /** Removes a segment; what it was. `notFound` with near matches. */
  removeSegment(id: string): Promise<Segment>
  /** A design as a programme's document, for people to edit; keeps nothing. Errors: as of a design, and `invalid` where no message comes of it. */
  draftProgramme(journeyId: string, options: DesignOptions, choices: DraftChoices): Promise<{ text: string }>
  /** What a programme would have sent on past stays, with other gaps and counts, and beside another design (rule R7). Errors: `notFound`, `invalid`, `cancelled`. */
  programmeBacktest(id: string, options: BacktestOptions, request?: ReplayRequest): Promise<Backtest>
  /** The people or messages behind a figure of a backtest, page by page (rules M7, R7). Errors: as of the backtest. */
  programmeBacktestList(id: string, options: BacktestListOptions, request?: ReplayRequest): Promise<BacktestList>
  /** Who is in its stages now, and what each is due next, or why nothing (rules R1, R6, R9). Errors: `notFound`, `invalid`. */
  programmeWho(id: string, options: WhoOptions, request?: ReplayRequest): Promise<WhoIsNext>
  /** What a tool is told of each contact that was ever in its stages, under the names of its export. Errors: `notFound` for a programme or target, `invalid`, `cancelled`. */
  programmeFields(id: string, query: FieldsQuery, request?: ReplayRequest): Promise<ContactFieldTable>
  /** On which days kept programmes write to how many of those in them now, what holds messages back, and which campaigns they meet (rules R6, R9). Errors: `usage` for no days, `cancelled`. */
  programmeCalendar(span: CalendarSpan, request?: ReplayRequest): Promise<ProgrammeCalendar>
  /** Every e-mail programme, by id, and whether all are paused. */
  programmes(): Promise<ProgrammeList>
  /** Keeps a programme as people write it, in the place of the one with its id; the log tells what changed. `by`: who does it, as they call themselves. Errors: `invalid`, with each wrong place; `notFound` for its journey. */
  keepProgramme(text: string, by: string): Promise<ProgrammeKept>
  /** Adds the content assets of a CSV file to a programme, all or none; one whose id is there takes its place. Errors: `invalid`, `notFound`. */
  addProgrammeAssets(id: string, csv: string, by: string): Promise<ProgrammeKept>
  /** A programme as it was written, with its log. `notFound` with near matches. */
  showProgramme(id: string): Promise<KeptProgramme>
  /** Removes a programme; what it was. Its log stays. */
  removeProgramme(id: string, by: string): Promise<ProgrammeSummary>
  /** Reads and checks a programme that is not kept. Errors: `notFound` for its journey. */
  readProgramme(text: string): Promise<ProgrammeReading>
  /** What is wrong or missing in a programme beside its journey and the data. */
  checkProgramme(id: string): Promise<ProgrammeFinding[]>
  /** Which question of which stage is answered in which format and language, gaps first (rule R4). */
  contentPlan(id: string): Promise<ContentPlan>
  /** Pauses one programme, or with null all of them, until they are resumed. Errors: `usage` without a reason. */
  pauseProgrammes(id: string | null, reason: string, by: string): Promise<ProgrammePause>
  /** Ends such a pause; what it was. Errors: `conflict` where it is not paused so. */
  resumeProgrammes(id: string | null, by: string): Promise<ProgrammePause>
  /** What was done to a programme, or with null to any, newest first; also to those that are removed. */
  programmeLog(id: string | null, limit: number): Promise<ProgrammeLogEntry[]>
  /** The names that the data holds, for rules to be made of. */
  names(): Promise<KnownNames>
  /** Proposes a journey from the log, with the reason for each part, or says why the data are too few; keeps nothing. Errors: `notFound` for an unknown type of subject, `invalid` for an arrangement that does not fit. */
  draftJourney(options: DraftOptions): Promise<DraftAnswer>
  /** Computes what is new, and waits for it (rule L5). Errors: `cancelled` when someone stops it. */
  refresh(journeyId: string, how?: RefreshRequest): Promise<void>
  /** Stops the refresh of a journey; the figures before it stand. Errors: `conflict` where none runs, or where it is just being put in place. */
  cancelRefresh(journeyId: string): Promise<void>
  /** How far the figures of a journey are. */
  refreshState(journeyId: string): Promise<RefreshState>
  /** Calls back when a refresh begins, comes further, each second too, or ends; gives a function that ends this. */
  watchRefreshes(listener: (state: RefreshState) => void): () => void
  importFile(request: ImportRequest): Promise<ImportRecord>
  /** How files would be understood together, and what joins them; imports nothing. A file that cannot be read is told among the others. */
  proposeFiles(paths: readonly string[]): Promise<ProposedFiles>
  /** What an import of a file would do; nothing is stored. */
  previewFile(request: PreviewRequest): Promise<FilePreview>
  /** Keeps a sent file aside for a day, until it is imported or dropped. */
  addUpload(name: string, content: AsyncIterable<Uint8Array>): Promise<KeptFile>
  uploads(): Promise<KeptFile[]>
  /** Shows a kept file; the mapping that a person sets is kept as long as the file, until it is looked at `anew`. */
  previewUpload(id: string, look: UploadLook): Promise<UploadPreview>
  /** Imports a kept file; once that is complete it is kept no longer. */
  importUpload(id: string, request: UploadImport): Promise<ImportRecord>
  dropUpload(id: string): Promise<void>
  /** The kept files as one data set: what joins them, and which are left out. */
  dataSet(): Promise<DataSet>
  leaveOut(id: string, leftOut: boolean): Promise<void>
  /** Imports all kept files that are not left out; where one fails, nothing of any stays taken over. */
  importDataSet(request: DataSetRequest): Promise<DataSetImport>
  /** Imports of several files together, newest first. */
  dataSetImports(): Promise<DataSetImport[]>
  cancelDataSet(id: string): Promise<void>
  /** What undoing an import of several files would take away. */
  planUndoDataSet(id: string): Promise<UndoPlan>
  /** Undoes an import of several files as a whole (rule E12), then refreshes every journey. */
  undoDataSet(id: string): Promise<DataSetImport>
  imports(): Promise<ImportRecord[]>
  cancelImport(id: string): Promise<void>
  /** What undoing an import would take away. */
  planUndo(id: string): Promise<UndoPlan>
  /** Undoes a complete import as a whole (rule E12), then refreshes every journey. */
  undoImport(id: string): Promise<ImportRecord>
  rejects(importId: string, limit: number, offset: number): Promise<{ total: number; rows: RejectRow[] }>
  /** Everything kept about a contact under all its ids, of very many events the first; `notFound` when nothing is. */
  exportContact(contact: string): Promise<ContactExport>
  /** The events of an exported contact that follow a place, in order; of very many the next of them. */
  contactEvents(group: ContactGroup, after: EventPlace): Promise<EventPage>
  /** Erases a contact with all its ids for good (rule E9), then refreshes every journey; `notFound` when nothing is kept about it. */
  erase(contact: string): Promise<Erasure>
  /** Decides that another id is this contact (rule E7), then refreshes every journey. Errors: `usage` for one id given twice, `notFound`. */
  mergeContacts(contact: string, other: PersonId): Promise<ContactGroup>
  /** Takes the tie of two ids back (rule E7), then refreshes every journey. Errors: as of a merge, and `conflict` when none stands. */
  unmergeContacts(contact: string, other: PersonId): Promise<Unmerge>
  doctor(): Promise<Check[]>
  /** Makes a new key for commands from elsewhere, which replaces the one before; only its hash is kept. */
  newKey(): Promise<{ key: string }>
  close(): Promise<void>
}

/** An application that holds its data directory in this process. */
export interface LocalApp extends App {
  /** Tells others, who find the data directory held, where it is served. From then on figures that stand answer while newer ones are computed (rule L5). */
  announce(served: ServedAt): Promise<void>
}
