import { bigint, boolean, doublePrecision, integer, jsonb, pgSchema, text, unique } from 'drizzle-orm/pg-core'
import type { Campaign } from '../model/campaign.ts'
import type { DraftConflict } from '../model/edit/draft.ts'
import { importStates } from '../model/import-record.ts'
import type { ProgrammeChange } from '../model/programme-changes.ts'
import { programmeActs } from '../model/programme-log.ts'
import type { Segment } from '../model/segment.ts'
import type { StoredJourney } from '../model/stored-journey.ts'

/**
 * The one schema of the document store, the same in PGlite and on a PostgreSQL server. All times are UTC milliseconds.
 * After a change run `npm run migrations`, which writes the next SQL file under `src/store/migrations/`.
 */
export const documentSchema = pgSchema('desirepath')

const time = () => bigint({ mode: 'number' })

/** Every version of every journey. `versionId` is unique over all journeys: it is the partition key of `stays`. */
export const journeyVersions = documentSchema.table(
  'journey_versions',
  {
    versionId: integer().primaryKey().generatedAlwaysAsIdentity(),
    journeyId: text().notNull(),
    number: integer().notNull(),
    text: text().notNull(),
    journey: jsonb().$type<StoredJourney>().notNull(),
    digest: text().notNull(),
    createdAt: time().notNull(),
    note: text().notNull().default(''),
  },
  (table) => [unique('journey_versions_number').on(table.journeyId, table.number)],
)

/** What is being changed of a journey and not kept yet: at most one row a journey. `baseNumber` is the version that it was begun from or last joined with; `session` the page that wrote last. */
export const journeyDrafts = documentSchema.table('journey_drafts', {
  journeyId: text().primaryKey(),
  baseNumber: integer().notNull(),
  text: text().notNull(),
  revision: integer().notNull(),
  session: text().notNull(),
  changedAt: time().notNull(),
  conflicts: jsonb().$type<DraftConflict[]>().notNull(),
})

/** The state of the stays of one journey version: at most one row a version. */
export const refreshes = documentSchema.table('refreshes', {
  versionId: integer()
    .primaryKey()
    .references(() => journeyVersions.versionId),
  state: text({ enum: ['running', 'complete', 'failed'] }).notNull(),
  startedAt: time().notNull(),
  refreshedAt: time(),
  horizon: time(),
  counts: jsonb().$type<Record<string, number>>().notNull(),
  message: text(),
})

/** Every import ever begun, with how far it came. */
export const imports = documentSchema.table('imports', {
  id: text().primaryKey(),
  file: text().notNull(),
  source: text().notNull(),
  digest: text().notNull(),
  state: text({ enum: importStates }).notNull(),
  phase: text({ enum: ['reading', 'storing', 'refreshing', 'done'] }).notNull(),
  rows: time().notNull(),
  events: time().notNull(),
  added: time().notNull(),
  duplicates: time().notNull(),
  rejected: time().notNull(),
  bytes: time().notNull(),
  totalBytes: time().notNull(),
  rate: doublePrecision().notNull(),
  secondsLeft: doublePrecision(),
  startedAt: time().notNull(),
  finishedAt: time(),
  message: text(),
})

/** The sources events came from, with the watermark of rule V6; null: none, as of an ended source. */
export const sources = documentSchema.table('sources', {
  name: text().primaryKey(),
  kind: text({ enum: ['live', 'file', 'ended'] }).notNull(),
  watermark: time(),
  declared: boolean().notNull(),
})

/** The campaigns that people keep (rule K1). */
export const campaigns = documentSchema.table('campaigns', {
  id: text().primaryKey(),
  campaign: jsonb().$type<Campaign>().notNull(),
  changedAt: time().notNull(),
})

/** The segments that people keep (rule M12). */
export const segments = documentSchema.table('segments', {
  id: text().primaryKey(),
  segment: jsonb().$type<Segment>().notNull(),
  changedAt: time().notNull(),
})

/** The e-mail programmes that people keep, as they wrote them. */
export const programmes = documentSchema.table('programmes', {
  id: text().primaryKey(),
  text: text().notNull(),
  changedAt: time().notNull(),
})

/** Which programmes are paused, why and since when; `*` stands for all of them. `by`: who paused, as they called themselves. */
export const programmePauses = documentSchema.table('programme_pauses', {
  programme: text().primaryKey(),
  reason: text().notNull(),
  by: text().notNull(),
  pausedAt: time().notNull(),
})

/** What was done to programmes, in order; it outlives them. `*` stands for all of them. */
export const programmeLog = documentSchema.table('programme_log', {
  number: integer().primaryKey().generatedAlwaysAsIdentity(),
  programme: text().notNull(),
  at: time().notNull(),
  by: text().notNull(),
  act: text({ enum: programmeActs }).notNull(),
  reason: text().notNull(),
  changes: jsonb().$type<ProgrammeChange[]>().notNull(),
})
