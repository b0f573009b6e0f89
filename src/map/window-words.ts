import { daysText } from '../model/deadline.ts'
import { count, daysWords } from './format.ts'
import type { MapStage } from './journey-map.ts'

type Windowed = Pick<MapStage, 'windowDays' | 'until'>

/** Up to when a share of a stage is read: "by day 30", "by Open day", "by 8 weeks before Open day" (rules M2, K7). */
export function byWords({ windowDays, until }: Windowed): string {
  return until === null ? `by day ${count(windowDays ?? 0)}` : `by ${untilWords(until)}`
}

/** How long moving on counts: "within 30 days", "by Open day". */
export function withinWords(stage: Windowed): string {
  return stage.windowDays === null ? byWords(stage) : `within ${daysWords(stage.windowDays)}`
}

function untilWords({ name, beforeDays }: NonNullable<Windowed['until']>): string {
  return beforeDays === 0 ? name : `${daysText(beforeDays)} before ${name}`
}

/** Of whose windows a share by a deadline speaks, as a sum: over + still has time + without a date = entered − already under way (rule K7); null: the window is a time. */
export function windowSum({
  conversion: { windows },
  counts: { entered, underWay },
}: Pick<MapStage, 'conversion' | 'counts'>): string | null {
  if (windows === null) return null
  const { over, stillHasTime, withoutDate } = windows
  const parts = [
    `${count(over)} with their deadline behind them`,
    `${count(stillHasTime)} still have time`,
    ...(withoutDate > 0 ? [`${count(withoutDate)} have no date to come`] : []),
    ...(underWay > 0 ? [`${count(underWay)} were already under way`] : []),
  ]
  return `${parts.join(' + ')} = ${count(entered)} entered`
}
