import { ownerOfProperty, propertyHistorySql } from '../journeys/as-of-sql.ts'
import { matchTimesSql } from '../journeys/count-matches.ts'
import { dealType, eventsOf } from '../journeys/events-of.ts'
import { contactType } from '../journeys/join-subjects.ts'
import { holdsSql, sqlText } from '../journeys/rule-sql.ts'
import { hows } from '../journeys/stay-machine-sql.ts'
import { staysAtSql } from '../journeys/stays-at-sql.ts'
import { type Journey, unassigned } from '../model/journey.ts'
import type { Rule } from '../model/rule.ts'
import { never } from '../store/event-tables.ts'
import type { Population } from './measure.ts'
import { contactActsSql } from './programme-audience.ts'

/** A part of the people whose stays programmes serve: `page` of `pages`, colleagues of one account together. `stages` by index. */
export interface PeoplePage {
  stages: readonly number[]
  pages: number
  page: number
  /** Whether stays of instances already under way when the data begin are among them (rule M11): when these were entered is not known. */
  underWay: boolean
}

/** What is read of people beside their stays: properties by name, when rules were met, when they acted, what was sent to them, what was heard late, and their accounts' deals. */
export interface PeopleFacts {
  properties: readonly string[]
  rules: readonly Rule[]
  acts: boolean
  otherSends: boolean
  arrivals: boolean
  deals: boolean
}

/** How a stay is opened (rules V1 to V5), by the number in `openedBy` less one. */
export const openings = hows.slice(0, 5)

/** The personas that stays of a journey can have, by the number in `persona` less one. */
export function personasOf({ personas }: Pick<Journey, 'personas'>): string[] {
  return [...personas.map(({ id }) => id), unassigned]
}

/** One row (stays): how many stays programmes serve, to choose the number of pages by. */
export function servedStaysSql(population: Population, page: Pick<PeoplePage, 'stages' | 'underWay'>): string {
  return `SELECT count() AS stays FROM (${servedSql(population, page)})`
}

function servedSql({ version, horizon }: Population, { stages, underWay }: Pick<PeoplePage, 'stages' | 'underWay'>): string {
  const known = underWay ? '' : ' AND underWay = 0'
  return `SELECT * FROM (${staysAtSql(version, horizon)}) WHERE stage IN (${stages.join(', ') || '0'}) AND startedAt <= ${horizon}${known}`
}

/**
 * The people of a page, by account (rules R1, R9): contacts, or those with an act of their own in a stay. Each with their stays in order, as lists of one length, of which `since` is from when on the
 * person was active in it, and with the facts asked for: `from0` and `value0` of the first property, `met0` of the first rule, and so on.
 */
export function peopleSql(population: Population, page: PeoplePage, facts: PeopleFacts): string {
  const cells = ['startedAt', 'position', 'endedAt', 'stage', 'persona', 'openedBy', 'silent', 'since']
  const stays = cells.flatMap((cell, i) => (cell === 'position' ? [] : [`tupleElement(p.cells, ${i + 1}) AS ${cell}`]))
  const joined = joinsOf(population, page, facts)
  return `SELECT ${['p.contact AS contact', 'p.account AS account', ...stays, ...joined.flatMap(({ columns }) => columns)].join(', ')}
    FROM (SELECT * FROM (${personStaysSql(population, page)}) ${page.pages === 1 ? '' : `WHERE ${inPageSql(page)}`}) AS p
    ${joined.map(({ join }) => join).join('\n')} ORDER BY account, contact, p.subject`
}

function inPageSql({ pages, page }: PeoplePage): string {
  return `cityHash64(if(account != '', account, contact)) % ${pages} = ${page}`
}

function personStaysSql(population: Population, page: PeoplePage): string {
  const { journey, horizon } = population
  const numbers = (texts: readonly string[], column: string) => `CAST(indexOf([${texts.map(sqlText).join(', ')}], ${column}) AS UInt16)`
  const cells = (since: string) =>
    `arraySort(groupArray((toFloat64(startedAt), position, toFloat64(endedAt), stage, ${numbers(personasOf(journey), 'persona')}, ${numbers(openings, 'openedBy')},
      ending = 'droppedBySilence', toFloat64(${since})))) AS cells`
  const stays = servedSql(population, page)
  if (journey.subjectType === contactType)
    return `SELECT subject, subject AS contact, argMax(account, startedAt) AS account, ${cells('startedAt')} FROM (${stays}) GROUP BY subject`
  const active = `SELECT s.*, a.contact AS contact, min(a.occurredAt) AS since FROM (${stays}) AS s
    INNER JOIN (${contactActsSql(journey, horizon)}) AS a ON a.subject = s.subject
    WHERE a.occurredAt >= s.startedAt AND a.occurredAt < s.endedAt GROUP BY ALL`
  return `SELECT subject, contact, argMax(if(account = '', subject, account), startedAt) AS account, ${cells('since')}
    FROM (${active}) GROUP BY subject, contact`
}

interface Joined {
  columns: string[]
  join: string
}

function joinsOf(population: Population, page: PeoplePage, facts: PeopleFacts): Joined[] {
  const times = (name: string, sql: string): Joined => ({
    columns: [`CAST(${name}_times.times AS Array(Float64)) AS ${name}`],
    join: `LEFT ANY JOIN (${sql}) AS ${name}_times ON ${name}_times.subject = p.subject`,
  })
  const deals = facts.deals ? openDealsSql(population, page) : null
  return [
    ...facts.properties.map((name, i) => propertyJoin(population, page, name, i)),
    ...facts.rules.map((rule, i) => times(`met${i}`, metSql(population, page, rule))),
    ...(facts.acts ? [times('acts', actsSql(population, page))] : []),
    ...(facts.otherSends ? [times('otherSends', otherSendsSql(population, page))] : []),
    ...(facts.arrivals ? [pairsJoin('arrival', ['heardOf', 'heardAt'], arrivalsSql(population, page), 'subject')] : []),
    ...(deals === null ? [] : [pairsJoin('deal', ['opened', 'closed'], deals, 'account')]),
  ]
}

function pairsJoin(name: string, [first, second]: [string, string], sql: string, key: 'subject' | 'account'): Joined {
  const column = (place: number, as: string) => `CAST(tupleElement(${name}.pairs, ${place}) AS Array(Float64)) AS ${as}`
  return { columns: [column(1, first), column(2, second)], join: `LEFT ANY JOIN (${sql}) AS ${name} ON ${name}.${key} = p.${key}` }
}

/** What a property of contacts was when, by contact or, of `account.x`, by account. */
function propertyJoin(population: Population, page: PeoplePage, name: string, i: number): Joined {
  const owner = ownerOfProperty(contactType, name)
  const key = owner.key === 'account' ? 'account' : 'contact'
  const history = propertyHistorySql(owner.objectType, owner.name, amongSql('objectId', key, population, page))
  return {
    columns: [
      `CAST(tupleElement(property${i}.history, 1) AS Array(Float64)) AS from${i}`,
      `tupleElement(property${i}.history, 3) AS value${i}`,
    ],
    join: `LEFT ANY JOIN (${history}) AS property${i} ON property${i}.objectId = p.${key}`,
  }
}

/** Narrows facts to the people of a page, where there are several: to find these is work of its own. */
function amongSql(column: string, key: 'subject' | 'contact' | 'account', population: Population, page: PeoplePage): string {
  return page.pages === 1 ? '' : `AND ${column} IN (SELECT ${key} FROM (${personStaysSql(population, page)}) WHERE ${inPageSql(page)})`
}

/** Rows (subject, times): when subjects did something themselves, in order. */
function actsSql(population: Population, page: PeoplePage): string {
  return timesSql(population, page, `initiator = 'customer'`)
}

/** Rows (subject, times): e-mails that were sent to them, in order; where no event's name says sent, those delivered. */
function otherSendsSql(population: Population, page: PeoplePage): string {
  const mail = `initiator = 'company' AND lower(channel) IN ('email', 'e-mail', 'mail')`
  const isSent = `match(lower(name), 'sent|send')`
  const anySent = `(SELECT count() FROM subject_events WHERE subjectType = ${sqlText(eventsOf(population.journey))} AND ${mail} AND ${isSent}) > 0`
  return timesSql(population, page, `${mail} AND if(${anySent}, ${isSent}, match(lower(name), 'deliver'))`)
}

function timesSql(population: Population, page: PeoplePage, condition: string): string {
  return `SELECT subject, arraySort(groupArray(occurredAt)) AS times FROM subject_events
    WHERE subjectType = ${sqlText(eventsOf(population.journey))} AND occurredAt <= ${population.horizon} AND ${condition}
      ${amongSql('subject', 'subject', population, page)} GROUP BY subject`
}

/** Rows (subject, times): when a rule was met. */
function metSql(population: Population, page: PeoplePage, rule: Rule): string {
  const { journey } = population
  return `SELECT subject, arrayFilter(t -> t <= ${population.horizon}, times) AS times
    FROM (${matchTimesSql({ subjectType: journey.subjectType, partition: eventsOf(journey), rule })}) WHERE 1 ${amongSql('subject', 'subject', population, page)}`
}

/** Rows (account, pairs): when deals of an account were open, as (from, until), by the journey's own rules of won and lost (M13). Null: the journey has none. */
function openDealsSql(population: Population, page: PeoplePage): string | null {
  const { journey, horizon } = population
  if (journey.value === null) return null
  const closings = [journey.value.won, ...(journey.value.lost === null ? [] : [journey.value.lost])].map(closesSql)
  return `SELECT account, groupArray((opened, closed)) AS pairs FROM (
      SELECT subject, argMax(account, occurredAt) AS account, min(occurredAt) AS opened,
        if(countIf(${closings.join(' OR ')}) > 0, minIf(occurredAt, ${closings.join(' OR ')}), ${never}) AS closed
      FROM subject_events WHERE subjectType = '${dealType}' AND occurredAt <= ${horizon} AND initiator != 'machine' GROUP BY subject
    ) WHERE account != '' ${amongSql('account', 'account', population, page)} GROUP BY account`
}

function closesSql(rule: Rule): string {
  return holdsSql(
    rule,
    () => 'NULL',
    () => '0',
  )
}

/** One row (imports): how many imports told when each of their events arrived; of all others what happened is taken as known at once. */
export const ownArrivalsSql = `SELECT count() AS imports FROM (${ownImportsSql()})`

/** The arrival of an import without times of its own is when it began, one for all (E1). */
function ownImportsSql(): string {
  return `SELECT importId FROM known_events GROUP BY importId HAVING min(receivedAt) != max(receivedAt)`
}

/** Rows (subject, pairs): of the instants at which a page's stays begin or end, those of which was heard later, as (instant, arrival). */
function arrivalsSql(population: Population, page: PeoplePage): string {
  const { journey, version, horizon } = population
  const stays = `SELECT subject, startedAt, endedAt FROM (${staysAtSql(version, horizon)}) WHERE 1 ${amongSql('subject', 'subject', population, page)}`
  const instants = `SELECT subject, startedAt AS occurredAt FROM (${stays}) UNION DISTINCT SELECT subject, endedAt FROM (${stays})`
  return `SELECT subject, groupArray((occurredAt, arrived)) AS pairs FROM (
      SELECT e.subject AS subject, e.occurredAt AS occurredAt, max(facts.receivedAt) AS arrived
      FROM (SELECT subject, occurredAt, source, id FROM subject_events WHERE subjectType = ${sqlText(eventsOf(journey))} AND (subject, occurredAt) IN (${instants})) AS e
      INNER JOIN (SELECT source, id, receivedAt FROM known_events WHERE importId IN (${ownImportsSql()})) AS facts ON facts.source = e.source AND facts.id = e.id
      GROUP BY subject, occurredAt HAVING arrived > occurredAt
    ) GROUP BY subject`
}

/** The stages, by index, that programmes serve with sequences or friction messages. */
export function servedStages({ stages }: Pick<Journey, 'stages'>, served: ReadonlySet<string>): number[] {
  return stages.filter(({ id }) => served.has(id)).map(({ index }) => index)
}
