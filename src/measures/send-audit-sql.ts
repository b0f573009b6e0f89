import { eventsOf } from '../journeys/events-of.ts'
import { contactType } from '../journeys/join-subjects.ts'
import { sqlText } from '../journeys/rule-sql.ts'
import { staysAtSql } from '../journeys/stays-at-sql.ts'
import type { SendListQuery, SendSet } from '../map/send-audit.ts'
import type { Journey } from '../model/journey.ts'
import type { MailEvents } from './mail-events.ts'
import { dayMs } from './measure.ts'
import { clusterSumsSql } from './share-sql.ts'

/** Whose e-mails are looked at, and how their events are read (rule R10). */
export interface MailQuery {
  journey: Journey
  version: number
  /** UTC ms. */
  horizon: number
  mail: MailEvents
  /** The property that names a message; empty: the touchpoint does. */
  property: string
  /** Sources that tell deliveries: of these, sends that were only sent do not count. */
  delivering: readonly string[]
  /** The message that events at a touchpoint are of, where they name none. */
  ofTouchpoint: ReadonlyMap<string, string>
}

/** What sends are counted against: the stage index that each message serves, the gap, the days that are sensitive, and the quarter that is looked at (null: all). */
export interface SendQuery extends MailQuery {
  serves: ReadonlyMap<string, number>
  minGapMs: number
  timeZone: string
  /** As 2025-12-25. */
  holidays: readonly string[]
  quarter: string | null
}

const list = (texts: readonly string[]) => texts.map(sqlText).join(', ')
const oneOf = (column: string, texts: readonly string[]) => (texts.length === 0 ? '0' : `${column} IN (${list(texts)})`)

/** `transform` of a column by pairs; `otherwise` where none fits. */
function mapped(column: string, pairs: ReadonlyMap<string, string>, otherwise: string): string {
  if (pairs.size === 0) return otherwise
  return `transform(${column}, [${list([...pairs.keys()])}], [${[...pairs.values()].join(', ')}], ${otherwise})`
}

/** How often each name came on each channel, among the events of a journey's subjects. */
export function eventNamesSql({ journey, horizon }: Pick<MailQuery, 'journey' | 'horizon'>): string {
  return `SELECT toString(name) AS name, toString(channel) AS channel, count() AS events FROM subject_events
    WHERE subjectType = ${sqlText(eventsOf(journey))} AND occurredAt <= ${horizon} GROUP BY name, channel ORDER BY name, channel`
}

/** Events of e-mails as (subject, account, at, source, sequence, id, role, isMachine, named, touchpoint). */
function mailRowsSql({ journey, horizon, mail, property }: Omit<MailQuery, 'delivering' | 'ofTouchpoint' | 'version'>): string {
  const { sent, delivered, opened, clicked, unsubscribed } = mail.names
  const role = `multiIf(${oneOf('name', delivered)}, 'delivered', ${oneOf('name', clicked)}, 'clicked', ${oneOf('name', opened)}, 'opened', ${oneOf('name', unsubscribed)}, 'unsubscribed', 'sent')`
  const names = [...new Set([...sent, ...delivered, ...opened, ...clicked, ...unsubscribed])]
  return `SELECT subject, account, occurredAt AS at, toString(source) AS source, sequence, id, ${role} AS role, initiator = 'machine' AS isMachine,
      ${property === '' ? `''` : `properties[${sqlText(property)}]`} AS named, toString(touchpoint) AS touchpoint, properties
    FROM subject_events
    WHERE subjectType = ${sqlText(eventsOf(journey))} AND occurredAt <= ${horizon} AND ${oneOf('name', names)}
      ${mail.channels.length === 0 ? '' : `AND channel IN (${list(mail.channels)})`}`
}

/** One row a source: how many deliveries and how many plain sends it tells. */
export function mailSourcesSql(query: Omit<MailQuery, 'delivering' | 'ofTouchpoint' | 'property' | 'version'>): string {
  return `SELECT source, countIf(role = 'delivered') AS delivered, countIf(role = 'sent') AS sent
    FROM (${mailRowsSql({ ...query, property: '' })}) WHERE NOT isMachine GROUP BY source ORDER BY source`
}

/** One row a property that sends have: how many have it, and with how many values. */
export function sendPropertiesSql(query: Omit<MailQuery, 'ofTouchpoint' | 'property' | 'version'>): string {
  return `SELECT pair.1 AS property, count() AS sends, uniqExact(pair.2) AS values FROM (
      SELECT arrayJoin(arrayZip(mapKeys(properties), mapValues(properties))) AS pair FROM (${mailRowsSql({ ...query, property: '' })})
      WHERE ${isSendSql(query.delivering)})
    WHERE pair.2 != '' GROUP BY property ORDER BY property`
}

/** Touchpoints with the message that most events there name, whoever began them: only names are read. */
export function messagesOfTouchpointsSql(query: Omit<MailQuery, 'ofTouchpoint' | 'delivering' | 'version'>): string {
  return `SELECT touchpoint, arraySort((m, n) -> (-toInt64(n), m), groupArray(named), groupArray(n))[1] AS message FROM (
      SELECT touchpoint, named, count() AS n FROM (${mailRowsSql(query)}) WHERE named != '' AND touchpoint != '' GROUP BY touchpoint, named)
    GROUP BY touchpoint ORDER BY touchpoint`
}

const isSendSql = (delivering: readonly string[]) =>
  `NOT isMachine AND (role = 'delivered' OR (role = 'sent' AND NOT ${oneOf('source', delivering)}))`

/** The same events, each with `message`. */
function mailsSql(query: MailQuery): string {
  const ofTouchpoint = new Map([...query.ofTouchpoint].map(([touchpoint, message]) => [touchpoint, sqlText(message)]))
  return `SELECT * EXCEPT (properties), if(named != '', named, ${mapped('touchpoint', ofTouchpoint, 'touchpoint')}) AS message FROM (${mailRowsSql(query)})`
}

/** Events of e-mails with `recipient`: the first contact that the event names, else the subject. */
function withRecipientSql(mails: string, { journey, mail }: MailQuery): string {
  if (journey.subjectType === contactType) return `SELECT *, subject AS recipient FROM (${mails})`
  const named = `SELECT toString(source) AS source, id, objects['${contactType}'][1] AS contact FROM known_events WHERE ${oneOf('name', Object.values(mail.names).flat())}`
  return `SELECT s.*, if(c.contact != '', c.contact, s.subject) AS recipient FROM (${mails}) AS s LEFT JOIN (${named}) AS c ON c.source = s.source AND c.id = s.id`
}

/** Sends with `recipient`. */
function sendsSql(query: MailQuery): string {
  return withRecipientSql(`SELECT * FROM (${mailsSql(query)}) WHERE ${isSendSql(query.delivering)}`, query)
}

/** When each recipient first said to unsubscribe. */
function unsubscribedSql(query: MailQuery): string {
  const said = `SELECT * FROM (${mailsSql(query)}) WHERE role = 'unsubscribed' AND NOT isMachine`
  return `SELECT subject, recipient, min(at) AS saidAt, 1 AS said FROM (${withRecipientSql(said, query)}) GROUP BY subject, recipient`
}

/** Rows with the stay that began last by then: `lastStage` (0: none yet), `stayId`, `stayStart`, and `here`, the stage they fall in (0: none). */
function placedSql(rows: string, { version, horizon }: MailQuery): string {
  const begun = `SELECT subject, startedAt, argMax((stage, endedAt, ending, id), (instance, position)) AS stay
    FROM (${staysAtSql(version, horizon)}) GROUP BY subject, startedAt`
  return `SELECT m.*, b.stay.1 AS lastStage, b.startedAt AS stayStart, b.stay.4 AS stayId, b.stay.3 AS lastEnding, if(m.at < b.stay.2, b.stay.1, 0) AS here
    FROM (${rows}) AS m ASOF LEFT JOIN (${begun}) AS b ON m.subject = b.subject AND m.at >= b.startedAt`
}

/** One row a message and stage: how many of its sends and of its clicks by people fell there. */
export function servedSql(query: MailQuery): string {
  const rows = `SELECT * FROM (${mailsSql(query)}) WHERE (${isSendSql(query.delivering)}) OR (role = 'clicked' AND NOT isMachine)`
  return `SELECT message, toUInt32(here) AS stage, countIf(role != 'clicked') AS sends, countIf(role = 'clicked') AS clicks
    FROM (${placedSql(rows, query)}) GROUP BY message, stage ORDER BY message, stage`
}

/** Every send with its flags: `place`, `tooSoon`, `weekend`, `holiday`, `quarter`, `since` (ms since the send before to the same person; −1: none). */
function judgedSql(query: SendQuery): string {
  const serves = new Map([...query.serves].map(([message, stage]) => [message, `toUInt8(${stage})`]))
  const before =
    'lagInFrame(toNullable(at)) OVER (PARTITION BY subject, recipient ORDER BY at, source, sequence, id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)'
  const spaced = `SELECT s.*, u.said = 1 AND s.at > u.saidAt AS afterUnsubscribe FROM (SELECT *, ifNull(at - ${before}, -1) AS since FROM (${sendsSql(query)})) AS s
    LEFT JOIN (${unsubscribedSql(query)}) AS u ON u.subject = s.subject AND u.recipient = s.recipient`
  const placed = `SELECT *, ${mapped('message', serves, 'toUInt8(0)')} AS served, fromUnixTimestamp64Milli(at, ${sqlText(query.timeZone)}) AS local
    FROM (${placedSql(spaced, query)})`
  const place = `multiIf(here != 0 AND here = served, 'inStage', here != 0, if(here < served, 'earlier', 'later'),
      lastStage = 0, 'unseen', lastEnding = 'completed', 'later', 'gone')`
  return `SELECT *, ${place} AS place, since >= 0 AND since < ${query.minGapMs} AS tooSoon, toDayOfWeek(local) >= 6 AS weekend,
      ${oneOf('toString(toDate32(local))', query.holidays)} AS holiday, concat(toString(toYear(local)), '-Q', toString(toQuarter(local))) AS quarter
    FROM (${placed})`
}

/** One row of counts: of all sends (`total`), of a quarter, of a message. Those but quarters are of the quarter looked at. */
export function sendCountsSql(query: SendQuery): string {
  const inside = query.quarter === null ? '1' : `quarter = ${sqlText(query.quarter)}`
  const keys = `arrayConcat([('quarter', quarter)], if(${inside}, [('total', ''), ('message', message)], []))`
  const cluster = `cityHash64(if(account != '', account, subject), account != '')`
  const flags = ['inStage', 'earlier', 'later', 'gone', 'unseen'].map((place) => `countIf(place = '${place}') AS ${place}`)
  const perCluster = `SELECT key.1 AS kind, key.2 AS name, cluster, count() AS n, countIf(place != 'inStage') AS h, ${flags.join(', ')},
      countIf(afterUnsubscribe) AS afters, countIf(tooSoon) AS soon, countIf(weekend) AS weekends, countIf(holiday) AS holidays, uniqExactState(recipient) AS recipients
    FROM (SELECT *, ${cluster} AS cluster FROM (${judgedSql(query)})) ARRAY JOIN ${keys} AS key GROUP BY kind, name, cluster`
  const sums = ['inStage', 'earlier', 'later', 'gone', 'unseen'].map((place) => `sum(${place}) AS ${place}s`)
  return `SELECT kind, name, ${clusterSumsSql}, ${sums.join(', ')}, sum(afters) AS afterUnsubscribe, sum(soon) AS tooSoon, sum(weekends) AS weekend, sum(holidays) AS holiday, uniqExactMerge(recipients) AS people
    FROM (${perCluster}) GROUP BY kind, name ORDER BY kind, name`
}

/** One row a message: what people did with it, and machines. Of the quarter looked at. */
export function responsesSql(query: SendQuery): string {
  const quarter = `concat(toString(toYear(local)), '-Q', toString(toQuarter(local)))`
  return `SELECT message, countIf(role = 'opened' AND NOT isMachine) AS opened, countIf(role = 'clicked' AND NOT isMachine) AS clicked,
      countIf(role IN ('opened', 'clicked') AND isMachine) AS byMachines, countIf(role = 'unsubscribed' AND NOT isMachine) AS unsubscribed
    FROM (SELECT *, fromUnixTimestamp64Milli(at, ${sqlText(query.timeZone)}) AS local FROM (${mailsSql(query)}))
    ${query.quarter === null ? '' : `WHERE ${quarter} = ${sqlText(query.quarter)}`} GROUP BY message ORDER BY message`
}

const setSql: Record<Exclude<SendSet, 'withClick' | 'withoutClick'>, string> = {
  all: '1',
  inStage: `place = 'inStage'`,
  earlier: `place = 'earlier'`,
  later: `place = 'later'`,
  gone: `place = 'gone'`,
  unseen: `place = 'unseen'`,
  elsewhere: `place != 'inStage'`,
  afterUnsubscribe: 'afterUnsubscribe',
  tooSoon: 'tooSoon',
  weekend: 'weekend',
  holiday: 'holiday',
}

/** The sends behind a count, as (subject, account, recipient, message, at, stage, sinceLastDays). */
export function sendRowsSql(query: SendQuery, set: keyof typeof setSql, message: string | null): string {
  const conditions = [
    setSql[set],
    ...(query.quarter === null ? [] : [`quarter = ${sqlText(query.quarter)}`]),
    ...(message === null ? [] : [`message = ${sqlText(message)}`]),
  ]
  return `SELECT subject, account, recipient, message, at, toUInt32(here) AS stage, if(since < 0, NULL, since / ${dayMs}) AS sinceLastDays, id
    FROM (${judgedSql(query)}) WHERE ${conditions.join(' AND ')}`
}

/** A page of such rows, newest first. */
export function pageOfRowsSql(rows: string, { limit, offset }: Pick<SendListQuery, 'limit' | 'offset'>): string {
  return `SELECT subject, account, recipient, message, at, stage, sinceLastDays FROM (${rows}) ORDER BY at DESC, subject, id DESC LIMIT ${limit} OFFSET ${offset}`
}

/** How many rows, and of how many people. */
export function totalsOfRowsSql(rows: string): string {
  return `SELECT count() AS total, uniqExact(recipient) AS people FROM (${rows})`
}

/** Clicks by people as (message, at, here, stayId, stayStart), each in the stay that it fell in. */
export function placedClicksSql(query: MailQuery): string {
  const clicks = `SELECT * FROM (${mailsSql(query)}) WHERE role = 'clicked' AND NOT isMachine`
  return placedSql(clicks, query)
}
