import { afterAll, beforeAll, expect, test } from 'vitest'
import { sliceComparison } from '../src/app/slice-comparison.ts'
import { createRandom, type Random } from '../src/core/random.ts'
import type { Filter } from '../src/map/journey-map.ts'
import { otherSlice } from '../src/map/other-slice.ts'
import type { SliceComparison, SliceStage } from '../src/map/slice-comparison.ts'
import type { ProductsRow } from '../src/measures/cluster-products-sql.ts'
import { compareSlices } from '../src/measures/compare-slices.ts'
import { pairInfluencesSql, pairSpells, pairSurvivalSql } from '../src/measures/slice-comparison-sql.ts'
import { subjectTotalsSql } from '../src/measures/subject-list.ts'
import type { SurvivalAtWindowRow } from '../src/measures/survival-sql.ts'
import type { Stage } from '../src/model/journey.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { clusterOf } from './oracle/campaigns.ts'
import { byDeadline } from './oracle/deadlines.ts'
import type { OracleEvent, OracleFacts } from './oracle/facts.ts'
import { causeOf, countedStays } from './oracle/measures.ts'
import { falseShareByTrying, movedByClusters, type PairRow, pairRows, weighted } from './oracle/slice-pairs.ts'
import { selectStays } from './oracle/slices.ts'
import { event, on, smallJourney } from './oracle/small-journey.ts'
import { type OracleStay, oracleStays } from './oracle/stays.ts'
import { sourceStartsOf, worldStart } from './random-world.ts'
import { engineStays, fillStore, temporaryEventStore } from './stays-on-engine.ts'

let store: EventStore
let remove: () => Promise<void>
beforeAll(async () => {
  ;({ store, remove } = await temporaryEventStore())
})
afterAll(() => remove())

const dayMs = 86_400_000
const z = 1.959963984540054
const seen = { shares: 0, intervals: 0, medians: 0, shared: 0, deadlines: 0 }

function expectNear(found: number | null, wanted: number, what: string): void {
  expect(Math.abs((found ?? Number.NaN) - wanted), `${what}: ${found}, not ${wanted}`).toBeLessThan(1e-5 * Math.max(1, Math.abs(wanted)))
}

const clustersOf = (rows: readonly PairRow[]) => [...new Set(rows.map(({ cluster }) => cluster))]

/** What the share of a stage counts: of a deadline those whose own window is over, as seen in it (K7). */
function shareRows(counted: readonly OracleStay[], { until }: Stage, horizon: number): PairRow[] {
  const rows = pairRows(counted, horizon)
  if (until === null) return rows
  const spells = counted.map((stay, i) => ({ stay, observed: { from: 0, to: rows[i]?.time ?? 0, cause: causeOf(stay) } }))
  return byDeadline(spells, until, horizon).over.map(({ stay, observed: { to, cause } }) => {
    return { cluster: clusterOf(stay), time: to, left: cause !== null, converted: cause === 'converted' }
  })
}

/** A stage of a comparison against the definitions, tried cluster by cluster. */
function expectStage(found: SliceStage, stage: Stage, [a, b]: readonly [PairRow[], PairRow[]]): void {
  expect([found.a.counted, found.b.counted], 'counted').toEqual([a.length, b.length])
  const until = stage.windowMs ?? Number.POSITIVE_INFINITY
  const share = (rows: readonly PairRow[], weight: (row: PairRow) => number) => weighted(rows, until, weight).converted
  if (found.converted.value === null) return
  if (stage.until !== null) seen.deadlines += 1
  const [one, other] = [share(a, () => 1), share(b, () => 1)]
  expectNear(found.converted.value, one - other, 'difference of shares')
  seen.shares += 1
  const few = Math.min(clustersOf(a).length, clustersOf(b).length) < 10
  const enough = !few && [one, other].every((s) => s > 1e-12 && s < 1 - 1e-12)
  expect(found.converted.low !== null, 'whether there is an interval').toBe(enough)
  if (!enough) return
  const moved = movedByClusters(clustersOf([...a, ...b]), (weight) => share(a, weight) - share(b, weight))
  const error = Math.sqrt(moved.reduce((sum, one) => sum + one * one, 0))
  expectNear(found.converted.low, Math.max(-1, one - other - z * error), 'low')
  expectNear(found.converted.high, Math.min(1, one - other + z * error), 'high')
  seen.intervals += 1
}

/** The difference of the medians of leaving: the limits of both, and the correlation of the clusters at the medians. */
function expectMedians(found: SliceStage, a: readonly PairRow[], b: readonly PairRow[]): void {
  const { leaving } = found
  if (leaving.low === null || leaving.high === null) return
  const sides = [found.a.leaving, found.b.leaving].map(({ days, low, high }) => ({ at: days ?? 0, low: low ?? 0, high: high ?? 0 }))
  const [one, other] = sides as [(typeof sides)[0], (typeof sides)[0]]
  const clusters = clustersOf([...a, ...b])
  const logStill = (rows: readonly PairRow[], at: number) =>
    movedByClusters(clusters, (weight) => Math.log(weighted(rows, at * dayMs, weight).still))
  const [u, v] = [logStill(a, one.at), logStill(b, other.at)]
  if ([...u, ...v].some((moved) => !Number.isFinite(moved))) return
  const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, xi, i) => sum + xi * (y[i] ?? 0), 0)
  const size = Math.sqrt(dot(u, u) * dot(v, v))
  const r = size > 0 ? dot(u, v) / size : 0
  const reach = (p: number, q: number) => Math.sqrt(Math.max(0, p * p + q * q - 2 * r * p * q))
  expectNear(leaving.value, one.at - other.at, 'difference of medians')
  expect(leaving.low).toBeCloseTo(one.at - other.at - reach(one.at - one.low, other.high - other.at), 3)
  expect(leaving.high).toBeCloseTo(one.at - other.at + reach(one.high - one.at, other.at - other.low), 3)
  seen.medians += 1
}

/** Slices of every kind: beside one another, one in the other, all others, by numbers, by what is not known, of two periods. */
const pairs: [Filter, Filter][] = [
  [{ where: { plan: 'pro' } }, { where: {} }],
  [{ where: { plan: 'pro', seats: '>20' } }, { where: { plan: 'pro', seats: '>20' }, others: true }],
  [{ where: { 'account.size': 'big,huge' } }, { where: { 'account.size': '!big,huge' } }],
  [{ where: { seats: '>=30 && <90' } }, { where: { seats: '<=30' } }],
  [{ where: { plan: '!pro' } }, { where: { plan: 'pro,""' } }],
  [
    { where: {}, to: worldStart + 30 * dayMs },
    { where: {}, from: worldStart + 30 * dayMs },
  ],
]

const deadline = {
  id: 'intake',
  name: 'Intake',
  dates: [
    { year: 2024, month: 2, day: 10 },
    { year: 2024, month: 3, day: 10 },
  ],
  yearly: null,
  timeZone: 'Europe/Zurich',
}
const journey = smallJourney(
  [
    { entry: on('visit'), windowMs: 10 * dayMs, dropAfterMs: 25 * dayMs },
    { entry: on('try'), windowMs: null, until: { deadline, beforeDays: 0 } },
    { entry: on('buy'), windowMs: 20 * dayMs, completed: on('recommend'), dropped: on('leave') },
  ],
  { deadlines: [deadline] },
)

/** Sixty accounts of one to four people, whose plan may change, who may have no seats known or no number; some are seen only for a short time. */
function drawnWorld(random: Random): { events: OracleEvent[]; facts: OracleFacts } {
  const events: OracleEvent[] = []
  const facts = { properties: [] as OracleFacts['properties'][number][], links: [] as OracleFacts['links'][number][] }
  const know = (objectType: string, objectId: string, name: string, value: string, validFrom: number | null = null) =>
    facts.properties.push({ objectType, objectId, name, value, validFrom })
  for (let k = 0; k < 60; k++) {
    const account = `a${k}`
    know('account', account, 'size', ['big', 'huge', 'small'][k % 3] ?? '')
    const eager = random.chance(0.5) ? 0.25 : -0.15
    for (let i = 0; i < 1 + random.integer(4); i++) {
      const contact = `${account}c${i}`
      facts.links.push({ fromType: 'contact', fromId: contact, toType: 'account', toId: account, since: null })
      if (random.chance(0.85)) know('contact', contact, 'plan', random.chance(0.5) ? 'pro' : 'team')
      if (random.chance(0.3)) know('contact', contact, 'plan', 'pro', worldStart + random.integer(60 * dayMs))
      if (random.chance(0.9)) know('contact', contact, 'seats', random.chance(0.1) ? 'many' : String(random.integer(120)))
      let at = worldStart + random.integer(60 * dayMs)
      const did = (name: string) =>
        events.push(event(name, at, { id: `${contact}${name}`, objects: { contact: [contact], account: [account] } }))
      did('visit')
      for (const [name, share, days] of [
        ['try', 0.6, 20],
        ['buy', 0.5, 20],
        ['recommend', 0.5, 25],
      ] as const) {
        at += 1 + random.integer(days * dayMs)
        if (!random.chance(share + eager)) break
        did(name)
      }
      if (random.chance(0.2)) {
        at += dayMs
        did('leave')
      }
    }
  }
  return { events, facts }
}

test('[M15] [M12] two slices are as the definitions say, cluster by cluster; [M7] each count opens its people', async () => {
  const horizon = worldStart + 110 * dayMs
  const { events, facts } = drawnWorld(createRandom('pairs'))
  await fillStore(store, events, facts)
  await engineStays(store, journey, horizon, sourceStartsOf(events))
  const stays = oracleStays(journey, events, facts, horizon)
  const population = (filter: Filter) => ({ journey, version: 1, horizon, filter })
  const choose = (filter: Filter) => selectStays(stays, filter, facts, journey.subjectType)
  for (const filter of pairs.flat()) {
    const query = { stage: 1, set: 'entered' as const, name: '', reason: '', limit: 1, offset: 0 }
    const [total] = await store.rows<{ stays: number }>(subjectTotalsSql(population(filter), query))
    expect(total?.stays, JSON.stringify(filter)).toBe(choose(filter).filter(({ stage }) => stage === 1).length)
  }
  for (const [a, b] of pairs.slice(0, 3)) {
    const found = await sliceComparison(store, [population(a), population(b)], { number: 1, refreshedAt: null })
    const chosen = [choose(a), choose(b)]
    expectFalseShares(found)
    for (const stage of found.stages) {
      const definition = journey.stages.find(({ id }) => id === stage.id) as Stage
      const own = chosen.map((some) => some.filter((stay) => stay.stage === definition.index))
      expect([stage.a.entered, stage.b.entered], JSON.stringify([a, b])).toEqual(own.map(({ length }) => length))
      const counted = chosen.map((some) => countedStays(some, definition.index))
      const [rowsA, rowsB] = counted.map((some) => pairRows(some, horizon)) as [PairRow[], PairRow[]]
      const shared = clustersOf(rowsA).filter((cluster) => clustersOf(rowsB).includes(cluster)).length
      expect(stage.sharedClusters).toBe(shared)
      seen.shared += shared > 0 ? 1 : 0
      const [sharesA, sharesB] = counted.map((some) => shareRows(some, definition, horizon)) as [PairRow[], PairRow[]]
      expectStage(stage, definition, [sharesA, sharesB])
      expectMedians(stage, rowsA, rowsB)
    }
  }
  expect(seen.shares).toBeGreaterThan(5)
  expect(seen.intervals).toBeGreaterThan(4)
  expect(seen.medians).toBeGreaterThan(2)
  expect(seen.shared).toBeGreaterThan(2)
  expect(seen.deadlines).toBeGreaterThan(1)
}, 120_000)

function expectFalseShares({ stages, comparisons }: SliceComparison): void {
  const chances = stages.flatMap(({ chance }) => (chance === null ? [] : [chance]))
  expect(comparisons).toBe(chances.length)
  for (const { chance, falseShare } of stages) {
    if (chance === null) expect(falseShare).toBeNull()
    else expect(falseShare).toBeCloseTo(falseShareByTrying(chances, chance), 12)
  }
}

/** One drawn comparison, as the spells of both slices: accounts of 1 to 6 people, alike in whether they convert, whose people stand in either slice. */
function drawnSpells(random: Random, place: number, { a, b }: { a: number; b: number }) {
  return Array.from({ length: 60 }, (_, account) => account).flatMap((account) => {
    const lean = random.chance(0.5) ? 0.25 : -0.25
    return Array.from({ length: 1 + random.integer(6) }, () => {
      const side = random.integer(2)
      const converts = random.chance((side === 0 ? a : b) + lean)
      const seen = (5 + random.integer(100)) * dayMs
      const d = converts ? 1 + random.integer(25 * dayMs) : 40 * dayMs
      return { place, side, d: Math.min(d, seen), cause: converts && d <= seen ? 1 : 0, cluster: place * 1000 + account }
    })
  })
}

test('[M15] [M5] intervals cover a planted difference, and 0 where there is none, though accounts stand in both slices', async () => {
  const worlds = 300
  const planted = [
    { a: 0.6, b: 0.4 },
    { a: 0.5, b: 0.5 },
  ]
  const rows = planted.flatMap((shares, kind) =>
    Array.from({ length: worlds }, (_, i) => drawnSpells(createRandom(`${kind} ${i}`), kind * worlds + i + 1, shares)),
  )
  await store.run('CREATE TABLE drawn_spells (place Int64, side Int64, d Int64, cause UInt8, cluster UInt64) ENGINE = Memory')
  await store.insert('drawn_spells', rows.flat())
  // Each drawn comparison is a stage of one journey, so that one query compares them all.
  const journey = smallJourney(Array.from({ length: planted.length * worlds }, () => ({ entry: on('visit'), windowMs: 30 * dayMs })))
  const population = { journey, version: 1, horizon: 0, filter: { where: {} } }
  const query = {
    ...pairSpells([population, population]),
    spells: 'SELECT place * 4 + side AS stage, d, cause, cluster, toInt64(0) AS since FROM drawn_spells',
  }
  const [survival, products] = await Promise.all([
    store.rows<SurvivalAtWindowRow>(pairSurvivalSql(query)),
    store.rows<ProductsRow>(pairInfluencesSql(query, [population, population])),
  ])
  const nobody = new Map<number, number>()
  const found = compareSlices([population, population], { entered: [nobody, nobody], survival, limits: [], products, shares: [] }).stages
  const [apart, alike] = [found.slice(0, worlds), found.slice(worlds)]
  const holds = ({ converted: { low, high } }: SliceStage, truth: number) => low !== null && high !== null && low <= truth && truth <= high
  // Of 300 at 95 %, 3.2 standard errors to either side.
  for (const [stages, truth] of [
    [apart, 0.2],
    [alike, 0],
  ] as const) {
    const covered = stages.filter((stage) => holds(stage, truth)).length / worlds
    expect(covered, `of a difference of ${truth}`).toBeGreaterThan(0.91)
    expect(covered, `of a difference of ${truth}`).toBeLessThan(0.99)
  }
  // People of one account lean alike in both slices: were that left out, as among strangers, intervals would be too wide.
  const width = ({ low, high }: { low: number | null; high: number | null }) => (high ?? 0) - (low ?? 0)
  const asStrangers = (stage: SliceStage) => Math.hypot(width(stage.a.converted), width(stage.b.converted))
  const narrower = found.filter((stage) => width(stage.converted) < asStrangers(stage)).length
  expect(narrower / found.length).toBeGreaterThan(0.95)
  const meanWidth = (of: (stage: SliceStage) => number) => found.reduce((sum, stage) => sum + of(stage), 0) / found.length
  expect(meanWidth(({ converted }) => width(converted)) / meanWidth(asStrangers)).toBeLessThan(0.9)
}, 120_000)

test('[M15] the second slice is the others, another period of the same people, everyone, or its own', () => {
  const a: Filter = { where: { plan: 'pro' }, from: 5, to: 9 }
  expect(otherSlice(a, { where: {} }, false)).toEqual({ where: { plan: 'pro' }, others: true, from: 5, to: 9 })
  expect(otherSlice({ ...a, others: true }, { where: {} }, false)).toEqual({ where: { plan: 'pro' }, others: false, from: 5, to: 9 })
  expect(otherSlice(a, { where: {}, from: 1, to: 5 }, false)).toEqual({ where: { plan: 'pro' }, from: 1, to: 5 })
  expect(otherSlice(a, { where: {} }, true)).toEqual({ where: {}, from: 5, to: 9 })
  expect(otherSlice(a, { where: {}, persona: 'it' }, false)).toEqual({ where: {}, persona: 'it', from: 5, to: 9 })
})
