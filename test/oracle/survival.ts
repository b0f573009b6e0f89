/** Why a stay left its stage, as the incidence tells causes apart (rule M2). */
export const causes = ['converted', 'returned', 'dropped'] as const
export type Cause = (typeof causes)[number]

/** One stay under observation: from `from` (ms since its start, 0 unless entry is delayed) to `to`; `cause` null: censored there. */
export interface Observed {
  from: number
  to: number
  cause: Cause | null
}

/** The state just after the exits at `time` (ms since the start of the stay). The four shares add to 1. */
export interface Step {
  time: number
  atRisk: number
  still: number
  converted: number
  returned: number
  dropped: number
}

/** How many are at risk at `time`: those seen from then or before to then or after, since events precede censoring at ties (rule M4). */
export function atRiskAt(observed: readonly Observed[], time: number): number {
  return observed.filter((one) => one.from <= time && one.to >= time).length
}

/** Aalen–Johansen incidences of the causes, one step for each time at which some stay left (rule M2). */
export function incidence(observed: readonly Observed[]): Step[] {
  const steps: Step[] = []
  const sums = { converted: 0, returned: 0, dropped: 0 }
  for (const time of exitTimes(observed)) {
    const atRisk = atRiskAt(observed, time)
    const before = 1 - sums.converted - sums.returned - sums.dropped
    for (const cause of causes) {
      const exits = observed.filter((one) => one.to === time && one.cause === cause).length
      sums[cause] += before * (exits / atRisk)
    }
    steps.push({ time, atRisk, still: 1 - sums.converted - sums.returned - sums.dropped, ...sums })
  }
  return steps
}

/** The step in force at `time`: everything that happened up to and with it. */
export function stepAt(steps: readonly Step[], time: number): Omit<Step, 'atRisk' | 'time'> {
  const step = steps.filter((one) => one.time <= time).at(-1)
  return step ?? { still: 1, converted: 0, returned: 0, dropped: 0 }
}

/** Kaplan–Meier share still in the stage after each time of leaving, for any reason (rule M3). */
export function survival(observed: readonly Observed[]): { time: number; atRisk: number; still: number }[] {
  let still = 1
  return exitTimes(observed).map((time) => {
    const atRisk = atRiskAt(observed, time)
    const exits = observed.filter((one) => one.to === time && one.cause !== null).length
    still *= 1 - exits / atRisk
    return { time, atRisk, still }
  })
}

/** Rounding may keep a share that should equal its bound a little off it. */
const rounding = 1e-12

/** Time by which the share q has left: the least t with S(t) ≤ 1 − q; null: not reached (rule M3). */
export function leavingQuantile(observed: readonly Observed[], q: number): number | null {
  return survival(observed).find((step) => step.still <= 1 - q + rounding)?.time ?? null
}

/** Time by which the share q of those who convert by the window has converted; null: nobody converts by then (rule M3). */
export function convertingQuantile(observed: readonly Observed[], window: number, q: number): number | null {
  const steps = incidence(observed)
  const whole = stepAt(steps, window).converted
  if (whole === 0) return null
  return steps.find((step) => step.time <= window && step.converted / whole >= q - rounding)?.time ?? null
}

/** Type 7 quantile of plain numbers; null: none (rule M3). */
export function plainQuantile(numbers: readonly number[], q: number): number | null {
  if (numbers.length === 0) return null
  const sorted = [...numbers].sort((a, b) => a - b)
  const place = (sorted.length - 1) * q
  const low = sorted[Math.floor(place)] as number
  const high = sorted[Math.ceil(place)] as number
  return low + (high - low) * (place - Math.floor(place))
}

/** The last time at which at least `few` are at risk, beyond which "follow-up too short"; null: never so many (rule M4). */
export function lastFollowed(observed: readonly Observed[], few = 5): number | null {
  const times = [...new Set(observed.map((one) => one.to))].filter((time) => atRiskAt(observed, time) >= few)
  return times.length === 0 ? null : Math.max(...times)
}

function exitTimes(observed: readonly Observed[]): number[] {
  return [...new Set(observed.filter((one) => one.cause !== null).map((one) => one.to))].sort((a, b) => a - b)
}
