import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { smallJourney } from '../../test/oracle/small-journey.ts'
import { temporaryEventStore } from '../../test/stays-on-engine.ts'
import { createRandom } from '../core/random.ts'
import { kaplanMeier, type SurvivalCurve, survivalAt } from '../core/statistics/kaplan-meier.ts'
import type { EventStore } from '../store/event-store.ts'
import { dayMs } from './measure.ts'
import { type StageSurvival, stageSurvival, stageSurvivalSql } from './stage-survival.ts'

let store: EventStore
let remove: () => Promise<void>
beforeAll(async () => {
  ;({ store, remove } = await temporaryEventStore())
})
afterAll(() => remove())

interface Spell {
  time: number
  cause: number
  cluster: number
}

const options = { firstMs: dayMs, share: 0.2, atRisk: 30 }

/** Spells with ties, in sixteenths of a day so that some end on a half day; some of no length. */
function randomSpells(seed: string, count: number, clusters: number): Spell[] {
  const random = createRandom(seed)
  const whole = (below: number) => Math.floor(random.uniform() * below)
  return Array.from({ length: count }, () => ({ time: (whole(400) * dayMs) / 16, cause: whole(3), cluster: whole(clusters) }))
}

const sqlOf = (spells: readonly Spell[], stage: number) =>
  `SELECT ${stage} AS stage, s.1 AS d, s.2 AS cause, s.3 AS cluster
    FROM (SELECT arrayJoin(CAST([${spells.map((s) => `(${s.time}, ${s.cause}, ${s.cluster})`).join(', ')}], 'Array(Tuple(Int64, UInt8, UInt32))')) AS s)`

async function ask(sets: readonly (readonly Spell[])[], windowDays: number): Promise<StageSurvival[]> {
  const sql = sets.map((spells, i) => sqlOf(spells, i + 1)).join(' UNION ALL ')
  const windows = new Map(sets.map((_, i) => [i + 1, windowDays * dayMs]))
  const rows = await store.rows<Parameters<typeof stageSurvival.shape>[0][number]>(stageSurvivalSql(sql, windows, options))
  const journey = smallJourney(sets.map(() => ({ entry: null, windowMs: windowDays * dayMs })))
  const found = stageSurvival.shape(rows, { journey, version: 1, horizon: 0, filter: { where: {} } }, options)
  return sets.map((_, i) => found.get(i + 1) as StageSurvival)
}

const curveOf = (spells: readonly Spell[]) => kaplanMeier(spells.map(({ cause, ...rest }) => ({ ...rest, left: cause > 0 })))

/** ∫ of the curve up to a time, by its steps one after the other, days. */
function areaOf(curve: SurvivalCurve, until: number): number {
  let [sum, at, still] = [0, 0, 1]
  for (const [j, time] of curve.times.entries()) {
    if (time > until) break
    sum += (time - at) * still
    at = time
    still = curve.survival[j] as number
  }
  return (sum + (until - at) * still) / dayMs
}

const near = (found: number | null | undefined, expected: number | null | undefined) => {
  if (expected === null || expected === undefined) expect(found).toBe(expected)
  else expect(Math.abs((found ?? Number.NaN) - expected)).toBeLessThan(1e-9)
}

describe('survival by half days in the engine', () => {
  const sets = [randomSpells('many', 300, 60), randomSpells('single', 80, 5000), randomSpells('few', 40, 6)]

  it('[M3] [M5] [R2] equals Kaplan–Meier of core/statistics, limits by cluster and the integral included', async () => {
    const found = await ask(sets, 17.3)
    for (const [i, spells] of sets.entries()) {
      const curve = curveOf(spells)
      const one = found[i] as StageSurvival
      expect([one.n, one.clusters]).toEqual([spells.length, curve.clusters])
      expect(one.still.length).toBeGreaterThan(40)
      for (const [half, still] of one.still.entries()) {
        const { value, low, high } = survivalAt(curve, (half * dayMs) / 2)
        near(still, value)
        near(one.low[half], low)
        near(one.high[half], high)
        near(one.area[half], areaOf(curve, (half * dayMs) / 2))
        expect(one.followed[half]).toBe(spells.filter(({ time }) => time > (half * dayMs) / 2).length)
      }
    }
  })

  it('[R2] tells the moments that may end a window', async () => {
    const found = await ask(sets, 17.3)
    for (const [i, spells] of sets.entries()) {
      const curve = curveOf(spells)
      const few = curve.times.find((_, j) => (curve.survival[j] as number) <= 0.2 * survivalAt(curve, dayMs).value) ?? null
      const times = spells.map(({ time }) => time).sort((a, b) => b - a)
      const last = times[29] ?? null
      const one = found[i] as StageSurvival
      near(one.stillAtFirst, survivalAt(curve, dayMs).value)
      for (const [mark, at] of [
        [one.fewLeft, few],
        [one.lastFollowed, last],
        [one.window, 17.3 * dayMs],
      ] as const) {
        near(mark?.day ?? null, at === null ? null : at / dayMs)
        near(mark?.area ?? null, at === null ? null : areaOf(curve, at))
      }
    }
    expect(found.map(({ fewLeft }) => fewLeft === null)).toContain(false)
  })

  it('has no moment that the data do not come to', async () => {
    const [one] = await ask([Array.from({ length: 12 }, (_, cluster) => ({ time: 3 * dayMs, cause: 0, cluster }))], 30)
    expect(one).toMatchObject({ fewLeft: null, lastFollowed: null, window: { day: 30, area: 30 }, stillAtFirst: 1 })
  })
})

const shared = resolve(import.meta.dirname, '../../../shared')
const lungFile = join(process.env.DESIREPATH_TEST_DATA ?? join(shared, 'data'), 'survival/R_lung.csv')
const kmFile = join(process.env.DESIREPATH_REFERENCE ?? join(shared, 'reference'), 'lung_km.csv')

it('[M3] [M5] has the figures of R survival for the lung trial', async () => {
  const missing = [lungFile, kmFile].filter((file) => !existsSync(file))
  if (missing.length > 0) {
    console.warn(`not checked: survival by half days against R; missing ${missing.join(', ')}`)
    return
  }
  const lines = (path: string) => parse<Record<string, string>>(readFileSync(path), { columns: true })
  const spells = lines(lungFile).map((line, cluster) => ({ time: Number(line.time) * dayMs, cause: line.status === '2' ? 1 : 0, cluster }))
  const [one] = await ask([spells], 365)
  const expected = lines(kmFile).filter(({ strata }) => strata === 'all')
  expect(expected).toHaveLength(6)
  for (const { time, surv, lower, upper } of expected) {
    near(one?.still[Number(time) * 2], Number(surv))
    near(one?.low[Number(time) * 2], Number(lower))
    near(one?.high[Number(time) * 2], Number(upper))
  }
})
