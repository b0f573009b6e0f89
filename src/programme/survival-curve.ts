import type { StageSurvival } from '../measures/stage-survival.ts'
import type { StillThere } from './slots.ts'

/** The measured curve as slots read it: exact at every half day and at the moments that may end the window (rules R2, R3). */
export function survivalCurve({ still, area, fewLeft, lastFollowed, window }: StageSurvival): StillThere {
  const marks = new Map([fewLeft, lastFollowed, window].flatMap((mark) => (mark === null ? [] : [[mark.day, mark.area] as const])))
  const placeOf = (day: number) => Math.min(still.length - 1, Math.floor(day * 2))
  return {
    still: (day) => still[placeOf(day)] ?? 1,
    area: (day) => {
      const place = placeOf(day)
      const from = area[place] ?? 0
      const next = area[place + 1]
      const beyond = day - place / 2
      if (next === undefined) return marks.get(day) ?? from + beyond * (still[place] ?? 1)
      return marks.get(day) ?? from + beyond * 2 * (next - from)
    },
  }
}
