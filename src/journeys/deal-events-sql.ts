import type { Journey } from '../model/journey.ts'
import { type Rule, subjectPropertiesRead } from '../model/rule.ts'
import { never } from '../store/event-tables.ts'
import { joinPropertiesSql } from './as-of-sql.ts'
import { countingRules } from './count-sql.ts'
import { dealType } from './events-of.ts'
import { accountHistorySql, contactType, eventColumns, eventsWithContactsSql, heldAccountSql, type Ties } from './join-subjects.ts'
import { orderedEventsSql } from './ordered-events-sql.ts'

/** Whose events are joined: of all contacts, or of those that touched deals have. */
export type DealsOf = 'all' | 'touched'

/** Before every time. */
const always = '-9223372036854775808'

/**
 * Rows (the columns of an event, objects, subject): contacts' events that join the one deal open then (E10). An event that names a deal joins no other.
 * A contact's deals are those tied to it by then; of one without any, those of the account it held then. The partition `deal` must be up to date.
 * Of `touched`: the events of those in `touched_contacts` alone.
 */
export function contactEventsOfDealsSql(journey: Journey, ties: Ties, of: DealsOf): string {
  const named = `SELECT *, arrayJoin(contacts) AS contact FROM (${eventsWithContactsSql(ties)}) WHERE empty(objects['${dealType}'])`
  const unnamed = of === 'touched' ? `SELECT * FROM (${named}) WHERE contact IN (SELECT contact FROM touched_contacts)` : named
  const held = `SELECT ${eventColumns}, objects, contact, ${heldAccountSql('membership.history', 'occurredAt')} AS account
    FROM (${unnamed}) AS e LEFT JOIN (${accountHistorySql(contactType)}) AS membership ON membership.objectId = e.contact`
  const known = `SELECT ${eventColumns}, objects, ofAccount.deals AS accountDeals, arrayFilter(d -> d.1 <= occurredAt, tied.deals) AS tiedDeals
    FROM (${held}) AS e
    LEFT JOIN (${dealsByContactSql(journey)}) AS tied ON tied.contact = e.contact
    LEFT JOIN (${dealsByAccountSql(journey)}) AS ofAccount ON ofAccount.account = e.account`
  const open = `arrayFilter(d -> d.1 <= occurredAt AND occurredAt < d.2 AND d.4 <= occurredAt AND occurredAt < d.5, if(notEmpty(tiedDeals), tiedDeals, accountDeals))`
  return `SELECT ${eventColumns}, objects, open[1].3 AS subject
    FROM (SELECT *, ${open} AS open FROM (${known})) WHERE length(open) = 1 LIMIT 1 BY source, id, subject`
}

/** Rows (contact, deal, since): tied by link, or by an event of customer or company that names both. */
const contactTiesSql = `SELECT toId AS contact, fromId AS deal, ifNull(since, ${always}) AS since FROM known_links WHERE fromType = '${dealType}' AND toType = '${contactType}'
  UNION ALL
  SELECT arrayJoin(objects['${contactType}']), arrayJoin(objects['${dealType}']), occurredAt FROM known_events
  WHERE notEmpty(objects['${contactType}']) AND notEmpty(objects['${dealType}']) AND initiator != 'machine'`

/** Rows (contact, deals): deals tied to a contact, by link or by an event that names both, as (since, ever, deal, openedAt, closedAt). */
function dealsByContactSql(journey: Journey): string {
  return `SELECT contact, groupArray((since, toInt64(${never}), deal, openedAt, closedAt)) AS deals FROM (
      SELECT tie.contact AS contact, tie.deal AS deal, tie.since AS since, span.openedAt AS openedAt, span.closedAt AS closedAt
      FROM (SELECT contact, deal, min(since) AS since FROM (${contactTiesSql}) GROUP BY contact, deal) AS tie
      LEFT JOIN (${dealSpansSql(journey)}) AS span ON span.deal = tie.deal
    ) GROUP BY contact`
}

/** Rows (account, deals): deals of an account, as (from, until, deal, openedAt, closedAt): they were its in [from, until), the first known account from the beginning (E7). */
function dealsByAccountSql(journey: Journey): string {
  const firstSince = 'history[1].1'
  const reachingBack = (since: string) => `if(${since} = ${firstSince}, toInt64(${always}), ${since})`
  return `SELECT account, groupArray((begin, until, deal, openedAt, closedAt)) AS deals FROM (
      SELECT spell.1 AS account, spell.2 AS begin, spell.3 AS until, span.deal AS deal, openedAt, closedAt
      FROM (SELECT objectId AS deal, arrayJoin(arrayMap((h, next) -> (h.2, ${reachingBack('h.1')}, ${reachingBack('next')}), history,
          arrayPushBack(arrayMap(h -> h.1, arrayPopFront(history)), toInt64(${never})))) AS spell FROM (${accountHistorySql(dealType)})) AS belonging
      INNER JOIN (${dealSpansSql(journey)}) AS span ON span.deal = belonging.deal
    ) GROUP BY account`
}

/** Rows (deal, openedAt, closedAt): a deal is open from its first own event until, end exclusive, its first own event that meets an exit rule of the journey (E10). */
function dealSpansSql(journey: Journey): string {
  const exits = dealExits(journey)
  const names = exits.flatMap(subjectPropertiesRead)
  const properties = joinPropertiesSql(dealType, names, 'e')
  const counting = countingRules((name) => properties.read(name, 'occurredAt'))
  const used = new Set<string>()
  const field = (array: string) => {
    used.add(array)
    return `x_${array}`
  }
  const met = exits.map((rule) => counting.holds(rule, field, 't', null)).join(' OR ') || '0'
  const arrays = [...used]
  const closings = `arrayFilter((t, ${['own', ...arrays].map((array) => `x_${array}`).join(', ')}) -> ${met}, ts, ${['ts', ...arrays].join(', ')})`
  const columns = [{ name: 'ts', sql: 'occurredAt' }, ...counting.columns()].map(({ name, sql }) => `groupArray(${sql}) AS ${name}`)
  const own = `SELECT subject, ${columns.join(', ')} FROM (${orderedEventsSql(dealType, never)}) AS e ${properties.joins} GROUP BY subject`
  const marked = `SELECT *, arrayMap(i -> toUInt8(i = 1), arrayEnumerate(ts)) AS first,
      arrayMap((t, n) -> toUInt8(t != n), ts, arrayPopFront(arrayPushBack(ts, toInt64(${never})))) AS last FROM (${own})`
  const counted = counting.arrays().map(({ name, sql }) => `, ${sql} AS ${name}`)
  return `SELECT subject AS deal, ts[1] AS openedAt, if(empty(closings), toInt64(${never}), closings[1]) AS closedAt
    FROM (SELECT subject, ts, ${closings} AS closings FROM (SELECT *${counted.join('')} FROM (${marked})))`
}

/** The rules that close a deal. */
export function dealExits(journey: Journey): Rule[] {
  return journey.stages.flatMap(({ completed, dropped }) => [completed, dropped]).filter((rule) => rule !== null)
}
