import { joinPropertiesSql } from '../journeys/as-of-sql.ts'
import { sqlText } from '../journeys/rule-sql.ts'
import { staysAtSql } from '../journeys/stays-at-sql.ts'
import { memberSql } from './campaign-audience-sql.ts'
import { conditionSql } from './condition-sql.ts'
import type { Population } from './measure.ts'
import { inPeriodSql, isLived, overlapsSql } from './period.ts'

/**
 * Every stay of the version, with `chosen`: 1 where it entered in the period (or was under way in it), is of the persona and met the conditions on properties
 * at entry; with `others`, where it did not meet all of these (M11, M12).
 */
export function allStaysSql({ journey, version, horizon, filter }: Population): string {
  const slices = Object.entries(filter.where)
  const properties = joinPropertiesSql(
    journey.subjectType,
    slices.map(([name]) => name),
    'every',
  )
  const whom = [
    ...(filter.persona === undefined ? [] : [`every.persona = ${sqlText(filter.persona)}`]),
    ...slices.map(([name, condition]) => conditionSql(condition, properties.read(name, 'every.startedAt'))),
  ]
  const conditions = [
    ...(isLived(filter) ? overlapsSql(filter, 'every.startedAt', `least(every.endedAt, ${horizon})`) : enteredSql(filter)),
    ...(filter.others ? [`NOT (${whom.join(' AND ') || '1'})`] : whom),
  ]
  return `SELECT every.*, ${conditions.join(' AND ') || '1'} AS chosen FROM (${staysAtSql(version, horizon)}) AS every ${properties.joins}`
}

function enteredSql({ from, to }: Population['filter']): string[] {
  return [...(from === undefined ? [] : [`every.startedAt >= ${from}`]), ...(to === undefined ? [] : [`every.startedAt < ${to}`])]
}

/** The stays of a population; of a campaign's cohort those on one side of its audience (K2). */
export function staysOfSql(population: Population): string {
  const chosen = `SELECT * FROM (${allStaysSql(population)}) WHERE chosen`
  if (population.campaign === undefined) return chosen
  const { audience, inside, periodFrom } = population.campaign
  return `SELECT * FROM (${memberSql(population.journey, audience, chosen, String(periodFrom))}) WHERE member = ${inside ? 1 : 0}`
}

/** The unit that is alike inside (M5): the account if there is one, else the subject. */
export const clusterSql = `cityHash64(if(account != '', account, subject), account != '')`

/** How a stay ended, for competing causes (M2): 1 converted, 2 returned, 3 dropped, 0 still in. */
export const causeSql = `multiIf(ending IN ('advanced', 'completed'), 1, ending = 'returned', 2, ending IN ('droppedByExit', 'droppedBySilence'), 3, 0)`

/**
 * Spells under risk, one a stay: (stage, d = ms from entry to leaving or horizon, cause, cluster, startedAt, ending),
 * without those of instances already under way (M11); of a lived period also `since`, ms from entry to before its start, at least 0.
 */
export function spellsSql(population: Population): string {
  return inPeriodSql(
    population,
    (of) => `SELECT stage, least(endedAt, ${of.horizon}) - startedAt AS d, ${causeSql} AS cause, ${clusterSql} AS cluster, startedAt, ending
    FROM (${staysOfSql(of)}) WHERE underWay = 0`,
  )
}

/**
 * The same with inactivity drops not counted as ends (M2): a stay left in silence goes on until what the subject does next;
 * a resumed stay continues it, one recovered in a later stage converts it, in an earlier one returns it. With nothing after,
 * it is still in, as seen until the next instance or the horizon.
 */
export function joinedSpellsSql(population: Population): string {
  return inPeriodSql(
    population,
    (
      of,
    ) => `SELECT stage, least(joinedEnd, ${of.horizon}) - startedAt AS d, joinedCause AS cause, ${clusterSql} AS cluster, startedAt, ending
    FROM (${staysOfSql(of)}) WHERE underWay = 0 AND continues = 0`,
  )
}
