import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mapFigures } from '../src/app/map-figures.ts'
import type { PastView } from '../src/app/past-desk.ts'
import { createRandom, type Random } from '../src/core/random.ts'
import { eraseContact } from '../src/events/erase.ts'
import { importFile } from '../src/events/import-events.ts'
import { type ImportLog, memoryImportLog } from '../src/events/import-log.ts'
import { storeDecisions } from '../src/events/merge-contacts.ts'
import { undoImport } from '../src/events/undo-import.ts'
import { refreshJourney } from '../src/journeys/refresh-journey.ts'
import { staysAtSql } from '../src/journeys/stays-at-sql.ts'
import type { Journey } from '../src/model/journey.ts'
import { dropDerived } from '../src/store/derived-tables.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { eventTables } from '../src/store/event-tables.ts'
import { layKnownFacts } from '../src/store/known-facts.ts'
import { makePast } from '../src/store/past-databases.ts'
import { type ImportPlace, openImportPlace } from './import-place.ts'
import { journeyArbitrary } from './oracle/arbitrary.ts'
import { oracleHorizon } from './oracle/horizon.ts'
import { on, smallJourney } from './oracle/small-journey.ts'
import { oracleStays } from './oracle/stays.ts'
import { eventsBySubject } from './oracle/subjects.ts'
import { pastsOf, today } from './past-questions.ts'
import { worldArbitrary, worldStart } from './random-world.ts'
import { fillStore, storedStays } from './stays-on-engine.ts'

let place: ImportPlace
beforeAll(async () => {
  place = await openImportPlace()
})
afterAll(() => place.close())

/** Worlds drawn of each kind. */
const worlds = Number(process.env.DESIREPATH_PAST_WORLDS ?? 1)
const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Row by row the stays of a store, and where wanted every figure of its map, to twelve digits: sums may be made in another order. */
async function shown(store: EventStore, journey: Journey, horizon: number, withFigures: boolean) {
  const stays = await store.rows<object>(
    `SELECT * EXCEPT (touches), length(touches) AS touched FROM (${staysAtSql(1, horizon)}) ORDER BY ALL`,
  )
  const rows = { horizon, stays: stays.map((stay) => JSON.stringify(stay)) }
  if (!withFigures) return rows
  const figures = await mapFigures(store, { journey, version: 1, horizon, filter: { where: {} } })
  const rounded = JSON.stringify(figures, (_, value) =>
    typeof value === 'number' ? Number(value.toPrecision(12)) : value instanceof Map ? [...value].sort() : value,
  )
  return { ...rows, figures: rounded }
}

/** The same of a store that is brought up to date first, as a refresh does. */
async function shownNow(store: EventStore, journey: Journey, withFigures = false) {
  const latest = await store.rows<{ source: string; watermark: number }>(
    'SELECT toString(source) AS source, max(occurredAt) AS watermark FROM events FINAL GROUP BY source',
  )
  const marks = latest.map((mark) => ({ ...mark, kind: 'file' as const }))
  const { horizon } = await refreshJourney(store, { journey, version: 1, watermarks: marks })
  return horizon === null ? null : shown(store, journey, horizon, withFigures)
}

async function shownThen({ store, horizon }: PastView, journey: Journey, withFigures = false) {
  return shown(store, journey, horizon, withFigures)
}

const mappings = {
  plain:
    'kind: events\ntime: t\nname: n\ninitiator: w\ntouchpoint: p\nobjects: {contact: c, account: a}\nobjectProperties: {contact: [plan]}\n',
  given: 'kind: events\nid: i\ntime: t\nname: n\ninitiator: w\ntouchpoint: p\nobjects: {contact: c}\n',
  anonymous: 'kind: events\ntime: t\nname: n\ntouchpoint: p\nobjects: {contact: c, anonymous: x}\n',
  accounts: 'kind: properties\nkey: {contact: c}\nobjects: {account: a}\nproperties: [plan]\n',
  rows: 'kind: wide\nkey: {contact: c}\nevents: [{column: t, name: a}, {column: u, name: b}]\nobjects: {account: a}\nproperties: [plan]\n',
}
type Kind = keyof typeof mappings
const kinds = Object.keys(mappings) as Kind[]
const contacts = 60
const days = 3
const firstDay = Date.UTC(2025, 0, 1)

/** A row of something that happened by an instant; of late ones long before. */
function row(random: Random, kind: Kind, by: number): string {
  const time = () => new Date(by - random.integer(random.chance(0.7) ? 30 : 240) * hourMs).toISOString()
  const contact = kind === 'anonymous' && random.chance(0.6) ? '' : `c${random.integer(contacts)}`
  const account = random.chance(0.4) ? '' : `A${random.integer(contacts / 3)}`
  const initiator = random.chance(0.8) ? 'customer' : random.pick(['company', 'machine'])
  const [name, touchpoint] = [random.pick(['a', 'b', 'c', 'd', 'e']), random.pick(['', 'site', 'call'])]
  const [id, other] = [`i${random.integer(150)}`, random.chance(0.4) ? '' : time()]
  return [
    id,
    time(),
    other,
    name,
    initiator,
    touchpoint,
    contact,
    account,
    `x${random.integer(20)}`,
    random.pick(['', 'free', 'pro']),
  ].join()
}

const dayOf = (day: number) => new Date(firstDay + day * dayMs).toISOString().slice(0, 10)

/** One day's arrivals: files of every source, some rows again as they came before, and sometimes what a person decided. */
async function arrive(random: Random, log: ImportLog, day: number, before: Map<Kind, string[]>): Promise<void> {
  for (const [at, kind] of kinds.entries()) {
    if (day > 0 && (at + day) % 2 === 0) continue
    const startedAt = firstDay + day * dayMs + (9 + at) * hourMs
    const rows = Array.from({ length: day === 0 ? 120 : 25 }, () => row(random, kind, startedAt))
    const again = (before.get(kind) ?? []).filter(() => random.chance(0.1))
    before.set(kind, [...(before.get(kind) ?? []), ...rows])
    const path = place.file(`${kind}-${day}.csv`, ['i,t,u,n,w,p,c,a,x,plan', ...rows, ...again].join('\n'))
    const request = { path, source: kind, mapping: mappings[kind] }
    await importFile(place.store, request, { log, now: () => startedAt, newId: () => `${kind}-${day}` })
  }
  if (!random.chance(0.6)) return
  const [contact, other] = [`c${random.integer(contacts)}`, `c${contacts + 1 + random.integer(5)}`]
  const decidedAt = firstDay + day * dayMs + 18 * hourMs
  await storeDecisions(place.store, [{ contact, otherType: 'contact', otherId: other, apart: false, decidedAt }])
  await storeDecisions(place.store, [{ contact, otherType: 'contact', otherId: `c${random.integer(contacts)}`, apart: false, decidedAt }])
}

/** A store that holds only what happened by an instant, with all links and what people decided, computed from nothing. */
async function shownOfCopy(journey: Journey, end: number) {
  const copy = await makePast(place.store, 'past_reference')
  for (const ddl of Object.values(eventTables)) await copy.run(ddl)
  await copy.run(`INSERT INTO events SELECT * FROM default.events FINAL WHERE occurredAt <= ${end}`)
  await copy.run(
    `INSERT INTO object_properties SELECT * FROM default.object_properties FINAL WHERE validFrom IS NULL OR validFrom <= ${end}`,
  )
  for (const table of ['object_links', 'contact_decisions']) await copy.run(`INSERT INTO ${table} SELECT * FROM default.${table}`)
  await layKnownFacts(copy)
  return shownNow(copy, journey, true)
}

test('[L4] a past day is what a store shows that was given only what had happened, or only what had arrived, by its end; nothing undone or erased since is in it', async () => {
  const drawn = fc.sample(fc.noBias(journeyArbitrary(hourMs, ['contact'])), { numRuns: worlds, seed: 5 })
  for (const [at, one] of drawn.entries()) {
    const journey: Journey = { ...one, subjectType: at % 2 === 0 ? 'contact' : 'account' }
    const random = createRandom(`past ${at}`)
    await place.empty()
    const log = memoryImportLog()
    const before = new Map<Kind, string[]>()
    const truth = []
    for (let day = 0; day < days; day++) {
      await arrive(random, log, day, before)
      truth.push(await shownNow(place.store, journey))
    }
    const past = pastsOf(place, log, journey, kinds)
    expect(new Set(truth.map((one) => one?.stays.join())).size).toBe(days)
    expect(await shownThen(await past(dayOf(1), 'then'), journey), `world ${at}, known on day 1`).toEqual(truth[1])
    const end = firstDay + 2 * dayMs - 1
    expect(await shownThen(await past(dayOf(1)), journey, true), `world ${at}, as of day 1`).toEqual(await shownOfCopy(journey, end))

    await undoImport(place.store, log, 'given-0')
    const without = await past(dayOf(1), 'then')
    const given = await without.store.rows<{ importId: string }>(
      `SELECT DISTINCT toString(importId) AS importId FROM events WHERE source = 'given'`,
    )
    expect(given.map(({ importId }) => importId)).not.toContain('given-0')
    await eraseContact(place.store, 'c1', today, [])
    await expect(without.store.rows('SELECT count() AS n FROM events')).rejects.toThrow('past_')
  }
}, 300_000)

test('[L4] [V6] [M11] the stays of a past day are those that a literal reading of the rules gives of what had happened, or arrived, by then', async () => {
  const unitMs = 6 * hourMs
  const readings = [
    { type: 'deal', day: 12, known: 'now' },
    { type: 'contact', day: 20, known: 'then' },
  ] as const
  const drawn = readings.flatMap(({ type, ...reading }, seed) =>
    fc
      .sample(fc.noBias(fc.tuple(journeyArbitrary(unitMs, [type]), worldArbitrary(unitMs, 20, 30))), { numRuns: worlds, seed })
      .map(([journey, world]) => ({ journey, world, ...reading })),
  )
  await place.empty()
  for (const { journey, world, day, known } of drawn) {
    const { events, facts } = world
    await dropDerived(place.store)
    for (const ddl of Object.values(eventTables)) await place.store.run(ddl)
    await fillStore(place.store, events, facts)
    const sources = [...new Set(events.map(({ source }) => source))]
    const past = pastsOf(place, memoryImportLog(), journey, sources)
    const end = worldStart + (day + 1) * dayMs - 1
    const seen = events.filter(({ occurredAt, receivedAt }) => (known === 'now' ? occurredAt : receivedAt) <= end)
    const then = known === 'now' ? { ...facts, properties: facts.properties.filter(({ validFrom }) => (validFrom ?? end) <= end) } : facts
    const latest = (name: string) => Math.max(...seen.filter(({ source }) => source === name).map(({ occurredAt }) => occurredAt))
    const states = sources.map((name) => ({ name, kind: 'file' as const, declared: latest(name) }))
    const horizon = oracleHorizon(journey, seen, states)
    const view = await past(new Date(end).toISOString().slice(0, 10), known)
    expect(view.horizon).toBe(horizon)
    // A source starts where the journey's own events of it do (M11).
    const joined = new Set([...eventsBySubject(journey, seen, then).values()].flat())
    const own = seen.filter((event) => joined.has(event))
    const found = await storedStays(view.store, journey, 1, view.horizon)
    expect(found).toEqual(oracleStays(journey, own, then, view.horizon).map(({ instanceOver: _, ...stay }) => stay))
  }
}, 300_000)

test('[L4] an event that its file says was received earlier was known from then on; before the first there is nothing, and it is said since when', async () => {
  await place.empty()
  const log = memoryImportLog()
  const rows = ['e1,2025-01-01T10:00:00Z,a,c1,2025-01-02T10:00:00Z', 'e2,2025-01-01T11:00:00Z,a,c2,2025-01-05T10:00:00Z']
  const path = place.file('received.csv', ['i,t,n,c,r', ...rows].join('\n'))
  const mapping = 'kind: events\nid: i\ntime: t\nname: n\nreceivedAt: r\nobjects: {contact: c}\n'
  await importFile(place.store, { path, source: 'sent', mapping }, { log, now: () => today, newId: () => 'sent' })
  const past = pastsOf(place, log, smallJourney([{ entry: on('a') }]), ['sent'])
  const subjects = async (view: PastView) =>
    (await view.store.rows<{ subject: string }>('SELECT subject FROM stays ORDER BY subject')).map(({ subject }) => subject)
  expect(await subjects(await past('2025-01-03', 'then'))).toEqual(['c1'])
  expect(await subjects(await past('2025-01-03'))).toEqual(['c1', 'c2'])
  await expect(past('2025-01-01', 'then')).rejects.toThrow('The first event was received on 2 Jan 2025')
  await expect(past('2024-12-31')).rejects.toThrow('No event of this journey had happened by the end of 2024-12-31 (UTC).')
})

test('[L4] a past day stands while facts come that cannot change it, and is computed anew, and says so, when they overtake it', async () => {
  await place.empty()
  const log = memoryImportLog()
  const mapping = 'kind: events\nid: i\ntime: t\nname: n\nreceivedAt: r\nobjects: {contact: c}\n'
  const bring = (id: string, rows: readonly string[]) => {
    const path = place.file(`${id}.csv`, ['i,t,n,c,r', ...rows].join('\n'))
    return importFile(place.store, { path, source: 'sent', mapping }, { log, now: () => today, newId: () => id })
  }
  const journey = smallJourney([{ entry: on('a') }])
  const past = pastsOf(place, log, journey, ['sent'])
  const of = async (known: 'now' | 'then') => {
    const { store, database, past: said } = await past('2025-01-03', known)
    const stays = await store.rows<{ subject: string }>('SELECT subject FROM stays ORDER BY subject')
    return { database, notes: said.notes.length, subjects: stays.map(({ subject }) => subject).join() }
  }
  await bring('first', ['e1,2025-01-01T10:00:00Z,a,c1,2025-01-01T12:00:00Z'])
  await refreshJourney(place.store, { journey, version: 1, watermarks: [] })
  const [happened, known] = [await of('now'), await of('then')]
  expect([happened.subjects, known.subjects, happened.notes, known.notes]).toEqual(['c1', 'c1', 0, 0])

  await bring('later', ['e2,2025-02-01T10:00:00Z,a,c2,2025-02-01T12:00:00Z'])
  expect([await of('now'), await of('then')]).toEqual([happened, known])

  await bring('late', ['e3,2025-01-02T10:00:00Z,a,c3,2025-02-02T12:00:00Z'])
  const overtaken = await of('now')
  expect(overtaken).toMatchObject({ subjects: 'c1,c3', notes: 1 })
  expect(overtaken.database).not.toBe(happened.database)
  expect(await of('then')).toEqual(known)

  await bring('backdated', ['e4,2025-01-02T11:00:00Z,a,c4,2025-01-02T12:00:00Z'])
  expect(await of('then')).toMatchObject({ subjects: 'c1,c4', notes: 1 })
  await undoImport(place.store, log, 'backdated')
  expect((await of('then')).subjects).toBe('c1')
  expect((await of('now')).subjects).toBe('c1,c3')
}, 60_000)
