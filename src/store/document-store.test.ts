import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { layEmptyDocuments } from '../../test/empty-data.ts'
import type { ImportRecord } from '../model/import-record.ts'
import type { Journey } from '../model/journey.ts'
import type { ProgrammeLogEntry } from '../model/programme-log.ts'
import { type DocumentPlace, openDocumentEngine } from './document-engine.ts'
import { migrateDocuments, readMigrations } from './document-migrations.ts'
import { type DocumentStore, openDocumentStore } from './document-store.ts'
import { type PostgresServer, startPostgres } from './postgres-server.test-support.ts'

/** Gives a fresh empty place at each call, on one of the two engines. */
interface Engine {
  name: string
  start(): Promise<void>
  place(): Promise<DocumentPlace>
  stop(): Promise<void>
}

function pglite(): Engine {
  const folders: string[] = []
  return {
    name: 'PGlite',
    start: async () => {},
    place: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'desirepath-documents-'))
      folders.push(folder)
      return { path: await layEmptyDocuments(join(folder, 'documents')) }
    },
    stop: async () => {
      for (const folder of folders) await rm(folder, { recursive: true, force: true })
    },
  }
}

function postgres(): Engine {
  let server: PostgresServer
  return {
    name: 'PostgreSQL',
    start: async () => {
      server = await startPostgres()
    },
    place: async () => ({ url: await server.createDatabase(`test_${randomBytes(6).toString('hex')}`) }),
    stop: () => server.stop(),
  }
}

const journey = (id: string, name = id): Journey => ({
  id,
  name,
  description: 'Größe „zählt“ 🚀',
  subjectType: 'contact',
  personas: [],
  stages: [],
  restartAfterMs: null,
  deadlines: [],
  handOffs: [],
  value: null,
})

const importRecord = (id: string, changes: Partial<ImportRecord> = {}): ImportRecord => ({
  id,
  file: 'deals.csv',
  source: 'crm',
  digest: 'd1',
  state: 'running',
  phase: 'reading',
  rows: 3_000_000_000,
  events: 2,
  added: 1,
  duplicates: 1,
  rejected: 0,
  bytes: 2 ** 40,
  totalBytes: 2 ** 41,
  rate: 123_456.789,
  secondsLeft: null,
  startedAt: Date.UTC(2026, 0, 1),
  finishedAt: null,
  message: null,
  ...changes,
})

describe.each([pglite(), postgres()])('document store on $name', (engine) => {
  const open: DocumentStore[] = []
  const store = async (place?: DocumentPlace): Promise<DocumentStore> => {
    const opened = openDocumentStore(place ?? (await engine.place()))
    open.push(opened)
    return opened
  }
  beforeAll(() => engine.start())
  afterEach(async () => {
    for (const opened of open.splice(0)) await opened.close()
  })
  afterAll(() => engine.stop())

  it('[J1] keeps versions, and makes none for an identical text', async () => {
    const { journeys } = await store()
    const first = await journeys.apply({ text: 'id: a', journey: journey('a'), createdAt: 1 })
    const again = await journeys.apply({ text: 'id: a', journey: journey('a'), createdAt: 2 })
    const second = await journeys.apply({ text: 'id: a # changed', journey: journey('a', 'A'), createdAt: 3 })
    const back = await journeys.apply({ text: 'id: a', journey: journey('a'), createdAt: 4 })
    const other = await journeys.apply({ text: 'id: b', journey: journey('b'), createdAt: 5 })

    expect([first, again, second, back, other].map((version) => [version.number, version.isNew])).toEqual([
      [1, true],
      [1, false],
      [2, true],
      [3, true],
      [1, true],
    ])
    expect(again.versionId).toBe(first.versionId)
    expect(new Set([first, second, back, other].map((version) => version.versionId)).size).toBe(4)
    expect(await journeys.list()).toMatchObject([
      { journeyId: 'a', number: 3, createdAt: 4 },
      { journeyId: 'b', number: 1 },
    ])
    expect((await journeys.versions('a')).map((version) => version.number)).toEqual([3, 2, 1])
    expect(await journeys.current('a')).toMatchObject({ number: 3, text: 'id: a' })
    expect(await journeys.version(second.versionId)).toMatchObject({ number: 2, text: 'id: a # changed', journey: journey('a', 'A') })
    expect(await journeys.current('nobody')).toBeNull()
    expect(await journeys.version(99_999)).toBeNull()
  })

  it('[J1] numbers versions one by one when many are applied at once', async () => {
    const { journeys } = await store()
    const texts = Array.from({ length: 12 }, (_, position) => `id: a # ${position}`)
    const applied = await Promise.all(texts.map((text) => journeys.apply({ text, journey: journey('a'), createdAt: 1 })))
    const numbers = applied.map((version) => version.number).sort((a, b) => a - b)
    expect(numbers).toEqual(texts.map((_, position) => position + 1))
    expect(new Set(applied.map((version) => version.versionId)).size).toBe(texts.length)
  })

  it('refuses a text that no store can keep, and keeps working', async () => {
    const { journeys } = await store()
    await expect(journeys.apply({ text: 'id: a\0', journey: journey('a'), createdAt: 1 })).rejects.toThrow('NUL character at offset 5')
    expect(await journeys.list()).toEqual([])
  })

  it('keeps the newest state of a refresh for each version', async () => {
    const { journeys, refreshes } = await store()
    const { versionId } = await journeys.apply({ text: 'id: a', journey: journey('a'), createdAt: 1 })
    expect(await refreshes.get(versionId)).toBeNull()
    const running = { versionId, state: 'running', startedAt: 5, refreshedAt: null, horizon: null, counts: {}, message: null } as const
    await refreshes.save(running)
    expect(await refreshes.get(versionId)).toEqual(running)
    const complete = { ...running, state: 'complete', refreshedAt: 9, horizon: Date.UTC(2026, 5, 1), counts: { stays: 7 } } as const
    await refreshes.save(complete)
    expect(await refreshes.get(versionId)).toEqual(complete)
    await expect(refreshes.save({ ...running, versionId: versionId + 1 })).rejects.toMatchObject({ code: 'store' })
  })

  it('keeps the newest state of each import, the newest import first', async () => {
    const { imports } = await store()
    await imports.save(importRecord('one'))
    await imports.save(importRecord('two', { startedAt: Date.UTC(2026, 0, 2), message: 'a\0b' }))
    await imports.save(importRecord('one', { state: 'complete', phase: 'done', finishedAt: Date.UTC(2026, 0, 3) }))
    expect(await imports.get('one')).toEqual(importRecord('one', { state: 'complete', phase: 'done', finishedAt: Date.UTC(2026, 0, 3) }))
    expect((await imports.get('two'))?.message).toBe('a\uFFFDb')
    expect((await imports.list()).map((record) => record.id)).toEqual(['two', 'one'])
    expect(await imports.get('three')).toBeNull()
  })

  it('[V6] moves the watermark of a file forward only, and never past what was declared', async () => {
    const { sources } = await store()
    await sources.advance('crm', 100)
    await sources.advance('crm', 50)
    expect(await sources.get('crm')).toEqual({ name: 'crm', kind: 'file', watermark: 100, declared: false })
    await sources.advance('crm', 150)
    await sources.save({ name: 'web', kind: 'file', watermark: 70, declared: true })
    await sources.advance('web', 900)
    await sources.save({ name: 'old', kind: 'ended', watermark: null, declared: false })
    await sources.advance('old', 900)
    expect((await sources.list()).map((source) => [source.name, source.watermark])).toEqual([
      ['crm', 150],
      ['old', null],
      ['web', 70],
    ])
    expect(await sources.get('nobody')).toBeNull()
  })

  it('finds everything again after it was closed and opened', async () => {
    const place = await engine.place()
    const before = await store(place)
    await before.journeys.apply({ text: 'id: a', journey: journey('a'), createdAt: 1 })
    await before.close()
    await expect(before.journeys.list()).rejects.toThrow('after it was closed')
    const after = await store(place)
    expect((await after.journeys.list()).map((version) => version.journey)).toEqual([journey('a')])
  })

  it('refuses a store that a newer program wrote, and leaves it as it was', async () => {
    const place = await engine.place()
    const writer = await openDocumentEngine(place)
    await writer.documents.execute(sql`insert into desirepath_schema (number, tag) values (99, 'from the future')`)
    await writer.close()
    const known = (await readMigrations()).length
    const opened = await store(place)
    await expect(opened.journeys.list()).rejects.toMatchObject({ code: 'newerSchema', details: { found: 99, known } })
    await expect(opened.open()).rejects.toThrow(
      `newer Desirepath (schema 99, this program knows ${known}): update the program or use another --data`,
    )
  })

  it('applies a migration wholly or not at all', async () => {
    const writer = await openDocumentEngine(await engine.place())
    try {
      const known = await readMigrations()
      const next = (statements: string[]) => [...known, { number: known.length + 1, tag: 'next', statements }]
      const broken = next(['create table desirepath.half (a int)', 'create table desirepath.half (a int)'])
      await expect(migrateDocuments(writer.documents, broken, 'here')).rejects.toThrow()
      await migrateDocuments(writer.documents, next(['create table desirepath.half (a int)']), 'here')
      const newest = await writer.documents.execute(sql`select max(number)::int as number from desirepath_schema`)
      expect(newest.rows[0]?.number).toBe(known.length + 1)
    } finally {
      await writer.close()
    }
  })

  it('does not create anything before its first use', async () => {
    const place = await engine.place()
    const nowhere = 'path' in place ? { path: `${place.path}-not-yet` } : place
    const unused = openDocumentStore(nowhere)
    await unused.close()
    expect('path' in nowhere && existsSync(nowhere.path)).toBe(false)
  })

  it('keeps programmes with their pauses, and a log that outlives them', async () => {
    const place = await engine.place()
    const { programmes, close } = await store(place)
    const entry = (programme: string | null, act: ProgrammeLogEntry['act'], at: number): ProgrammeLogEntry => ({
      programme,
      act,
      at,
      by: 'Ann',
      reason: '',
      changes: [],
    })
    const changes = [{ part: 'name', before: 'Größe', after: '🚀' }]
    await programmes.keep({ id: 'b', text: 'programme: b', changedAt: 1 }, entry('b', 'kept', 1))
    await programmes.keep({ id: 'a', text: 'programme: a', changedAt: 2 }, entry('a', 'kept', 2))
    await programmes.keep({ id: 'b', text: 'programme: b #', changedAt: 3 }, { ...entry('b', 'kept', 3), changes })
    await programmes.pause({ programme: 'b', reason: 'one', by: '', since: 4 }, entry('b', 'paused', 4))
    await programmes.pause({ programme: null, reason: 'all', by: 'Bo', since: 5 }, entry(null, 'paused', 5))
    await programmes.pause({ programme: null, reason: 'still', by: 'Bo', since: 6 }, entry(null, 'paused', 6))
    await close()

    const again = (await store(place)).programmes
    expect(await again.list()).toEqual([
      { id: 'a', text: 'programme: a', changedAt: 2 },
      { id: 'b', text: 'programme: b #', changedAt: 3 },
    ])
    expect(await again.pauses()).toEqual([
      { programme: null, reason: 'still', by: 'Bo', since: 6 },
      { programme: 'b', reason: 'one', by: '', since: 4 },
    ])
    await again.remove('b', entry('b', 'removed', 7))
    await again.resume(null, entry(null, 'resumed', 8))
    expect([await again.pauses(), (await again.list()).length]).toEqual([[], 1])
    expect((await again.log('b', 99)).map(({ programme, act, at }) => [programme, act, at])).toEqual([
      [null, 'resumed', 8],
      ['b', 'removed', 7],
      [null, 'paused', 6],
      [null, 'paused', 5],
      ['b', 'paused', 4],
      ['b', 'kept', 3],
      ['b', 'kept', 1],
    ])
    expect((await again.log(null, 2)).map(({ at }) => at)).toEqual([8, 7])
    expect((await again.log('b', 99)).find(({ at }) => at === 3)?.changes).toEqual(changes)
    // An entry that cannot be written takes what it tells of with it.
    const wrong = { ...entry('a', 'removed', 9), by: null as unknown as string }
    await expect(again.remove('a', wrong)).rejects.toMatchObject({ code: 'store' })
    expect((await again.list()).map(({ id }) => id)).toEqual(['a'])
  })
})
