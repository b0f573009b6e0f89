import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../src/app/ask.ts'
import { mapFigures } from '../src/app/map-figures.ts'
import { pathCasesOf } from '../src/app/path-cases-of.ts'
import { pathsOf } from '../src/app/paths-of.ts'
import { stageDetail } from '../src/app/stage-detail.ts'
import { createRandom } from '../src/core/random.ts'
import { proportion } from '../src/core/statistics/proportion.ts'
import { buildMap } from '../src/map/build-map.ts'
import { type Filter, type MapStage, type StayCounts, type SubjectSet, subjectSets } from '../src/map/journey-map.ts'
import type { Paths } from '../src/map/paths.ts'
import { isFunnelSet, isHandOverSet, isOfHandOff, unitOf } from '../src/map/set-kind.ts'
import { cumulativeFunnel } from '../src/measures/cumulative-funnel.ts'
import type { Population } from '../src/measures/measure.ts'
import { caseTotalsSql } from '../src/measures/path-cases.ts'
import { joinedSpellsSql, spellsSql } from '../src/measures/population-sql.ts'
import { rawConversion } from '../src/measures/raw-conversion.ts'
import { stayCounts } from '../src/measures/stay-counts.ts'
import { shapeSubjectList, subjectListSql, subjectTotalsSql } from '../src/measures/subject-list.ts'
import { collapsed, instanceTraces } from '../src/measures/traces.ts'
import type { Journey, Stage } from '../src/model/journey.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { differences } from './differences.ts'
import {
  type Expecting,
  expectedCases,
  expectedDetail,
  expectedFunnel,
  expectedHandOffs,
  expectedStage,
  expectedTotals,
} from './expected-figures.ts'
import { expectedRows } from './expected-lists.ts'
import { subjectPropertyAt } from './oracle/facts.ts'
import { stayCounts as oracleCounts } from './oracle/measures.ts'
import { members, paths as oraclePaths, type Trace } from './oracle/paths.ts'
import { selectStays } from './oracle/slices.ts'
import { oracleStays, oracleTouches } from './oracle/stays.ts'
import { type FigureCase, figureCases } from './random-figures.ts'
import { sourceStartsOf, type World, worldStart } from './random-world.ts'
import { engineStays, fillStore, temporaryEventStore } from './stays-on-engine.ts'

let store: EventStore
let remove: () => Promise<void>
beforeAll(async () => {
  ;({ store, remove } = await temporaryEventStore())
})
afterAll(() => remove())

const numRuns = Number(process.env.DESIREPATH_PARITY_JOURNEYS ?? 2)

/** Fills the store and assigns the stays; gives what the oracle makes of the same. */
async function settle({ journey, world: { events, facts }, horizon }: FigureCase): Promise<Expecting> {
  await fillStore(store, events, facts)
  await engineStays(store, journey, horizon, sourceStartsOf(events))
  const stays = oracleStays(journey, events, facts, horizon)
  return { journey, horizon, stays, chosen: stays, touches: oracleTouches(journey, events, facts, horizon), events, facts }
}

const choose = (whole: Expecting, filter: Filter): Expecting => ({
  ...whole,
  chosen: selectStays(whole.stays, filter, whole.facts, whole.journey.subjectType),
})

const populationOf = ({ journey, horizon }: Expecting, filter: Filter): Population => ({ journey, version: 1, horizon, filter })

async function compareMap(expecting: Expecting, population: Population): Promise<MapStage[]> {
  const { journey } = expecting
  const figures = await mapFigures(store, population)
  const expected = {
    ...expectedTotals(expecting),
    stages: journey.stages.map((stage) => expectedStage(expecting, stage)),
    handOffs: expectedHandOffs(expecting),
  }
  expect(differences(figures, expected)).toEqual([])
  return buildMap(journey, 1, population.filter, 0, figures).stages
}

async function compareDetail(expecting: Expecting, population: Population, stage: MapStage): Promise<void> {
  const { journey } = expecting
  const detail = await stageDetail(store, population, stage)
  const times = detail.curve.map((point) => Math.round(point.day * 86_400_000))
  const definition = journey.stages[stage.index - 1] as Journey['stages'][number]
  const { next, ...expected } = expectedDetail(expecting, definition, times)
  const places: Record<string, string> = {
    open: 'still in the stage',
    completed: 'goal met',
    droppedByExit: 'dropped, by an event',
    droppedBySilence: 'dropped, by silence',
  }
  const named = next.map(({ to, ...rest }) => ({ ...rest, to: journey.stages[to - 1]?.name ?? places[rest.how] }))
  expect(differences(detail, { ...expected, next: named })).toEqual([])
}

/** Every set of every stage as its figure says (M7), and the longest list of each kind row by row, page by page. */
async function compareLists(expecting: Expecting, population: Population): Promise<void> {
  const queries = population.journey.stages.flatMap((stage) =>
    subjectSets.flatMap((set) =>
      namesOf(set, expecting, stage).map((named) => ({ stage: stage.index, set, ...named, limit: 7, offset: 0 })),
    ),
  )
  const sql = queries.map((query, i) => `SELECT ${i} AS i, total, stays FROM (${subjectTotalsSql(population, query)})`).join(' UNION ALL ')
  const totals = await store.rows<{ i: number; total: number; stays: number }>(`SELECT * FROM (${sql}) ORDER BY i`)
  const expected = queries.map((query) => ({ query, rows: expectedRows(expecting, query) }))
  expect(totals).toEqual(expected.map(({ rows }, i) => ({ i, total: new Set(rows.map((row) => row.subject)).size, stays: rows.length })))
  for (const ofKind of [(set: SubjectSet) => unitOf(set) === 'stays', isFunnelSet, isHandOverSet]) {
    const lists = expected.filter(({ query }) => ofKind(query.set))
    const { query, rows } = lists.reduce(
      (best, one) => (one.rows.length > best.rows.length ? one : best),
      lists[0] as (typeof lists)[number],
    )
    const pages = [0, 7, 14].map((offset) => subjectListSql(population, { ...query, offset }))
    const found = await Promise.all(pages.map((page) => store.rows<Parameters<typeof shapeSubjectList>[2][number]>(page)))
    const listed = shapeSubjectList(query.set, { total: 0, stays: rows.length }, found.flat()).rows
    expect(listed).toEqual(rows.slice(0, 21).map(({ position: _, ...row }) => row))
  }
}

async function comparePaths(expecting: Expecting, population: Population): Promise<void> {
  for (const collapse of [false, true]) {
    const found = await pathsOf(store, instanceTraces(population), { collapse, variants: null })
    const cases = expectedCases(expecting, collapse)
    expect(differences(found, { collapsed: collapse, ...oraclePaths(cases) })).toEqual([])
    await compareCases(population, found, cases)
    const two = await pathsOf(store, instanceTraces(population), { collapse, variants: 2 })
    const hidden = found.variants.slice(2)
    expect(two.variants).toEqual(found.variants.slice(0, 2))
    expect(two.folded).toEqual({ variants: hidden.length, cases: hidden.reduce((sum, variant) => sum + variant.cases, 0) })
  }
}

type Choice = Parameters<typeof members>[1]

/** Every figure of the paths as (which cases, how many, how often), the latter null where it says nothing; of the variants the commonest and the rarest. */
function figuresOf({
  cases,
  running,
  events,
  activities,
  edges,
  variants,
}: Paths): { choice: Choice; cases: number; times: number | null }[] {
  const some = variants.length > 8 ? [...variants.slice(0, 5), ...variants.slice(-3)] : variants
  const after = (shown: number) => variants.slice(shown).reduce((sum, variant) => sum + variant.cases, 0)
  return [
    { choice: { set: 'all' }, cases, times: events },
    { choice: { set: 'running' }, cases: running, times: null },
    ...[0, 2, variants.length].map((shown) => ({ choice: { set: 'folded' as const, shown }, cases: after(shown), times: null })),
    ...some.map((variant) => ({ choice: { set: 'variant' as const, names: variant.names }, cases: variant.cases, times: null })),
    ...edges.map(({ from, to, ...edge }) => ({ choice: { set: 'follows' as const, from, to }, cases: edge.cases, times: edge.times })),
    ...activities.flatMap(({ name, ...one }) => [
      { choice: { set: 'holds' as const, name }, cases: one.cases, times: one.events },
      ...(['rework', 'starts', 'ends'] as const).map((set) => ({ choice: { set, name }, cases: one[set], times: null })),
    ]),
  ]
}

/** The list behind every figure of the paths is as long as the figure (M7) and as the oracle's; one list row by row, page by page. */
async function compareCases(population: Population, found: Paths, cases: readonly Trace[]): Promise<void> {
  const figures = figuresOf(found)
  const traces = instanceTraces(population)
  const told = found.collapsed ? collapsed(traces) : traces
  await store.run('DROP TABLE IF EXISTS told_cases')
  await store.run(`CREATE TABLE told_cases ENGINE = Memory AS ${told.sql}`)
  const kept = { ...told, sql: 'SELECT * FROM told_cases' }
  const sql = figures.map(({ choice }, i) => `SELECT ${i} AS i, subjects, cases, times, names FROM (${caseTotalsSql(kept, choice)})`)
  const totals = await store.rows<{ i: number; cases: number }>(`SELECT * FROM (${sql.join(' UNION ALL ')}) ORDER BY i`)
  await store.run('DROP TABLE told_cases')
  const expected = figures.map(({ choice }, i) => {
    const own = members(cases, choice)
    const subjects = new Set(own.map(({ one }) => one.subject)).size
    return { i, subjects, cases: own.length, times: own.reduce((sum, { times }) => sum + times, 0) }
  })
  expect(differences(totals, expected)).toEqual([])
  for (const [i, figure] of figures.entries())
    expect(
      differences(expected[i], figure.times === null ? { cases: figure.cases } : { cases: figure.cases, times: figure.times }),
    ).toEqual([])
  for (const variant of found.variants.slice(0, 3)) {
    const { cases, names } = await listed(population, found.collapsed, { set: 'variant', id: variant.id }, 0)
    expect({ cases, names }).toEqual({ cases: variant.cases, names: variant.names })
  }
  const drawn = figures[cases.length % figures.length] as (typeof figures)[number]
  for (const choice of [drawn.choice, { set: 'all' as const }]) {
    const pages = await Promise.all([0, 7, 14].map((offset) => listed(population, found.collapsed, choice, offset)))
    expect(pages.flatMap((page) => page.rows)).toEqual(members(cases, choice).slice(0, 21).map(rowOf))
  }
}

function rowOf({ one: { steps, ...one }, times }: ReturnType<typeof members>[number]) {
  return { ...one, days: ((steps.at(-1)?.at ?? 0) - (steps[0]?.at ?? 0)) / 86_400_000, events: steps.length, times }
}

function listed(population: Population, collapse: boolean, choice: Parameters<typeof pathCasesOf>[3]['choice'], offset: number) {
  const every = instanceTraces({ ...population, filter: { where: {} } })
  return pathCasesOf(store, instanceTraces(population), every, { choice, collapse, limit: 7, offset })
}

/** What a set is asked with beside its stage: every hand-off from there, each of its reasons and one that nobody has. */
function namesOf(set: SubjectSet, expecting: Expecting, stage: Stage): { name: string; reason: string }[] {
  if (set === 'touchpoint') return ['site', 'call'].map((name) => ({ name, reason: '' }))
  if (set === 'channel') return ['email', 'ads'].map((name) => ({ name, reason: '' }))
  // Lists of signals are held against a literal reading beside their counts, in friction-signals.test.ts.
  if (set === 'signal') return []
  if (!isOfHandOff(set)) return [{ name: '', reason: '' }]
  const own = expectedHandOffs(expecting).filter(({ id }) => expecting.journey.handOffs.find((one) => one.id === id)?.from === stage.id)
  if (set !== 'reason') return own.map(({ id }) => ({ name: id, reason: '' }))
  return own.flatMap(({ id, reasons }) =>
    [...reasons.map(({ reason }) => reason), 'nobody said so'].map((reason) => ({ name: id, reason })),
  )
}

describe('figures of the engine equal those of a literal reading', () => {
  test('[M1] [M2] [M3] [M4] [M5] [M6] [M7] [M10] [M11] [M12] [M14] [P1] over random journeys, histories and slices', async () => {
    await fc.assert(
      fc.asyncProperty(figureCases, async (drawn) => {
        const whole = await settle(drawn)
        for (const chosenBy of [{ where: {} }, drawn.filter]) {
          const expecting = choose(whole, chosenBy)
          const population = populationOf(expecting, chosenBy)
          const stages = await compareMap(expecting, population)
          expect(differences(await ask(store, cumulativeFunnel, population, null), expectedFunnel(expecting))).toEqual([])
          await compareLists(expecting, population)
          await comparePaths(expecting, population)
          for (const stage of population.filter === drawn.filter ? stages.slice(-1) : stages)
            await compareDetail(expecting, population, stage)
        }
      }),
      { numRuns, endOnFailure: true },
    )
  }, 600_000)
})

/** The same events and facts, told in another order and some of them twice. */
function shuffled({ events, facts }: World): World {
  const random = createRandom('another order')
  const again = <Thing>(things: readonly Thing[]) => {
    const places = things.flatMap((thing, i) => [
      { thing, key: random.uniform() },
      ...(i % 3 === 0 ? [{ thing, key: random.uniform() }] : []),
    ])
    return places.sort((a, b) => a.key - b.key).map(({ thing }) => thing)
  }
  return { events: again(events), facts: { properties: again(facts.properties), links: again(facts.links) } }
}

/** Counts that add over disjoint sets of stays; subjects do not, since one may stand in several. */
type Sums = Omit<StayCounts, 'subjects'>

async function countsOf(population: Population): Promise<Map<number, Sums>> {
  const counts = await ask(store, stayCounts, population, null)
  return new Map([...counts].map(([stage, { subjects: _, ...sums }]) => [stage, sums]))
}

function added(parts: readonly Map<number, Sums>[]): Map<number, Sums> {
  const [first, ...others] = parts
  const sum = (stage: number, key: keyof Sums) => others.reduce((total, part) => total + (part.get(stage)?.[key] ?? 0), 0)
  return new Map(
    [...(first ?? [])].map(([stage, counts]) => [
      stage,
      Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, count + sum(stage, key as keyof Sums)])) as unknown as Sums,
    ]),
  )
}

function expectBalance(counts: Map<number, Sums>): void {
  for (const one of counts.values()) {
    expect(one.first + one.advancedIn + one.returnedIn + one.resumed + one.recovered).toBe(one.entered)
    expect(one.stillIn + one.advanced + one.returned + one.completed + one.dropped).toBe(one.entered)
  }
}

async function expectSlicesToAdd(expecting: Expecting): Promise<void> {
  const { journey, stays, facts, horizon } = expecting
  const of = (filter: Filter) => countsOf(populationOf(expecting, filter))
  const whole = await of({ where: {} })
  const personas = await Promise.all([...journey.personas.map(({ id }) => id), 'unassigned'].map((persona) => of({ persona, where: {} })))
  const middle = Math.round((worldStart + horizon) / 2)
  const periods = await Promise.all([of({ to: middle, where: {} }), of({ from: middle, where: {} })])
  const values = [...new Set(facts.properties.filter((fact) => fact.name === 'tier').map((fact) => fact.value))]
  const byValue = await Promise.all(values.map((tier) => of({ where: { tier } })))
  for (const counts of [whole, ...personas, ...periods, ...byValue]) expectBalance(counts)
  expect(added(personas)).toEqual(whole)
  expect(added(periods)).toEqual(whole)
  const without = stays.filter((stay) => subjectPropertyAt(facts, journey.subjectType, stay.subject, 'tier', stay.startedAt) === null)
  const missing = new Map(journey.stages.map(({ index }) => [index, oracleCounts(without, index)]))
  expect(differences(added([...byValue, missing]), whole)).toEqual([])
}

/** As if the subjects lay on two machines: what each gives alone merges to what one gives (the flat parts of every figure). */
async function expectHalvesToMerge(expecting: Expecting): Promise<void> {
  for (const half of [0, 1]) {
    await store.run(`ALTER TABLE stays DROP PARTITION ${half + 2}`)
    await store.run(
      `INSERT INTO stays SELECT * REPLACE (${half + 2} AS version) FROM (SELECT * FROM stays WHERE version = 1 AND cityHash64(subject) % 2 = ${half})`,
    )
  }
  const populations = [1, 2, 3].map((version) => ({ ...populationOf(expecting, { where: {} }), version })) as [
    Population,
    Population,
    Population,
  ]
  const counts = await Promise.all(populations.map((population) => ask(store, stayCounts, population, null)))
  const [whole, left, right] = counts as [Map<number, StayCounts>, Map<number, StayCounts>, Map<number, StayCounts>]
  expect(added([left, right])).toEqual(whole)
  for (const spellsOf of [spellsSql, joinedSpellsSql]) {
    const [all, one, other] = await Promise.all(
      populations.map((population) =>
        store.rows<object>(`SELECT stage, d, cause, toString(cluster) AS cluster FROM (${spellsOf(population)})`),
      ),
    )
    const inOrder = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort()
    expect(inOrder([...(one ?? []), ...(other ?? [])])).toEqual(inOrder(all ?? []))
  }
  await expectClusterSumsToMerge(populations)
}

interface ClusterRow {
  stage: number
  cluster: string
  h: number
  n: number
}

async function expectClusterSumsToMerge(populations: readonly [Population, Population, Population]): Promise<void> {
  const rowsOf = (population: Population) =>
    store.rows<ClusterRow>(
      `SELECT stage, toString(cluster) AS cluster, countIf(cause = 1) AS h, count() AS n FROM (${spellsSql(population)}) GROUP BY stage, cluster`,
    )
  const halves = await Promise.all(populations.slice(1).map(rowsOf))
  const raw = await ask(store, rawConversion, populations[0], null)
  for (const [stage, estimate] of raw) {
    const rows = halves.flat().filter((row) => row.stage === stage)
    const merged = proportion(rows.map(({ cluster, h, n }) => ({ cluster, hits: h, trials: n })))
    const { value, low, high, clusters } = merged
    expect(differences(estimate, { value, low, high, clusters, numerator: merged.hits, denominator: merged.trials })).toEqual([])
  }
}

describe('figures of the engine', () => {
  test('[E2] [E5] [M6] [M12] hang on no order and no repetition, balance, and add over disjoint slices and over halves of the subjects', async () => {
    await fc.assert(
      fc.asyncProperty(figureCases, async (drawn) => {
        const expecting = await settle(drawn)
        await expectSlicesToAdd(expecting)
        await expectHalvesToMerge(expecting)
        const population = populationOf(expecting, { where: {} })
        const before = await mapFigures(store, population)
        const detail = await stageDetail(store, population, buildMap(drawn.journey, 1, { where: {} }, 0, before).stages[0] as MapStage)
        await settle({ ...drawn, world: shuffled(drawn.world) })
        const after = await mapFigures(store, population)
        expect(differences(after, before)).toEqual([])
        const again = await stageDetail(store, population, buildMap(drawn.journey, 1, { where: {} }, 0, after).stages[0] as MapStage)
        expect(differences(again, detail)).toEqual([])
      }),
      { numRuns: Math.ceil(numRuns / 2), endOnFailure: true },
    )
  }, 600_000)
})
