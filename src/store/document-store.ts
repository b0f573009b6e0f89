import { AppError } from '../core/error.ts'
import { diskFull, documentsInWords, isDiskFull } from './disk-space.ts'
import { type CampaignRepository, campaignRepository } from './document-campaigns.ts'
import { type DraftRepository, draftRepository } from './document-drafts.ts'
import { causeOf, type DocumentEngine, type DocumentPlace, openDocumentEngine } from './document-engine.ts'
import { type ImportRepository, importRepository } from './document-imports.ts'
import { type JourneyRepository, journeyRepository } from './document-journeys.ts'
import { type ProgrammeRepository, programmeRepository } from './document-programmes.ts'
import type { RunDocuments } from './document-query.ts'
import { type RefreshRepository, refreshRepository } from './document-refreshes.ts'
import { type SegmentRepository, segmentRepository } from './document-segments.ts'
import { type SourceRepository, sourceRepository } from './document-sources.ts'

/** Definitions, imports, sources, campaigns, segments, programmes and the state of refreshes: everything that is not an event. */
export interface DocumentStore {
  journeys: JourneyRepository
  drafts: DraftRepository
  refreshes: RefreshRepository
  imports: ImportRepository
  sources: SourceRepository
  campaigns: CampaignRepository
  segments: SegmentRepository
  programmes: ProgrammeRepository
  /** Opens and migrates the store now instead of at its first use. */
  open(): Promise<void>
  close(): Promise<void>
}

/**
 * The document store in a folder (PGlite) or on a PostgreSQL server. The engine is loaded, opened and migrated at the first use,
 * which therefore may throw `newerSchema` or `store`.
 */
export function openDocumentStore(place: DocumentPlace): DocumentStore {
  const engine = lazyEngine(place)
  return {
    journeys: journeyRepository(engine.run),
    drafts: draftRepository(engine.run),
    refreshes: refreshRepository(engine.run),
    imports: importRepository(engine.run),
    sources: sourceRepository(engine.run),
    campaigns: campaignRepository(engine.run),
    segments: segmentRepository(engine.run),
    programmes: programmeRepository(engine.run),
    open: () => engine.run(async () => {}),
    close: engine.close,
  }
}

function lazyEngine(place: DocumentPlace): { run: RunDocuments; close(): Promise<void> } {
  let opening: Promise<DocumentEngine> | null = null
  let closed = false
  let last: Promise<unknown> = Promise.resolve()

  const opened = (): Promise<DocumentEngine> => {
    if (closed) throw new AppError('internal', 'the document store was used after it was closed')
    opening ??= openDocumentEngine(place).catch((error: unknown) => {
      opening = null
      throw error
    })
    return opening
  }
  const run: RunDocuments = async (work) => {
    const engine = await opened()
    if (!engine.exclusive) return explained(work(engine.documents), place)
    const result = last
      .then(async () => work((await opened()).documents))
      .catch((error: unknown) => {
        // An engine that could not write its log answers no more: the next work opens it anew, with all that was acknowledged.
        if (isDiskFull(error) && /pg_wal/.test(causeOf(error))) opening = null
        throw error
      })
    last = result.catch(() => {})
    return explained(result, place)
  }
  const close = async (): Promise<void> => {
    if (closed) return
    closed = true
    const engine = await opening?.catch(() => null)
    await last
    await engine?.close()
  }
  return { run, close }
}

async function explained<Result>(result: Promise<Result>, place: DocumentPlace): Promise<Result> {
  try {
    return await result
  } catch (error) {
    if (error instanceof AppError) throw error
    if ('path' in place && isDiskFull(error)) throw diskFull(place.path, documentsInWords, error)
    throw new AppError('store', `the document store failed: ${causeOf(error)}`, null, error)
  }
}
