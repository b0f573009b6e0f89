import { eq, sql } from 'drizzle-orm'
import type { JourneyDraft } from '../model/edit/draft.ts'
import type { RunDocuments } from './document-query.ts'
import { journeyDrafts } from './document-schema.ts'

export interface DraftRepository {
  /** The draft of a journey; null when nothing of it is being changed. */
  get(journeyId: string): Promise<JourneyDraft | null>
  /** Keeps what `change` makes of the draft (null: takes it away), so that two changes never overwrite each other. */
  change(journeyId: string, change: (draft: JourneyDraft | null) => JourneyDraft | null): Promise<JourneyDraft | null>
}

export function draftRepository(run: RunDocuments): DraftRepository {
  return {
    get: (journeyId) =>
      run(async (documents) => {
        const rows = await documents.select().from(journeyDrafts).where(eq(journeyDrafts.journeyId, journeyId))
        return rows[0] ?? null
      }),
    change: (journeyId, change) =>
      run((documents) =>
        documents.transaction(async (transaction) => {
          await transaction.execute(sql`select pg_advisory_xact_lock(hashtext(${`draft of ${journeyId}`}))`)
          const rows = await transaction.select().from(journeyDrafts).where(eq(journeyDrafts.journeyId, journeyId))
          const next = change(rows[0] ?? null)
          if (next === null) await transaction.delete(journeyDrafts).where(eq(journeyDrafts.journeyId, journeyId))
          else {
            const { journeyId: _, ...changed } = next
            await transaction.insert(journeyDrafts).values(next).onConflictDoUpdate({ target: journeyDrafts.journeyId, set: changed })
          }
          return next
        }),
      ),
  }
}
