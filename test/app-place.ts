import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from '../src/app/app.ts'
import { openApp } from '../src/app/open-app.ts'
import type { ImportRecord } from '../src/model/import-record.ts'
import { openEventStore } from '../src/store/chdb-store.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { layEmptyData } from './empty-data.ts'

/** An application on a data folder of its own, with files to import beside it. */
export interface AppPlace {
  /** Another one after `restart` and `inStore`. */
  app: App
  folder: string
  /** Imports a text as a file; fails unless it is imported whole. */
  importText(name: string, text: string, mapping?: string | null): Promise<ImportRecord>
  /** Ends the application and begins another on the same data. */
  restart(): Promise<void>
  /** What the event store holds, seen while no application holds it. */
  inStore<Result>(work: (store: EventStore) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/** A fresh application. */
export async function openAppPlace(): Promise<AppPlace> {
  const folder = mkdtempSync(join(tmpdir(), 'desirepath-place-'))
  const data = await layEmptyData(join(folder, 'data'))
  const open = () => openApp({ data, command: 'test' })
  const place: AppPlace = {
    app: await open(),
    folder,
    importText: async (name, text, mapping = null) => {
      const path = join(folder, name)
      writeFileSync(path, text)
      const record = await place.app.importFile({ path, source: null, mapping })
      if (record.state !== 'complete') throw new Error(`${name} was not imported: ${record.message}`)
      return record
    },
    restart: async () => {
      await place.app.close()
      place.app = await open()
    },
    inStore: async (work) => {
      await place.app.close()
      const store = await openEventStore({ path: join(data, 'events') })
      try {
        return await work(store)
      } finally {
        await store.close()
        place.app = await open()
      }
    },
    close: async () => {
      await place.app.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return place
}
