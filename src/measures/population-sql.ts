import { joinPropertiesSql } from '../journeys/as-of-sql.ts'
import { sqlText } from '../journeys/rule-sql.ts'
import type { Population } from './measure.ts'

/** Every stay of the version, with `chosen`: 1 where it is of the persona, entered in the period, and had the sliced values at entry (M11, M12). */
export function allStaysSql({ journey, version, filter }: Population): string {
  const slices = Object.entries(filter.where)
  const properties = joinPropertiesSql(
    journey.subjectType,
    slices.map(([name]) => name),
    'every',
  )
  const conditions = [
    ...(filter.persona === undefined ? [] : [`every.persona = ${sqlText(filter.persona)}`]),
    ...(filter.from === undefined ? [] : [`every.startedAt >= ${filter.from}`]),
    ...(filter.to === undefined ? [] : [`every.startedAt < ${filter.to}`]),
    ...slices.map(([name, value]) => `ifNull(${properties.read(name, 'every.startedAt')} = ${sqlText(value)}, 0)`),
  ]
  return `SELECT every.*, ${conditions.join(' AND ') || '1'} AS chosen FROM (SELECT * FROM stays WHERE version = ${version}) AS every ${properties.joins}`
}

/** The stays of a population. */
export function staysOfSql(population: Population): string {
  return `SELECT * FROM (${allStaysSql(population)}) WHERE chosen`
}

/** The unit that is alike inside (M5): the account if there is one, else the subject. */
export const clusterSql = `cityHash64(if(account != '', account, subject), account != '')`

/** How a stay ended, for competing causes (M2): 1 converted, 2 returned, 3 dropped, 0 still in. */
export const causes = { stillIn: 0, converted: 1, returned: 2, dropped: 3 } as const
const causeSql = `multiIf(ending IN ('advanced', 'completed'), 1, ending = 'returned', 2, ending IN ('droppedByExit', 'droppedBySilence'), 3, 0)`

/**
 * Spells under risk, one a stay: (stage, d = ms from entry to leaving or horizon, cause, cluster, startedAt, ending),
 * without those of instances already under way (M11).
 */
export function spellsSql(population: Population): string {
  return `SELECT stage, least(endedAt, ${population.horizon}) - startedAt AS d, ${causeSql} AS cause, ${clusterSql} AS cluster, startedAt, ending
    FROM (${staysOfSql(population)}) WHERE underWay = 0`
}

/**
 * The same with inactivity drops not counted as ends (M2): a stay left in silence goes on until what the subject does next;
 * a resumed stay continues it, one recovered in a later stage converts it, in an earlier one returns it. With nothing after,
 * it is still in, as seen until the next instance or the horizon.
 */
export function joinedSpellsSql(population: Population): string {
  const { horizon } = population
  const stay = `CAST((instance, position, toUInt8(stage), startedAt, endedAt, toString(ending), toString(openedBy), ${causeSql}, ${clusterSql}, toUInt8(chosen)),
      'Tuple(instance UInt32, position UInt32, stage UInt8, startedAt Int64, endedAt Int64, ending String, openedBy String, cause UInt8, cluster UInt64, chosen UInt8)')`
  return `SELECT chain[1].stage AS stage, chain[-1].ending = 'droppedBySilence' AS silent, after[1].instance = chain[1].instance AS followed,
      if(silent, if(empty(after), ${horizon}, after[1].startedAt), least(chain[-1].endedAt, ${horizon})) - chain[1].startedAt AS d,
      multiIf(NOT silent, chain[-1].cause, empty(after) OR NOT followed, 0, after[1].stage > stage, 1, 2) AS cause, chain[1].cluster AS cluster
    FROM (SELECT arraySplit((s, f) -> f, stays, fresh) AS chains, arrayPopFront(arrayPushBack(chains, [])) AS followers
      FROM (SELECT arraySort(s -> (s.instance, s.position), groupArray(${stay})) AS stays,
          arrayMap((s, before) -> toUInt8(NOT (s.openedBy = 'resumed' AND before.ending = 'droppedBySilence')), stays, arrayPopBack(arrayPushFront(stays, stays[1]))) AS fresh
        FROM (${allStaysSql(population)}) WHERE underWay = 0 GROUP BY subject))
    ARRAY JOIN chains AS chain, followers AS after
    WHERE chain[1].chosen`
}
