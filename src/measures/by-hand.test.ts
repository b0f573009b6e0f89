import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OracleEvent, OracleFacts } from '../../test/oracle/facts.ts'
import { event, noFacts, on, type StageParts, smallJourney } from '../../test/oracle/small-journey.ts'
import { engineStays, fillStore, temporaryEventStore } from '../../test/stays-on-engine.ts'
import { joinSubjects } from '../journeys/join-subjects.ts'
import type { ObjectProperty } from '../model/event.ts'
import type { Journey } from '../model/journey.ts'
import type { EventStore } from '../store/event-store.ts'
import { handOffSpellsSql, handOverCounts } from './hand-off.ts'
import { handOffReasons } from './hand-off-reasons.ts'
import { dayMs, type Measure, type Population } from './measure.ts'
import { reach } from './reach.ts'
import { type SubjectListQuery, subjectListSql } from './subject-list.ts'
import { type SurvivalAtWindowRow, survivalAtWindowSql } from './survival-sql.ts'
import { stageValue } from './value.ts'

let store: EventStore
let remove: () => Promise<void>
beforeAll(async () => {
  ;({ store, remove } = await temporaryEventStore())
})
afterAll(() => remove())

const at = (name: string, day: number, contact: string, parts: Partial<OracleEvent> = {}) =>
  event(name, day * dayMs, { id: `${name} ${day} ${contact} ${JSON.stringify(parts)}`, objects: { contact: [contact] }, ...parts })

async function populationOf(journey: Journey, events: OracleEvent[], facts: OracleFacts, days: number): Promise<Population> {
  const horizon = days * dayMs
  await fillStore(store, events, facts)
  await joinSubjects(store, 'deal')
  await engineStays(store, journey, horizon, new Map([['web', 0]]))
  return { journey, version: 1, horizon, filter: { where: {} } }
}

async function ask<Options, Row, Result>(
  measure: Measure<Options, Row, Result>,
  population: Population,
  options: Options,
): Promise<Result> {
  return measure.shape(await store.rows<Row>(measure.sql(population, options)), population, options)
}

async function listOf(population: Population, query: Partial<SubjectListQuery> & Pick<SubjectListQuery, 'stage' | 'set'>) {
  const sql = subjectListSql(population, { name: '', reason: '', limit: 100, offset: 0, ...query })
  return store.rows<{ subject: string; enteredAt: number; leftAt: number | null; ending: string; days: number }>(sql)
}

const two: StageParts[] = [{ entry: on('a'), dropped: on('reject'), windowMs: 4 * dayMs }, { entry: on('b') }]

describe('value', () => {
  const value: Journey['value'] = { amount: 'amount', currency: { kind: 'property', name: 'currency' }, won: on('won'), lost: on('lost') }
  const journey = smallJourney(two, { value })
  const worth = (deal: string, amount: string, currency: string): ObjectProperty[] => [
    { objectType: 'deal', objectId: deal, name: 'amount', value: amount, validFrom: null },
    { objectType: 'deal', objectId: deal, name: 'currency', value: currency, validFrom: null },
  ]
  const amountFrom = (deal: string, amount: string, day: number): ObjectProperty => ({
    objectType: 'deal',
    objectId: deal,
    name: 'amount',
    value: amount,
    validFrom: day * dayMs,
  })
  const of = (deal: string, ...contacts: string[]) => ({ objects: { contact: contacts, deal: [deal] }, initiator: 'company' as const })
  // Ann stays in the first stage; Bob moves on to the second on day 10.
  const events = [
    at('a', 0, 'ann'),
    at('a', 0, 'bob'),
    at('b', 10, 'bob'),
    at('opened', 5, '', of('open of ann', 'ann')),
    at('opened', 5, '', of('open of bob', 'bob')),
    at('opened', 6, '', of('lost early', 'bob')),
    at('lost', 8, '', of('lost early', 'bob')),
    at('opened', 6, '', of('won', 'bob')),
    at('won', 20, '', of('won', 'bob')),
    at('opened', 7, '', of('grown', 'ann')),
    at('opened', 30, '', of('of both', 'ann', 'bob')),
    at('opened', 9, '', of('without amount', 'ann')),
  ]
  const properties = [
    ...worth('open of ann', '100', 'EUR'),
    ...worth('open of bob', '200', 'EUR'),
    ...worth('lost early', '50', 'USD'),
    ...worth('won', '70', 'USD'),
    ...worth('grown', '10', 'EUR'),
    amountFrom('grown', '30', 50),
    amountFrom('grown', '99', 150),
    ...worth('of both', '1000', 'EUR'),
  ]
  const none = { pipeline: 0, pipelineDeals: 0, advanced: 0, advancedDeals: 0, won: 0, wonDeals: 0 }

  it('[M13] sums open, advanced and won deals by currency, each deal once, at its last known amount', async () => {
    const population = await populationOf(journey, events, { properties, links: [] }, 100)
    const values = await ask(stageValue, population, null)
    expect(values.get(1)).toEqual([
      { currency: 'EUR', ...none, pipeline: 130, pipelineDeals: 2, advanced: 200, advancedDeals: 1 },
      { currency: 'USD', ...none, advanced: 70, advancedDeals: 1 },
    ])
    expect(values.get(2)).toEqual([
      { currency: 'EUR', ...none, pipeline: 1200, pipelineDeals: 2 },
      { currency: 'USD', ...none, won: 70, wonDeals: 1 },
    ])
  })

  it('[M7] [M13] lists behind each sum exactly the stays whose deals make it', async () => {
    // Eve left the first stage, and is in it again: only her second stay holds her deal. Dan has no deal.
    const more = [
      at('a', 1, 'eve'),
      at('reject', 2, 'eve'),
      at('a', 60, 'eve'),
      at('a', 3, 'dan'),
      at('opened', 61, '', of('of eve', 'eve')),
    ]
    const worths = { properties: [...properties, ...worth('of eve', '7', 'EUR')], links: [] }
    const population = await populationOf(journey, [...events, ...more], worths, 100)
    // What the deals of each one are worth that count in a set, from the amounts above.
    const worthOf: Record<string, Record<string, Record<string, number>>> = {
      pipeline: { ann: { EUR: 100 + 30 }, bob: { EUR: 200 + 1000 }, eve: { EUR: 7 } },
      advancedDeals: { bob: { EUR: 200, USD: 70 } },
      won: { bob: { USD: 70 } },
    }
    const figures = await ask(stageValue, population, null)
    const lists = [
      ['pipeline', 1, ['eve 60', 'ann 0']],
      ['pipeline', 2, ['bob 10']],
      ['advancedDeals', 1, ['bob 0']],
      ['advancedDeals', 2, []],
      ['won', 1, []],
      ['won', 2, ['bob 10']],
    ] as const
    for (const [set, stage, expected] of lists) {
      const listed = await listOf(population, { stage, set })
      expect(listed.map(({ subject, enteredAt }) => `${subject} ${enteredAt / dayMs}`)).toEqual(expected)
      const amount = ({ advancedDeals: 'advanced', pipeline: 'pipeline', won: 'won' } as const)[set]
      for (const currency of ['EUR', 'USD']) {
        const sum = listed.reduce((total, { subject }) => total + (worthOf[set]?.[subject]?.[currency] ?? 0), 0)
        expect(sum).toBe(figures.get(stage)?.find((value) => value.currency === currency)?.[amount] ?? 0)
      }
    }
  })

  it('[M13] counts a won deal by its close day: before it the deal is open', async () => {
    const values = await ask(stageValue, await populationOf(journey, events, { properties, links: [] }, 19), null)
    expect(values.get(2)).toEqual([
      { currency: 'EUR', ...none, pipeline: 200, pipelineDeals: 1 },
      { currency: 'USD', ...none, pipeline: 70, pipelineDeals: 1 },
    ])
  })
})

describe('hand-off', () => {
  const handOff = { id: 'h', name: 'Marketing to sales', from: 's1', to: 's2', reason: 'why' }
  const journey = smallJourney(two, { handOffs: [handOff] })
  const events = [
    at('a', 0, 'accepted'),
    at('b', 2, 'accepted'),
    at('a', 0, 'refused soon'),
    at('reject', 1, 'refused soon', { properties: { why: 'no budget' } }),
    at('a', 0, 'refused later'),
    at('reject', 3, 'refused later', { properties: { why: 'no budget' } }),
    at('a', 5, 'waiting'),
    at('x', 6, 'waiting', { properties: { why: 'spam' }, initiator: 'machine' }),
    at('b', 0, 'never handed'),
  ]

  it('[M10] follows who was handed over: accepted, refused, or waiting', async () => {
    const population = await populationOf(journey, events, noFacts, 10)
    const [row] = await store.rows<SurvivalAtWindowRow>(survivalAtWindowSql(handOffSpellsSql(population), new Map([[1, 4 * dayMs]])))
    // Four at risk; day 1 refuses 1/4, day 2 accepts 3/4 · 1/3, day 3 refuses 1/2 · 1/2; the one who waits is seen to day 5.
    expect(row?.n).toBe(4)
    expect(row?.incidence.map((share) => Math.round(share * 1e9) / 1e9)).toEqual([0.25, 0, 0.5])
    expect(row?.converting).toEqual([2 * dayMs, 2 * dayMs, 2 * dayMs])
  })

  it('[M7] [M10] counts what became of them, and lists each', async () => {
    const late = [at('a', 0, 'accepted late'), at('b', 5, 'accepted late'), at('a', 0, 'on the last day'), at('b', 4, 'on the last day')]
    const population = await populationOf(journey, [...events, ...late], noFacts, 10)
    const counts = await ask(handOverCounts, population, null)
    expect(counts.get(1)).toEqual({ handedOver: 6, accepted: 3, acceptedByWindow: 2, refused: 2, waiting: 1 })
    const told = async (set: SubjectListQuery['set']) =>
      (await listOf(population, { stage: 1, set, name: 'h' })).map(({ subject, leftAt, ending, days }) => [
        subject,
        leftAt === null ? null : leftAt / dayMs,
        ending,
        days,
      ])
    expect(await told('accepted')).toEqual([
      ['accepted', 2, 'accepted', 2],
      ['accepted late', 5, 'accepted', 5],
      ['on the last day', 4, 'accepted', 4],
    ])
    expect(await told('acceptedByWindow')).toEqual([
      ['accepted', 2, 'accepted', 2],
      ['on the last day', 4, 'accepted', 4],
    ])
    expect(await told('refused')).toEqual([
      ['refused later', 3, 'refused', 3],
      ['refused soon', 1, 'refused', 1],
    ])
    expect(await told('waiting')).toEqual([['waiting', null, 'waiting', 5]])
  })

  it('[M10] gives the reasons of refusal, of people only', async () => {
    const population = await populationOf(journey, events, noFacts, 10)
    expect(await ask(handOffReasons, population, { handOff })).toEqual([{ reason: 'no budget', count: 2 }])
  })
})

describe('reach', () => {
  it('[M14] counts stays of more than an instant that were touched by customer or company inside [start, end)', async () => {
    const population = await populationOf(
      smallJourney(two),
      [
        at('a', 0, 'ann', { touchpoint: 'form', channel: 'web' }),
        at('x', 5, 'ann', { touchpoint: 'mail', channel: 'email', initiator: 'company' }),
        at('x', 6, 'ann', { touchpoint: 'crawl', channel: 'web', initiator: 'machine' }),
        at('x', 7, 'ann', { touchpoint: 'mail', channel: 'email', initiator: 'company' }),
        at('b', 10, 'ann', { touchpoint: 'call', channel: 'phone' }),
        at('a', 0, 'bob', { touchpoint: 'form', channel: 'web' }),
        at('b', 0, 'bob'),
      ],
      noFacts,
      20,
    )
    const found = await ask(reach, population, null)
    const told = found.map(({ stage, kind, name, channel, touches, share }) => [
      stage,
      kind,
      name,
      channel,
      touches,
      share.numerator,
      share.denominator,
    ])
    expect(told).toEqual([
      [1, 'channel', 'email', null, 2, 1, 1],
      [1, 'touchpoint', 'form', 'web', 1, 1, 1],
      [1, 'touchpoint', 'mail', 'email', 2, 1, 1],
      [1, 'channel', 'web', null, 1, 1, 1],
      [2, 'touchpoint', 'call', 'phone', 1, 1, 2],
      [2, 'touchpoint', 'form', 'web', 1, 1, 2],
      [2, 'channel', 'phone', null, 1, 1, 2],
      [2, 'channel', 'web', null, 1, 1, 2],
    ])
  })
})
