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
  return `SELECT stage, least(joinedEnd, ${population.horizon}) - startedAt AS d, joinedCause AS cause, ${clusterSql} AS cluster
    FROM (${staysOfSql(population)}) WHERE underWay = 0 AND continues = 0`
}
