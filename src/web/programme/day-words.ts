import { countOf } from '../../map/format.ts'

/** When a message is due: "day 8", or "36 days before" where days count back from a deadline. */
export function dayWords(day: number): string {
  return day < 0 ? `${countOf(-day, 'day')} before` : `day ${day}`
}
