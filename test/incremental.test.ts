import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRandom, type Random } from '../src/core/random.ts'
import { eraseContact } from '../src/events/erase.ts'
import { importFile } from '../src/events/import-events.ts'
import { type ImportLog, memoryImportLog } from '../src/events/import-log.ts'
import { undoImport } from '../src/events/undo-import.ts'
import { bringAllStays } from '../src/journeys/bring-stays.ts'
import type { SourceWatermark } from '../src/journeys/horizon.ts'
import { joinedEventsSql } from '../src/journeys/join-subjects.ts'
import { refreshJourney } from '../src/journeys/refresh-journey.ts'
import type { Journey } from '../src/model/journey.ts'
import { parseJourney } from '../src/model/parse-journey.ts'
import { type ImportPlace, openImportPlace } from './import-place.ts'
import { journeyArbitrary } from './oracle/arbitrary.ts'

let place: ImportPlace
beforeAll(async () => {
  place = await openImportPlace()
})
afterAll(() => place.close())

/** Worlds drawn; each has the histories of `contacts` people, which arrive in any order and are changed afterwards. */
const worlds = Number(process.env.DESIREPATH_INCREMENTAL_WORLDS ?? 1)
const contacts = 300
const hourMs = 3_600_000
const begun = Date.UTC(2024, 0, 1)

const mappings = {
  plain:
    'kind: events\ntime: t\nname: n\ninitiator: w\ntouchpoint: p\nobjects: {contact: c, account: a}\nobjectProperties: {contact: [plan]}\n',
  given: 'kind: events\nid: i\ntime: t\nname: n\ninitiator: w\ntouchpoint: p\nobjects: {contact: c}\n',
  anonymous: 'kind: events\ntime: t\nname: n\ntouchpoint: p\nobjects: {contact: c, anonymous: x}\n',
  accounts: 'kind: properties\nkey: {contact: c}\nobjects: {account: a}\nproperties: [plan]\n',
  rows: 'kind: wide\nkey: {contact: c}\nevents: [{column: t, name: a}, {column: u, name: b}]\nobjects: {account: a}\nproperties: [plan]\n',
  tickets: 'kind: events\ntime: t\nname: n\ntouchpoint: p\nobjects: {ticket: x}\n',
  requesters: 'kind: properties\nkey: {ticket: x}\nobjects: {contact: c}\nproperties: [plan]\n',
  aliases: 'kind: properties\nkey: {contact: b}\nobjects: {contact: c}\nproperties: none\n',
  firms: 'kind: properties\nkey: {account: a}\nproperties: [plan]\n',
}
type Kind = keyof typeof mappings
const header = 'i,t,u,n,w,p,c,a,x,b,plan'
/** Rows of a source's first file; so few aliases that not everybody becomes one person. */
const firstRows = (kind: Kind) => (kind === 'aliases' ? 12 : 500)

function row(random: Random, kind: Kind): string {
  const who = random.integer(contacts)
  const contact = kind === 'anonymous' && random.chance(0.6) ? '' : `c${who}`
  const account = random.chance(0.4) ? '' : `A${random.integer(contacts / 2)}`
  const when = new Date(begun + random.integer(200) * hourMs).toISOString()
  const name = random.pick(['a', 'b', 'c', 'd', 'e'])
  const initiator = random.chance(0.8) ? 'customer' : random.pick(['company', 'machine'])
  return [
    `i${random.integer(800)}`,
    when,
    random.chance(0.4) ? '' : new Date(begun + random.integer(200) * hourMs).toISOString(),
    name,
    initiator,
    random.pick(['', 'site', 'call']),
    contact,
    account || (kind === 'firms' ? 'A1' : ''),
    `x${random.integer(60)}`,
    `c${random.integer(contacts)}`,
    random.pick(['', 'free', 'pro']),
  ].join(',')
}

/** One file of a source. Every source begins at the same instant, so that its start does not move (M11). */
function file(random: Random, kind: Kind, rows: number, opens: boolean): string {
  const first = `i-first,${new Date(begun - hourMs).toISOString()},,x,customer,,c0,A0,x0,c0,`
  return [header, ...(opens ? [first] : []), ...Array.from({ length: rows }, () => row(random, kind))].join('\n')
}

/** Every row that a query gives, in an order of its own. */
async function rowsOf(sql: string): Promise<string[]> {
  return (await place.store.rows<object>(sql)).map((one) => JSON.stringify(one)).sort()
}

const joined = (from: string) =>
  `SELECT subject, account, namedAccount, source, id, occurredAt, sequence, name, channel, touchpoint, initiator, toString(properties) AS properties FROM (${from})`
const stays = (version: number) => `SELECT * EXCEPT (version) FROM stays WHERE version = ${version}`

/** Joined events and stays are those that all the facts give from nothing. */
async function expectWhole(journey: Journey, version: number, watermarks: readonly SourceWatermark[], what: string) {
  const type = journey.subjectType
  if (type !== 'deal')
    expect(await rowsOf(joined(`SELECT * FROM subject_events WHERE subjectType = '${type}'`)), `${what}: joined`).toEqual(
      await rowsOf(joined(joinedEventsSql(type))),
    )
  await bringAllStays(place.store, { journey, version: 99, watermarks })
  expect(await rowsOf(stays(version)), `${what}: stays`).toEqual(await rowsOf(stays(99)))
}

interface World {
  /** Those of a journey of contacts. */
  versions: number[]
  random: Random
  log: ImportLog
  clock: number
  done: string[]
}

async function importOne(world: World, kind: Kind, rows: number, opens: boolean): Promise<string> {
  const id = `import-${world.clock}`
  world.clock += 1
  const at = Date.UTC(2025, 0, 1) + world.clock * 1000
  const request = { path: place.file(`${id}.csv`, file(world.random, kind, rows, opens)), source: kind, mapping: mappings[kind] }
  await importFile(place.store, request, { log: world.log, now: () => at, newId: () => id })
  world.done.push(id)
  return `import of ${rows} rows of ${kind}`
}

async function step(world: World, kinds: readonly Kind[]): Promise<string> {
  const { random } = world
  const chance = random.integer(100)
  if (chance < 4) {
    await eraseContact(place.store, `c${random.integer(contacts)}`, 1, world.versions)
    return 'erasure'
  }
  if (chance < 20 && world.done.length > kinds.length) {
    const [id = ''] = world.done.splice(kinds.length + random.integer(world.done.length - kinds.length), 1)
    await undoImport(place.store, world.log, id)
    return `undoing of ${id}`
  }
  const kind = random.pick([...kinds])
  return importOne(world, kind, 1 + random.integer(kind === 'aliases' ? 2 : 12), false)
}

test('[E5] [V7] what is computed of the subjects that a change touched is, row by row, what all the facts give, whatever came, in any order', async () => {
  const journeys = fc.sample(fc.noBias(journeyArbitrary(hourMs, ['contact'])), { numRuns: worlds, seed: 11 })
  const computed = { few: 0, all: 0 }
  for (const [place_, drawn] of journeys.entries()) {
    const journey: Journey = { ...drawn, subjectType: place_ % 3 === 1 ? 'account' : 'contact' }
    const random = createRandom(`incremental ${place_}`)
    await place.empty()
    const world: World = { versions: journey.subjectType === 'contact' ? [1, 99] : [], random, log: memoryImportLog(), clock: 0, done: [] }
    const indirect: readonly Kind[] = ['anonymous', 'tickets', 'requesters', 'aliases']
    const kinds = (Object.keys(mappings) as Kind[]).filter((kind) => !indirect.includes(kind) || place_ % 2 === 0)
    for (const kind of kinds) await importOne(world, kind, firstRows(kind), true)
    const watermarks: SourceWatermark[] = random.chance(0.5) ? [] : [{ source: 'given', kind: 'live', watermark: begun + 192 * hourMs }]
    await refreshJourney(place.store, { journey, version: 1, watermarks })
    for (let at = 0; at < 10; at++) {
      const what = `world ${place_}, ${journey.subjectType}, step ${at}: ${await step(world, kinds)}`
      if (random.chance(0.3)) continue
      for (const mark of watermarks) mark.watermark = (mark.watermark ?? 0) + random.integer(3) * hourMs
      const result = await refreshJourney(place.store, { journey, version: 1, watermarks })
      computed[result.computed < result.subjects / 2 ? 'few' : 'all'] += 1
      const [count] = await place.store.rows<{ subjects: number; stays: number }>(
        'SELECT uniqExact(subject) AS subjects, count() AS stays FROM stays WHERE version = 1',
      )
      expect({ subjects: result.subjects, stays: result.stays }, what).toEqual(count)
      if (at % 3 === 0 || at === 9) await expectWhole(journey, 1, watermarks, what)
    }
  }
  expect(computed.few).toBeGreaterThan(worlds)
}, 900_000)

const dealJourney = `journey: deals
subject: deal
stages:
  - id: open
    lifecycle: acquisition
    entry: opened
    exit: { completed: won, dropped: lost }
`

test('[E10] a deal is computed again when another of its account closes, since a contact’s events are then its alone', async () => {
  const { journey } = parseJourney(dealJourney)
  if (journey === null) throw new Error('The journey cannot be read.')
  await place.empty()
  const world: World = { versions: [], random: createRandom('deals'), log: memoryImportLog(), clock: 0, done: [] }
  const told = async (source: string, mapping: string, text: string) => {
    world.clock += 1
    const at = Date.UTC(2025, 0, 1) + world.clock * 1000
    const request = { path: place.file(`${source}-${world.clock}.csv`, text), source, mapping }
    await importFile(place.store, request, { log: world.log, now: () => at, newId: () => `import-${world.clock}` })
    return refreshJourney(place.store, { journey, version: 1, watermarks: [] })
  }
  const joined = () =>
    place.store.rows<{ subject: string; name: string }>(
      `SELECT subject, name FROM subject_events WHERE subjectType = 'deal:deals' ORDER BY subject, occurredAt`,
    )
  const deals = 'kind: events\ntime: t\nname: n\nobjects: {deal: d}\n'
  await told('members', 'kind: properties\nkey: {contact: c}\nobjects: {account: a}\nproperties: none\n', 'c,a\nann,Acme\n')
  await told('owners', 'kind: properties\nkey: {deal: d}\nobjects: {account: a}\nproperties: none\n', 'd,a\nd1,Acme\nd2,Acme\n')
  await told('deals', deals, 't,n,d\n2024-01-01,opened,d1\n2024-01-02,opened,d2\n')
  await told('visits', 'kind: events\ntime: t\nname: n\nobjects: {contact: c}\n', 't,n,c\n2024-01-05,visit,ann\n')
  expect(await joined()).toEqual([
    { subject: 'd1', name: 'opened' },
    { subject: 'd2', name: 'opened' },
  ])
  const { computed, subjects } = await told('deals', deals, 't,n,d\n2024-01-03,won,d1\n')
  expect(await joined()).toEqual([
    { subject: 'd1', name: 'opened' },
    { subject: 'd1', name: 'won' },
    { subject: 'd2', name: 'opened' },
    { subject: 'd2', name: 'visit' },
  ])
  expect({ computed, subjects }).toEqual({ computed: 2, subjects: 2 })
})
