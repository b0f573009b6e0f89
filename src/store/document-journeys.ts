import { createHash } from 'node:crypto'
import { desc, eq, sql } from 'drizzle-orm'
import { AppError } from '../core/error.ts'
import type { Journey } from '../model/journey.ts'
import { type StoredJourney, storedJourney } from '../model/stored-journey.ts'
import type { Documents, RunDocuments } from './document-query.ts'
import { journeyVersions } from './document-schema.ts'

/** One version of a journey (rule J1). `number` counts within the journey; `versionId` is unique over all journeys (UInt32). */
export interface JourneyVersion {
  versionId: number
  journeyId: string
  number: number
  text: string
  journey: Journey
  digest: string
  createdAt: number
  /** What people said of it when it was kept; may be empty. */
  note: string
}

/** A version to be kept. `createdAt` in UTC ms. */
type NewVersion = Pick<JourneyVersion, 'text' | 'journey' | 'createdAt'> & { note?: string }

export interface JourneyRepository {
  /** Keeps a new version, or gives back the current one (`isNew` false) when its text is the same. */
  apply(version: NewVersion): Promise<JourneyVersion & { isNew: boolean }>
  /** The current version of every journey, by journey id. */
  list(): Promise<JourneyVersion[]>
  /** The newest version of a journey; null when there is none. */
  current(journeyId: string): Promise<JourneyVersion | null>
  /** Every version of a journey, newest first. */
  versions(journeyId: string): Promise<JourneyVersion[]>
  /** One version; null when there is none. */
  version(versionId: number): Promise<JourneyVersion | null>
}

export function journeyRepository(run: RunDocuments): JourneyRepository {
  return {
    apply: (version) => run((documents) => documents.transaction((transaction) => applyVersion(transaction, version))),
    list: () =>
      run(async (documents) => {
        const rows = documents.selectDistinctOn([journeyVersions.journeyId]).from(journeyVersions)
        return (await rows.orderBy(journeyVersions.journeyId, desc(journeyVersions.number))).map(asVersion)
      }),
    current: (journeyId) => run((documents) => currentVersion(documents, journeyId)),
    versions: (journeyId) =>
      run(async (documents) => {
        const rows = documents.select().from(journeyVersions).where(eq(journeyVersions.journeyId, journeyId))
        return (await rows.orderBy(desc(journeyVersions.number))).map(asVersion)
      }),
    version: (versionId) =>
      run(async (documents) => {
        const rows = await documents.select().from(journeyVersions).where(eq(journeyVersions.versionId, versionId))
        return rows[0] === undefined ? null : asVersion(rows[0])
      }),
  }
}

async function applyVersion(documents: Documents, { text, journey, createdAt, note = '' }: NewVersion) {
  if (text.includes('\0')) {
    throw new AppError('invalid', `the text of journey "${journey.id}" holds a NUL character at offset ${text.indexOf('\0')}: remove it`)
  }
  // On a server two programs may apply the same journey at once: the second waits and then sees the first's version.
  await documents.execute(sql`select pg_advisory_xact_lock(hashtext(${journey.id}))`)
  const digest = createHash('sha256').update(text).digest('hex')
  const current = await currentVersion(documents, journey.id)
  if (current?.digest === digest) return { ...current, isNew: false }
  const [added] = await documents
    .insert(journeyVersions)
    .values({ journeyId: journey.id, number: (current?.number ?? 0) + 1, text, journey, digest, createdAt, note })
    .returning()
  if (added === undefined) throw new AppError('internal', `the new version of journey "${journey.id}" was not given back by the store`)
  return { ...asVersion(added), isNew: true }
}

/** A row as a version; what an older program kept is completed. */
function asVersion(row: Omit<JourneyVersion, 'journey'> & { journey: StoredJourney }): JourneyVersion {
  return { ...row, journey: storedJourney(row.journey) }
}

async function currentVersion(documents: Documents, journeyId: string): Promise<JourneyVersion | null> {
  const rows = await documents
    .select()
    .from(journeyVersions)
    .where(eq(journeyVersions.journeyId, journeyId))
    .orderBy(desc(journeyVersions.number))
    .limit(1)
  return rows[0] === undefined ? null : asVersion(rows[0])
}
