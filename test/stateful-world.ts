import fc from 'fast-check'
import type { Random } from '../src/core/random.ts'
import { eraseContact } from '../src/events/erase.ts'
import { importFile } from '../src/events/import-events.ts'
import { type ImportLog, memoryImportLog } from '../src/events/import-log.ts'
import { storeDecisions } from '../src/events/merge-contacts.ts'
import { recoverImports } from '../src/events/recover-imports.ts'
import { undoImport } from '../src/events/undo-import.ts'
import type { SourceWatermark } from '../src/journeys/horizon.ts'
import { knowContacts } from '../src/journeys/know-contacts.ts'
import { refreshJourney } from '../src/journeys/refresh-journey.ts'
import type { Journey } from '../src/model/journey.ts'
import type { ContactDecision } from '../src/model/person-id.ts'
import { dyingStore } from './dying-store.ts'
import type { ImportPlace } from './import-place.ts'
import { journeyArbitrary } from './oracle/arbitrary.ts'
import { type Arrival, factsOf, idsOfPerson, type Ledger } from './oracle/ledger.ts'
import { begun, type DrawnRow, drawRow, headLine, type Kind, kinds, kindsOfEvents, mappings, tickMs } from './told-files.ts'

/** A store to which things happen, and beside it the ledger of what happened, from which the oracle reads. */
export interface StatefulWorld {
  place: ImportPlace
  random: Random
  log: ImportLog
  cells: number
  /** UTC ms. */
  now: number
  /** How many rows, and how many files, were drawn so far. */
  serial: number
  files: number
  arrivals: Map<string, Arrival & { rows: readonly DrawnRow[] }>
  erased: Set<string>
  decisions: ContactDecision[]
  subjectType: string
  /** The definitions whose stays may be asked for; the last one is in force. */
  versions: { journey: Journey; version: number }[]
  watermarks: SourceWatermark[]
}

export function newWorld(place: ImportPlace, random: Random, cells: number, subjectType: string): StatefulWorld {
  const world: StatefulWorld = {
    ...{ place, random, cells, subjectType, log: memoryImportLog(), now: begun + 40 * tickMs, serial: 0, files: 0 },
    ...{ arrivals: new Map(), erased: new Set(), decisions: [], versions: [], watermarks: [] },
  }
  world.versions.push({ journey: drawJourney(world), version: 1 })
  return world
}

/** A journey of at least three stages that can be entered. */
function drawJourney({ random, subjectType }: StatefulWorld): Journey {
  const drawn = fc.sample(fc.noBias(journeyArbitrary(tickMs, [subjectType])), { numRuns: 30, seed: random.integer(1_000_000) })
  return drawn.find(({ stages }) => stages.filter(({ entry }) => entry !== null).length >= 3) ?? (drawn[0] as Journey)
}

/** What happened and stands, for the oracle. */
export function ledgerOf({ arrivals, erased, decisions }: StatefulWorld): Ledger {
  return { arrivals: [...arrivals.values()], erased, decisions }
}

/** The version in force. */
export function inForce({ versions }: StatefulWorld) {
  return versions.at(-1) as StatefulWorld['versions'][number]
}

const calmKinds = kinds.filter((kind) => kind !== 'aliases')

/** Things that may happen. Each gives what it was, in words. */
export const happenings = {
  arrival: async (world: StatefulWorld) => {
    // Of many aliases everybody would become one person: they are rarer.
    const some = [
      world.random.pick(kindsOfEvents),
      world.random.pick(kindsOfEvents),
      world.random.pick(world.random.chance(0.2) ? kinds : calmKinds),
    ]
    for (const kind of new Set(some)) await arrive(world, kind, Math.round(world.cells * (kind === 'aliases' ? 0.02 : 0.3)))
    return `files of ${some.join(', ')}`
  },
  repetition: async (world: StatefulWorld) => {
    const again = world.random.pick([...world.arrivals.values()])
    await importRows(world, again.source as Kind, again.rows)
    return `the file of ${again.id} again`
  },
  killedImport: async (world: StatefulWorld) => {
    const [kind, statements] = [world.random.pick(kinds), world.random.integer(14)]
    await arrive(world, kind, kind === 'aliases' ? 3 : Math.round(world.cells * 0.1), statements)
    return `a file of ${kind}, killed after ${statements} statements`
  },
  undoing: (world: StatefulWorld) => undo(world),
  killedUndoing: (world: StatefulWorld) => undo(world, world.random.integer(12)),
  erasure: async (world: StatefulWorld) => {
    const some = [busyContact(world), busyContact(world)]
    for (const contact of some) {
      for (const id of idsOfPerson(contact, factsOf(ledgerOf(world)))) world.erased.add(id)
      await eraseContact(
        world.place.store,
        contact,
        world.now,
        world.subjectType === 'contact' ? world.versions.map(({ version }) => version) : [],
      )
    }
    return `erasure of ${some.join(', ')}`
  },
  decisions: async (world: StatefulWorld) => {
    const some = Array.from({ length: 6 }, () => drawDecision(world)).filter((one) => one !== null)
    world.decisions.push(...some)
    await storeDecisions(world.place.store, some)
    await knowContacts(world.place.store)
    return `decisions: ${some.map((one) => `${one.contact} ${one.apart ? 'apart from' : 'is'} ${one.otherId}`).join(', ')}`
  },
  edit: async (world: StatefulWorld) => {
    const { version, journey } = inForce(world)
    const drawn = drawJourney(world)
    // Half of all edits change one stage, the others everything.
    const at = world.random.integer(journey.stages.length)
    const stages = journey.stages.map((stage, place) =>
      place === at ? { ...(drawn.stages[0] ?? stage), index: stage.index, id: stage.id } : stage,
    )
    const next = world.random.chance(0.5) ? drawn : withSafeRestart({ ...journey, stages })
    world.versions = [...world.versions.slice(-1), { journey: next, version: version + 1 }]
    return `version ${version + 1}`
  },
  restart: async (world: StatefulWorld) => {
    await restart(world)
    return 'restart'
  },
  killedRefresh: async (world: StatefulWorld) => {
    const statements = world.random.integer(20)
    const store = dyingStore(world.place.store, statements)
    await refreshJourney(store, { ...inForce(world), watermarks: world.watermarks }).catch(onlyDeath)
    if (world.random.chance(0.3)) await restart(world)
    return `refresh killed after ${statements} statements`
  },
  abortedRefresh: async (world: StatefulWorld) => {
    const after = world.random.integer(300)
    const controller = new AbortController()
    const timer = setTimeout(() => controller.abort(), after)
    await refreshJourney(world.place.store, { ...inForce(world), watermarks: world.watermarks }, controller.signal).catch(onlyCancelled)
    clearTimeout(timer)
    return `refresh aborted after ${after} ms`
  },
} satisfies Record<string, (world: StatefulWorld) => Promise<string>>

/** Of some contacts the one with the most events: others may have no stay that could be left behind. */
function busyContact(world: StatefulWorld): string {
  const events = new Map<string, number>()
  for (const { objects } of factsOf(ledgerOf(world)).events)
    for (const id of objects.contact ?? []) events.set(id, (events.get(id) ?? 0) + 1)
  const some = Array.from({ length: 60 }, () => world.random.pick([...events.keys()]))
  return some.reduce((best, one) => ((events.get(one) ?? 0) > (events.get(best) ?? 0) ? one : best))
}

/** restartAfter is at least every dropAfter (rule V1). */
function withSafeRestart(journey: Journey): Journey {
  const longest = Math.max(0, ...journey.stages.map(({ dropAfterMs }) => dropAfterMs ?? 0))
  return journey.restartAfterMs === null ? journey : { ...journey, restartAfterMs: Math.max(journey.restartAfterMs, longest) }
}

function onlyDeath(error: Error) {
  if (error.message !== 'The program died.') throw error
}

function onlyCancelled(error: Error & { code?: string }) {
  if (error.code !== 'cancelled') throw error
}

/** Imports a file of random rows. `statements`: the program dies after so many, and is started again. */
export async function arrive(world: StatefulWorld, kind: Kind, rows: number, statements?: number): Promise<void> {
  const { random } = world
  const drawn = Array.from({ length: Math.max(1, rows) }, () => {
    world.serial += 1
    return drawRow(kind, { random, cell: random.integer(world.cells), until: world.now, serial: world.serial })
  })
  // Some rows stand in the file twice.
  await importRows(world, kind, [...drawn, ...drawn.filter(() => random.chance(0.05))], statements)
}

async function importRows(world: StatefulWorld, kind: Kind, rows: readonly DrawnRow[], statements?: number): Promise<void> {
  const { place, log } = world
  const id = `import-${world.files}`
  world.files += 1
  const path = place.file(`${id}.csv`, [headLine, ...rows.map(({ line }) => line)].join('\n'))
  const request = { path, source: kind, mapping: mappings[kind] }
  const store = statements === undefined ? place.store : dyingStore(place.store, statements)
  const at = world.now
  await importFile(store, request, { log, now: () => at, newId: () => id }).catch(onlyDeathOrNothing)
  if (statements !== undefined) await restart(world)
  if ((await log.get(id))?.state === 'complete') world.arrivals.set(id, { id, source: kind, at, rows })
  world.now += tickMs
}

/** A file whose rows are all refused is no import. */
function onlyDeathOrNothing(error: Error) {
  if (!error.message.includes('could be used')) onlyDeath(error)
}

async function undo(world: StatefulWorld, statements?: number): Promise<string> {
  const id = world.random.pick([...world.arrivals.keys()])
  const store = statements === undefined ? world.place.store : dyingStore(world.place.store, statements)
  await undoImport(store, world.log, id).catch(onlyDeath)
  if (statements !== undefined) await restart(world)
  if ((await world.log.get(id))?.state === 'undone') world.arrivals.delete(id)
  return `undoing of ${id}${statements === undefined ? '' : `, killed after ${statements} statements`}`
}

async function restart(world: StatefulWorld): Promise<void> {
  await world.place.restart()
  await recoverImports(world.place.store, world.log, () => world.now)
}

/** Of two ids of one cell; null where either was erased. */
function drawDecision(world: StatefulWorld): ContactDecision | null {
  const { random } = world
  const cell = random.integer(world.cells)
  const which = random.integer(3)
  const contact = `c${cell}-${which}`
  const otherType = random.chance(0.7) ? 'contact' : 'anonymous'
  const otherId = otherType === 'contact' ? `c${cell}-${(which + 1 + random.integer(2)) % 3}` : `x${cell}-${random.integer(2)}`
  if (world.erased.has(`contact ${contact}`) || world.erased.has(`${otherType} ${otherId}`)) return null
  world.now += 1000
  return { contact, otherType, otherId, apart: random.chance(0.4), decidedAt: world.now }
}
