import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../src/app/ask.ts'
import { mapFigures } from '../src/app/map-figures.ts'
import { stageDetail } from '../src/app/stage-detail.ts'
import { buildMap } from '../src/map/build-map.ts'
import { type Filter, type MapStage, type SubjectSet, subjectSets } from '../src/map/journey-map.ts'
import { cumulativeFunnel } from '../src/measures/cumulative-funnel.ts'
import type { Population } from '../src/measures/measure.ts'
import { shapeSubjectList, subjectListSql, subjectTotalsSql } from '../src/measures/subject-list.ts'
import type { Journey } from '../src/model/journey.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { differences } from './differences.ts'
import {
  type Expecting,
  expectedDetail,
  expectedFunnel,
  expectedHandOffs,
  expectedMembers,
  expectedStage,
  expectedTotals,
} from './expected-figures.ts'
import { selectStays } from './oracle/slices.ts'
import { oracleStays, oracleTouches } from './oracle/stays.ts'
import { type FigureCase, figureCases } from './random-figures.ts'
import { sourceStartsOf } from './random-world.ts'
import { engineStays, fillStore, temporaryEventStore } from './stays-on-engine.ts'

let store: EventStore
let remove: () => Promise<void>
beforeAll(async () => {
  ;({ store, remove } = await temporaryEventStore())
})
afterAll(() => remove())

const numRuns = Number(process.env.DESIREPATH_PARITY_JOURNEYS ?? 4)
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

/** Every set of every stage as its figure says (M7), and one list row by row, page by page. */
async function compareLists(expecting: Expecting, population: Population): Promise<void> {
  const queries = population.journey.stages.flatMap(({ index }) =>
    subjectSets.flatMap((set) => namesOf(set).map((name) => ({ stage: index, set, name, limit: 7, offset: 0 }))),
  )
  const sql = queries.map((query, i) => `SELECT ${i} AS i, total, stays FROM (${subjectTotalsSql(population, query)})`).join(' UNION ALL ')
  const totals = await store.rows<{ i: number; total: number; stays: number }>(`SELECT * FROM (${sql}) ORDER BY i`)
  const expected = queries.map(({ stage, set, name }, i) => {
    const members = expectedMembers(expecting, stage, set, name)
    return { i, total: new Set(members.map((stay) => stay.subject)).size, stays: members.length }
  })
  expect(totals).toEqual(expected)
  const longest = expected.reduce((best, one) => (one.stays > best.stays ? one : best))
  const query = queries[longest.i] as (typeof queries)[number]
  const pages = [0, 7, 14].map((offset) => subjectListSql(population, { ...query, offset }))
  const rows = await Promise.all(pages.map((page) => store.rows<Parameters<typeof shapeSubjectList>[1][number]>(page)))
  const listed = shapeSubjectList({ total: longest.total, stays: longest.stays }, rows.flat()).rows
  const members = expectedMembers(expecting, query.stage, query.set, query.name).map((stay) => ({
    subject: stay.subject,
    account: stay.account,
    persona: stay.persona,
    instance: stay.instance,
    enteredAt: stay.startedAt,
    leftAt: stay.endedAt,
    openedBy: stay.openedBy,
    ending: stay.ending,
    days: ((stay.endedAt ?? expecting.horizon) - stay.startedAt) / 86_400_000,
    underWay: stay.underWay,
    position: stay.position,
  }))
  members.sort(
    (a, b) =>
      b.enteredAt - a.enteredAt ||
      Buffer.compare(Buffer.from(a.subject), Buffer.from(b.subject)) ||
      a.instance - b.instance ||
      b.position - a.position,
  )
  expect(listed).toEqual(members.slice(0, 21).map(({ position: _, ...row }) => row))
}

function namesOf(set: SubjectSet): string[] {
  if (set === 'touchpoint') return ['site', 'call']
  return set === 'channel' ? ['email', 'ads'] : ['']
}

describe('figures of the engine equal those of a literal reading', () => {
  test('[M1] [M2] [M3] [M4] [M5] [M6] [M7] [M10] [M11] [M12] [M14] over random journeys, histories and slices', async () => {
    await fc.assert(
      fc.asyncProperty(figureCases, async (drawn) => {
        const whole = await settle(drawn)
        for (const chosenBy of [{ where: {} }, drawn.filter]) {
          const expecting = choose(whole, chosenBy)
          const population = populationOf(expecting, chosenBy)

          const stages = await compareMap(expecting, population)

          expect(differences(await ask(store, cumulativeFunnel, population, null), expectedFunnel(expecting))).toEqual([])
          await compareLists(expecting, population)

          for (const stage of stages) await compareDetail(expecting, population, stage)
        }
      }),
      { numRuns, endOnFailure: true },
    )
  }, 600_000)
})
