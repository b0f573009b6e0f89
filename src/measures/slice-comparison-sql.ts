import { productsSql } from './cluster-products-sql.ts'
import type { Population } from './measure.ts'
import { beyondMs, overSpellsSql, untilOfStages } from './own-window.ts'
import { asEntered, isLived } from './period.ts'
import { spellsSql } from './population-sql.ts'
import { medianInfluencesSql, survivalAtWindowSql, timeShapeSql } from './survival-sql.ts'

/** The two slices of a comparison, of one version and horizon. */
export type SlicePair = readonly [a: Population, b: Population]

/** Cells of a stage: both slices' spells, then, where its window ends at a deadline, both slices' spells whose own window is over. */
const cells = 4
/** The cell of a slice, 0 or 1. */
export const cellOf = (stage: number, side: number) => stage * cells + side
/** The cell of a slice that shares are of. */
export const shareCellOf = (stage: number, hasDeadline: boolean, side: number) => cellOf(stage, (hasDeadline ? 2 : 0) + side)

/** What both queries read: spells of all cells as `stage`, the windows of cells, whether any slice is seen with delayed entry. */
export interface PairSpells {
  spells: string
  windows: Map<number, number>
  delayed: boolean
}

/** The spells of both slices, each stage being one of its cells. */
export function pairSpells(pair: SlicePair): PairSpells {
  const { journey, horizon } = pair[0]
  const untils = untilOfStages(journey)
  const parts = pair.flatMap((population, side) => {
    const since = isLived(population.filter) ? 'since' : 'toInt64(0) AS since'
    const of = (place: number, sinceSql: string, spells: string) =>
      `SELECT toInt64(stage * ${cells} + ${place}) AS stage, toInt64(d) AS d, toUInt8(cause) AS cause, cluster, ${sinceSql} FROM (${spells})`
    const over =
      untils.size === 0 ? [] : [of(2 + side, 'toInt64(0) AS since', overSpellsSql(spellsSql(asEntered(population)), untils, horizon))]
    return [of(side, since, spellsSql(population)), ...over]
  })
  const windows = journey.stages.flatMap(({ index, windowMs, until }) =>
    [0, 1].flatMap((side): [number, number][] => [
      ...(windowMs === null ? [] : [[cellOf(index, side), windowMs] as [number, number]]),
      ...(until === null ? [] : [[shareCellOf(index, true, side), beyondMs - 1] as [number, number]]),
    ]),
  )
  return { spells: parts.join(' UNION ALL '), windows: new Map(windows), delayed: pair.some(({ filter }) => isLived(filter)) }
}

/** One row a cell: incidences, quartiles, clusters. */
export function pairSurvivalSql({ spells, windows, delayed }: PairSpells): string {
  return survivalAtWindowSql(spells, windows, undefined, delayed)
}

/** One row a cell: the limits of its quartiles of leaving, each widened by the clusters' effect. */
export function pairLimitsSql({ spells, delayed }: PairSpells, effects: ReadonlyMap<number, readonly number[]>): string {
  return timeShapeSql(spells, new Map(), effects, delayed)
}

/** What each cluster has of a stage, in this order, of either slice: its influence on the share, at the median of leaving, at that of converting, and its spells. */
export const influenceKinds = ['share', 'leaving', 'converting', 'spells'] as const
/** The place of a kind of slice 0 or 1 in these. */
export const placeOf = (kind: (typeof influenceKinds)[number], side: number) => influenceKinds.indexOf(kind) * 2 + side

/** One row a stage: sums over clusters of the products of what each has in both slices; one that is in both counts with both at once. */
export function pairInfluencesSql({ spells, windows, delayed }: PairSpells, [{ journey }]: SlicePair): string {
  const untils = [...untilOfStages(journey).keys()]
  const shareCell = untils.length === 0 ? '0' : `if(place IN (${untils.join(', ')}), 2, 0)`
  const of = (column: string, cell: string) => [0, 1].map((side) => `sumIf(toFloat64(${column}), cell = ${cell} + ${side})`)
  const vector = [...of('influence', shareCell), ...of('leaving', '0'), ...of('converting', shareCell), ...of('rows', '0')]
  return productsSql(`SELECT place AS stage, cluster, [${vector.join(', ')}] AS v
    FROM (SELECT intDiv(stage, ${cells}) AS place, stage % ${cells} AS cell, cluster, rows, influence, leaving, converting
      FROM (${medianInfluencesSql(spells, windows, delayed)})) GROUP BY place, cluster`)
}
