import { eventsOf } from '../journeys/events-of.ts'
import { sqlText } from '../journeys/rule-sql.ts'
import type { HandOff, Journey } from '../model/journey.ts'
import type { Measure, Population } from './measure.ts'
import { inPeriodSql } from './period.ts'
import { allStaysSql, clusterSql } from './population-sql.ts'

/**
 * Hand-overs of a journey as spells (M10), one an instance that entered the stage handed from, since its first entry there; `stage` counts the
 * hand-offs from 1; of a lived period with `since`, as the spells of stays. Cause 1: a later stay in the stage handed to; 3: the last stay ended without one; 0: a stay is still open.
 */
export function handOffSpellsSql(population: Population): string {
  return inPeriodSql(population, wholeSpellsSql)
}

function wholeSpellsSql(population: Population): string {
  const { journey, horizon } = population
  const perHandOff = journey.handOffs.map((handOff, i) => {
    const [from, to] = [indexOf(journey, handOff.from), indexOf(journey, handOff.to)]
    return `SELECT ${i + 1} AS stage, handed.4 AS cluster, arrayFirst(s -> s.2 = ${to} AND s.1 > handed.1, stays).3 AS acceptedAt, stays[-1].5 AS last,
        if(acceptedAt > 0, acceptedAt, least(last, ${horizon})) - handed.3 AS d, multiIf(acceptedAt > 0, 1, last <= ${horizon}, 3, 0) AS cause,
        handed.3 AS startedAt, '' AS ending
      FROM (SELECT arraySort(groupArray((position, toUInt8(stage), startedAt, ${clusterSql}, endedAt, chosen))) AS stays, arrayFirst(s -> s.2 = ${from}, stays) AS handed
        FROM (${allStaysSql(population)}) WHERE underWay = 0 GROUP BY subject, instance HAVING has(groupArray(toUInt8(stage)), ${from}))
      WHERE handed.6`
  })
  return perHandOff.join(' UNION ALL ')
}

function indexOf(journey: Journey, id: string): number {
  return journey.stages.find((stage) => stage.id === id)?.index ?? 0
}

/** Why hand-overs were refused (M10): values of the named property on customer or company events inside the stage handed from, its end included; each counts the stays that have it. */
export const handOffReasons: Measure<{ handOff: HandOff }, { reason: string; count: number }, { reason: string; count: number }[]> = {
  id: 'hand-off-reasons',
  unit: 'instances',
  population: 'stays in the stage handed from',
  sql: (population, { handOff }) => {
    const from = indexOf(population.journey, handOff.from)
    const reason = `properties[${sqlText(handOff.reason ?? '')}]`
    return `SELECT reason, uniqExact(subject, instance, position) AS count FROM (
        SELECT e.subject AS subject, s.instance AS instance, s.position AS position, ${reason} AS reason
        FROM subject_events AS e INNER JOIN (SELECT subject, instance, position, startedAt, endedAt FROM (${allStaysSql(population)}) WHERE chosen AND stage = ${from}) AS s ON s.subject = e.subject
        WHERE e.subjectType = ${sqlText(eventsOf(population.journey))} AND mapContains(properties, ${sqlText(handOff.reason ?? '')})
          AND e.initiator != 'machine' AND e.occurredAt <= ${population.horizon} AND e.occurredAt >= s.startedAt AND e.occurredAt <= s.endedAt
      ) WHERE reason != '' GROUP BY reason ORDER BY count DESC, reason LIMIT 20`
  },
  shape: (rows) => [...rows],
}
