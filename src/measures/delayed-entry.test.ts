import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { on, smallJourney } from '../../test/oracle/small-journey.ts'
import { temporaryEventStore } from '../../test/stays-on-engine.ts'
import { createRandom } from '../core/random.ts'
import { aalenJohansen } from '../core/statistics/aalen-johansen.ts'
import { atRiskAt, kaplanMeier, lastTimeAtRisk, survivalAt } from '../core/statistics/kaplan-meier.ts'
import type { FollowUp } from '../core/statistics/risk-set.ts'
import type { EventStore } from '../store/event-store.ts'
import { dailyChance } from './daily-chance.ts'
import { dayMs } from './measure.ts'
import { inPeriodSql } from './period.ts'
import { type CurveRow, curveSql, type SurvivalAtWindowRow, survivalAtWindowSql, type TimeShapeRow, timeShapeSql } from './survival-sql.ts'

let store: EventStore
let remove: () => Promise<void>
beforeAll(async () => {
  ;({ store, remove } = await temporaryEventStore())
})
afterAll(() => remove())

/** Spells by clusters with ties among comings and leavings; a third of them from the very start, some of no length. */
function randomSpells(seed: string): FollowUp[] {
  const random = createRandom(seed)
  const whole = (below: number) => Math.floor(random.uniform() * below)
  return Array.from({ length: 120 }, () => {
    const since = whole(3) === 0 ? 0 : whole(20)
    const time = since + whole(30) + (since > 0 ? 1 : 0)
    return { time, cause: whole(4), cluster: whole(40), ...(since > 0 ? { from: since } : {}) }
  })
}

const sqlOf = (spells: readonly FollowUp[], stage = 1) =>
  `SELECT ${stage} AS stage, s.1 AS d, s.2 AS cause, s.3 AS cluster, s.4 AS since
    FROM (SELECT arrayJoin(CAST([${spells.map((s) => `(${s.time}, ${s.cause}, ${s.cluster}, ${s.from ?? 0})`).join(', ')}], 'Array(Tuple(Int64, UInt8, UInt32, Int64))')) AS s)`

const near = (found: number, expected: number) => expect(Math.abs(found - expected)).toBeLessThan(1e-9)

describe('delayed entry in the engine', () => {
  it('[M11] [M5] equals Kaplan–Meier and Aalen–Johansen of core/statistics, errors by cluster included', async () => {
    const windows = [0, 3, 11, 25, 60]
    const all = windows.map((window) => randomSpells(`until ${window}`))
    const sql = all.map((spells, i) => sqlOf(spells, i + 1)).join(' UNION ALL ')
    const ends = new Map(windows.map((window, i) => [i + 1, window]))
    const rows = await store.rows<SurvivalAtWindowRow>(survivalAtWindowSql(sql, ends, undefined, true))
    all.forEach((spells, i) => {
      const [row, window] = [rows[i], windows[i] ?? 0]
      const curve = kaplanMeier(spells.map(({ cause, ...rest }) => ({ ...rest, left: cause > 0 })))
      const still = survivalAt(curve, window)
      near(row?.stillIn ?? -1, still.value)
      near(row?.stillInError ?? -1, still.stdErr)
      aalenJohansen(spells, 3, [window]).points[0]?.incidence.forEach((share, k) => {
        near(row?.incidence[k] ?? -1, share.value)
        near(row?.incidenceErrors[k] ?? -1, share.stdErr)
      })
      expect([row?.stage, row?.lastOfFive, row?.n, row?.clusters]).toEqual([i + 1, lastTimeAtRisk(curve, 5), 120, curve.clusters])
    })
  })

  it('[M11] draws the curve and its errors with those at risk on each day only', async () => {
    const spells = randomSpells('curve')
    const curve = kaplanMeier(spells.map(({ cause, ...rest }) => ({ ...rest, left: cause > 0 })))
    const times = [0, 1, 5, 12, 19, 20, 33]
    const [row] = await store.rows<CurveRow>(curveSql(sqlOf(spells), times, true))
    const [shape] = await store.rows<TimeShapeRow>(timeShapeSql(sqlOf(spells), new Map([[1, times]]), new Map(), true))
    times.forEach((time, i) => {
      const { value, stdErr } = survivalAt(curve, time)
      near(row?.still[i] ?? -1, value)
      near((row?.still[i] ?? 0) * (row?.errors[i] ?? -1), stdErr)
      near(shape?.edges[i] ?? -1, value)
      expect(row?.atRisk[i]).toBe(atRiskAt(curve, time))
    })
  })

  it('[M11] is zero for good once all who are at risk have left, whoever comes later', async () => {
    const spells: FollowUp[] = [
      { time: 2, cause: 1, cluster: 1 },
      { time: 2, cause: 2, cluster: 2 },
      { time: 9, cause: 1, cluster: 3, from: 4 },
      { time: 12, cause: 0, cluster: 4, from: 5 },
    ]
    const [row] = await store.rows<SurvivalAtWindowRow>(survivalAtWindowSql(sqlOf(spells), new Map([[1, 10]]), undefined, true))
    expect([row?.stillIn, row?.stillInError, ...(row?.incidence ?? [])].map((x) => Math.round((x ?? -1) * 1e9) / 1e9)).toEqual([
      0, 0, 0.5, 0.5, 0,
    ])
    const point = aalenJohansen(spells, 3, [10]).points[0]
    for (const [k, error] of (row?.incidenceErrors ?? []).entries()) near(error, point?.incidence[k]?.stdErr ?? -1)
  })
})

describe('a lived period', () => {
  const journey = smallJourney([{ entry: on('a') }])
  const population = (from?: number, to?: number) => ({
    journey,
    version: 1,
    horizon: 100 * dayMs,
    filter: {
      where: {},
      period: 'lived' as const,
      ...(from === undefined ? {} : { from: from * dayMs }),
      ...(to === undefined ? {} : { to: to * dayMs }),
    },
  })
  // Days of entry and leaving: before, over its start, at its start with no length, inside, out at its very end (of 10 to 20), over its end, after.
  const stays = [
    [0, 10],
    [2, 15],
    [10, 10],
    [12, 18],
    [13, 20],
    [14, 30],
    [20, 25],
  ]
  const whole = `SELECT 1 AS stage, s.2 - s.1 AS d, 1 AS cause, s.1 AS cluster, s.1 AS startedAt, 'advanced' AS ending
    FROM (SELECT arrayJoin(CAST([${stays.map(([from, to]) => `(${(from ?? 0) * dayMs}, ${(to ?? 0) * dayMs})`).join(', ')}], 'Array(Tuple(Int64, Int64))')) AS s)`
  const seen = async (from?: number, to?: number) => {
    const sql = inPeriodSql(population(from, to), () => whole)
    const rows = await store.rows<{ b: number; d: number; cause: number; ending: string; since: number }>(
      `SELECT startedAt AS b, d, cause, ending, if(since > 0, since + 1, 0) AS since FROM (${sql}) ORDER BY startedAt`,
    )
    return rows.map((row) => [row.b / dayMs, row.since / dayMs, row.d / dayMs, row.cause, row.ending])
  }

  it('[M11] watches stays from its start on, and sees no end at or after its end', async () => {
    expect(await seen(10, 20)).toEqual([
      [0, 10, 10, 1, 'advanced'],
      [2, 8, 13, 1, 'advanced'],
      [10, 0, 0, 1, 'advanced'],
      [12, 0, 6, 1, 'advanced'],
      [13, 0, 7, 0, 'open'],
      [14, 0, 6, 0, 'open'],
    ])
  })

  it('[M11] may have one end only', async () => {
    expect((await seen(16)).map(([b, since]) => [b, since])).toEqual([
      [12, 4],
      [13, 3],
      [14, 2],
      [20, 0],
    ])
    expect((await seen(undefined, 11)).map(([b, since, d, cause]) => [b, since, d, cause])).toEqual([
      [0, 0, 10, 1],
      [2, 0, 9, 0],
      [10, 0, 0, 1],
    ])
  })

  it('[M4] [M11] lives only the days that the period has of each stay', () => {
    const none = { advanced: 0, completed: 0, returned: 0, dropped: 0 }
    const rows = [
      { day: 0, ended: 0, part: 0, came: 4, before: 1, ...none },
      { day: 1, ended: 2, part: 0.5, came: 0, before: 0, ...none, advanced: 2 },
      { day: 2, ended: 8, part: 2, came: 0, before: 0, ...none },
    ]
    const daily = dailyChance.shape(rows, population(10, 20), { stage: 1 })
    expect(daily.map(({ day, atRiskDays, advanced }) => [day, atRiskDays, advanced])).toEqual([
      [0, 9, 0],
      [1, 8.5, 2 / 8.5],
      [2, 2, 0],
    ])
  })
})
