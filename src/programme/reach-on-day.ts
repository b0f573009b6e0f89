import type { StageCurve } from './programme-facts.ts'

/** The share of a stage's stays that are still there so many days after entry; null: nobody was followed so long, or the stage has no curve. */
export function reachOnDay(curves: readonly StageCurve[], stage: string, persona: string | null, day: number): number | null {
  const found =
    curves.find((one) => one.stage === stage && one.persona === persona) ??
    curves.find((one) => one.stage === stage && one.persona === null)
  if (found === undefined || found.stays === 0) return null
  const { days, still } = found.curve
  const next = days.findIndex((known) => known > day)
  const value = next < 0 ? still.at(-1) : still[next - 1]
  if (value === undefined) return null
  // Beyond what was followed only a curve that came down to nobody says more.
  return next < 0 && (days.at(-1) ?? 0) < day && value > 0 ? null : value
}

/** The last day of the curve with at least such a reach; null: there is no curve, or it never comes below. */
export function lastDayWith(curves: readonly StageCurve[], stage: string, least: number): number | null {
  const found = curves.find((one) => one.stage === stage && one.persona === null) ?? curves.find((one) => one.stage === stage)
  if (found === undefined || found.stays === 0) return null
  const { days, still } = found.curve
  const below = still.findIndex((value) => value < least)
  return below < 1 ? null : (days[below - 1] ?? null)
}
