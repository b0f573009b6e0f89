import { type Until, windowEnds } from '../model/deadline.ts'
import { dayMs } from '../model/duration.ts'
import type { Journey } from '../model/journey.ts'
import { daysBefore, endOfDay } from '../model/local-day.ts'
import type { LivedStay } from './replay-people.ts'

/**
 * When a message of a sequence is due in a stay (UTC ms): so many days of 24 hours after its start, less those lived in the stays that it resumes (rule R9); with a day below 0 at the start of the
 * local day so many before the one on which the stay's own window ends (rule K7). Null: that day was over before the stay began, or no deadline is known.
 */
export type DueIn = (stay: LivedStay, livedMs: number, day: number) => number | null

/** When messages are due in the stays of a journey's stages that began up to `horizon` (UTC ms). */
export function dueIn({ stages }: Pick<Journey, 'stages'>, horizon: number): DueIn {
  const untils = new Map(stages.flatMap(({ id, until }) => (until === null ? [] : [[id, countingBack(until, horizon)] as const])))
  return (stay, livedMs, day) => {
    if (day < 0) return untils.get(stay.stage)?.(stay.startedAt, -day) ?? null
    return stay.startedAt + Math.max(0, day * dayMs - livedMs)
  }
}

function countingBack(until: Until, horizon: number): (startedAt: number, days: number) => number | null {
  const ends = windowEnds(until, horizon)
  const zone = until.deadline.timeZone
  return (startedAt, days) => {
    const end = ends.find(({ at }) => at >= startedAt)
    if (end === undefined) return null
    const begin = endOfDay(daysBefore(end.day, until.beforeDays + days + 1), zone) + 1
    const over = endOfDay(daysBefore(end.day, until.beforeDays + days), zone) < startedAt
    return over ? null : Math.max(begin, startedAt)
  }
}
