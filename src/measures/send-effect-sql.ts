import { sqlText } from '../journeys/rule-sql.ts'
import { staysAtSql } from '../journeys/stays-at-sql.ts'
import type { Stage } from '../model/journey.ts'
import { productsSql } from './cluster-products-sql.ts'
import { dayMs } from './measure.ts'
import { ownEndSql } from './own-window.ts'
import { clusterSql } from './population-sql.ts'
import { type MailQuery, placedClicksSql } from './send-audit-sql.ts'

/** A message with the stage that it serves. */
export interface Served {
  message: string
  stage: Stage
}

/** Stays of the stage that count (M11) and whose window is over, each with `windowEnd` (UTC ms). */
function followedSql({ version, horizon }: MailQuery, stage: Stage): string {
  const end = stage.until === null ? `startedAt + ${stage.windowMs ?? 0}` : ownEndSql(stage.until, horizon)
  return `SELECT * FROM (SELECT *, ${end} AS windowEnd FROM (${staysAtSql(version, horizon)}) WHERE stage = ${stage.index} AND underWay = 0)
    WHERE windowEnd > 0 AND windowEnd <= ${horizon}`
}

/** The same with `clickedAt`, the first click of the message by a person in the stay; NULL: none. */
function clickedSql(query: MailQuery, { message, stage }: Served): string {
  const first = `SELECT stayId, min(at) AS clickedAt FROM (${placedClicksSql(query)})
    WHERE here = ${stage.index} AND message = ${sqlText(message)} GROUP BY stayId`
  return `SELECT f.*, if(c.stayId = 0, NULL, c.clickedAt) AS clickedAt FROM (${followedSql(query, stage)}) AS f LEFT JOIN (${first}) AS c ON c.stayId = f.id`
}

/** One row (clicked, half): stays with a click, and how long after entry half of them had their first, ms. */
export function firstClicksSql(query: MailQuery, served: Served): string {
  return `SELECT count() AS clicked, quantileExactLow(0.5)(assumeNotNull(clickedAt) - startedAt) AS half FROM (${clickedSql(query, served)}) WHERE clickedAt IS NOT NULL`
}

/** Stays still there at the landmark, with their window still open, with `withClick` and `converted` (rule R11). */
function landmarkSql(query: MailQuery, served: Served, landmarkDays: number): string {
  const landmark = `startedAt + ${landmarkDays * dayMs}`
  return `SELECT *, ifNull(clickedAt <= ${landmark}, 0) AS withClick, ending IN ('advanced', 'completed') AND endedAt <= windowEnd AS converted
    FROM (${clickedSql(query, served)}) WHERE endedAt > ${landmark} AND windowEnd > ${landmark}`
}

/** One row of products by cluster of converted and all with a click, converted and all without. */
export function sendEffectSql(query: MailQuery, served: Served, landmarkDays: number): string {
  const count = (condition: string) => `toFloat64(countIf(${condition}))`
  const v = [count('withClick AND converted'), count('withClick'), count('NOT withClick AND converted'), count('NOT withClick')]
  return productsSql(`SELECT toUInt32(${served.stage.index}) AS stage, cluster, [${v.join(', ')}] AS v
    FROM (SELECT withClick, converted, ${clusterSql} AS cluster FROM (${landmarkSql(query, served, landmarkDays)})) GROUP BY cluster`)
}

/** The stays behind either group, in the form of sends. */
export function effectRowsSql(query: MailQuery, served: Served, landmarkDays: number, withClick: boolean): string {
  return `SELECT subject, account, subject AS recipient, ${sqlText(served.message)} AS message, startedAt AS at, toUInt32(stage) AS stage, NULL AS sinceLastDays, toString(id) AS id
    FROM (${landmarkSql(query, served, landmarkDays)}) WHERE withClick = ${withClick ? 1 : 0}`
}
