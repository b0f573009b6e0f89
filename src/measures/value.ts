import { propertyHistorySql, valueAsOfSql } from '../journeys/as-of-sql.ts'
import { dealType } from '../journeys/events-of.ts'
import { holdsSql, sqlText } from '../journeys/rule-sql.ts'
import type { StageValue } from '../map/journey-map.ts'
import type { Rule } from '../model/rule.ts'
import type { Measure, Population } from './measure.ts'
import { staysOfSql } from './population-sql.ts'

interface Row extends StageValue {
  stage: number
}

/**
 * Value per stage and currency (M13). A deal stands at the furthest stage that one of its subjects is in; amounts are the last known.
 * Pipeline: open deals whose subject is still in the stage. Advanced: deals open when their subject moved on from it.
 * Won: deals won, by close day, from the stage their subject was in until then (the one the win ends, not the one it opens).
 */
export const stageValue: Measure<null, Row, Map<number, StageValue[]>> = {
  id: 'value',
  unit: 'money',
  population: 'deals of the subjects whose stays the period selects',
  sql: (population) => {
    const sum = (what: ValueSet) => `ifNull(sumIf(amount, what = '${what}'), 0) AS ${what}, countIf(what = '${what}') AS ${what}Deals`
    const deals = valueSets.map(
      (what) =>
        `SELECT stage, '${what}' AS what, deal, any(currency) AS currency, any(amount) AS amount FROM (${dealsAtStagesSql(population, what)}) GROUP BY stage, deal`,
    )
    return `SELECT stage, currency, ${valueSets.map(sum).join(', ')} FROM (${deals.join(' UNION ALL ')}) GROUP BY stage, currency ORDER BY stage, currency`
  },
  shape: (rows) => {
    const values = new Map<number, StageValue[]>()
    for (const { stage, ...value } of rows) values.set(stage, [...(values.get(stage) ?? []), value])
    return values
  },
}

/** The three ways a deal counts at a stage. */
const valueSets = ['pipeline', 'advanced', 'won'] as const
export type ValueSet = (typeof valueSets)[number]

/** Rows (deal, amount, currency, stage, subject, startedAt): the deals that count at a stage in one way, with the stays of theirs that put them there (M7). */
export function dealsAtStagesSql(population: Population, what: ValueSet): string {
  const { horizon } = population
  const placed = `SELECT deal, amount, currency, wonAt, closedAt, opened, s.subject AS subject, stage, startedAt, endedAt, ending
    FROM (${dealsSql(population)}) AS d INNER JOIN (SELECT subject, stage, startedAt, endedAt, ending FROM (${staysOfSql(population)})) AS s ON s.subject = d.subject`
  switch (what) {
    case 'pipeline':
      return `SELECT * FROM (SELECT *, max(stage) OVER (PARTITION BY deal) AS furthest FROM (${placed}) WHERE ending = 'open' AND closedAt > ${horizon}) WHERE stage = furthest`
    case 'advanced':
      return `SELECT * FROM (${placed}) WHERE ending IN ('advanced', 'completed') AND opened <= endedAt AND closedAt >= endedAt`
    case 'won':
      return `SELECT * FROM (SELECT *, (startedAt < wonAt, startedAt, stage) AS place, max(place) OVER (PARTITION BY deal) AS latest
        FROM (${placed}) WHERE wonAt <= ${horizon} AND startedAt <= wonAt AND endedAt >= wonAt) WHERE place = latest`
  }
}

const neverSql = '9007199254740991'

/** Rows (deal, subject, amount, currency, opened, wonAt, closedAt): every deal with an amount, with each subject it belongs to. */
function dealsSql({ journey, horizon }: Population): string {
  const value = journey.value
  if (value === null) return `SELECT '' AS deal, '' AS subject, 0 AS amount, '' AS currency, 0 AS opened, 0 AS wonAt, 0 AS closedAt WHERE 0`
  const at = (rule: Rule | null) =>
    rule === null
      ? neverSql
      : `minIf(occurredAt, ${holdsSql(
          rule,
          () => 'NULL',
          () => '0',
        )})`
  const found = (rule: Rule | null) =>
    rule === null
      ? '0'
      : `countIf(${holdsSql(
          rule,
          () => 'NULL',
          () => '0',
        )}) > 0`
  const events = `SELECT subject AS deal, min(occurredAt) AS opened, if(${found(value.won)}, ${at(value.won)}, ${neverSql}) AS wonAt,
      least(wonAt, if(${found(value.lost)}, ${at(value.lost)}, ${neverSql})) AS closedAt
    FROM subject_events WHERE subjectType = '${dealType}' AND occurredAt <= ${horizon} AND initiator != 'machine' GROUP BY subject`
  const history = (name: string) =>
    `SELECT objectId, ${valueAsOfSql('history', String(horizon))} AS value FROM (${propertyHistorySql(dealType, name)})`
  const currency = value.currency.kind === 'fixed' ? sqlText(value.currency.code) : `ifNull(c.value, '')`
  const currencies = value.currency.kind === 'fixed' ? '' : `LEFT JOIN (${history(value.currency.name)}) AS c ON c.objectId = e.deal`
  return `SELECT e.deal AS deal, o.subject AS subject, toFloat64OrZero(a.value) AS amount, ${currency} AS currency, opened, wonAt, closedAt
    FROM (${events}) AS e
    INNER JOIN (${history(value.amount)}) AS a ON a.objectId = e.deal ${currencies}
    INNER JOIN (${ownersSql(journey.subjectType)}) AS o ON o.deal = e.deal
    WHERE isNotNull(a.value) AND isNotNull(toFloat64OrNull(a.value))`
}

/** Rows (deal, subject): to whom a deal belongs, by link or by an event that names both. */
function ownersSql(subjectType: string): string {
  if (subjectType === dealType) return `SELECT DISTINCT subject AS deal, subject FROM subject_events WHERE subjectType = '${dealType}'`
  const type = sqlText(subjectType)
  return `SELECT DISTINCT deal, subject FROM (
      SELECT fromId AS deal, toId AS subject FROM known_links WHERE fromType = '${dealType}' AND toType = ${type}
      UNION ALL SELECT arrayJoin(objects['${dealType}']) AS deal, arrayJoin(objects[${type}]) AS subject FROM known_events WHERE notEmpty(objects['${dealType}']) AND notEmpty(objects[${type}])
    )`
}
