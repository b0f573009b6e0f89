import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CampaignAgainst, CampaignStage } from '../src/map/campaign-figures.ts'
import { compareCampaign } from '../src/measures/campaign-comparison.ts'
import { campaignPeriods } from '../src/measures/campaign-periods.ts'
import {
  type CampaignQuery,
  type CellRow,
  campaignEntriesSql,
  campaignIncidenceSql,
  campaignInfluencesSql,
} from '../src/measures/campaign-sql.ts'
import type { ProductsRow } from '../src/measures/cluster-products-sql.ts'
import { subjectTotalsSql } from '../src/measures/subject-list.ts'
import { type Audience, normaliseAudience } from '../src/model/campaign-audience.ts'
import type { Stage } from '../src/model/journey.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { planted, plantedEvents, plantedJourney, plantedWorld } from './campaign-world.ts'
import {
  type CampaignCase,
  clusteredError,
  clusterOf,
  cohort,
  countsByCluster,
  influences,
  ofAudience,
  weightedIncidence,
} from './oracle/campaigns.ts'
import { event, noFacts, on, smallJourney, subjectIs } from './oracle/small-journey.ts'
import { type OracleStay, oracleStays } from './oracle/stays.ts'
import { figureCases } from './random-figures.ts'
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
type Span = 'during' | 'before' | 'yearBefore'

async function figuresOf(query: CampaignQuery, cost: { amount: number; currency: string } | null = null): Promise<CampaignStage[]> {
  const [entries, cells, found] = await Promise.all([
    store.rows<ProductsRow>(campaignEntriesSql(query)),
    store.rows<CellRow>(campaignIncidenceSql(query)),
    store.rows<ProductsRow>(campaignInfluencesSql(query)),
  ])
  return compareCampaign(query, cost, { entries, cells, influences: found })
}

/** Audiences of every kind over the names of random worlds. */
const audiences: fc.Arbitrary<Audience> = fc.constantFrom<Audience>(
  { kind: 'everyone' },
  { kind: 'persona', ids: ['p1'] },
  { kind: 'persona', ids: ['p2', 'unassigned'] },
  { kind: 'subject', when: subjectIs('tier', 'is', 'free') },
  { kind: 'subject', when: subjectIs('account.size', 'isNot', '10') },
  { kind: 'reached', when: on('a', 'b') },
  { kind: 'reached', when: { kind: 'count', of: on('c', 'd', 'a'), atLeast: 2, withinMs: 5 * dayMs } },
)

/** Three periods of the same length within a random world, of which the last may overlap the others. */
const periodsOf = fc
  .record({ days: fc.integer({ min: 2, max: 9 }), gap: fc.integer({ min: 0, max: 5 }), other: fc.integer({ min: 0, max: 9 }) })
  .map(({ days, gap, other }) => {
    const period = (first: number) => ({
      firstDay: '',
      lastDay: '',
      from: worldStart + first * dayMs + 1000,
      to: worldStart + (first + days) * dayMs + 1000,
    })
    return { days, before: period(gap), during: period(gap + days), yearBefore: period(other) }
  })

interface Part {
  sign: number
  stays: OracleStay[]
}

/** A stage's window, ms; endless where it ends at a deadline, when no share is given. */
const windowOf = (stage: Stage) => stage.windowMs ?? Number.POSITIVE_INFINITY

/** The last stage that anyone enters, where no goal ends the journey. */
const nobodyMovesOn = ({ stages }: CampaignCase['journey'], stage: Stage) =>
  stages.findLast(({ entry }) => entry !== null)?.id === stage.id && stage.completed === null

/** What is expected of a difference, by the rules K4 and K5; null where the rules give none. */
function expectedDifference(of: CampaignCase, stage: Stage, parts: readonly Part[], what: 'entries' | 'share' | 'converted') {
  if (what === 'entries') {
    const value = parts.reduce((sum, { sign, stays }) => sum + sign * stays.length, 0)
    return { value, error: clusteredError(parts.map(({ sign, stays }) => ({ sign, byCluster: countsByCluster(stays) }))) }
  }
  const counted = parts.map(({ sign, stays }) => ({ sign, stays: stays.filter(({ underWay }) => !underWay) }))
  const numberOf = (stays: readonly OracleStay[]) => (weight: (stay: OracleStay) => number) => {
    const all = what === 'share' ? 1 : stays.reduce((sum, stay) => sum + weight(stay), 0)
    return all * weightedIncidence(stays, weight, windowOf(stage), of.horizon)
  }
  const value = counted.reduce((sum, { sign, stays }) => sum + sign * numberOf(stays)(() => 1), 0)
  return { value, error: clusteredError(counted.map(({ sign, stays }) => ({ sign, byCluster: influences(stays, numberOf(stays)) }))) }
}

/** Fewer than 5 followed to the window, with more than 5 % still in. */
function followedTooShortly(stays: readonly OracleStay[], stage: Stage, horizon: number): boolean {
  const lengthOf = (stay: OracleStay) => (stay.endedAt ?? horizon) - stay.startedAt
  const gone = (time: number) => stays.filter((stay) => lengthOf(stay) >= time).length
  const last = Math.max(-1, ...stays.map(lengthOf).filter((time) => gone(time) >= 5))
  let still = 1
  for (const time of [...new Set(stays.map(lengthOf))].sort((a, b) => a - b).filter((one) => one <= windowOf(stage)))
    still *= 1 - stays.filter((stay) => lengthOf(stay) === time && stay.ending !== 'open').length / gone(time)
  return last < windowOf(stage) && still > 0.05
}

const clusters = (stays: readonly OracleStay[]) => new Set(stays.map(clusterOf)).size
const seen = { differences: 0, intervals: 0, lists: 0 }

function expectNear(found: number | null, wanted: number, what: string): void {
  expect(Math.abs((found ?? Number.NaN) - wanted), `${what}: ${found}, not ${wanted}`).toBeLessThan(1e-5 * Math.max(1, Math.abs(wanted)))
}

function expectDifference(
  of: CampaignCase,
  stage: Stage,
  parts: readonly Part[],
  what: 'entries' | 'share' | 'converted',
  found: { value: number | null; low: number | null; high: number | null },
  name: string,
): void {
  const counted = parts.map(({ stays }) => stays.filter(({ underWay }) => !underWay))
  const short =
    what !== 'entries' &&
    (stage.until !== null ||
      nobodyMovesOn(of.journey, stage) ||
      counted.some((stays) => stays.length === 0 || followedTooShortly(stays, stage, of.horizon)))
  if (short) {
    expect(found, name).toMatchObject({ value: null, low: null, high: null })
    return
  }
  const { value, error } = expectedDifference(of, stage, parts, what)
  expectNear(found.value, value, name)
  seen.differences += 1
  const shares = counted.map((stays) => weightedIncidence(stays, () => 1, windowOf(stage), of.horizon))
  const together = parts.flatMap(({ stays }, i) => (i % 2 === 0 ? [clusters([...stays, ...(parts[i + 1]?.stays ?? [])])] : []))
  const enough =
    what === 'entries'
      ? together.every((n) => n >= 10)
      : counted.every((stays) => clusters(stays) >= 10) && shares.every((share) => share > 1e-12 && share < 1 - 1e-12)
  if (!enough) {
    expect(found, name).toMatchObject({ low: null, high: null })
    return
  }
  seen.intervals += 1
  const most = what === 'share' ? parts.length / 2 : Number.POSITIVE_INFINITY
  expectNear(found.low, Math.max(-most, value - z * error), `${name}, low`)
  expectNear(found.high, Math.min(most, value + z * error), `${name}, high`)
}

function expectAgainst(
  of: CampaignCase,
  stage: Stage,
  cohorts: (span: Span, inside: boolean) => OracleStay[],
  span: 'before' | 'yearBefore',
  found: CampaignAgainst,
  audience: Audience,
  days: number,
): void {
  const parts = (inside: boolean): Part[] => [
    { sign: 1, stays: cohorts('during', inside) },
    { sign: -1, stays: cohorts(span, inside) },
  ]
  const nobodyReached = audience.kind === 'reached' && cohorts(span, true).length === 0
  const perDay = ({ value, low, high }: CampaignAgainst['audience']['perDay']) => ({
    value: value === null ? null : value * days,
    low: low === null ? null : low * days,
    high: high === null ? null : high * days,
  })
  for (const [side, one] of [
    ['audience', found.audience],
    ['outside', found.outside],
  ] as const) {
    if (one === null) continue
    const own = parts(side === 'audience')
    if (side === 'audience' && nobodyReached) expect(one.perDay).toMatchObject({ value: null, low: null })
    else {
      expectDifference(of, stage, own, 'entries', perDay(one.perDay), `${side} entries`)
      expectDifference(of, stage, own, 'entries', one.extraEntries, `${side} extra entries`)
    }
    expectDifference(of, stage, own, 'share', one.converted, `${side} share`)
    expectDifference(of, stage, own, 'converted', one.extraConverted, `${side} converted`)
  }
  if (found.between === null) return
  const both = [...parts(true), ...parts(false).map(({ sign, stays }) => ({ sign: -sign, stays }))]
  if (!nobodyReached) expectDifference(of, stage, both, 'entries', perDay(found.between.perDay), 'between entries')
  expectDifference(of, stage, both, 'share', found.between.converted, 'between share')
}

describe('over random worlds', () => {
  test('[K2] [K4] [K5] [M5] cohorts and differences are as the oracle reads the rules; [M7] each count opens its people', async () => {
    await fc.assert(
      fc.asyncProperty(figureCases, fc.array(fc.tuple(audiences, periodsOf), { minLength: 3, maxLength: 3 }), async (one, asked) => {
        const { journey, world, horizon } = one
        await fillStore(store, world.events, world.facts)
        await engineStays(store, journey, horizon, sourceStartsOf(world.events))
        const stays = oracleStays(journey, world.events, world.facts, horizon)
        const of: CampaignCase = { journey, stays, horizon, ...world }
        const population = { journey, version: 1, horizon, filter: { where: {} } }
        for (const [audience, periods] of asked) {
          const figures = await figuresOf({ population, periods, audience })
          for (const found of figures) {
            const stage = journey.stages.find(({ id }) => id === found.id) as Stage
            const cohorts = (span: Span, inside: boolean) => cohort(of, stage.index, periods[span], audience, inside)
            for (const span of ['during', 'before', 'yearBefore'] as const) {
              for (const [side, inside] of [
                ['audience', true],
                ['outside', false],
              ] as const) {
                const cell = found[side]?.[span]
                if (cell === undefined || cell === null) continue
                const own = cohorts(span, inside)
                const counted = own.filter(({ underWay }) => !underWay)
                expect({ entered: cell.entered, counted: cell.counted }).toEqual({ entered: own.length, counted: counted.length })
                expect(cell.perDay).toBeCloseTo(own.length / periods.days, 9)
                if (stage.until !== null) expect(cell.converted).toMatchObject({ value: null, note: expect.stringContaining('deadline') })
                else if (nobodyMovesOn(journey, stage))
                  expect(cell.converted).toMatchObject({ value: null, note: 'the last stage has no goal' })
                else if (counted.length > 0)
                  expectNear(
                    cell.converted.value,
                    weightedIncidence(counted, () => 1, windowOf(stage), horizon),
                    'share',
                  )
              }
            }
            for (const span of ['before', 'yearBefore'] as const)
              expectAgainst(of, stage, cohorts, span, found[span] as CampaignAgainst, audience, periods.days)
          }
          await expectLists(of, { population, periods, audience }, figures)
        }
      }),
      { numRuns: 2, endOnFailure: true, seed: 7 },
    )
    expect(seen.differences).toBeGreaterThan(100)
    expect(seen.intervals).toBeGreaterThan(40)
    expect(seen.lists).toBeGreaterThan(20)
  }, 120_000)
})

/** The list behind each count of the first stage is as long as the count (M7). */
async function expectLists(
  of: CampaignCase,
  { population, periods, audience }: CampaignQuery,
  figures: readonly CampaignStage[],
): Promise<void> {
  const [found] = figures
  if (found === undefined) return
  const stage = of.journey.stages.findIndex(({ id }) => id === found.id) + 1
  const asked = (['during', 'yearBefore'] as const).flatMap((span) =>
    (
      [
        ['audience', true],
        ['outside', false],
      ] as const
    ).flatMap(([side, inside]) => {
      const cell = found[side]?.[span]
      const period = periods[span]
      if (cell === undefined || cell === null || period === null) return []
      const narrowed = {
        ...population,
        filter: { where: {}, from: period.from, to: period.to, period: 'entered' as const },
        campaign: { audience, inside, periodFrom: period.from },
      }
      return (['entered', 'counted'] as const).map((set) => ({
        wanted: cell[set],
        sql: subjectTotalsSql(narrowed, { stage, set, name: '', reason: '', limit: 1, offset: 0 }),
      }))
    }),
  )
  const sql = asked.map(({ sql: one }, i) => `SELECT ${i} AS i, stays FROM (${one})`).join(' UNION ALL ')
  const rows = await store.rows<{ i: number; stays: number }>(`SELECT * FROM (${sql}) ORDER BY i`)
  expect(rows.map(({ stays }) => stays)).toEqual(asked.map(({ wanted }) => wanted))
  seen.lists += rows.length
}

describe('[K2] who is reached', () => {
  test('only after the start of a stay is outside: staying long makes nobody reached', () => {
    const journey = smallJourney([{ entry: on('visit'), windowMs: 30 * dayMs }, { entry: on('buy') }])
    const at = (day: number) => worldStart + day * dayMs
    const events = [
      event('mail', at(2), { objects: { contact: ['early'] } }),
      event('visit', at(3), { objects: { contact: ['early'] } }),
      event('visit', at(3), { objects: { contact: ['at-once'] } }),
      event('mail', at(3), { objects: { contact: ['at-once'] }, id: 'm2' }),
      event('visit', at(3), { objects: { contact: ['late'] } }),
      event('mail', at(4), { objects: { contact: ['late'] } }),
      event('mail', at(0), { objects: { contact: ['too-early'] } }),
      event('visit', at(3), { objects: { contact: ['too-early'] } }),
    ].map((one, i) => ({ ...one, id: String(i) }))
    const of: CampaignCase = { journey, events, facts: noFacts, horizon: at(60), stays: oracleStays(journey, events, noFacts, at(60)) }
    const member = ofAudience(of, { kind: 'reached', when: on('mail') }, at(1))
    expect(of.stays.filter((stay) => stay.stage === 1 && member(stay)).map(({ subject }) => subject)).toEqual(['at-once', 'early'])
  })
})

describe('a planted campaign', () => {
  const queryOf = async (from: string, to: string, audience: Parameters<typeof normaliseAudience>[0]): Promise<CampaignQuery> => {
    const campaign = { id: 'x', name: 'X', from, to, timeZone: 'UTC', audience, channel: '', cost: null, note: '' }
    const horizon = planted.end - 1
    return {
      population: { journey: plantedJourney, version: 1, horizon, filter: { where: {} } },
      periods: campaignPeriods(campaign, horizon, planted.begin),
      audience: normaliseAudience(audience),
    }
  }
  beforeAll(async () => {
    const { events, facts } = plantedEvents(plantedWorld())
    await fillStore(store, events, facts)
    await engineStays(store, plantedJourney, planted.end - 1, sourceStartsOf(events))
  })
  const holds = ({ low, high }: { low: number | null; high: number | null }, truth: number) => {
    expect(low ?? Number.NaN).toBeLessThan(truth)
    expect(high ?? Number.NaN).toBeGreaterThan(truth)
  }

  test('[K4] [K5] is found inside its intervals: entries, conversion, both against those outside, cost', async () => {
    const figures = await figuresOf(await queryOf(planted.from, planted.to, { subject: 'country', is: 'DE' }), {
      amount: 9000,
      currency: 'EUR',
    })
    const { during, otherwise } = planted
    for (const span of ['before', 'yearBefore'] as const) {
      const [look] = figures as [CampaignStage]
      const { audience, outside, between, cost } = look[span] as CampaignAgainst
      holds(audience.perDay, during.perDay - otherwise.perDay)
      holds(audience.converted, during.share - otherwise.share)
      holds(between?.perDay ?? audience.perDay, during.perDay - otherwise.perDay)
      holds(between?.converted ?? audience.converted, during.share - otherwise.share)
      expect(audience.perDay.low ?? 0).toBeGreaterThan(0)
      expect(audience.converted.low ?? 0).toBeGreaterThan(0)
      if (outside) holds(outside.perDay, 0)
      holds(cost?.perEntry ?? audience.perDay, 9000 / (30 * (during.perDay - otherwise.perDay)))
      holds(cost?.perConverted ?? audience.perDay, 9000 / (30 * (during.perDay * during.share - otherwise.perDay * otherwise.share)))
    }
  })

  test('[K4] [K5] where nothing happened covers 0, and no cost is said', async () => {
    const [look, buy] = await figuresOf(await queryOf('2025-10-01', '2025-10-30', 'everyone'), { amount: 9000, currency: 'EUR' })
    const { before, yearBefore } = look as CampaignStage
    expect(buy?.before?.audience.converted).toMatchObject({
      value: null,
      note: 'not compared: the last stage has no goal: entries alone are compared',
    })
    expect(buy?.before?.cost?.perConverted.note).toBe('cannot be said: the last stage has no goal: entries alone are compared')
    expect(buy?.before?.audience.perDay.low).not.toBeNull()
    expect(buy?.notes).toEqual([])
    const { audience, outside, between, cost } = before as CampaignAgainst
    expect([outside, between, yearBefore]).toEqual([null, null, null])
    holds(audience.perDay, 0)
    holds(audience.converted, 0)
    expect(cost?.perEntry).toMatchObject({ value: null, note: 'cannot be said: the extra entries may as well be none' })
  })

  test('[K4] follow-up shorter than the window gives no difference of shares; a reached audience without anybody before gives none of entries', async () => {
    const [look] = await figuresOf(await queryOf('2026-07-20', '2026-07-31', 'everyone'))
    expect(look?.before?.audience.converted).toMatchObject({ value: null, note: expect.stringContaining('follow-up too short') })
    expect(look?.notes.join()).toContain('follow-up too short')
    expect(look?.notes.join()).not.toContain('fewer than 30')
    const [day] = await figuresOf(await queryOf('2026-03-01', '2026-03-01', 'everyone'))
    expect(day?.notes).toContain('fewer than 30 count in a cohort: read its share with caution')
    const [reached] = await figuresOf(await queryOf(planted.from, planted.to, { reached: { event: 'buy' } }))
    expect(reached?.audience.before?.entered).toBe(0)
    expect(reached?.before?.audience.perDay).toMatchObject({ value: null, note: expect.stringContaining('nobody was reached') })
  })
})

test('[K4] the intervals cover the truth about as often as they say, whole accounts moving together', () => {
  // Worlds drawn anew: accounts come by chance, 1 to 5 contacts each, alike in whether they convert. The variance of the difference of counts is the sum of squares.
  let covered = 0
  const worlds = 400
  for (let seed = 0; seed < worlds; seed += 1) {
    const rows = plantedWorld(`cover ${seed}`, { begin: Date.parse('2026-02-25'), end: Date.parse('2026-03-05') })
    const days = (from: string, to: string) => {
      const counts = new Map<string, number>()
      for (const { at, account, name, country } of rows)
        if (name === 'visit' && country === 'DE' && at >= Date.parse(from) && at < Date.parse(to))
          counts.set(account, (counts.get(account) ?? 0) + 1)
      return counts
    }
    const [during, before] = [days('2026-03-01', '2026-03-05'), days('2026-02-25', '2026-03-01')]
    const sum = (counts: Map<string, number>) => [...counts.values()].reduce((total, one) => total + one, 0)
    const difference = (sum(during) - sum(before)) / 4
    const error =
      clusteredError([
        { sign: 1, byCluster: during },
        { sign: -1, byCluster: before },
      ]) / 4
    if (Math.abs(difference - 6) <= z * error) covered += 1
  }
  expect(covered / worlds).toBeGreaterThan(0.92)
  expect(covered / worlds).toBeLessThan(0.98)
})
