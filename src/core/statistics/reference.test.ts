import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { aalenJohansen } from './aalen-johansen.ts'
import { atRiskAt, kaplanMeier, type SurvivalRow, survivalAt } from './kaplan-meier.ts'
import { logRank } from './log-rank.ts'
import { quantileOfSurvival } from './quantile-of-survival.ts'

const shared = resolve(import.meta.dirname, '../../../../shared')
const data = process.env.DESIREPATH_TEST_DATA ?? join(shared, 'data')
const reference = process.env.DESIREPATH_REFERENCE ?? join(shared, 'reference')
const day = 86_400_000

type Line = Record<string, string>
type LungRow = SurvivalRow & { sex: string; inst: string }

function lines(path: string): Line[] {
  return parse<Line>(readFileSync(path), { columns: true })
}

/** Runs a check against figures of R where its files are at hand; elsewhere says by name what was not checked. */
function checkAgainst(name: string, files: string[], check: () => void): void {
  const missing = files.filter((file) => !existsSync(file))
  it(name, () => {
    if (missing.length > 0) console.warn(`not checked: ${name}; missing ${missing.join(', ')}`)
    else check()
  })
}

const lungFile = join(data, 'survival/R_lung.csv')
const dealsFile = join(data, 'maven_crm/sales_pipeline.csv')
const inReference = (name: string) => join(reference, name)

/** The lung trial with clusters of one. */
function lung(): LungRow[] {
  return lines(lungFile).map((line, i) => ({
    time: Number(line.time),
    left: line.status === '2',
    cluster: i,
    sex: line.sex ?? '',
    inst: line.inst ?? '',
  }))
}

function expectNear(actual: number | null | undefined, expected: string | number | undefined): void {
  expect(typeof actual).toBe('number')
  expect(Math.abs((actual as number) - Number(expected))).toBeLessThan(1e-9)
}

function expectCurve(rows: LungRow[], expected: Line[]): void {
  const curve = kaplanMeier(rows)
  expect(expected.length).toBe(6)
  for (const line of expected) {
    const found = survivalAt(curve, Number(line.time))
    expect(atRiskAt(curve, Number(line.time))).toBe(Number(line['n.risk']))
    expectNear(found.value, line.surv)
    expectNear(found.stdErr, line['std.err'])
    expectNear(found.low, line.lower)
    expectNear(found.high, line.upper)
  }
}

describe('figures of R survival', () => {
  const ofStratum = (stratum: string) => lung().filter((row) => stratum.startsWith('all') || stratum.startsWith(`sex=${row.sex}`))

  for (const stratum of ['all', 'sex=1', 'sex=2']) {
    checkAgainst(`[M5] Kaplan–Meier of lung, ${stratum}, Greenwood`, [lungFile, inReference('lung_km.csv')], () => {
      expectCurve(
        ofStratum(stratum),
        lines(inReference('lung_km.csv')).filter((line) => line.strata === stratum),
      )
    })
    checkAgainst(`[M5] Kaplan–Meier of lung, ${stratum}, robust, clusters of one`, [lungFile, inReference('lung_km_robust.csv')], () => {
      const expected = lines(inReference('lung_km_robust.csv')).filter((line) => line.strata === `${stratum}, clusters of one`)
      expectCurve(ofStratum(stratum), expected)
    })
  }

  checkAgainst('[M5] Kaplan–Meier of lung, robust, clusters = inst', [lungFile, inReference('lung_km_robust.csv')], () => {
    const rows = lung().filter((row) => /^\d+$/.test(row.inst))
    expect(rows.length).toBe(227)
    const expected = lines(inReference('lung_km_robust.csv')).filter((line) => line.strata?.startsWith('all, clusters = inst'))
    expectCurve(
      rows.map((row) => ({ ...row, cluster: row.inst })),
      expected,
    )
  })

  checkAgainst('[M3] [M5] quartiles of lung with Brookmeyer–Crowley limits', [lungFile, inReference('lung_quantiles.txt')], () => {
    const printed = readFileSync(inReference('lung_quantiles.txt'), 'utf8')
    const overall = [...printed.matchAll(/^ *(\d+) (\d+) (\d+) *$/gm)]
      .map((match) => match.slice(1).map(Number))
      .filter((row) => row[0] !== 25)
    const bySex = [...printed.matchAll(/^sex=(\d) +(\d+) +(\d+) +(\d+)$/gm)]
    expect(overall.length).toBe(3)
    expect(bySex.length).toBe(6)
    const found = (stratum: string) => {
      const quartiles = [0.25, 0.5, 0.75].map((share) => quantileOfSurvival(kaplanMeier(ofStratum(stratum)), share))
      return [quartiles.map((q) => q.value), quartiles.map((q) => q.low), quartiles.map((q) => q.high)]
    }
    expect(found('all')).toEqual(overall)
    for (const sex of ['1', '2']) {
      expect(found(`sex=${sex}`)).toEqual(bySex.filter((match) => match[1] === sex).map((match) => match.slice(2).map(Number)))
    }
  })

  checkAgainst('log-rank test of lung by sex', [lungFile, inReference('lung_quantiles.txt')], () => {
    const printed = /logrank chisq (\S+) p (\S+)/.exec(readFileSync(inReference('lung_quantiles.txt'), 'utf8'))
    const test = logRank(lung().map((row) => ({ ...row, group: row.sex })))
    expectNear(test.chiSquare, printed?.[1])
    expectNear(test.p, printed?.[2])
    expect(test.degreesOfFreedom).toBe(1)
  })

  checkAgainst('[M2] [M5] Aalen–Johansen of won and lost deals', [dealsFile, inReference('maven_aj.csv')], () => {
    const deals = lines(dealsFile).filter((line) => line.engage_date !== '')
    const dates = deals.flatMap((line) => [line.engage_date ?? '', line.close_date ?? '']).filter((date) => date !== '')
    const last = Math.max(...dates.map((date) => Date.parse(date)))
    const rows = deals.map((line, cluster) => {
      const cause = ['Won', 'Lost'].indexOf(line.deal_stage ?? '') + 1
      return { time: ((cause > 0 ? Date.parse(line.close_date ?? '') : last) - Date.parse(line.engage_date ?? '')) / day, cause, cluster }
    })
    expect(rows.length).toBe(8300)
    const expected = lines(inReference('maven_aj.csv'))
    expect(expected.length).toBe(5)
    const { points } = aalenJohansen(
      rows,
      2,
      expected.map((line) => Number(line.time)),
    )
    for (const [i, line] of expected.entries()) {
      expect(points[i]?.atRisk).toBe(Number(line['n.risk']))
      expectNear(points[i]?.survival.value, line.in_stage)
      expectNear(points[i]?.incidence[0]?.value, line.won)
      expectNear(points[i]?.incidence[1]?.value, line.lost)
      expectNear(points[i]?.incidence[0]?.stdErr, line.se_won)
      expectNear(points[i]?.incidence[1]?.stdErr, line.se_lost)
    }
    const leaving = kaplanMeier(rows.map((row) => ({ ...row, left: row.cause > 0 })))
    expect([0.25, 0.5, 0.75].map((share) => quantileOfSurvival(leaving, share).value)).toEqual([10, 69, 107])
  })
})
