import { eq } from 'drizzle-orm'
import type { RunDocuments } from './document-query.ts'
import { refreshes } from './document-schema.ts'

/**
 * The state of the stays of one journey version. `running` found when no program holds the data directory means: interrupted, do it again.
 * `horizon` is rule V6 (UTC ms; null before any data).
 */
export interface Refresh {
  versionId: number
  state: 'running' | 'complete' | 'failed'
  startedAt: number
  refreshedAt: number | null
  horizon: number | null
  counts: Record<string, number>
  message: string | null
}

export interface RefreshRepository {
  /** Keeps the refresh, in the place of an earlier one of the same version. */
  save(refresh: Refresh): Promise<void>
  /** The refresh of a version; null when its stays were never computed. */
  get(versionId: number): Promise<Refresh | null>
  /** Forgets those of all versions: none of their figures answers until it is computed again. */
  forget(): Promise<void>
}

export function refreshRepository(run: RunDocuments): RefreshRepository {
  return {
    save: (refresh) =>
      run(async (documents) => {
        const { versionId: _, ...changed } = refresh
        await documents.insert(refreshes).values(refresh).onConflictDoUpdate({ target: refreshes.versionId, set: changed })
      }),
    get: (versionId) =>
      run(async (documents) => {
        const rows = await documents.select().from(refreshes).where(eq(refreshes.versionId, versionId))
        return rows[0] ?? null
      }),
    forget: () => run(async (documents) => void (await documents.delete(refreshes))),
  }
}
