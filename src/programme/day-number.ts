import { dayMs } from '../model/duration.ts'

/** A local day, counted from 1 January 1970, as in 2026-03-27. */
export function dayTextOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}
