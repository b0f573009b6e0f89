import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OracleEvent } from '../../test/oracle/facts.ts'
import { event, noFacts, on, type StageParts, smallJourney } from '../../test/oracle/small-journey.ts'
import { engineStays, fillStore, temporaryEventStore } from '../../test/stays-on-engine.ts'
import { ask } from '../app/ask.ts'
import { deadlineFigures } from '../app/deadline-figures.ts'
import { mapFigures } from '../app/map-figures.ts'
import { buildMap } from '../map/build-map.ts'
import type { MapStage, SubjectSet } from '../map/journey-map.ts'
import { windowSum } from '../map/window-words.ts'
import type { Deadline } from '../model/deadline.ts'
import type { Journey, Stage } from '../model/journey.ts'
import { dayAt } from '../model/local-day.ts'
import type { EventStore } from '../store/event-store.ts'
import { convertingByDeadline, deadlineConversion } from './deadline-conversion.ts'
import { deadlineTrend, intakes } from './deadline-trend.ts'
import { dayMs, type Population } from './measure.ts'
import { untilOfStages } from './own-window.ts'
import { joinedSpellsSql, spellsSql } from './population-sql.ts'
import { subjectTotalsSql } from './subject-list.ts'
import { type SurvivalAtWindowRow, survivalAtWindowSql } from './survival-sql.ts'
import { convertingOf } from './time-in-stage.ts'

let store: EventStore
let remove: () => Promise<void>
beforeAll(async () => {
  ;({ store, remove } = await temporaryEventStore())
})
afterAll(() => remove())

const begin = Date.UTC(2025, 0, 1)
const at = (name: string, ms: number, contact: string): OracleEvent =>
  event(name, begin + ms, { id: `${name} ${ms} ${contact}`, objects: { contact: [contact] } })

async function settle(journey: Journey, events: OracleEvent[], horizon: number): Promise<Population> {
  await fillStore(store, events, noFacts)
  // The source is known since long before: nobody is already under way.
  await engineStays(store, journey, horizon, new Map([['web', begin - 1000 * dayMs]]))
  return { journey, version: 1, horizon, filter: { where: {} } }
}

async function stagesOf(population: Population): Promise<MapStage[]> {
  return buildMap(population.journey, 1, population.filter, 0, await mapFigures(store, population)).stages
}

async function conversionOf(population: Population) {
  const { journey } = population
  const question = { untils: untilOfStages(journey), spells: spellsSql(population), joined: joinedSpellsSql(population) }
  const found = (await deadlineFigures(store, population, question)).get(1) ?? expect.fail('nothing found')
  const times = convertingByDeadline(found).map(({ days: of }) => of)
  return { ...deadlineConversion(journey.stages[0] as Stage, found), times }
}

const lengthOf = async (population: Population, set: SubjectSet): Promise<number> => {
  const [totals] = await store.rows<{ stays: number }>(
    subjectTotalsSql(population, { stage: 1, set, name: '', reason: '', limit: 1, offset: 0 }),
  )
  return totals?.stays ?? 0
}

const days = (...texts: string[]): Deadline => ({
  id: 'open-day',
  name: 'Open day',
  dates: texts.map((text) => dayAt(Date.parse(`${text}T12:00:00Z`), 'UTC')),
  yearly: null,
  timeZone: 'Europe/Zurich',
})

const journeyBy = (deadline: Deadline, beforeDays = 0, parts: Partial<StageParts> = {}): Journey =>
  smallJourney([{ entry: on('a'), dropped: on('reject'), windowMs: null, until: { deadline, beforeDays }, ...parts }, { entry: on('b') }], {
    deadlines: [deadline],
  })

describe('a window that ends at a deadline', () => {
  const hourMs = dayMs / 24
  // The open days are 20 January (its last instant is 23:00 UTC less a ms) and 10 February; 1 March is the horizon.
  const end = 20 * dayMs - hourMs - 1
  const events = [
    ...[at('a', 0, 'in time'), at('b', end, 'in time')],
    ...[at('a', 0, 'a ms late'), at('b', end + 1, 'a ms late')],
    ...[at('a', dayMs, 'dropped'), at('reject', 3 * dayMs, 'dropped')],
    ...[at('a', end, 'on the day')],
    ...[at('a', end + 1, 'next intake'), at('b', 30 * dayMs, 'next intake')],
    ...[at('a', 45 * dayMs, 'without a date'), at('b', 46 * dayMs, 'without a date')],
  ]
  const horizon = begin + 59 * dayMs

  it('[K6] [K7] [M2] counts those whose window is over, with the last instant of the local day, and names the others', async () => {
    const population = await settle(journeyBy(days('2025-01-20', '2025-02-10')), events, horizon)
    const [stage] = await stagesOf(population)
    expect(stage?.conversion).toMatchObject({
      converted: { value: 2 / 5, numerator: 2, denominator: 5 },
      dropped: { value: 1 / 5, numerator: 1 },
      returned: { value: 0 },
      stillIn: { value: 2 / 5, numerator: 2 },
      raw: { numerator: 4, denominator: 6 },
      windows: { over: 5, stillHasTime: 0, withoutDate: 1 },
    })
    expect(stage && windowSum(stage)).toBe('5 with their deadline behind them + 0 still have time + 1 have no date to come = 6 entered')
    expect(stage?.time.converting[1]?.days).toBeCloseTo(30 - 20 + 1 / 24, 9)
    expect(stage?.conversion.cautions).toEqual([expect.stringContaining('no date is known after 1 of the stays began')])
    const sets = ['windowOver', 'stillHasTime', 'withoutDate', 'convertedByWindow'] as const
    expect(await Promise.all(sets.map((set) => lengthOf(population, set)))).toEqual([5, 0, 1, 2])
  })

  it('[K7] leaves out who still has time, and says for how many silence could not be known', async () => {
    const conversion = await conversionOf(
      await settle(journeyBy(days('2025-01-20', '2025-02-10'), 0, { dropAfterMs: 20 * dayMs }), events, begin + 25 * dayMs),
    )
    expect(conversion).toMatchObject({ windows: { over: 4, stillHasTime: 1, withoutDate: 0 }, converted: { numerator: 1, denominator: 4 } })
    expect(conversion.cautions).toEqual([expect.stringContaining('inactivity not yet knowable: for 4 of 4 stays')])
  })

  it('[K7] with an offset goes to the next intake where it has passed for this one', async () => {
    const conversion = await conversionOf(await settle(journeyBy(days('2025-01-20', '2025-02-10'), 7), events, horizon))
    // 13 January and 3 February: who entered on the 20th has until February.
    expect(conversion).toMatchObject({ windows: { over: 5, withoutDate: 1 }, converted: { numerator: 1, denominator: 5 } })
  })

  it('[K8] lays intakes side by side by weeks before the end, and cuts the present one at the horizon', async () => {
    const population = await settle(journeyBy(days('2025-01-20', '2025-03-10')), events, begin + 47 * dayMs)
    const { deadline } = population.journey.stages[0]?.until ?? expect.fail('no deadline')
    const options = { stage: 1, until: { deadline, beforeDays: 0 } }
    const sideBySide = await ask(store, intakes, population, options)
    const months = await ask(store, deadlineTrend, population, options)
    expect(sideBySide.map(({ day, over }) => [day, over])).toEqual([
      ['2025-01-20', true],
      ['2025-03-10', false],
    ])
    const [first, present] = sideBySide
    expect(first?.weeks).toEqual([
      { week: 2, entered: 3, converted: 0 },
      { week: 1, entered: 0, converted: 0 },
      { week: 0, entered: 1, converted: 1 },
    ])
    // Seven weeks before 10 March it is 20 January; the horizon lies in week 3.
    expect(present?.weeks.map(({ week }) => week)).toEqual([6, 5, 4, 3])
    expect(
      present?.weeks.reduce((sum, { entered, converted }) => ({ entered: sum.entered + entered, converted: sum.converted + converted }), {
        entered: 0,
        converted: 0,
      }),
    ).toEqual({ entered: 2, converted: 2 })
    expect(months.map(({ month, entered, converted }) => [month, entered, converted.numerator])).toEqual([
      ['2025-01', 5, 1],
      ['2025-02', 1, null],
    ])
  })

  it('[K7] gives what a window of the same length gives of stays seen whole', async () => {
    const length = 10
    const stays = fc.array(
      fc.record({ intake: fc.nat(3), to: fc.option(fc.integer({ min: 0, max: 60 }), { freq: 4 }), lost: fc.boolean() }),
      {
        minLength: 20,
        maxLength: 60,
      },
    )
    await fc.assert(
      fc.asyncProperty(stays, async (drawn) => {
        const utc = { ...days('2025-01-10', '2025-01-25', '2025-02-09', '2025-02-24'), timeZone: 'UTC' }
        const moves = drawn.flatMap(({ intake, to, lost }, i) => {
          const start = intake * 15 * dayMs
          return [at('a', start, `s${i}`), ...(to === null ? [] : [at(lost ? 'reject' : 'b', start + (to * dayMs) / 4, `s${i}`)])]
        })
        const until = begin + 100 * dayMs
        const population = await settle(journeyBy(utc), moves, until)
        const byDeadline = await conversionOf(population)
        const rows = await store.rows<SurvivalAtWindowRow>(survivalAtWindowSql(spellsSql(population), new Map([[1, length * dayMs - 1]])))
        const within = rows.find(({ stage }) => stage === 1)
        const shares = [byDeadline.converted, byDeadline.returned, byDeadline.dropped, byDeadline.stillIn].map(({ value }) => value)
        for (const [k, share] of [...(within?.incidence ?? [-1]), within?.stillIn].entries()) expect(shares[k]).toBeCloseTo(share ?? -1, 9)
        expect(byDeadline.times).toEqual(convertingOf(within).map(({ days: of }) => of))
        expect(byDeadline.windows?.over).toBe(drawn.length)
      }),
      { numRuns: 2, endOnFailure: true },
    )
  })
})
