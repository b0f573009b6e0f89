import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRandom } from '../src/core/random.ts'
import { dropStays } from '../src/journeys/bring-stays.ts'
import { refreshJourney } from '../src/journeys/refresh-journey.ts'
import type { Journey } from '../src/model/journey.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { type ImportPlace, openImportPlace } from './import-place.ts'
import type { SourceState } from './oracle/horizon.ts'
import { worldReader } from './oracle/known-world.ts'
import { factsOf, type StandingFacts } from './oracle/ledger.ts'
import { pastsOf } from './past-questions.ts'
import { arrive, happenings, inForce, ledgerOf, newWorld, type StatefulWorld } from './stateful-world.ts'
import { storedStays } from './stays-on-engine.ts'
import { begun, cellOf, kinds, tickMs } from './told-files.ts'

let place: ImportPlace
beforeAll(async () => {
  place = await openImportPlace()
})
afterAll(() => place.close())

const seed = process.env.DESIREPATH_STATEFUL_SEED ?? 'desirepath'
/** What the journey of each world is of, and of how many cells the world is made. */
const worlds = [
  ['contact', 1500],
  ['account', 1300],
  ['deal', 500],
] as const
const dayMs = 24 * tickMs
/** So many different histories, a subject with all its facts, are compared at least. */
const wantedHistories = 10_000

const read = worldReader(cellOf)
/** Of each history compared, a hash. */
const compared = new Set<string>()
/** Refreshes that computed some subjects alone, not all. */
let ofFew = 0

type Happening = keyof typeof happenings | 'by occurrence' | 'by knowledge'

/** First two arrivals, since after most of the rest everything is computed again; then everything that may happen, in random order. */
function schedule({ random }: StatefulWorld): Happening[] {
  const all = [...Object.keys(happenings), 'by occurrence', 'by knowledge', 'arrival'] as Happening[]
  const drawn = all.map((one) => ({ one, at: random.uniform() })).sort((a, b) => a.at - b.at)
  return ['arrival', 'arrival', ...drawn.map(({ one }) => one)]
}

/** How often is looked after a step other than the first arrivals; of deals, of whom the literal reading takes longest, less often. */
const looks = { contact: 0.3, account: 0.3, deal: 0.15 }

/** The stays of a store are those that a literal reading of the facts gives. */
async function expectAsRead(
  store: EventStore,
  of: { journey: Journey; version: number; horizon: number | null },
  facts: StandingFacts,
  sources: readonly SourceState[],
  what: string,
): Promise<void> {
  const { journey, version, horizon } = of
  const wanted = read(journey, version, facts, sources)
  expect(horizon, `${what}: horizon`).toBe(wanted.horizon)
  if (horizon === null) return
  const found = await storedStays(store, journey, version, horizon)
  const [foundTexts, wantedTexts] = [found, wanted.stays].map((stays) => stays.map((stay) => JSON.stringify(stay)))
  if (JSON.stringify(foundTexts) !== JSON.stringify(wantedTexts)) {
    const odd = [...found, ...wanted.stays].find((stay) => isOdd(stay.subject, foundTexts ?? [], wantedTexts ?? []))?.subject ?? ''
    const mine = <Of extends { subject: string }>(stays: readonly Of[]) => stays.filter(({ subject }) => subject === odd)
    expect({ stays: mine(found) }, `${what}: ${odd}, ${wanted.histories.find((one) => one.startsWith(`["${odd}"`))}`).toEqual({
      stays: mine(wanted.stays),
    })
  }
  for (const history of wanted.histories) compared.add(createHash('sha1').update(history).digest('base64'))
}

function isOdd(subject: string, found: readonly string[], wanted: readonly string[]): boolean {
  const mine = (texts: readonly string[]) => texts.filter((text) => text.startsWith(`{"subject":"${subject}"`)).join()
  return mine(found) !== mine(wanted)
}

const states = ({ watermarks }: StatefulWorld): SourceState[] =>
  kinds.map((name) => {
    const mark = watermarks.find(({ source }) => source === name)
    return mark?.kind === 'live'
      ? { name, kind: 'live', lastHeartbeat: mark.watermark ?? 0, allowedLateness: 0 }
      : { name, kind: 'file', declared: mark?.watermark ?? null }
  })

/** Refreshes a version, and compares. */
async function refreshAndCompare(world: StatefulWorld, of: StatefulWorld['versions'][number], what: string): Promise<boolean> {
  const { horizon, computed, subjects } = await refreshJourney(place.store, { ...of, watermarks: world.watermarks })
  expect(await leftOfErased(world), what).toEqual([])
  await expectAsRead(place.store, { ...of, horizon }, factsOf(ledgerOf(world)), states(world), `${what}, version ${of.version}`)
  return computed > 0 && computed < subjects
}

/** What the store still holds of those erased (rule E9). */
async function leftOfErased({ erased }: StatefulWorld): Promise<object[]> {
  const ids = JSON.stringify([...erased].map((one) => one.split(' ')[1])).replaceAll('"', "'")
  if (erased.size === 0) return []
  return place.store.rows<object>(
    `SELECT id FROM events FINAL WHERE hasAny(arrayFlatten(mapValues(objects)), ${ids})
     UNION ALL SELECT objectId FROM object_properties FINAL WHERE objectId IN ${ids}
     UNION ALL SELECT fromId FROM object_links FINAL WHERE fromId IN ${ids} OR toId IN ${ids}`,
  )
}

/** Asks for a past day, and compares with what the oracle gives of what was there (rule L4). */
async function askPast(world: StatefulWorld, known: 'now' | 'then', what: string): Promise<string> {
  const of = inForce(world)
  const day = 1 + world.random.integer(Math.floor((world.now - begun) / dayMs) - 1)
  const end = begun + (day + 1) * dayMs - 1
  const past = pastsOf(place, world.log, of.journey, kinds, of.version)
  const asOf = new Date(end).toISOString().slice(0, 10)
  const facts = known === 'then' ? factsOf(ledgerOf(world), end) : until(factsOf(ledgerOf(world)), end)
  const latest = (name: string) => Math.max(...facts.events.filter(({ source }) => source === name).map(({ occurredAt }) => occurredAt))
  const sources = kinds
    .filter((name) => Number.isFinite(latest(name)))
    .map((name) => ({ name, kind: 'file' as const, declared: Math.min(latest(name), end) }))
  const asked = `${what}, ${asOf} by what was known ${known}`
  const view = await past(asOf, known)
  await expectAsRead(view.store, { ...of, horizon: view.horizon }, facts, sources, asked)
  return asOf
}

function until(facts: StandingFacts, end: number): StandingFacts {
  return {
    ...facts,
    events: facts.events.filter(({ occurredAt }) => occurredAt <= end),
    properties: facts.properties.filter(({ validFrom }) => (validFrom ?? end) <= end),
  }
}

/** Every source in two files, in random order, some of them of one moment. */
async function begin(world: StatefulWorld): Promise<void> {
  const rows = { given: 4, plain: 2, table: 1, accounts: 1, members: 0.5, sizes: 1, firms: 1, requesters: 0.5, aliases: 0.1 }
  const files = [...kinds, ...kinds].map((kind) => ({ kind, at: world.random.uniform() })).sort((a, b) => a.at - b.at)
  for (const { kind } of files) await arrive(world, kind, Math.round((world.cells * rows[kind]) / 2))
  if (world.random.chance(0.5)) world.watermarks.push({ source: 'given', kind: 'live', watermark: world.now - 10 * tickMs })
}

test.each(worlds.map(([subjectType, cells], at) => [subjectType, at, cells] as const))(
  '[E2] [E4] [E5] [E7] [E9] [E11] [E12] [J1] [L4] [V6] [V7] after whatever happened, the stays (of a %s, world %i) are those that a literal reading of the facts gives',
  async (subjectType, at, cells) => {
    await place.empty()
    const world = newWorld(place, createRandom(`${seed} ${at}`), cells, subjectType)
    await begin(world)
    const done: string[] = []
    const what = () => `DESIREPATH_STATEFUL_SEED=${seed}, world ${at}: ${done.join('; ')}`
    await refreshAndCompare(world, inForce(world), what())
    for (const happening of schedule(world)) {
      if (happening === 'by occurrence' || happening === 'by knowledge')
        done.push(await askPast(world, happening === 'by knowledge' ? 'then' : 'now', what()))
      else done.push(await happenings[happening](world))
      if (!world.random.chance(happening === 'arrival' ? 0.9 : looks[subjectType])) continue
      for (const mark of world.watermarks) mark.watermark = (mark.watermark ?? 0) + world.random.integer(4) * tickMs
      const older = world.versions.length > 1 ? world.versions[0] : undefined
      if (older !== undefined && world.random.chance(0.3)) await refreshAndCompare(world, older, what())
      if (await refreshAndCompare(world, inForce(world), what())) ofFew += 1
      if (older === undefined || world.random.chance(0.5)) continue
      await dropStays(place.store, older.version)
      world.versions = [inForce(world)]
    }
    await refreshAndCompare(world, inForce(world), what())
  },
  300_000,
)

test(`at least ${wantedHistories} histories were compared, some after a refresh of few subjects`, () => {
  expect(compared.size).toBeGreaterThanOrEqual(wantedHistories)
  expect(ofFew).toBeGreaterThanOrEqual(3)
})
