import { joinPropertiesSql } from '../journeys/as-of-sql.ts'
import { accountHistorySql, accountType, contactType, eventsWithContactsSql, heldAccountSql } from '../journeys/join-subjects.ts'
import { ruleSql, sqlText } from '../journeys/rule-sql.ts'
import type { Journey } from '../model/journey.ts'
import type { Consent } from '../model/programme.ts'
import { subjectPropertiesRead } from '../model/rule.ts'
import { dayMs, type Measure, type Population } from './measure.ts'
import { staysOfSql } from './population-sql.ts'

/** Of one stage and persona, at the horizon: subjects in the stage, contacts who may be written to with and without regard to consent. */
export interface AudienceRow {
  stage: number
  persona: string
  subjects: number
  people: number
  contacts: number
}

/** Whom a programme of the journey would write to now (rules R1, R9): the contacts in the stage; of other subjects those active in the stay. A period narrows what a design learns from, not who is there now. */
export const programmeAudience: Measure<{ consent: Consent }, AudienceRow, readonly AudienceRow[]> = {
  id: 'programme-audience',
  unit: 'stays',
  population: 'contacts of the subjects now in the stage',
  sql: (population, { consent }) => {
    const people = population.journey.subjectType === contactType ? contactsSql(population) : activeContactsSql(population)
    const rule = consent.kind === 'rule' ? consent.rule : null
    const properties = joinPropertiesSql(contactType, rule === null ? [] : subjectPropertiesRead(rule), 'own')
    const holds =
      rule === null
        ? Number(consent.kind === 'assumed')
        : ruleSql(
            rule,
            (name) => properties.read(name, String(population.horizon)),
            () => '0',
          )
    return `SELECT stage, persona, uniqExact(inStage) AS subjects, uniqExactIf(subject, subject != '') AS people, uniqExactIf(subject, subject != '' AND ifNull(${holds}, 0)) AS contacts
      FROM (${people}) AS own ${properties.joins} GROUP BY stage, persona ORDER BY stage, persona`
  },
  shape: (rows) => rows,
}

/** The stays that are open at the horizon, whenever they began. */
function openStaysSql(population: Population): string {
  return `SELECT subject, account, stage, persona, startedAt FROM (${staysOfSql(ofAllTime(population))}) WHERE ending = 'open'`
}

function ofAllTime(population: Population): Population {
  return { ...population, filter: { ...population.filter, from: undefined, to: undefined } }
}

function contactsSql(population: Population): string {
  return `SELECT stage, persona, subject AS inStage, subject, account FROM (${openStaysSql(population)})`
}

/** Contacts with an event of their own in the open stay (rule R9). */
function activeContactsSql(population: Population): string {
  const { journey, horizon } = population
  const met = `SELECT DISTINCT o.stage AS stage, o.persona AS persona, o.subject AS inStage, a.contact AS contact, if(o.account = '', o.subject, o.account) AS account
    FROM (${openStaysSql(population)}) AS o INNER JOIN (${contactActsSql(journey, horizon)}) AS a ON a.subject = o.subject WHERE a.occurredAt >= o.startedAt`
  return `SELECT stage, persona, inStage, contact AS subject, account FROM (${met})
    UNION ALL SELECT stage, persona, inStage, '' AS subject, account FROM (SELECT stage, persona, subject AS inStage, account FROM (${openStaysSql(population)}))`
}

/** Rows (contact, occurredAt, subject): what contacts did up to the horizon for the subjects of a journey: of an account those who belonged to it or named it then, of other things those tied to them by an event or a link (rule R9). */
export function contactActsSql({ subjectType }: Pick<Journey, 'subjectType'>, horizon: number): string {
  const ofContacts = `SELECT occurredAt, objects, arrayJoin(contacts) AS contact FROM (${eventsWithContactsSql()})
    WHERE initiator = 'customer' AND occurredAt <= ${horizon} AND notEmpty(contacts)`
  return subjectType === accountType
    ? `SELECT contact, occurredAt, arrayJoin(arrayFilter(a -> a != '', arrayDistinct(arrayConcat(objects['${accountType}'], [${heldAccountSql('held.history', 'occurredAt')}])))) AS subject
        FROM (${ofContacts}) AS e LEFT JOIN (${accountHistorySql(contactType)}) AS held ON held.objectId = e.contact`
    : `SELECT contact, occurredAt, tie.subject AS subject FROM (${ofContacts}) AS e INNER JOIN (${tiesSql(subjectType)}) AS tie ON tie.contact = e.contact`
}

/** Rows (contact, subject): contacts tied to things of a type, by an event that names both or by a link. */
function tiesSql(subjectType: string): string {
  const type = sqlText(subjectType)
  return `SELECT DISTINCT contact, subject FROM (
      SELECT arrayJoin(contacts) AS contact, arrayJoin(objects[${type}]) AS subject FROM (${eventsWithContactsSql()}) WHERE notEmpty(contacts)
      UNION ALL SELECT toId AS contact, fromId AS subject FROM known_links WHERE fromType = ${type} AND toType = '${contactType}'
      UNION ALL SELECT fromId AS contact, toId AS subject FROM known_links WHERE fromType = '${contactType}' AND toType = ${type}
    )`
}

/** How many days a year has, here. */
const yearDays = 365

/** Stays that begin in a year, by stage: those of the last year, or of all of the known time put up to a year where that is shorter. */
export const entriesAYear: Measure<null, { stage: number; entries: number; begin: number }, Map<number, number>> = {
  id: 'entries-a-year',
  unit: 'stays',
  population: 'stays that began in the last year and were not already under way when the data begin',
  sql: (population) => {
    const from = population.horizon - yearDays * dayMs
    const begin = `SELECT min(startedAt) FROM stays WHERE version = ${population.version}`
    return `SELECT stage, countIf(startedAt > ${from}) AS entries, (${begin}) AS begin FROM (${staysOfSql(ofAllTime(population))}) WHERE underWay = 0 GROUP BY stage ORDER BY stage`
  },
  shape: (rows, { horizon }) =>
    new Map(
      rows.map(({ stage, entries, begin }) => {
        const known = Math.min(yearDays, Math.max(1, (horizon - begin) / dayMs))
        return [stage, (entries * yearDays) / known]
      }),
    ),
}
