import { eventsOf } from '../journeys/events-of.ts'
import { sqlText } from '../journeys/rule-sql.ts'
import type { HandOff } from '../model/journey.ts'
import type { Measure, Population } from './measure.ts'
import { allStaysSql } from './population-sql.ts'

/** How many reasons are told one by one; the others together. */
export const toldReasons = 20

/** Rows (reason, subject, instance, position): the stays of the stage handed from that hold a reason of refusal (M10), on events of customer or company inside them, ends included. */
function heldReasonsSql(population: Population, handOff: HandOff): string {
  const from = population.journey.stages.find((stage) => stage.id === handOff.from)?.index ?? 0
  const reason = `properties[${sqlText(handOff.reason ?? '')}]`
  return `SELECT * FROM (
      SELECT e.subject AS subject, s.instance AS instance, s.position AS position, ${reason} AS reason
      FROM subject_events AS e INNER JOIN (SELECT subject, instance, position, startedAt, endedAt FROM (${allStaysSql(population)}) WHERE chosen AND stage = ${from}) AS s ON s.subject = e.subject
      WHERE e.subjectType = ${sqlText(eventsOf(population.journey))} AND mapContains(properties, ${sqlText(handOff.reason ?? '')})
        AND e.initiator != 'machine' AND e.occurredAt <= ${population.horizon} AND e.occurredAt >= s.startedAt AND e.occurredAt <= s.endedAt
    ) WHERE reason != ''`
}

/** Why hand-overs were refused (M10): the commonest values of the named property, each with the stays that have it. */
export const handOffReasons: Measure<{ handOff: HandOff }, { reason: string; count: number }, { reason: string; count: number }[]> = {
  id: 'hand-off-reasons',
  unit: 'stays',
  population: 'stays in the stage handed from',
  sql: (population, { handOff }) =>
    `SELECT reason, uniqExact(subject, instance, position) AS count FROM (${heldReasonsSql(population, handOff)})
      GROUP BY reason ORDER BY count DESC, reason LIMIT ${toldReasons}`,
  shape: (rows) => [...rows],
}

interface MoreReasons {
  reasons: number
  stays: number
}

/** The reasons left out there: how many, and how many stays hold at least one of them. */
export const moreReasons: Measure<{ handOff: HandOff }, MoreReasons, MoreReasons> = {
  id: 'more-reasons',
  unit: 'stays',
  population: handOffReasons.population,
  sql: (population, { handOff }) =>
    `SELECT uniqExact(reason) AS reasons, uniqExact(subject, instance, position) AS stays FROM (${untoldSql(population, handOff)})`,
  shape: ([row]) => row ?? { reasons: 0, stays: 0 },
}

function untoldSql(population: Population, handOff: HandOff): string {
  const told = `SELECT reason FROM (${handOffReasons.sql(population, { handOff })})`
  return `SELECT * FROM (${heldReasonsSql(population, handOff)}) WHERE reason NOT IN (${told})`
}

/** Rows (subject, instance, position): the stays that hold a reason, or null: one of those left out (M7). */
export function staysOfReasonSql(population: Population, handOff: HandOff, reason: string | null): string {
  const held =
    reason === null
      ? untoldSql(population, handOff)
      : `SELECT * FROM (${heldReasonsSql(population, handOff)}) WHERE reason = ${sqlText(reason)}`
  return `SELECT subject, instance, position FROM (${held})`
}
