import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mapFigures } from '../src/app/map-figures.ts'
import { stageDetail } from '../src/app/stage-detail.ts'
import { buildMap } from '../src/map/build-map.ts'
import { type Filter, funnelSets, handOverSets, type JourneyMap, type MapStage } from '../src/map/journey-map.ts'
import type { Population } from '../src/measures/measure.ts'
import { type SubjectListQuery, shapeSubjectList, subjectListSql, subjectTotalsSql } from '../src/measures/subject-list.ts'
import type { Stage } from '../src/model/journey.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { differences } from './differences.ts'
import { byOwnWindow, convertingBy, type Expecting, handedOverBy } from './expected-figures.ts'
import { expectedRows } from './expected-lists.ts'
import { dayMs, handOverCounts, joinOverSilence, observe, observeHandOff, stayCounts, windowOf } from './oracle/measures.ts'
import { selectStays } from './oracle/slices.ts'
import { type OracleStay, oracleStays } from './oracle/stays.ts'
import { convertingQuantile, incidence, leavingQuantile, type Observed, stepAt } from './oracle/survival.ts'
import { figureCases } from './random-figures.ts'
import { sourceStartsOf, worldStart } from './random-world.ts'
import { engineStays, fillStore, temporaryEventStore } from './stays-on-engine.ts'

let store: EventStore
let remove: () => Promise<void>
beforeAll(async () => {
  ;({ store, remove } = await temporaryEventStore())
})
afterAll(() => remove())

type Period = { from: number; to: number }

/** A spell as the period sees it, read word by word; null: it was not under way in it. */
function seenIn({ from, to }: Period, startedAt: number, { to: length, cause }: Observed): Observed | null {
  const end = startedAt + length
  if (startedAt >= to || end < from) return null
  const since = startedAt < from ? from - startedAt : 0
  return end < to ? { from: since, to: length, cause } : { from: since, to: to - startedAt, cause: null }
}

const allSeen = (period: Period, spells: readonly { stay: OracleStay; observed: Observed }[]): Observed[] =>
  spells.flatMap(({ stay, observed }) => seenIn(period, stay.startedAt, observed) ?? [])

/** Shares at a window; null: nobody was seen. */
function sharesOf(observed: readonly Observed[], window: number) {
  const at = stepAt(incidence(observed), window)
  const share = (value: number) => (observed.length === 0 ? { value: null } : { value, denominator: observed.length })
  return { converted: share(at.converted), returned: share(at.returned), dropped: share(at.dropped), stillIn: share(at.still) }
}

/** Chances of each day: exits on it by stay-days that the period has of it, up to the last day at whose start five are at risk (M4). */
function dailyOf(observed: readonly Observed[]): { day: number; atRiskDays: number; returned: number; dropped: number }[] {
  const days = Array.from({ length: Math.ceil(Math.max(0, ...observed.map(({ to }) => to)) / dayMs) + 1 }, (_, day) => day)
  const atStart = (day: number) =>
    observed.filter(({ from, to }) => to >= day * dayMs && (from === 0 ? day === 0 || to >= day * dayMs : from < day * dayMs)).length
  const told = days.findLast((day) => atStart(day) >= 5) ?? -1
  return days.slice(0, told + 1).map((day) => {
    const [start, end] = [day * dayMs, (day + 1) * dayMs]
    const lived = observed.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, end) - Math.max(from, start)), 0) / dayMs
    const exits = (cause: Observed['cause']) => observed.filter((one) => one.cause === cause && one.to >= start && one.to < end).length
    const chance = (count: number) => (lived > 0 ? count / lived : 0)
    return { day, atRiskDays: lived, returned: chance(exits('returned')), dropped: chance(exits('dropped')) }
  })
}

type Query = Pick<SubjectListQuery, 'stage' | 'set' | 'name' | 'reason'>

async function lengthOf(population: Population, query: Query): Promise<number | undefined> {
  const sql = subjectTotalsSql(population, { ...query, limit: 1, offset: 0 })
  const [totals] = await store.rows<{ total: number; stays: number }>(sql)
  return totals?.stays
}

/** The lists of hand-offs against a literal reading, row by row, and against their figures (M7). `handed`: who may be handed over, seen so; `inside`: whose stays hold reasons; `cohort`: who entered in the period, for windows that end at a deadline. */
async function compareHandOffLists(
  handed: Expecting,
  inside: Expecting,
  cohort: Expecting,
  population: Population,
  figures: JourneyMap['handOffs'],
  seen: (stay: OracleStay, one: Observed) => Observed | null,
): Promise<void> {
  for (const { id, from, counts, reasons } of figures) {
    const stage = population.journey.stages.find((one) => one.id === from)?.index ?? 0
    for (const set of handOverSets) {
      const query = { stage, set, name: id, reason: '' }
      const rows = await store.rows<Parameters<typeof shapeSubjectList>[2][number]>(
        subjectListSql(population, { ...query, limit: 1000, offset: 0 }),
      )
      const isCohort = set === 'acceptedByWindow' && population.journey.stages[stage - 1]?.until !== null
      const expected = isCohort ? expectedRows(cohort, query) : expectedRows(handed, query, seen)
      expect(shapeSubjectList(set, undefined, rows).rows).toEqual(expected.map(({ position: _, ...row }) => row))
      expect(expected).toHaveLength(counts[set])
    }
    for (const { reason, count } of reasons) {
      const query = { stage, set: 'reason' as const, name: id, reason }
      expect(await lengthOf(population, query)).toBe(count)
      expect(expectedRows(inside, query)).toHaveLength(count)
    }
  }
}

const quartiles = [0.25, 0.5, 0.75]
const inDays = (ms: number | null) => (ms === null ? null : ms / dayMs)

test('[M11] [M2] [M3] [M4] [M6] [M7] [M10] a lived period equals a literal reading, over random journeys and histories', async () => {
  const numRuns = Number(process.env.DESIREPATH_PARITY_JOURNEYS ?? 3)
  const ends = fc.record({ from: fc.integer({ min: 4, max: 60 }), days: fc.integer({ min: 8, max: 80 }) })
  await fc.assert(
    fc.asyncProperty(figureCases, ends, async ({ journey, world: { events, facts }, horizon, filter }, { from, days }) => {
      await fillStore(store, events, facts)
      await engineStays(store, journey, horizon, sourceStartsOf(events))
      const quarter = dayMs / 4
      const period = { from: worldStart + from * quarter, to: worldStart + (from + days) * quarter }
      const slice: Filter = { ...filter, from: undefined, to: undefined }
      const lived: Filter = { ...filter, ...period, period: 'lived' }
      const population = { journey, version: 1, horizon, filter: lived }
      const stays = oracleStays(journey, events, facts, horizon)
      const sliced = selectStays(stays, slice, facts, journey.subjectType)
      const overlapping = sliced.filter((stay) => observe([stay], horizon).some((one) => seenIn(period, stay.startedAt, one)))

      const cohort = selectStays(stays, { ...filter, ...period }, facts, journey.subjectType)

      const figures = await mapFigures(store, population)
      const map = buildMap(journey, 1, lived, 0, figures)
      for (const stage of journey.stages) {
        const counted = sliced.filter((stay) => stay.stage === stage.index && !stay.underWay)
        const observed = allSeen(
          period,
          counted.map((stay) => ({ stay, observed: observe([stay], horizon)[0] as Observed })),
        )
        const joined = joinOverSilence(stays, counted, horizon).map(({ stay, observed: one }) => ({ stay, observed: one }))
        const enteredStays = cohort.filter((stay) => stay.stage === stage.index && !stay.underWay)
        const entered = enteredStays.map((stay) => ({ stay, observed: observe([stay], horizon)[0] as Observed }))
        const found = figures.stages[stage.index - 1]
        expect(
          differences(found, {
            counts: stayCounts(overlapping, stage.index),
            conversion:
              stage.until === null
                ? {
                    ...sharesOf(observed, windowOf(stage)),
                    withoutSilence: sharesOf(allSeen(period, joined), windowOf(stage)).converted,
                  }
                : byOwnWindow(entered, joinOverSilence(stays, enteredStays, horizon), stage.until, horizon),
            time: {
              leaving: quartiles.map((q) => ({ days: observed.length === 0 ? null : inDays(leavingQuantile(observed, q)) })),
              converting:
                stage.until === null
                  ? quartiles.map((q) => ({
                      days: observed.length === 0 ? null : inDays(convertingQuantile(observed, windowOf(stage), q)),
                    }))
                  : convertingBy(entered, stage.until, horizon),
            },
          }),
        ).toEqual([])
        const detail = await stageDetail(store, population, map.stages[stage.index - 1] as MapStage)
        expect(differences(detail.daily, dailyOf(observed))).toEqual([])
        expect(await lengthOf(population, { stage: stage.index, set: 'counted', name: '', reason: '' })).toBe(observed.length)
      }
      for (const [i, handOff] of journey.handOffs.entries()) {
        const places = { from: indexOf(handOff.from), to: indexOf(handOff.to) }
        const observed = allSeen(period, observeHandOff(stays, sliced, places, horizon))
        const from = journey.stages[places.from - 1] as Stage
        if (from.until === null) {
          expect(differences(figures.handOffs[i]?.accepted, sharesOf(observed, windowOf(from)).converted)).toEqual([])
          expect(figures.handOffs[i]?.counts).toEqual(handOverCounts(observed, windowOf(from)))
        } else {
          const seen = observed.map((one) => ({ stay: stays[0] as OracleStay, observed: one }))
          const handed = observeHandOff(stays, cohort, places, horizon)
          expect(differences(figures.handOffs[i], handedOverBy(handed, from.until, horizon, seen))).toEqual([])
        }
      }
      const whole = { journey, horizon, stays, events, facts, touches: [] }
      const asSeen = (stay: OracleStay, one: Observed) => seenIn(period, stay.startedAt, one)
      await compareHandOffLists(
        { ...whole, chosen: sliced },
        { ...whole, chosen: overlapping },
        { ...whole, chosen: cohort },
        population,
        figures.handOffs,
        asSeen,
      )
      for (const [place, set] of [...funnelSets.entries()].map(([i, one]) => [(i % journey.stages.length) + 1, one] as const)) {
        const query = { stage: place, set, name: '', reason: '' }
        expect(await lengthOf(population, query)).toBe(expectedRows({ ...whole, chosen: cohort }, query).length)
      }
      function indexOf(id: string): number {
        return journey.stages.find((stage) => stage.id === id)?.index ?? 0
      }
    }),
    { numRuns, endOnFailure: true },
  )
}, 600_000)
