import type { HandOverCounts } from '../map/journey-map.ts'
import type { HandOverSet } from '../map/set-kind.ts'
import type { HandOff, Journey } from '../model/journey.ts'
import type { Measure, Population } from './measure.ts'
import { inPeriodSql } from './period.ts'
import { allStaysSql, clusterSql } from './population-sql.ts'

/**
 * Hand-overs of a journey as spells (M10), one an instance that entered the stage handed from, since its first entry there; `stage` counts the
 * hand-offs from 1; of a lived period with `since`, as the spells of stays. Cause 1: a later stay in the stage handed to; 3: the last stay ended without one;
 * 0: a stay is still open. (subject, instance, position) is the stay handed over.
 */
export function handOffSpellsSql(population: Population): string {
  return inPeriodSql(population, wholeSpellsSql, ['subject', 'instance', 'position'])
}

function wholeSpellsSql(population: Population): string {
  const { journey, horizon } = population
  const perHandOff = journey.handOffs.map((handOff, i) => {
    const [from, to] = [stageIndexOf(journey, handOff.from), stageIndexOf(journey, handOff.to)]
    return `SELECT ${i + 1} AS stage, handed.4 AS cluster, arrayFirst(s -> s.2 = ${to} AND s.1 > handed.1, stays).3 AS acceptedAt, stays[-1].5 AS last,
        if(acceptedAt > 0, acceptedAt, least(last, ${horizon})) - handed.3 AS d, multiIf(acceptedAt > 0, 1, last <= ${horizon}, 3, 0) AS cause,
        handed.3 AS startedAt, '' AS ending, subject, instance, handed.1 AS position
      FROM (SELECT subject, instance, arraySort(groupArray((position, toUInt8(stage), startedAt, ${clusterSql}, endedAt, chosen))) AS stays, arrayFirst(s -> s.2 = ${from}, stays) AS handed
        FROM (${allStaysSql(population)}) WHERE underWay = 0 GROUP BY subject, instance HAVING has(groupArray(toUInt8(stage)), ${from}))
      WHERE handed.6`
  })
  return perHandOff.join(' UNION ALL ')
}

function stageIndexOf(journey: Journey, id: string): number {
  return journey.stages.find((stage) => stage.id === id)?.index ?? 0
}

/** The window (ms) of a hand-off: that of the stage handed from (M10); null: it ends at a deadline (K7). */
export function handOffWindowMs(journey: Journey, { from }: HandOff): number | null {
  return journey.stages.find((stage) => stage.id === from)?.windowMs ?? null
}

/** Which spells of hand-overs a count of theirs counts (M7); `window` in ms; of a window that ends at a deadline the spells are those of `overSpellsSql`. */
export function handOverSetSql(set: HandOverSet, window: string): string {
  const conditions = {
    handedOver: '1',
    accepted: 'cause = 1',
    acceptedByWindow: `cause = 1 AND d <= ${window}`,
    refused: 'cause = 3',
    waiting: 'cause = 0',
  }
  return conditions[set]
}

/** What became of the instances handed over (M10), by hand-off, counted from 1. */
export const handOverCounts: Measure<null, HandOverCounts & { stage: number }, Map<number, HandOverCounts>> = {
  id: 'hand-over-counts',
  unit: 'instances',
  population: 'instances handed over that were not already under way',
  sql: (population) => {
    const { journey } = population
    // Those accepted by a deadline are told apart (K7): here nobody is.
    const windows = `[${journey.handOffs.map((handOff) => `toInt64(${handOffWindowMs(journey, handOff) ?? -1})`).join(', ')}][stage]`
    const sets = ['handedOver', 'accepted', 'acceptedByWindow', 'refused', 'waiting'] as const
    const counts = sets.map((set) => `countIf(${handOverSetSql(set, windows)}) AS ${set}`)
    return `SELECT stage, ${counts.join(', ')} FROM (${handOffSpellsSql(population)}) GROUP BY stage`
  },
  shape: (rows) => new Map(rows.map(({ stage, ...counts }) => [stage, counts])),
}
