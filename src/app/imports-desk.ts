import { randomUUID } from 'node:crypto'
import { AppError } from '../core/error.ts'
import { importFile } from '../events/import-events.ts'
import type { ImportLog } from '../events/import-log.ts'
import { recoverImports } from '../events/recover-imports.ts'
import { rejectsOf } from '../events/rejects.ts'
import { planUndo, type UndoPlan, undoImport } from '../events/undo-import.ts'
import type { ImportRecord } from '../model/import-record.ts'
import type { DocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import type { ImportRequest, RejectRow } from './app.ts'
import type { JourneyDesk } from './journey-desk.ts'

/** Imports: running, kept, and what they rejected. */
export interface ImportsDesk {
  run(request: ImportRequest): Promise<ImportRecord>
  list(): Promise<ImportRecord[]>
  cancel(id: string): Promise<void>
  planUndo(id: string): Promise<UndoPlan>
  undo(id: string): Promise<ImportRecord>
  /** Undoes what is complete of several imports, the newest first, then refreshes every journey once. */
  undoAll(ids: readonly string[]): Promise<void>
  rejects(importId: string, limit: number, offset: number): Promise<{ total: number; rows: RejectRow[] }>
}

export function importsDesk(
  documents: DocumentStore,
  journeys: JourneyDesk,
  openEvents: () => Promise<EventStore>,
  now: () => number,
): ImportsDesk {
  const running = new Map<string, { progress: ImportRecord; abort: AbortController }>()

  async function run(request: ImportRequest): Promise<ImportRecord> {
    const store = await openEvents()
    const abort = new AbortController()
    const stop = () => abort.abort()
    request.signal?.addEventListener('abort', stop, { once: true })
    if (request.signal?.aborted) stop()
    const show = (progress: ImportRecord) => {
      running.set(progress.id, { progress, abort })
      request.onProgress?.(progress)
    }
    let id = ''
    try {
      // Stored is not done: people wait for the figures.
      const onProgress = (record: ImportRecord) =>
        show(record.state === 'complete' ? { ...record, state: 'running', phase: 'refreshing' } : record)
      const surroundings = { log: watermarkedLog(store, documents), now, newId: () => randomUUID() }
      const record = await importFile(store, { ...request, signal: abort.signal, onProgress }, surroundings)
      id = record.id
      // Who stops now no longer waits for the figures; they are computed all the same, by this program or the next.
      if (record.state === 'complete' && request.refresh !== false) await Promise.race([journeys.refreshAll(), aborted(abort.signal)])
      request.onProgress?.(record)
      return record
    } finally {
      request.signal?.removeEventListener('abort', stop)
      for (const [key, one] of running) if (one.abort === abort || key === id) running.delete(key)
    }
  }

  return {
    run,
    list: async () => {
      const isLeft = ({ id, state }: ImportRecord) => state === 'running' && !running.has(id)
      // What runs in no program is put right on opening.
      if ((await documents.imports.list()).some(isLeft)) await openEvents()
      return (await documents.imports.list()).map((record) => running.get(record.id)?.progress ?? record)
    },
    cancel: async (id) => {
      const one = running.get(id)
      if (one) return one.abort.abort()
      const record = await documents.imports.get(id)
      if (!record) throw new AppError('notFound', `There is no import "${id}".`)
      throw new AppError('conflict', `The import of ${record.file} is ${record.state}: only a running import can be cancelled.`)
    },
    planUndo: async (id) => planUndo(await openEvents(), documents.imports, id),
    undo: (id) =>
      journeys.refreshAfter(async () => {
        const store = await openEvents()
        return undoImport(store, watermarkedLog(store, documents), id)
      }),
    undoAll: (ids) =>
      journeys.refreshAfter(async () => {
        await undoComplete(await openEvents(), documents, ids)
      }),
    rejects: async (importId, limit, offset) => {
      if (!(await documents.imports.get(importId))) throw new AppError('notFound', `There is no import "${importId}".`)
      return rejectsOf(await openEvents(), importId, limit, offset)
    },
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })))
}

/** Puts right what a killed program left: to be called once on opening, while holding the data directory. */
export async function recover(store: EventStore, documents: DocumentStore, now: () => number): Promise<void> {
  await recoverImports(store, watermarkedLog(store, documents), now)
}

/** Undoes what is complete of several imports, the newest first. */
export async function undoComplete(store: EventStore, documents: DocumentStore, ids: readonly string[]): Promise<void> {
  const log = watermarkedLog(store, documents)
  for (const id of ids.toReversed()) if ((await log.get(id))?.state === 'complete') await undoImport(store, log, id)
}

/** The log of imports. A source's watermark moves before its import counts as complete: died in between, the next start does both. */
function watermarkedLog(store: EventStore, documents: DocumentStore): ImportLog {
  const { save, get, list } = documents.imports
  return {
    get,
    list,
    save: async (record) => {
      if (record.state === 'complete') await advance(store, documents, record.source)
      if (record.state === 'undone') await goBack(store, documents, record.source)
      await save(record)
    },
  }
}

/** After a complete import the source's watermark moves to its latest event (V6). */
async function advance(store: EventStore, documents: DocumentStore, source: string): Promise<void> {
  const last = await latestOf(store, source)
  if (last !== null) await documents.sources.advance(source, last)
}

/** After an undone import the source is known up to the latest event that is left (V6), and not at all without one. */
async function goBack(store: EventStore, documents: DocumentStore, source: string): Promise<void> {
  await documents.sources.goBack(source, await latestOf(store, source))
}

async function latestOf(store: EventStore, source: string): Promise<number | null> {
  const [latest] = await store.rows<{ events: number; last: number }>(
    'SELECT count() AS events, max(occurredAt) AS last FROM events FINAL WHERE source = {source:String}',
    { source },
  )
  return latest && latest.events > 0 ? latest.last : null
}
