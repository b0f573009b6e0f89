import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorCodes } from '../src/core/error.ts'
import { importFile } from '../src/events/import-events.ts'
import { isDiskFull, needRoom } from '../src/store/disk-space.ts'
import type { EventStore } from '../src/store/event-store.ts'
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
