import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { byteSizeText } from '../core/byte-size.ts'
import { contactType } from '../journeys/join-subjects.ts'
import { count, countOf, percent } from '../map/format.ts'
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
      if (free < 1) throw new Error(`${byteSizeText(bavail * bsize)} free at ${path}: imports want at least 1 GiB. Make room there`)
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
    check('contacts', async () => largestContact(await openEvents())),
    check('imports', async () => {
      const open = (await documents.imports.list()).filter((one) => one.state === 'interrupted')
      if (open.length > 0) throw new Error(`interrupted: ${open.map((one) => one.file).join(', ')}. Import these files again.`)
      return 'none interrupted'
    }),
  ])
}

/** A contact with this share of all events, and so many, is hardly a person; it makes every refresh slow. */
const dwarfing = { share: 0.2, events: 100_000 }

/** Says that no contact has an outstanding share of the joined events; throws with the one that has. */
async function largestContact(store: EventStore): Promise<string> {
  const [row] = await store.rows<{ contact: string; own: number; events: number }>(
    `SELECT subject AS contact, count() AS own, (SELECT count() FROM subject_events WHERE subjectType = {type:String}) AS events
     FROM subject_events WHERE subjectType = {type:String} GROUP BY subject ORDER BY own DESC LIMIT 1`,
    { type: contactType },
  )
  const { contact, own, events } = row ?? { contact: '', own: 0, events: 0 }
  if (own < dwarfing.events || own < dwarfing.share * events) return 'none has an outstanding share of the events'
  throw new Error(
    `"${contact}" has ${percent(own / events)} of all events (${count(own)}), such as a machine or a shared mailbox would. Leave its rows out of the file and import that again, or remove it for good with desirepath erase`,
  )
}

async function check(name: string, work: () => Promise<string>): Promise<Check> {
  try {
    return { name, ok: true, message: await work() }
  } catch (error) {
    return { name, ok: false, message: error instanceof Error ? error.message : String(error) }
  }
}
