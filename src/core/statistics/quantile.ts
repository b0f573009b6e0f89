import { AppError } from '../error.ts'

/** Quantile of plain numbers by linear interpolation between order statistics (type 7 in R, rule M3); null when there are none. */
export function quantile(values: readonly number[], share: number): number | null {
  return quantiles(values, [share])[0] ?? null
}

/** Several quantiles of the same numbers, sorted once; shares lie in [0, 1], in any order. */
export function quantiles(values: readonly number[], shares: readonly number[]): (number | null)[] {
  const sorted = Float64Array.from(values).sort()
  return shares.map((share) => {
    if (!(share >= 0 && share <= 1)) throw new AppError('invalid', `a quantile at share ${share} does not exist: give a share from 0 to 1`)
    if (sorted.length === 0) return null
    const place = (sorted.length - 1) * share
    // A share such as 0.3 times 10 may fall a rounding error short of the whole number meant.
    const below = Math.floor(place + 4 * Number.EPSILON)
    const low = sorted[below] as number
    const part = place - below
    return part <= 4 * Number.EPSILON ? low : low + part * ((sorted[below + 1] as number) - low)
  })
}
