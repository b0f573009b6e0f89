import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { byteSizeText } from '../core/byte-size.ts'
import { countOf } from '../map/format.ts'
import type { DocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import type { Check } from './app.ts'
import { mostInFiles } from './kept-figures.ts'
import { machineMemory } from './query-memory.ts'

const gib = 2 ** 30

/** Checks the machine and the data directory, each in one sentence with what to do. */
export async function examine(
  path: string,
  documents: DocumentStore,
  openEvents: () => Promise<EventStore>,
  maxMemory: number,
  keptFigures: () => { entries: number; bytes: number },
): Promise<Check[]> {
  return Promise.all([
    check('Node', async () => `${process.version} on ${process.platform} ${process.arch}`),
    check('memory', async () => {
      const machine = machineMemory()
      const use = `${byteSizeText(machine)}, of which queries may use ${byteSizeText(maxMemory)} (--memory)`
      if (machine < 4 * gib) throw new Error(`${use}: large imports want 4 GiB or more`)
      return use
    }),
    check('disk', async () => {
      const { bavail, bsize } = await statfs(path)
      const free = (bavail * bsize) / gib
      if (free < 1) throw new Error(`${free.toFixed(2)} GiB free at ${path}: imports want at least 1 GiB`)
      return `${free.toFixed(0)} GiB free at ${path}`
    }),
    check('kept figures', async () => {
      const { entries, bytes } = keptFigures()
      return `${countOf(entries, 'answer')} kept, ${byteSizeText(bytes)} of at most ${byteSizeText(mostInFiles)}, in ${join(path, 'figures')}`
    }),
    check('document store', async () => `opens, ${countOf((await documents.journeys.list()).length, 'journey')}`),
    check('event store', async () => {
      const store = await openEvents()
      const broken = await store.broken()
      if (broken.length > 0) throw new Error(`${broken.join('; ')}. Import the files again to make it whole.`)
      const [events] = await store.rows<{ events: number }>('SELECT count() AS events FROM events')
      return `opens, ${countOf(events?.events ?? 0, 'event')}, no broken parts`
    }),
    check('imports', async () => {
      const open = (await documents.imports.list()).filter((one) => one.state === 'interrupted')
      if (open.length > 0) throw new Error(`interrupted: ${open.map((one) => one.file).join(', ')}. Import these files again.`)
      return 'none interrupted'
    }),
  ])
}

async function check(name: string, work: () => Promise<string>): Promise<Check> {
  try {
    return { name, ok: true, message: await work() }
  } catch (error) {
    return { name, ok: false, message: error instanceof Error ? error.message : String(error) }
  }
}
