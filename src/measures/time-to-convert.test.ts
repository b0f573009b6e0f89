import { afterAll, beforeAll, expect, it } from 'vitest'
import { temporaryEventStore } from '../../test/stays-on-engine.ts'
import { createRandom } from '../core/random.ts'
import type { FollowUp } from '../core/statistics/risk-set.ts'
import { timeToCause } from '../core/statistics/time-to-cause.ts'
import type { EventStore } from '../store/event-store.ts'
import { quartiles, type SurvivalAtWindowRow, survivalAtWindowSql } from './survival-sql.ts'

let store: EventStore
let remove: () => Promise<void>
beforeAll(async () => {
  ;({ store, remove } = await temporaryEventStore())
})
afterAll(() => remove())

/** Spells by clusters with many ties; with `late` some are seen late only. */
function randomSpells(seed: string, late: boolean): FollowUp[] {
  const random = createRandom(seed)
  const whole = (below: number) => Math.floor(random.uniform() * below)
  return Array.from({ length: 120 }, () => {
    const since = late && whole(3) > 0 ? whole(20) : 0
    const time = since + whole(30) + (since > 0 ? 1 : 0)
    return { time, cause: whole(4), cluster: whole(40), ...(since > 0 ? { from: since } : {}) }
  })
}

const sqlOf = (spells: readonly FollowUp[], stage: number) =>
  `SELECT ${stage} AS stage, s.1 AS d, s.2 AS cause, s.3 AS cluster, s.4 AS since
    FROM (SELECT arrayJoin(CAST([${spells.map((s) => `(${s.time}, ${s.cause}, ${s.cluster}, ${s.from ?? 0})`).join(', ')}], 'Array(Tuple(Int64, UInt8, UInt32, Int64))')) AS s)`

type Moment = { time: number; atRisk: number; converting: number; other: number }

function momentsOf(spells: readonly FollowUp[], window: number): Moment[] {
  const times = [...new Set(spells.filter(({ cause, time }) => cause > 0 && time <= window).map(({ time }) => time))]
  const ends = (at: number, test: (cause: number) => boolean) => spells.filter(({ time, cause }) => time === at && test(cause)).length
  return times
    .sort((a, b) => a - b)
    .map((time) => ({
      time,
      atRisk: spells.filter((one) => one.time >= time && (one.from ?? -1) < time).length,
      converting: ends(time, (cause) => cause === 1),
      other: ends(time, (cause) => cause > 1),
    }))
}

/** The share converted by each moment of those who convert at all, from the hazards of converting and of leaving otherwise. */
function ratios(hazards: readonly (readonly [number, number])[]): number[] {
  let still = 1
  let sum = 0
  const sums = hazards.map(([converting, other]) => {
    sum += still * converting
    still *= 1 - converting - other
    return sum
  })
  return sums.map((value) => value / sum)
}

/** The variance of each ratio by the delta method, told by moving each hazard a little: the hazards of a moment are shares of those at risk. */
function singleVariances(moments: readonly Moment[]): number[] {
  const hazards = moments.map(({ atRisk, converting, other }) => [converting / atRisk, other / atRisk] as const)
  const moved = (s: number, k: 0 | 1) => {
    const by = (step: number) =>
      ratios(hazards.map((pair, i) => (i === s ? ([pair[0] + (k === 0 ? step : 0), pair[1] + (k === 1 ? step : 0)] as const) : pair)))
    const [up, down] = [by(1e-6), by(-1e-6)]
    return up.map((value, t) => (value - (down[t] ?? 0)) / 2e-6)
  }
  const variances = moments.map(() => 0)
  moments.forEach(({ atRisk }, s) => {
    const [h, g] = hazards[s] as readonly [number, number]
    const [first, second] = [moved(s, 0), moved(s, 1)]
    for (const t of moments.keys()) {
      const [a, b] = [first[t] ?? 0, second[t] ?? 0]
      variances[t] = (variances[t] ?? 0) + (a * a * h + b * b * g - (a * h + b * g) ** 2) / atRisk
    }
  })
  return variances
}

/** Limits of a quartile as rule M5 has them. */
function limitsOf(spells: readonly FollowUp[], window: number, share: number): { low: number | null; high: number | null } {
  const moments = momentsOf(spells, window)
  if (moments.every(({ converting }) => converting === 0)) return { low: null, high: null }
  const variances = singleVariances(moments)
  const converted = ratios(moments.map(({ atRisk, converting, other }) => [converting / atRisk, other / atRisk] as const))
  const clustered = timeToCause(spells, 1, window)
  const reached = converted.findIndex((ratio) => ratio > 0 && ratio >= share - 1e-9)
  const looked = (converted[reached] ?? 1) < 1 - 1e-9 ? reached : converted.findLastIndex((ratio) => ratio < 1 - 1e-9)
  const time = moments[looked]?.time ?? -1
  const error = clustered.stdErr[clustered.times.findLastIndex((one) => one <= time)] ?? 0
  const effect = (variances[looked] ?? 0) > 1e-12 ? error ** 2 / (variances[looked] as number) : 1
  const band = (t: number, sign: 1 | -1) => {
    const waiting = 1 - (converted[t] ?? 0)
    if (waiting < 1e-9) return sign === 1 ? 0 : 1
    if (waiting > 1 - 1e-9) return 1
    return waiting ** Math.exp((sign * 1.959964 * Math.sqrt((variances[t] ?? 0) * effect)) / (waiting * -Math.log(waiting)))
  }
  const crossed = (sign: 1 | -1) => moments.findIndex(({ time: at }, t) => at < window && band(t, sign) <= 1 - share + 1e-9)
  return { low: moments[crossed(1)]?.time ?? window, high: moments[crossed(-1)]?.time ?? window }
}

it.each([false, true])(
  '[M5] [M11] time to convert has the limits that follow from moving each hazard (delayed entry: %s)',
  async (late) => {
    const windows = [2, 6, 11, 20, 29, 60]
    const all = windows.map((window) => randomSpells(`converting by ${window}`, late))
    const sql = all.map((spells, i) => sqlOf(spells, i + 1)).join(' UNION ALL ')
    const rows = await store.rows<SurvivalAtWindowRow>(
      survivalAtWindowSql(sql, new Map(windows.map((window, i) => [i + 1, window])), undefined, late),
    )
    for (const [i, window] of windows.entries()) {
      const expected = quartiles.map((share) => limitsOf(all[i] ?? [], window, share))
      expect({ window, low: rows[i]?.convertingLow, high: rows[i]?.convertingHigh }).toEqual({
        window,
        low: expected.map(({ low }) => low),
        high: expected.map(({ high }) => high),
      })
    }
  },
)

it('[M5] time to convert has no limits where nobody converts, and one moment for both where all do at once', async () => {
  const alike = (cause: number): FollowUp[] => Array.from({ length: 12 }, (_, cluster) => ({ time: 3, cause, cluster }))
  const rows = await store.rows<SurvivalAtWindowRow>(
    survivalAtWindowSql(`${sqlOf(alike(2), 1)} UNION ALL ${sqlOf(alike(1), 2)}`, new Map([[2, 5]]), 5),
  )
  expect(rows.map(({ convertingLow, convertingHigh }) => [convertingLow[1], convertingHigh[1]])).toEqual([
    [null, null],
    [3, 5],
  ])
})

it('[M5] the limits of a quartile of converting hold the truth in about 95 of 100 data sets of 40 accounts with five stays each', async () => {
  const runs = 1500
  const [window, per] = [40, 1e6]
  // Half the accounts are slow, half quick. Converting is 0.6 of leaving; what is left to each rate is watched for an exponential time of mean 60.
  const rates = [0.03, 0.1]
  const uniform = (salt: string, of: string) => `(cityHash64('${salt}', ${of}) % 1000003 + 0.5) / 1000003`
  const spells = `SELECT toInt32(intDiv(number, 200)) AS stage, intDiv(number, 5) AS cluster,
      toInt64(-log(${uniform('leaving', 'number')}) / if(${uniform('rate', 'intDiv(number, 5)')} < 0.5, ${rates.join(', ')}) * ${per}) AS leaving,
      toInt64(-log(${uniform('watched', 'number')}) * 60 * ${per}) AS watched,
      least(leaving, watched) AS d, if(leaving > watched, 0, if(${uniform('cause', 'number')} < 0.6, 1, 2)) AS cause FROM numbers(${runs * 200})`
  const rows = await store.rows<SurvivalAtWindowRow>(survivalAtWindowSql(spells, new Map(), window * per))
  const left = (t: number) => rates.reduce((sum, rate) => sum + 1 - Math.exp(-rate * t), 0)
  expect(rows).toHaveLength(runs)
  for (const [i, share] of quartiles.entries()) {
    const held = rows.filter(({ convertingLow, convertingHigh }) => {
      const shareBy = (ms: number | null | undefined) => left((ms ?? Number.NaN) / per) / left(window)
      return shareBy(convertingLow[i]) <= share && shareBy(convertingHigh[i]) >= share
    })
    expect(held.length / runs, `quartile ${share}`).toBeGreaterThan(0.925)
    expect(held.length / runs, `quartile ${share}`).toBeLessThan(0.975)
  }
})
