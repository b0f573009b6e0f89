import { sqlText } from '../journeys/rule-sql.ts'
import type { HandOff } from '../model/journey.ts'
import type { Measure } from './measure.ts'
import { allStaysSql, clusterSql } from './population-sql.ts'

/** Hand-overs of a journey as spells (M10): `stage` counts the hand-offs from 1; cause 1 accepted, 3 ended without. */
export function handOffSpellsSql(population: Parameters<typeof allStaysSql>[0]): string {
  const { journey, horizon } = population
  const indexOf = (id: string) => journey.stages.find((stage) => stage.id === id)?.index ?? 0
  const perHandOff = journey.handOffs.map((handOff, i) => {
    const [from, to] = [indexOf(handOff.from), indexOf(handOff.to)]
    return `SELECT ${i + 1} AS stage, cluster, if(accepted, acceptedAt, least(lastEnd, ${horizon})) - handedAt AS d, multiIf(accepted, 1, lastEnd <= ${horizon} AND NOT running, 3, 0) AS cause
      FROM (SELECT any(${clusterSql}) AS cluster, minIf(startedAt, stage = ${from}) AS handedAt, countIf(stage = ${from}) > 0 AS handed,
          minIf(chosen, stage = ${from} AND bitCount(bitAnd(entered, ${2 ** from})) = 1) AS counted,
          groupArrayIf(startedAt, stage = ${to}) AS targets, arrayFilter(t -> t >= handedAt, targets) AS after, notEmpty(after) AS accepted, arrayMin(after) AS acceptedAt,
          max(endedAt) AS lastEnd, countIf(ending = 'open') > 0 AS running
        FROM (${allStaysSql(population)}) WHERE underWay = 0 GROUP BY subject, instance)
      WHERE handed AND counted`
  })
  return perHandOff.join(' UNION ALL ')
}

/** Why hand-overs were refused: the named property of events inside the stage handed from, counted by subject (M10). */
export const handOffReasons: Measure<{ handOff: HandOff }, { reason: string; count: number }, { reason: string; count: number }[]> = {
  id: 'hand-off-reasons',
  unit: 'instances',
  population: 'stays in the stage handed from',
  sql: (population, { handOff }) => {
    const from = population.journey.stages.find((stage) => stage.id === handOff.from)?.index ?? 0
    const reason = `properties[${sqlText(handOff.reason ?? '')}]`
    return `SELECT reason, uniqExact(subject, startedAt) AS count FROM (
        SELECT e.subject AS subject, s.startedAt AS startedAt, ${reason} AS reason
        FROM subject_events AS e INNER JOIN (SELECT subject, startedAt, endedAt FROM (${allStaysSql(population)}) WHERE chosen AND stage = ${from}) AS s ON s.subject = e.subject
        WHERE e.subjectType = ${sqlText(population.journey.subjectType)} AND mapContains(properties, ${sqlText(handOff.reason ?? '')}) AND e.occurredAt >= s.startedAt AND e.occurredAt <= s.endedAt
      ) WHERE reason != '' GROUP BY reason ORDER BY count DESC, reason LIMIT 20`
  },
  shape: (rows) => [...rows],
}
