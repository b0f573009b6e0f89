import { chiSquareTail } from './chi-square.ts'

/** The chance that a normal number lies at least this many of its errors from 0, on either side. */
export function twoSidedChance(errors: number): number {
  return chiSquareTail(errors * errors, 1)
}

/** Benjamini–Hochberg: of each p value the least share of false discoveries at which it counts as one, in the order given (rule M15). */
export function falseDiscoveryShares(pValues: readonly number[]): number[] {
  const shares = new Array<number>(pValues.length)
  const falling = pValues.map((p, place) => ({ p, place })).sort((one, other) => other.p - one.p)
  let least = 1
  for (const [i, { p, place }] of falling.entries()) {
    least = Math.min(least, (p * pValues.length) / (pValues.length - i))
    shares[place] = least
  }
  return shares
}
