import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ImportRequest, importFile } from '../src/events/import-events.ts'
import { type ImportLog, memoryImportLog } from '../src/events/import-log.ts'
import { rejectsOf } from '../src/events/rejects.ts'
import type { ImportRecord } from '../src/model/import-record.ts'
import type { Reject } from '../src/sources/reject.ts'
import { openEventStore } from '../src/store/chdb-store.ts'
import { dropDerived } from '../src/store/derived-tables.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { eventTables } from '../src/store/event-tables.ts'

/** An event store in a folder of its own, with files to import beside it. */
export interface ImportPlace {
  store: EventStore
  log: ImportLog
  folder: string
  file(name: string, content: string | Uint8Array): string
  run(path: string, more?: Partial<ImportRequest>): Promise<ImportRecord>
  /** Imports a text as a file; gives the record, or the error, with the rejects. */
  tryText(
    name: string,
    content: string | Uint8Array,
    more?: Partial<ImportRequest>,
  ): Promise<{ record: ImportRecord | null; error: Error | null; rejects: Reject[] }>
  /** Empties the store, facts and all that was computed. */
  empty(): Promise<void>
  /** Closes the store and opens what it left. */
  restart(): Promise<void>
  close(): Promise<void>
}

export async function openImportPlace(): Promise<ImportPlace> {
  const folder = mkdtempSync(join(tmpdir(), 'desirepath-import-'))
  const open = () => openEventStore({ path: join(folder, 'events') })
  const log = memoryImportLog()
  let time = Date.UTC(2025, 0, 1)
  // Every look at the clock is 20 ms later: imports never share their moment, and progress is told now and then.
  const now = () => {
    time += 20
    return time
  }
  const place: ImportPlace = {
    store: await open(),
    log,
    folder,
    file(name, content) {
      const path = join(folder, name)
      writeFileSync(path, content)
      return path
    },
    run: (path, more) => importFile(place.store, { path, source: null, mapping: null, ...more }, { log, now, newId: randomUUID }),
    async tryText(name, content, more) {
      const outcome = await place.run(place.file(name, content), more).then(
        (record) => ({ record, error: null }),
        (error: Error) => ({ record: null, error }),
      )
      const id = (await log.list()).find((one) => one.file.endsWith(name))?.id
      return { ...outcome, rejects: id === undefined ? [] : (await rejectsOf(place.store, id, 1000, 0)).rows }
    },
    async empty() {
      await dropDerived(place.store)
      for (const [table, ddl] of Object.entries(eventTables)) {
        await place.store.run(ddl)
        await place.store.run(`TRUNCATE TABLE ${table}`)
      }
    },
    async restart() {
      await place.store.close()
      place.store = await open()
    },
    async close() {
      await place.store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return place
}

const dataFolder = process.env.DESIREPATH_TEST_DATA ?? fileURLToPath(new URL('../../shared/data', import.meta.url))

/** The path of a public data set; null, with a warning that names what is not checked, where it is absent. */
export function dataSet(name: string): string | null {
  const path = join(dataFolder, name)
  if (existsSync(path)) return path
  console.warn(`Not checked: ${name} is not in ${dataFolder} (DESIREPATH_TEST_DATA).`)
  return null
}

/** Every stored event as text, without when it came: equal texts are equal stores. */
export async function storedEvents(store: EventStore): Promise<string[]> {
  const rows = await store.rows<object>(
    `SELECT source, id, sequence, occurredAt, name, channel, touchpoint, initiator, toString(mapSort(objects)) AS objects, toString(mapSort(properties)) AS properties
     FROM events FINAL ORDER BY source, id`,
  )
  return rows.map((row) => JSON.stringify(row))
}
