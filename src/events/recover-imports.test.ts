import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noSequence } from '../model/event.ts'
import type { ImportRecord } from '../model/import-record.ts'
import type { Drafts } from '../sources/drafts.ts'
import { openEventStore } from '../store/chdb-store.ts'
import type { EventStore } from '../store/event-store.ts'
import { commitImport } from './commit-import.ts'
import { memoryImportLog } from './import-log.ts'
import { interruptedMessage, recoverImports } from './recover-imports.ts'
import { stagedImports, stagingWriter } from './staging.ts'

let folder: string
let store: EventStore
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desirepath-recover-'))
  store = await openEventStore({ path: folder })
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const startedAt = Date.UTC(2025, 0, 1)

function record(id: string, more: Partial<ImportRecord>): ImportRecord {
  return {
    ...{
      id,
      file: 'f.csv',
      source: id,
      digest: '',
      state: 'running',
      phase: 'reading',
      rows: 3,
      events: 3,
      added: 0,
      duplicates: 0,
      rejected: 0,
    },
    ...{ bytes: 1, totalBytes: 1, rate: 0, secondsLeft: null, startedAt, finishedAt: null, message: null, ...more },
  }
}

/** Stages two equal events and one other, with a property and a reject, as a program does that dies afterwards. */
async function stage(id: string) {
  const event = (line: number, name: string) => ({
    ...{ line, id: '', occurredAt: startedAt, receivedAt: null, sequence: noSequence, name, channel: '', touchpoint: '' },
    ...{ initiator: 'customer' as const, objects: ['contact', 'ann'], properties: [], ofTable: false, removed: false },
  })
  const drafts: Drafts = {
    events: [event(2, 'visit'), event(3, 'visit'), event(4, 'buy')],
    properties: [{ line: 2, type: 'contact', id: 'ann', name: 'plan', value: 'pro', validFrom: null }],
    links: [],
    rejects: [{ line: 5, code: 'badTime', message: 'm', raw: 'r' }],
  }
  const writer = stagingWriter(store, id, false)
  await writer.add(drafts)
  await writer.end()
}

async function left(source: string) {
  const [row] = await store.rows<{ events: number; rejects: number }>(
    `SELECT (SELECT count() FROM events FINAL WHERE source = {source:String}) AS events,
      (SELECT count() FROM rejects WHERE importId = {source:String}) AS rejects`,
    { source },
  )
  return row
}

describe('recoverImports', () => {
  it('finishes what was staged whole, at whatever point of the storing the program died', async () => {
    const log = memoryImportLog()
    for (const id of ['before', 'between', 'marked']) await stage(id)
    await commitImport(store, { importId: 'between', source: 'between', receivedAt: startedAt })
    await log.save(record('before', { phase: 'storing' }))
    await log.save(record('between', { phase: 'storing' }))
    await log.save(record('marked', { phase: 'storing', state: 'interrupted' }))
    await stage('after')
    await commitImport(store, { importId: 'after', source: 'after', receivedAt: startedAt })
    await store.run("ALTER TABLE staged_events DROP PARTITION 'after'")
    await store.run("ALTER TABLE staged_properties DROP PARTITION 'after'")
    await log.save(record('after', { phase: 'storing' }))
    const repaired = await recoverImports(store, log, () => startedAt + 5)
    expect(repaired.length).toBe(4)
    for (const id of ['before', 'between', 'marked', 'after']) {
      expect(await log.get(id), id).toMatchObject({ state: 'complete', phase: 'done', added: 3, duplicates: 0, finishedAt: startedAt + 5 })
      expect(await left(id), id).toEqual({ events: 3, rejects: 1 })
    }
    expect(await stagedImports(store)).toEqual([])
  })

  it('calls an import interrupted that was still reading, and leaves nothing of it, nor of one that nobody knows', async () => {
    const log = memoryImportLog()
    await stage('reading')
    await stage('unknown')
    await log.save(record('reading', {}))
    await log.save(record('done', { state: 'complete', phase: 'done', added: 7 }))
    expect((await recoverImports(store, log, () => startedAt)).map(({ id }) => id)).toEqual(['reading'])
    expect(await log.get('reading')).toMatchObject({ state: 'interrupted', added: 0, message: interruptedMessage })
    expect(await log.get('done')).toMatchObject({ state: 'complete', added: 7 })
    expect(await left('reading')).toEqual({ events: 0, rejects: 0 })
    expect(await stagedImports(store)).toEqual([])
  })
})
