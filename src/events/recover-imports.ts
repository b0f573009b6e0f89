import type { ImportRecord } from '../model/import-record.ts'
import type { EventStore } from '../store/event-store.ts'
import { addedBy, commitImport } from './commit-import.ts'
import type { ImportLog } from './import-log.ts'
import { recordingEverything } from './record-change.ts'
import { dropRejects, dropStaging, keepStaging, stagedImports } from './staging.ts'
import { finishUndo } from './undo-import.ts'

/** What a person reads beside an import whose program died while it read. */
export const interruptedMessage = 'The program ended in the middle of this import. Nothing of it was taken over. Import the file again.'

/**
 * Puts right what dead programs left, to be called once on opening, before any import. An import whose rows were all staged is finished, as is an undoing; one that was
 * still reading is marked `interrupted` and leaves nothing. Gives the records that changed.
 */
export async function recoverImports(store: EventStore, log: ImportLog, now: () => number): Promise<ImportRecord[]> {
  const staged = new Set(await stagedImports(store))
  const changed: ImportRecord[] = []
  for (const record of await log.list()) {
    if (record.state === 'undoing') changed.push(await recordingEverything(store, () => finishUndo(store, log, record)))
    const dead = record.state === 'running' || (record.state === 'interrupted' && staged.has(record.id))
    if (!dead) continue
    const repaired = record.phase === 'storing' ? await finished(store, record, staged.has(record.id), now()) : interrupted(record, now())
    if (repaired.state === 'interrupted') await dropRejects(store, record.id)
    await log.save(repaired)
    changed.push(repaired)
  }
  for (const id of staged) await dropStaging(store, id)
  return changed
}

/** Rows are dropped from staging only after all were taken over: none left means that this was done. */
async function finished(store: EventStore, record: ImportRecord, staged: boolean, finishedAt: number): Promise<ImportRecord> {
  const request = { importId: record.id, source: record.source, receivedAt: record.startedAt }
  const added = staged ? (await recordingEverything(store, () => commitImport(store, request))).added : await addedBy(store, request)
  await keepStaging(store, record.id)
  return { ...record, state: 'complete', phase: 'done', added, duplicates: record.events - added, finishedAt }
}

function interrupted(record: ImportRecord, finishedAt: number): ImportRecord {
  return { ...record, state: 'interrupted', finishedAt, secondsLeft: null, message: interruptedMessage }
}
