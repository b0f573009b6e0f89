import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type ProposedFile, type ProposedFiles, proposeFiles } from '../src/events/propose-files.ts'
import type { ImportRecord } from '../src/model/import-record.ts'
import type { ImportPlace } from './import-place.ts'

/** An event as tests compare it: its objects and properties as "name=value, …" in the order of names. */
export interface SeenEvent {
  at: string
  name: string
  channel: string
  touchpoint: string
  initiator: string
  objects: string
  properties: Record<string, string>
}

/** What a set of files became. */
export interface ImportedSet {
  proposal: ProposedFiles
  file(name: string): ProposedFile
  records: ImportRecord[]
  events: SeenEvent[]
  /** "deal d1 amount=5 since 2024-01-01T00:00:00.000Z", without since where it always holds. */
  properties: string[]
  /** "deal d1 → contact c1". */
  links: string[]
}

/** Writes the files (name → text) into a folder of their own and imports all that can be, as they are proposed together. */
export async function importTexts(place: ImportPlace, files: Readonly<Record<string, string>>): Promise<ImportedSet> {
  const folder = mkdtempSync(join(place.folder, 'set-'))
  mkdirSync(folder, { recursive: true })
  const paths = Object.entries(files).map(([name, text]) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  })
  return importPaths(place, paths)
}

/** Imports files as they are proposed together. Sources have the names of the folder and the file: sets do not meet. */
export async function importPaths(place: ImportPlace, paths: readonly string[]): Promise<ImportedSet> {
  const proposal = await proposeFiles(paths)
  const set = `set ${(await place.log.list()).length}`
  const records: ImportRecord[] = []
  for (const { path, mapping, problems } of proposal.files) {
    if (mapping === null || problems.length > 0) continue
    records.push(await place.run(path, { mapping, source: `${set}/${basename(path)}` }))
  }
  return {
    proposal,
    records,
    file: (name) => proposal.files.find(({ path }) => basename(path) === name) as ProposedFile,
    ...(await factsOf(place, set)),
  }
}

async function factsOf({ store }: ImportPlace, set: string): Promise<Pick<ImportedSet, 'events' | 'properties' | 'links'>> {
  const of = { set: `${set}/%` }
  const events = await store.rows<Omit<SeenEvent, 'at' | 'objects'> & { occurredAt: number; objects: Record<string, string[]> }>(
    `SELECT occurredAt, name, channel, touchpoint, initiator, objects, properties FROM events FINAL WHERE source LIKE {set:String} ORDER BY occurredAt, name, id`,
    of,
  )
  const properties = await store.rows<{ text: string; validFrom: number | null }>(
    `SELECT concat(objectType, ' ', objectId, ' ', name, '=', value) AS text, validFrom FROM object_properties FINAL WHERE source LIKE {set:String} ORDER BY text, validFrom`,
    of,
  )
  const links = await store.rows<{ text: string }>(
    `SELECT concat(fromType, ' ', fromId, ' → ', toType, ' ', toId) AS text FROM object_links FINAL WHERE source LIKE {set:String} ORDER BY text`,
    of,
  )
  return {
    events: events.map(({ occurredAt, objects, ...event }) => ({
      ...event,
      at: new Date(occurredAt).toISOString(),
      objects: flat(objects),
    })),
    properties: properties.map(({ text, validFrom }) => (validFrom === null ? text : `${text} since ${new Date(validFrom).toISOString()}`)),
    links: links.map(({ text }) => text),
  }
}

function flat(objects: Record<string, string[]>): string {
  return Object.entries(objects)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, ids]) => `${type}=${ids.join('+')}`)
    .join(', ')
}

/** One line an event: "2024-01-01T10:00:00.000Z Closed Won company deal=d1". */
export function lines(events: readonly SeenEvent[]): string[] {
  return events.map(({ at, name, initiator, objects }) => `${at} ${name} ${initiator} ${objects}`)
}
