import { describe, expect, it } from 'vitest'
import { createRandom } from '../random.ts'
import { aalenJohansen } from './aalen-johansen.ts'
import type { Interval } from './interval.ts'
import { kaplanMeier, type SurvivalRow, survivalAt } from './kaplan-meier.ts'
import { proportion } from './proportion.ts'
import { quantileOfSurvival } from './quantile-of-survival.ts'

const t = 20
// Over many seeds about 94 of 100 at 40 clusters; one run of 2400 lies within 1.4 of its own mean in 99.7 of 100 cases.
const runs = 2400
const wonShare = 0.6
/** Half the accounts are slow, half quick; the rows of one account share its pace. */
const rates = [0.02, 0.08]
const survivalTruth = (at: number) => rates.reduce((sum, rate) => sum + Math.exp(-rate * at) / rates.length, 0)
const incidenceTruth = wonShare * (1 - survivalTruth(t))

const random = createRandom('coverage')
const covered = { survival: 0, asIfIndependent: 0, incidence: 0, median: 0, proportion: 0 }
const errors: number[] = []
const estimates: number[] = []
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

function holds({ low, high }: Interval, truth: number): number {
  return low !== null && high !== null && low <= truth && truth <= high ? 1 : 0
}

function drawRows(): (SurvivalRow & { cause: number; wonByT: number })[] {
  return Array.from({ length: 40 }, (_, cluster) => ({ cluster, rate: random.pick(rates) })).flatMap(({ cluster, rate }) =>
    Array.from({ length: 5 }, () => {
      const leaving = random.exponential(1 / rate)
      const watched = random.exponential(60)
      const won = random.chance(wonShare)
      const left = leaving <= watched
      const cause = left ? (won ? 1 : 2) : 0
      return { time: Math.min(leaving, watched), left, cause, cluster, wonByT: won && leaving <= t ? 1 : 0 }
    }),
  )
}

/** S at the quantile's limits brackets one half exactly when the limits bracket the median. */
function holdsMedian({ low, high }: Interval): number {
  return low !== null && high !== null && survivalTruth(low) >= 0.5 && survivalTruth(high) <= 0.5 ? 1 : 0
}

for (let run = 0; run < runs; run++) {
  const rows = drawRows()
  const curve = kaplanMeier(rows)
  const found = survivalAt(curve, t)
  estimates.push(found.value)
  errors.push(found.stdErr)
  covered.survival += holds(found, survivalTruth(t))
  covered.asIfIndependent += holds(survivalAt(kaplanMeier(rows.map((row, cluster) => ({ ...row, cluster }))), t), survivalTruth(t))
  covered.median += holdsMedian(quantileOfSurvival(curve, 0.5))
  covered.incidence += holds(aalenJohansen(rows, 2, [t]).points[0]?.incidence[0] ?? { low: null, high: null }, incidenceTruth)
  covered.proportion += holds(proportion(rows.map((row) => ({ cluster: row.cluster, hits: row.wonByT, trials: 1 }))), incidenceTruth)
}

describe('[M5] intervals over 2400 simulated data sets of 40 accounts with five stays each', () => {
  for (const figure of ['survival', 'incidence', 'median', 'proportion'] as const) {
    it(`hold the true ${figure} in about 95 of 100`, () => {
      expect(covered[figure] / runs).toBeGreaterThan(0.925)
      expect(covered[figure] / runs).toBeLessThan(0.97)
    })
  }

  it('would hold it too rarely if the stays of an account were taken as independent', () => {
    expect(covered.asIfIndependent / runs).toBeLessThan(0.9)
  })

  it('have standard errors as large as the estimates really scatter', () => {
    const scatter = Math.sqrt(mean(estimates.map((value) => (value - mean(estimates)) ** 2)))
    expect(mean(estimates)).toBeCloseTo(survivalTruth(t), 2)
    expect(mean(errors) / scatter).toBeGreaterThan(0.93)
    expect(mean(errors) / scatter).toBeLessThan(1.07)
  })
})
