import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { importFile } from '../src/events/import-events.ts'
import type { ImportLog } from '../src/events/import-log.ts'
import { recoverImports } from '../src/events/recover-imports.ts'
import type { ImportRecord } from '../src/model/import-record.ts'
import { openEventStore } from '../src/store/chdb-store.ts'
import type { EventStore } from '../src/store/event-store.ts'

/** A log in a file, so that it outlives a killed program. */
function fileLog(path: string): ImportLog {
  const read = (): ImportRecord[] => (existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as ImportRecord[]) : [])
  return {
    async save(record) {
      writeFileSync(`${path}.new`, JSON.stringify([{ ...record }, ...read().filter(({ id }) => id !== record.id)]))
      renameSync(`${path}.new`, path)
    },
    get: async (id) => read().find((record) => record.id === id) ?? null,
    list: async () => read(),
  }
}

/** The store, which tells of each statement that writes before it begins. At one that begins with `until` the program stands still, to be killed there. */
function toldStore(store: EventStore, until: string): EventStore {
  const told = async (statement: string) => {
    tell({ step: 'statement', statement: statement.slice(0, 60) })
    if (until !== '' && statement.startsWith(until)) await new Promise((resolve) => setTimeout(resolve, 600_000))
  }
  return {
    ...store,
    run: async (sql, ...given) => {
      await told(sql)
      return store.run(sql, ...given)
    },
    insert: async (table, rows) => {
      await told(`INSERT INTO ${table}`)
      return store.insert(table, rows)
    },
  }
}

/** A program for the crash test: repairs, imports the file where one is given, and tells each step as a line of JSON. */
const [folder = '', file = '', until = ''] = process.argv.slice(2)
const tell = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`)
const store = await openEventStore({ path: join(folder, 'events') })
const log = fileLog(join(folder, 'imports.json'))
const repaired = await recoverImports(store, log, Date.now)
const count = async () => (await store.rows<{ events: number }>('SELECT count() AS events FROM events FINAL'))[0]?.events
tell({ step: 'recovered', repaired, events: await count(), staged: (await store.rows('SELECT 1 FROM staged_events LIMIT 1')).length })
if (file !== '') {
  const onProgress = ({ phase, state, rows }: ImportRecord) => void tell({ step: 'progress', phase, state, rows })
  const record = await importFile(
    toldStore(store, until),
    { path: file, source: 's', mapping: null, onProgress },
    { log, now: Date.now, newId: randomUUID },
  )
  tell({ step: 'imported', record, events: await count() })
}
await store.close()
