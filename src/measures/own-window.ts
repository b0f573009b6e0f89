import type { ClusterSums } from '../core/statistics/proportion.ts'
import { type Until, windowEnds } from '../model/deadline.ts'
import type { Journey, Stage } from '../model/journey.ts'

/** Longer than any stay, ms: where a stay stands that has not ended by its deadline. */
export const beyondMs = 2 ** 52

/** The stages whose window ends at a deadline, by index (rule K7). */
export function untilOfStages({ stages }: Journey): Map<number, Until> {
  return new Map(stages.flatMap(({ index, until }) => (until === null ? [] : [[index, until] as const])))
}

/** The deadlines of hand-offs, counted from 1: that of the stage handed from (rules M10, K7). */
export function untilOfHandOffs({ stages, handOffs }: Journey): Map<number, Until> {
  const untils = handOffs.map(({ from }) => stages.find(({ id }) => id === from)?.until ?? null)
  return new Map(untils.flatMap((until, i) => (until === null ? [] : [[i + 1, until] as const])))
}

/** The last instant of the own window of something begun at `startedAt` (a column, UTC ms): the first end that is not before it; 0: none is known. */
export function ownEndSql(until: Until, horizon: number, startedAt = 'startedAt'): string {
  const ends = windowEnds(until, horizon).map(({ at }) => `toInt64(${at})`)
  return ends.length === 0 ? 'toInt64(0)' : `arrayFirst(e -> e >= ${startedAt}, [${ends.join(', ')}])`
}

/** Spells of stages with a deadline, each with `ownEnd` and its `own` window, ms (K7); all others are left out. */
export function withOwnEndSql(spells: string, untils: ReadonlyMap<number, Until>, horizon: number): string {
  const cases = [...untils].map(([stage, until]) => `stage = ${stage}, ${ownEndSql(until, horizon)}`)
  return `SELECT *, ownEnd - startedAt AS own FROM (SELECT stage, toInt64(d) AS whole, cause AS found, cluster, startedAt,
      multiIf(${cases.join(', ')}, toInt64(0)) AS ownEnd FROM (${spells}) WHERE stage IN (${[...untils.keys()].join(', ')}))`
}

/**
 * Spells whose own window is over, seen whole: who left by its end as they did, all others as still in beyond it. Nobody of them is censored, so that
 * an incidence of them is a plain share (K7).
 */
export function overSpellsSql(spells: string, untils: ReadonlyMap<number, Until>, horizon: number): string {
  const inTime = 'found > 0 AND whole <= own'
  return `SELECT stage, if(${inTime}, whole, toInt64(${beyondMs})) AS d, if(${inTime}, toUInt8(found), toUInt8(0)) AS cause, cluster, startedAt, own
    FROM (${withOwnEndSql(spells, untils, horizon)}) WHERE ownEnd > 0 AND ownEnd <= ${horizon}`
}

/** How many have their window behind them, still have time, or no deadline any more; of the first the longest window, ms, and those too short to know silence by. */
export interface OwnWindowRow {
  stage: number
  over: number
  stillHasTime: number
  withoutDate: number
  longest: number
  short: number
}

/** One row a stage with a deadline. */
export function ownWindowSql(spells: string, untils: ReadonlyMap<number, Until>, horizon: number, stages: readonly Stage[] = []): string {
  const isOver = `ownEnd > 0 AND ownEnd <= ${horizon}`
  const silences = stages.flatMap(({ index, dropAfterMs }) => (dropAfterMs === null ? [] : [`stage = ${index} AND own <= ${dropAfterMs}`]))
  const short = silences.map((silence) => `(${silence})`).join(' OR ') || '0'
  return `SELECT stage, countIf(${isOver}) AS over, countIf(ownEnd > ${horizon}) AS stillHasTime, countIf(ownEnd = 0) AS withoutDate,
      maxIf(own, ${isOver}) AS longest, countIf(${isOver} AND (${short})) AS short
    FROM (${withOwnEndSql(spells, untils, horizon)}) GROUP BY stage`
}

/** Sums over clusters for a share of stays with one cause: 1 converted, 2 returned, 3 dropped, 0 still in. */
export interface CauseSums extends ClusterSums {
  stage: number
  cause: number
}

/** One row a stage and cause of spells, also where nobody has it. */
export function causeSumsSql(spells: string): string {
  return `SELECT stage, k AS cause, sum(h) AS hits, sum(n) AS trials, count() AS clusters, sum(h * h) AS hits2, sum(n * n) AS trials2, sum(h * n) AS hitsTrials
    FROM (SELECT stage, cluster, count() AS n, arrayJoin([(0, countIf(cause = 0)), (1, countIf(cause = 1)), (2, countIf(cause = 2)), (3, countIf(cause = 3))]) AS of, of.1 AS k, of.2 AS h
      FROM (${spells}) GROUP BY stage, cluster) GROUP BY stage, k`
}
