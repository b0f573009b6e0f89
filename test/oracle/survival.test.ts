import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  atRiskAt,
  type Cause,
  causes,
  convertingQuantile,
  incidence,
  lastFollowed,
  leavingQuantile,
  type Observed,
  plainQuantile,
  stepAt,
  survival,
} from './survival.ts'

const left = (to: number, cause: Cause | null): Observed => ({ from: 0, to, cause })
/** Five stays: at 1 one converts; at 2 one drops and one is censored; at 3 one returns; at 4 one is censored. */
const five = [left(1, 'converted'), left(2, 'dropped'), left(2, null), left(3, 'returned'), left(4, null)]

describe('incidence', () => {
  it('[M2] adds each cause in turn, events before censoring at ties', () => {
    const [one, two, three] = incidence(five)
    expect(one).toMatchObject({ time: 1, atRisk: 5, converted: 0.2, dropped: 0, returned: 0 })
    expect(two).toMatchObject({ time: 2, atRisk: 4, converted: 0.2, dropped: 0.2, returned: 0 })
    expect(three).toMatchObject({ time: 3, atRisk: 2, converted: 0.2, dropped: 0.2 })
    expect(three?.returned).toBeCloseTo(0.3, 12)
    expect(three?.still).toBeCloseTo(0.3, 12)
  })

  it('[M2] takes the window with its last instant', () => {
    expect(stepAt(incidence(five), 0.9)).toEqual({ still: 1, converted: 0, returned: 0, dropped: 0 })
    expect(stepAt(incidence(five), 1)).toMatchObject({ converted: 0.2 })
  })

  it('[M2] has causes and still-in add to 1, and still-in equal Kaplan–Meier', () => {
    const observed = fc.array(
      fc.record({ from: fc.constant(0), to: fc.integer({ min: 0, max: 9 }), cause: fc.option(fc.constantFrom(...causes)) }),
      { minLength: 1, maxLength: 40 },
    )
    fc.assert(
      fc.property(observed, (drawn) => {
        const leaving = survival(drawn)
        for (const [place, step] of incidence(drawn).entries()) {
          expect(step.still + step.converted + step.returned + step.dropped).toBeCloseTo(1, 12)
          expect(step.still).toBeCloseTo(leaving[place]?.still ?? Number.NaN, 10)
        }
      }),
    )
  })
})

describe('time', () => {
  it('[M3] multiplies the shares that stay', () => {
    const shares = survival(five).map((step) => step.still)
    for (const [place, share] of [0.8, 0.6, 0.3].entries()) expect(shares[place]).toBeCloseTo(share, 12)
    expect(shares).toHaveLength(3)
  })

  it('[M3] takes the least time at which S is at or under 1 − q, or none', () => {
    expect(leavingQuantile(five, 0.2)).toBe(1)
    expect(leavingQuantile(five, 0.21)).toBe(2)
    expect(leavingQuantile(five, 0.7)).toBe(3)
    expect(leavingQuantile(five, 0.75)).toBe(null)
  })

  it('[M3] measures time to convert over the incidence at the window', () => {
    const observed = [left(1, 'converted'), left(2, 'dropped'), left(3, 'converted'), left(8, 'converted')]
    expect([0.25, 0.5, 0.75].map((q) => convertingQuantile(observed, 5, q))).toEqual([1, 1, 3])
    expect(convertingQuantile(observed, 0.5, 0.5)).toBe(null)
  })

  it('[M3] takes quantiles of plain numbers by type 7', () => {
    expect([0.25, 0.5, 0.75].map((q) => plainQuantile([4, 1, 3, 2], q))).toEqual([1.75, 2.5, 3.25])
    expect(plainQuantile([], 0.5)).toBe(null)
  })

  it('[M4] is followed to the last time with 5 at risk', () => {
    expect(lastFollowed(five)).toBe(1)
    expect(lastFollowed(five.slice(1))).toBe(null)
    expect(lastFollowed([...five, left(9, null)])).toBe(2)
  })

  it('[M11] has a stay at risk from its delayed entry on', () => {
    const late = [...five, { from: 2, to: 4, cause: null }]
    expect([1, 2, 3, 5].map((time) => atRiskAt(late, time))).toEqual([5, 5, 3, 0])
  })
})

const root = resolve(import.meta.dirname, '../..')
const data = resolve(root, process.env.DESIREPATH_TEST_DATA ?? '../shared/data')
const reference = resolve(root, process.env.DESIREPATH_REFERENCE ?? '../shared/reference')

function rows(path: string): Record<string, string>[] {
  return parse(readFileSync(path, 'utf8'), { columns: true })
}

/** Says by name what is not checked where a file is absent. */
function present(...paths: string[]): boolean {
  const missing = paths.filter((path) => !existsSync(path))
  for (const path of missing) console.warn(`not checked: ${path} is absent`)
  return missing.length === 0
}

describe('other implementations', () => {
  const lung = join(data, 'survival/R_lung.csv')
  const lungKm = join(reference, 'lung_km.csv')
  it('[M3] has the Kaplan–Meier of lung equal R’s to 1e-9', () => {
    if (!present(lung, lungKm)) return
    const patients = rows(lung).map((row) => ({
      sex: row.sex,
      from: 0,
      to: Number(row.time),
      cause: row.status === '2' ? ('dropped' as const) : null,
    }))
    const expected = rows(lungKm)
    expect(expected.length).toBeGreaterThan(0)
    for (const row of expected) {
      const group = patients.filter((one) => row.strata === 'all' || row.strata === `sex=${one.sex}`)
      expect(atRiskAt(group, Number(row.time))).toBe(Number(row['n.risk']))
      expect(Math.abs(stepAt(incidence(group), Number(row.time)).still - Number(row.surv))).toBeLessThan(1e-9)
    }
    expect([0.25, 0.5, 0.75].map((q) => leavingQuantile(patients, q))).toEqual([170, 310, 550])
  })

  const pipeline = join(data, 'maven_crm/sales_pipeline.csv')
  const mavenAj = join(reference, 'maven_aj.csv')
  it('[M2] has the Aalen–Johansen of the Maven deals equal R’s to 1e-9', () => {
    if (!present(pipeline, mavenAj)) return
    const day = (text: string | undefined) => Date.parse(`${text}T00:00:00Z`) / 86_400_000
    const causeOf = new Map<string | undefined, Cause>([
      ['Won', 'converted'],
      ['Lost', 'dropped'],
    ])
    const deals = rows(pipeline)
      .filter((row) => row.engage_date !== '')
      .map(
        (row): Observed => ({
          from: 0,
          to: day(row.close_date || '2017-12-31') - day(row.engage_date),
          cause: causeOf.get(row.deal_stage) ?? null,
        }),
      )
    expect(deals).toHaveLength(8300)
    const steps = incidence(deals)
    for (const row of rows(mavenAj)) {
      const step = stepAt(steps, Number(row.time))
      expect(Math.abs(step.still - Number(row.in_stage))).toBeLessThan(1e-9)
      expect(Math.abs(step.converted - Number(row.won))).toBeLessThan(1e-9)
      expect(Math.abs(step.dropped - Number(row.lost))).toBeLessThan(1e-9)
    }
    expect([0.25, 0.5, 0.75].map((q) => leavingQuantile(deals, q))).toEqual([10, 69, 107])
  })
})
