import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningServer, startServer } from '../src/api/server.ts'
import type { App } from '../src/app/app.ts'
import { errorCodes } from '../src/core/error.ts'
import { importFile } from '../src/events/import-events.ts'
import { diskFull, isDiskFull, needRoom } from '../src/store/disk-space.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { fixtureApp } from './fixtures/fixture-app.ts'
import { type ImportPlace, openImportPlace } from './import-place.ts'

let place: ImportPlace
beforeAll(async () => {
  place = await openImportPlace()
})
afterAll(() => place.close())

/** The store on a disk that fills up before a statement which begins so: the engine then says that it cannot reserve room. */
function fullFor(store: EventStore, beginning: string): EventStore {
  const full = (sql: string) => Promise.reject(store.failure(sql, new Error('Cannot reserve 24.35 MiB, not enough space.')))
  return { ...store, run: (sql, ...rest) => (sql.trimStart().startsWith(beginning) ? full(sql) : store.run(sql, ...rest)) }
}

const noRoom = /The disk that holds .+ has no room left \(.+ free\): .+ could not be written\. .+ Make room there, then do the same again\./

const rows = 'contact,event,time,plan\n1,bought,2024-03-01T08:00:00Z,pro\n2,bought,2024-03-02T08:00:00Z,team\n'

async function eventsStanding(): Promise<number> {
  const [row] = await place.store.rows<{ events: number }>('SELECT count() AS events FROM events')
  return row?.events ?? -1
}

describe('a disk that fills up in the middle of an import', () => {
  it.each(['INSERT INTO events', 'INSERT INTO object_properties'])(
    'at %s leaves nothing half, says so, and the same import then succeeds',
    async (beginning) => {
      await place.empty()
      const path = place.file('rows.csv', rows)
      const surroundings = { log: place.log, now: () => Date.UTC(2024, 5, 1), newId: () => `import-${beginning.length}` }
      const request = { path, source: 'shop', mapping: null }
      const failure = await importFile(fullFor(place.store, beginning), request, surroundings).catch((error: unknown) => error)
      expect(failure).toMatchObject({
        code: 'noSpace',
        message: expect.stringMatching(/^The disk that holds .+ has no room left \(.+ free\): what was imported could not be written/),
      })
      expect(await eventsStanding()).toBe(0)
      expect(await place.log.get(surroundings.newId())).toMatchObject({ state: 'failed', added: 0 })
      expect(await place.run(path, { source: 'shop' })).toMatchObject({ state: 'complete', added: 2 })
      expect(await eventsStanding()).toBe(2)
    },
  )
})

describe('a server whose disk is full', () => {
  const needing = () => Promise.reject(diskFull(place.folder, 'a journey'))
  let full = true
  const importHere: App['importFile'] = (asked) => {
    const surroundings = { log: place.log, now: () => Date.UTC(2024, 5, 1), newId: () => `sent-${full}` }
    return importFile(full ? fullFor(place.store, 'INSERT INTO events') : place.store, asked, surroundings)
  }
  let server: RunningServer
  beforeAll(async () => {
    await place.empty()
    server = await startServer({ ...fixtureApp({ subjects: 1 }), importFile: importHere, exportContact: needing }, { port: 0 })
  })
  afterAll(() => server.close())

  it('answers the page with 507 and the sentence', async () => {
    const answer = await fetch(`${server.url}/api/contacts/ann`)
    expect(answer.status).toBe(507)
    expect(await answer.json()).toMatchObject({ code: 'noSpace', message: expect.stringMatching(noRoom) })
  })

  it('tells every page that an import failed for it; sent again when there is room, it is taken', async () => {
    const send = () => fetch(`${server.url}/api/imports?name=rows.csv&source=shop`, { method: 'POST', body: rows })
    const abort = new AbortController()
    const told = await fetch(`${server.url}/api/events`, { signal: abort.signal })
    const reader = told.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await send()).status).toBe(202)
    let text = ''
    while (!text.includes('"failed"')) text += (await reader?.read())?.value ?? ''
    expect(text).toMatch(noRoom)
    expect(await eventsStanding()).toBe(0)
    full = false
    expect((await send()).status).toBe(202)
    while (!text.includes('"complete"')) text += (await reader?.read())?.value ?? ''
    abort.abort()
    expect(await eventsStanding()).toBe(2)
  })
})

it('the engine keeps room for documents: it writes no rows into what is left', async () => {
  const writing =
    'INSERT INTO tombstones SELECT toString(number), toString(number), 0 FROM numbers(2) SETTINGS min_free_disk_bytes_to_perform_insert = 1000000000000000000'
  await expect(place.store.run(writing)).rejects.toMatchObject({ code: 'noSpace' })
})

describe('room on the disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'desirepath-room-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is asked before documents are written: too little is an error that a server answers with 507', () => {
    expect(() => needRoom(folder, 'a draft')).not.toThrow()
    expect(() => needRoom(folder, 'a draft', Number.MAX_SAFE_INTEGER)).toThrow(`The disk that holds ${folder} has no room left`)
    expect(errorCodes.noSpace.status).toBe(507)
  })

  it('that is missing is told from other failures, whoever reports it', () => {
    expect(isDiskFull(Object.assign(new Error('write failed'), { code: 'ENOSPC' }))).toBe(true)
    expect(
      isDiskFull(new Error('Failed query', { cause: new Error('could not extend file "base/5/16414": No space left on device') })),
    ).toBe(true)
    expect(isDiskFull(new Error('Cannot reserve 24.35 MiB, not enough space.'))).toBe(true)
    expect(isDiskFull(new Error('Memory limit exceeded'))).toBe(false)
  })
})
