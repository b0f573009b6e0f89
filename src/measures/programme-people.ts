import { ownerOfProperty, propertyHistorySql } from '../journeys/as-of-sql.ts'
import { matchTimesSql } from '../journeys/count-matches.ts'
import { dealType, eventsOf } from '../journeys/events-of.ts'
import { contactType } from '../journeys/join-subjects.ts'
import { holdsSql, sqlText } from '../journeys/rule-sql.ts'
import { staysAtSql } from '../journeys/stays-at-sql.ts'
import type { Journey } from '../model/journey.ts'
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

/** A stay as a page's rows have it: start, place, end (the largest number: none), stage, persona, instance, how it was opened, whether silence ended it, and from when on the person was active in it. */
export type StayCells = [number, number, number, number, string, number, string, 0 | 1, number]

export interface PersonRow {
  /** Of the journey: the contact, or what they were active for. */
  subject: string
  contact: string
  account: string
  stays: StayCells[]
}

/** The people of a page with their stays in order (rules R1, R9): contacts, or those with an act of their own in a stay. */
export function personRowsSql(population: Population, page: PeoplePage): string {
  return `SELECT subject, contact, account, stays FROM (${personStaysSql(population, page)}) WHERE ${inPageSql(page)} ORDER BY account, contact, subject`
}

function inPageSql({ pages, page }: PeoplePage): string {
  return `cityHash64(if(account != '', account, contact)) % ${pages} = ${page}`
}

function personStaysSql({ journey, version, horizon }: Population, { stages, underWay }: PeoplePage): string {
  const cells = `startedAt, position, endedAt, stage, persona, instance, openedBy, ending = 'droppedBySilence'`
  const stays = `SELECT * FROM (${staysAtSql(version, horizon)}) WHERE stage IN (${stages.join(', ') || '0'}) AND startedAt <= ${horizon}${underWay ? '' : ' AND underWay = 0'}`
  if (journey.subjectType === contactType) {
    return `SELECT subject, subject AS contact, argMax(account, startedAt) AS account, arraySort(groupArray((${cells}, startedAt))) AS stays
      FROM (${stays}) GROUP BY subject`
  }
  const active = `SELECT s.*, a.contact AS contact, min(a.occurredAt) AS since FROM (${stays}) AS s
    INNER JOIN (${contactActsSql(journey, horizon)}) AS a ON a.subject = s.subject
    WHERE a.occurredAt >= s.startedAt AND a.occurredAt < s.endedAt GROUP BY ALL`
  return `SELECT subject, contact, argMax(if(account = '', subject, account), startedAt) AS account, arraySort(groupArray((${cells}, since))) AS stays
    FROM (${active}) GROUP BY subject, contact`
}

/** One row (subjects): how many subjects have stays that programmes serve, to choose the number of pages by. */
export function servedSubjectsSql({ version, horizon }: Population, stages: readonly number[]): string {
  return `SELECT uniqExact(subject) AS subjects FROM (${staysAtSql(version, horizon)}) WHERE stage IN (${stages.join(', ') || '0'})`
}

function among(column: 'subject' | 'contact' | 'account', population: Population, page: PeoplePage): string {
  return `(SELECT ${column} FROM (${personStaysSql(population, page)}) WHERE ${inPageSql(page)})`
}

/** Rows (owner, history): what a property of contacts was when, by contact or, of `account.x`, by account. */
export function propertyRowsSql(population: Population, page: PeoplePage, name: string): string {
  const owner = ownerOfProperty(contactType, name)
  const column = owner.key === 'account' ? 'account' : 'contact'
  return `SELECT objectId AS owner, history FROM (${propertyHistorySql(owner.objectType, owner.name, `AND objectId IN ${among(column, population, page)}`)})`
}

/** Rows (subject, times): when a page's subjects did something themselves, in order. */
export function actRowsSql(population: Population, page: PeoplePage): string {
  return timesSql(population, page, `initiator = 'customer'`)
}

/** Rows (subject, times): e-mails that were sent to them, in order; where no event's name says sent, those delivered. */
export function otherSendRowsSql(population: Population, page: PeoplePage): string {
  const mail = `initiator = 'company' AND lower(channel) IN ('email', 'e-mail', 'mail')`
  const isSent = `match(lower(name), 'sent|send')`
  const anySent = `(SELECT count() FROM subject_events WHERE subjectType = ${sqlText(eventsOf(population.journey))} AND ${mail} AND ${isSent}) > 0`
  return timesSql(population, page, `${mail} AND if(${anySent}, ${isSent}, match(lower(name), 'deliver'))`)
}

function timesSql(population: Population, page: PeoplePage, condition: string): string {
  return `SELECT subject, arraySort(groupArray(occurredAt)) AS times FROM subject_events
    WHERE subjectType = ${sqlText(eventsOf(population.journey))} AND occurredAt <= ${population.horizon} AND ${condition}
      AND subject IN ${among('subject', population, page)} GROUP BY subject`
}

/** Rows (subject, times): when a rule was met. */
export function metRowsSql(population: Population, page: PeoplePage, rule: Rule): string {
  const { journey } = population
  return `SELECT subject, arrayFilter(t -> t <= ${population.horizon}, times) AS times
    FROM (${matchTimesSql({ subjectType: journey.subjectType, partition: eventsOf(journey), rule })}) WHERE subject IN ${among('subject', population, page)}`
}

/** Rows (account, deals): when deals of an account were open, as (from, until), by the journey's own rules of won and lost (M13). Null: the journey has none. */
export function openDealRowsSql(population: Population, page: PeoplePage): string | null {
  const { journey, horizon } = population
  if (journey.value === null) return null
  const closings = [journey.value.won, ...(journey.value.lost === null ? [] : [journey.value.lost])].map(closesSql)
  return `SELECT account, groupArray((opened, closed)) AS deals FROM (
      SELECT subject, argMax(account, occurredAt) AS account, min(occurredAt) AS opened,
        if(countIf(${closings.join(' OR ')}) > 0, minIf(occurredAt, ${closings.join(' OR ')}), ${never}) AS closed
      FROM subject_events WHERE subjectType = '${dealType}' AND occurredAt <= ${horizon} AND initiator != 'machine' GROUP BY subject
    ) WHERE account != '' AND account IN ${among('account', population, page)} GROUP BY account`
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

/** Rows (subject, arrivals): of the instants at which a page's stays begin or end, those of which was heard later, as (instant, arrival). */
export function arrivalRowsSql(population: Population, page: PeoplePage): string {
  const { journey, version, horizon } = population
  const stays = `SELECT subject, startedAt, endedAt FROM (${staysAtSql(version, horizon)}) WHERE subject IN ${among('subject', population, page)}`
  const instants = `SELECT subject, startedAt AS occurredAt FROM (${stays}) UNION DISTINCT SELECT subject, endedAt FROM (${stays})`
  return `SELECT subject, groupArray((occurredAt, arrived)) AS arrivals FROM (
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
