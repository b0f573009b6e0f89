import { asc, eq } from 'drizzle-orm'
import type { Segment } from '../model/segment.ts'
import type { RunDocuments } from './document-query.ts'
import { segments } from './document-schema.ts'

export interface SegmentRepository {
  /** Every segment, by id. */
  list(): Promise<Segment[]>
  /** Keeps all of them or none; those whose id is there take its place. `instead`: an id that goes with it. */
  keep(kept: readonly Segment[], changedAt: number, instead?: string): Promise<void>
  remove(id: string): Promise<void>
}

export function segmentRepository(run: RunDocuments): SegmentRepository {
  return {
    list: () =>
      run(async (documents) => {
        const rows = await documents.select().from(segments).orderBy(asc(segments.id))
        return rows.map(({ segment }) => segment)
      }),
    keep: (kept, changedAt, instead) =>
      run((documents) =>
        documents.transaction(async (transaction) => {
          if (instead !== undefined) await transaction.delete(segments).where(eq(segments.id, instead))
          for (const segment of kept) {
            const row = { id: segment.id, segment, changedAt }
            await transaction.insert(segments).values(row).onConflictDoUpdate({ target: segments.id, set: row })
          }
        }),
      ),
    remove: (id) => run(async (documents) => void (await documents.delete(segments).where(eq(segments.id, id)))),
  }
}
