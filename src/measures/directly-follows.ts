import type { Paths } from '../map/paths.ts'
import { dayMs } from './measure.ts'
import type { Traces } from './traces.ts'

interface Row {
  from: string
  to: string
  times: number
  cases: number
  medianMs: number
}

/** Every pair of events that follow each other in a case (P1): how often, in how many cases, and the median time between. Nothing is left out. */
export function directlyFollowsSql({ sql }: Traces): string {
  const pairs = `arrayZip(arrayPopBack(names), arrayPopFront(names), arrayMap((t, next) -> next - t, arrayPopBack(times), arrayPopFront(times)))`
  return `SELECT pair.1 AS from, pair.2 AS to, count() AS times, uniqExact(subject, instance) AS cases, quantileExactInclusive(0.5)(pair.3) AS medianMs
    FROM (SELECT subject, instance, arrayJoin(${pairs}) AS pair FROM (${sql}) WHERE notEmpty(names)) GROUP BY from, to ORDER BY times DESC, from, to`
}

export function shapeEdges(rows: readonly Row[]): Paths['edges'] {
  return rows.map(({ medianMs, ...row }) => ({ ...row, medianDays: medianMs / dayMs }))
}
