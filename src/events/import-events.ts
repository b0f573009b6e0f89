import { basename } from 'node:path'
import { AppError } from '../core/error.ts'
import type { ImportRecord } from '../model/import-record.ts'
import { type ByteSource, digester, openByteSource } from '../sources/byte-source.ts'
import { completeMapping } from '../sources/complete-mapping.ts'
import { describeMapping } from '../sources/describe-mapping.ts'
import { guessMapping } from '../sources/guess-mapping.ts'
import { type Inspection, inspectFile } from '../sources/inspect-file.ts'
import { rowMapper } from '../sources/map-rows.ts'
import { type Mapping, parseMapping } from '../sources/mapping.ts'
import { openReader } from '../sources/open-reader.ts'
import { exportName } from '../sources/presets/preset.ts'
import { isDiskFull } from '../store/disk-space.ts'
import type { EventStore } from '../store/event-store.ts'
import { commitImport } from './commit-import.ts'
import { farTimes } from './far-times.ts'
import type { ImportLog } from './import-log.ts'
import { type ImportCounter, importCounter } from './import-progress.ts'
import { inTurn } from './in-turn.ts'
import { recordingCommit } from './record-change.ts'
import { dropRejects, dropStaging, keepStaging, stagingWriter } from './staging.ts'

/** A file to import. `source` null: the mapping's, else the file's name. `mapping`: text of a mapping file; null: guessed. */
export interface ImportRequest {
  path: string
  /** The name that people know the file by; without: the path. */
  name?: string
  source: string | null
  mapping: string | null
  signal?: AbortSignal
  onProgress?: (record: ImportRecord) => void
  /** Told, before the first row is read, how the file is understood: plain sentences. */
  onUnderstood?: (sentences: readonly string[]) => void
}

/** What an import takes from outside. `now` gives UTC ms; `newId` an id of letters, digits and hyphens. */
export interface ImportSurroundings {
  log: ImportLog
  now(): number
  newId(): string
}

/** A file with the mapping to read it by, its time formats known. */
export interface PreparedImport {
  bytes: ByteSource
  inspection: Inspection
  mapping: Mapping
  /** Whose export it is; null where no preset knows it, or a mapping was given. */
  export: string | null
}

/** Looks at a file and settles its mapping. Errors: `invalid` where it cannot be read, or where a guess would be as good as another. */
export async function prepareImport(path: string, mappingText: string | null): Promise<PreparedImport> {
  const bytes = await openByteSource(path)
  const wanted = mappingText === null ? null : parseMapping(mappingText)
  const inspection = await inspectFile(bytes, wanted ?? {})
  if (wanted !== null) return { bytes, inspection, mapping: completeMapping(wanted, inspection), export: null }
  const guess = guessMapping(inspection)
  const unsettled = guess.notes.filter((note) => note.kind === 'ambiguous')
  if (unsettled.length > 0) throw new AppError('invalid', unsettled.map((note) => note.message).join('\n'), { spec: guess.spec })
  const exported = guess.preset === null ? null : exportName(guess.preset)
  return { bytes, inspection, mapping: completeMapping(guess.mapping, inspection), export: exported }
}

/**
 * Imports a file: reads, maps, stages, and takes all over at the end. A row that cannot be used is kept as a reject (rule E8). Importing the file again
 * adds nothing (rule E2). Cancelled by `signal` while it reads: leaves nothing, state `cancelled`; once storing has begun it finishes.
 * Errors: `invalid`, `notFound`, `store`; after one, nothing of the file is in the store but the rejects.
 */
export async function importFile(store: EventStore, request: ImportRequest, surroundings: ImportSurroundings): Promise<ImportRecord> {
  const prepared = await prepareImport(request.path, request.mapping)
  const recognised = prepared.export === null ? [] : [`Recognised by its columns: ${prepared.export}.`]
  request.onUnderstood?.([...recognised, ...describeMapping(prepared.mapping)])
  const { log, now } = surroundings
  const source = request.source ?? prepared.mapping.source ?? basename(request.path)
  const record = newRecord(surroundings.newId(), request.name ?? request.path, source, prepared.bytes.totalBytes, now())
  const counter = importCounter(record, now, request.onProgress ?? (() => {}))
  await log.save(record)
  counter.report({})
  let isLinking = false
  try {
    const notice = await readAll(store, prepared, request.signal, counter)
    counter.report({ phase: 'storing' })
    await log.save(record)
    const commit = { importId: record.id, source, receivedAt: record.startedAt }
    const { added } = await inTurn(store, () =>
      recordingCommit(store, commit, () =>
        commitImport(store, commit, () => {
          isLinking = true
        }),
      ),
    )
    await keepStaging(store, record.id)
    counter.report({
      state: 'complete',
      phase: 'done',
      added,
      duplicates: record.events - added,
      finishedAt: now(),
      message: notice,
    })
  } catch (error) {
    const ended = isLinking ? halfStored(error) : ending(error)
    counter.report({ ...ended, message: ended.message?.replaceAll(request.path, record.file) ?? null, finishedAt: now() })
    if (record.state === 'cancelled') counter.report({ rejected: 0 })
    await (isLinking ? log.save(record) : undoAndSave(store, log, record, error))
    if (record.state === 'cancelled') return { ...record }
    throw error
  }
  await log.save(record)
  return { ...record }
}

function newRecord(id: string, file: string, source: string, totalBytes: number, startedAt: number): ImportRecord {
  return {
    ...{ id, file, source, digest: '', state: 'running', phase: 'reading', rows: 0, events: 0, added: 0, duplicates: 0, rejected: 0 },
    ...{ bytes: 0, totalBytes, rate: 0, secondsLeft: null, startedAt, finishedAt: null, message: null },
  }
}

/** Reads the whole file into staging; gives what should be said of its times. Errors: `invalid` where no row can be used; `cancelled`. */
async function readAll(
  store: EventStore,
  prepared: PreparedImport,
  signal: AbortSignal | undefined,
  counter: ImportCounter,
): Promise<string | null> {
  const { bytes, inspection, mapping } = prepared
  const { record } = counter
  const digest = digester()
  const reader = openReader(bytes, inspection, {
    content: digest.update,
    progress: (count) => {
      record.bytes = Math.min(record.totalBytes, record.bytes + Math.round(count))
    },
  })
  const map = rowMapper(mapping, reader.columns, record.startedAt)
  const writer = stagingWriter(store, record.id, hasTableRows(mapping))
  const times = farTimes()
  let described = 0
  try {
    for await (const batch of reader.batches()) {
      if (signal?.aborted) throw cancelled(bytes.path)
      const before = batch.rejects.length + (batch.objects?.length ?? 0)
      const drafts = map(batch)
      described += drafts.properties.length + drafts.links.length
      const stated = drafts.events.filter((draft) => !draft.removed)
      for (const { occurredAt } of stated) times.add(occurredAt)
      await writer.add(drafts)
      counter.update({
        rows: record.rows + batch.rows.length + before,
        events: record.events + stated.length,
        rejected: record.rejected + drafts.rejects.length,
      })
    }
    await writer.end()
    if (signal?.aborted) throw cancelled(bytes.path)
  } finally {
    await writer.settle()
  }
  if (record.events + described === 0) throw nothingUsable(record)
  counter.update({ digest: digest.hex() })
  return times.notice()
}

function hasTableRows({ kind, parts }: Mapping): boolean {
  return kind === 'wide' || parts.some(({ mapping }) => hasTableRows(mapping))
}

function cancelled(path: string): AppError {
  return new AppError('cancelled', `The import of ${path} was cancelled. Nothing of it was taken over.`)
}

function nothingUsable({ file, rows }: ImportRecord): AppError {
  if (rows === 0) return new AppError('invalid', `${file} has no rows: no event and no object was found in it.`)
  return new AppError(
    'invalid',
    `None of the ${rows} rows of ${file} could be used; the rejects say why. Nothing was imported. Check the mapping.`,
  )
}

function ending(error: unknown): Partial<ImportRecord> {
  const message = error instanceof Error ? error.message : String(error)
  return { state: error instanceof AppError && error.code === 'cancelled' ? 'cancelled' : 'failed', message, secondsLeft: null }
}

/** Some of it may be among the facts already: what was staged is kept, from which the next start completes it (`recoverImports`). */
function halfStored(error: unknown): Partial<ImportRecord> {
  const why = error instanceof Error ? error.message : String(error)
  const message = `All rows were read, but taking them over was cut off: ${why} It is completed when the program starts again.`
  return { state: 'interrupted', message, secondsLeft: null }
}

/** The record first: where even that cannot be written, the next start finds the import as one whose program died. What then cannot be dropped, it drops. */
async function undoAndSave(store: EventStore, log: ImportLog, record: ImportRecord, error: unknown): Promise<void> {
  try {
    await log.save(record)
    await undo(store, record.id, error)
  } catch (second) {
    if (!isDiskFull(error)) throw second
  }
}

async function undo(store: EventStore, importId: string, error: unknown) {
  await dropStaging(store, importId)
  if (error instanceof AppError && error.code === 'cancelled') await dropRejects(store, importId)
}
