import type { SurvivalCurve } from './kaplan-meier.ts'

/** The time by which a share has left; null where the curve or its band never comes down so far: "not reached". */
export type SurvivalQuantile = { share: number; value: number | null; low: number | null; high: number | null }

/** Products of fractions miss their exact value by rounding: a step counts as reached within this distance, as in R's survival. */
const tolerance = 1.4901161193847656e-8

/** Quantile q: least t with S(t) ≤ 1 − q (rule M3), with Brookmeyer–Crowley limits: where the log(−log) band crosses the same level (M5). */
export function quantileOfSurvival(
  curve: Pick<SurvivalCurve, 'times' | 'survival' | 'low' | 'high' | 'note'>,
  share: number,
): SurvivalQuantile {
  const level = 1 - share + tolerance
  const { times, survival, low, high, note } = curve
  const timeOf = (reached: (j: number) => boolean) => times.find((_, j) => reached(j)) ?? null
  const below = (limit: number | null | undefined) => typeof limit === 'number' && limit <= level
  return {
    share,
    value: timeOf((j) => below(survival[j])),
    // At S = 0 the band is not defined, but no lower limit can lie above 0.
    low: note === null ? timeOf((j) => below(low[j]) || survival[j] === 0) : null,
    high: note === null ? timeOf((j) => below(high[j])) : null,
  }
}
