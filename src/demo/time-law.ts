/** Log-logistic time in days: `shift` passes first, then half are over after another `median`; the larger `shape`, the closer together. */
export interface TimeLaw {
  shift: number
  median: number
  shape: number
}

/** A time law, shift last because most have none. */
export function logLogistic(median: number, shape: number, shift = 0): TimeLaw {
  return { shift, median, shape }
}

/** Probability that the time is over by day `t`. */
export function timeCdf(law: TimeLaw, t: number): number {
  const beyond = t - law.shift
  return beyond <= 0 ? 0 : 1 / (1 + (law.median / beyond) ** law.shape)
}

/** The day by which a share `u` of the times is over, 0 ≤ u < 1. */
export function timeQuantile(law: TimeLaw, u: number): number {
  return law.shift + law.median * (u / (1 - u)) ** (1 / law.shape)
}

/** Probability that a standard normal draw is below `z` (error below 1e-7, Abramowitz and Stegun 26.2.17). */
export function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly
  return z >= 0 ? 1 - tail : tail
}
