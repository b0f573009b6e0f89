import {
  type ClusterProducts,
  clusterCorrelation,
  clustersTogether,
  contrastStdErr,
  type Difference,
  differenceByLimits,
  differenceOf,
  noDifference,
} from '../core/statistics/contrast.ts'
import { falseDiscoveryShares, twoSidedChance } from '../core/statistics/false-discovery.ts'
import { atEdge, clusterNote } from '../core/statistics/interval.ts'
import type { Estimate, Quantile } from '../map/journey-map.ts'
import type { SliceSide, SliceStage } from '../map/slice-comparison.ts'
import type { Stage } from '../model/journey.ts'
import type { ProductsRow } from './cluster-products-sql.ts'
import { incidenceEstimate, noOne, settled, spellPopulation } from './conversion.ts'
import { overPopulation } from './deadline-conversion.ts'
import { dayMs, type Population } from './measure.ts'
import { beyondMs, type CauseSums } from './own-window.ts'
import { shareEstimate } from './share-sql.ts'
import { cellOf, influenceKinds, placeOf, type SlicePair, shareCellOf } from './slice-comparison-sql.ts'
import type { SurvivalAtWindowRow, TimeShapeRow } from './survival-sql.ts'
import { convertingOf } from './time-in-stage.ts'

/** What the queries of a comparison gave: entries of a stage by slice, rows by cell, products by stage, and of deadlines the sums by cell. */
export interface PairRows {
  entered: readonly [ReadonlyMap<number, number>, ReadonlyMap<number, number>]
  survival: readonly SurvivalAtWindowRow[]
  limits: readonly TimeShapeRow[]
  products: readonly ProductsRow[]
  shares: readonly CauseSums[]
}

/** One slice at one stage, with what differences need. */
interface Side {
  figures: SliceSide
  /** The row that the share is of, and that of all spells. */
  share: SurvivalAtWindowRow | undefined
  spells: SurvivalAtWindowRow | undefined
}

type Unweighed = Omit<SliceStage, 'chance' | 'falseShare'> & { error: number | null }

/** Two slices stage by stage, with the differences A less B (rule M15). Stages without an entry rule are left out (J6). */
export function compareSlices(pair: SlicePair, rows: PairRows): { stages: SliceStage[]; comparisons: number } {
  const stages = pair[0].journey.stages.filter(({ entry }) => entry !== null).map((stage) => stageOf(stage, pair, rows))
  const chances = stages.flatMap(({ converted, error }) => {
    if (converted.value === null || error === null) return []
    return [error > 0 ? twoSidedChance(converted.value / error) : 1]
  })
  const shares = falseDiscoveryShares(chances)
  let next = 0
  return {
    comparisons: chances.length,
    stages: stages.map(({ error, ...stage }) => {
      if (stage.converted.value === null || error === null) return { ...stage, chance: null, falseShare: null }
      const weighed = { ...stage, chance: chances[next] ?? null, falseShare: shares[next] ?? null }
      next += 1
      return weighed
    }),
  }
}

function stageOf(stage: Stage, pair: SlicePair, rows: PairRows): Unweighed {
  const [a, b] = [sideOf(stage, 0, pair[0], rows), sideOf(stage, 1, pair[1], rows)]
  const found = rows.products.find((row) => row.stage === stage.index)
  const products: ClusterProducts = { width: influenceKinds.length * 2, products: found?.products ?? [], together: found?.together ?? [] }
  const { difference, error } = shareDifference(stage, a, b, products)
  const clusters = (a.spells?.clusters ?? 0) + (b.spells?.clusters ?? 0)
  return {
    id: stage.id,
    name: stage.name,
    windowDays: stage.windowMs === null ? null : stage.windowMs / dayMs,
    until: stage.until && { deadline: stage.until.deadline.id, name: stage.until.deadline.name, beforeDays: stage.until.beforeDays },
    a: a.figures,
    b: b.figures,
    sharedClusters: clusters === 0 ? 0 : clusters - clustersTogether(products, placeOf('spells', 0), placeOf('spells', 1)),
    converted: difference,
    error,
    leaving: medianDifference('leaving', a, b, products),
    converting: medianDifference('converting', a, b, products),
    notes: notesOf(stage, a, b),
  }
}

function sideOf(stage: Stage, side: 0 | 1, population: Population, rows: PairRows): Side {
  const hasDeadline = stage.until !== null
  const shareCell = shareCellOf(stage.index, hasDeadline, side)
  const share = rows.survival.find((row) => row.stage === shareCell)
  const spells = rows.survival.find((row) => row.stage === cellOf(stage.index, side))
  const limits = rows.limits.find((row) => row.stage === cellOf(stage.index, side))
  const sums = rows.shares.find((row) => row.stage === shareCell && row.cause === 1)
  return {
    share,
    spells,
    figures: {
      entered: rows.entered[side].get(stage.index) ?? 0,
      counted: share?.n ?? 0,
      converted: convertedOf(hasDeadline, population, share, sums),
      leaving: { share: 0.5, days: inDays(spells?.leaving[1]), low: inDays(limits?.low[1]), high: inDays(limits?.high[1]) },
      converting: endedByWindow(convertingOf(share)[1] as Quantile),
    },
  }
}

function convertedOf(
  hasDeadline: boolean,
  { filter }: Population,
  row: SurvivalAtWindowRow | undefined,
  sums: CauseSums | undefined,
): Estimate {
  if (hasDeadline) return sums === undefined ? noOne(overPopulation) : shareEstimate(sums, overPopulation)
  const population = spellPopulation(filter)
  return row === undefined ? noOne(population) : incidenceEstimate(row.incidence[0], row.incidenceErrors[0], row, population)
}

function inDays(ms: number | null | undefined): number | null {
  return ms === null || ms === undefined ? null : ms / dayMs
}

/** A limit that lies beyond every window is none. */
function endedByWindow(quantile: Quantile): Quantile {
  return quantile.high !== null && quantile.high >= (beyondMs - 1) / dayMs ? { ...quantile, high: null } : quantile
}

const tooShort = ({ windowMs }: Stage, { share }: Side) =>
  windowMs !== null && share !== undefined && (share.lastOfFive === null || share.lastOfFive < windowMs) && share.stillIn > settled

function shareDifference(stage: Stage, a: Side, b: Side, products: ClusterProducts): { difference: Difference; error: number | null } {
  const without = (note: string) => ({ difference: noDifference(note), error: null })
  if (a.share === undefined || b.share === undefined) return without(`no one counts in ${nobodyIn(a, b)}`)
  if (tooShort(stage, a) || tooShort(stage, b)) {
    return without(`follow-up too short: fewer than 5 stays were followed to day ${(stage.windowMs ?? 0) / dayMs}`)
  }
  const [one, other] = [a.share.incidence[0], b.share.incidence[0]]
  if (atEdge(one) || atEdge(other)) {
    return { difference: { ...noDifference('no interval: a share is exactly 0 or 1'), value: one - other }, error: null }
  }
  const signs = new Map([
    [placeOf('share', 0), 1],
    [placeOf('share', 1), -1],
  ])
  const error = contrastStdErr(products, signs)
  const clusters = Math.min(a.share.clusters, b.share.clusters)
  const difference = differenceOf(one - other, error, clusters, 1)
  return { difference, error: difference.low === null ? null : error }
}

function nobodyIn(a: Side, b: Side): string {
  if (a.share === undefined && b.share === undefined) return 'either slice'
  return a.share === undefined ? 'A' : 'B'
}

/** The difference of two medians, days, from the limits of both and the correlation of the clusters' influences there (rule M15). */
function medianDifference(kind: 'leaving' | 'converting', a: Side, b: Side, products: ClusterProducts): Difference {
  const [one, other] = [a.figures[kind], b.figures[kind]]
  if (one.days === null || other.days === null) return noDifference('a median is not reached')
  const row = kind === 'leaving' ? 'spells' : 'share'
  const few = clusterNote(Math.min(a[row]?.clusters ?? 0, b[row]?.clusters ?? 0))
  const value = one.days - other.days
  if (few !== null) return { ...noDifference(few), value }
  if (one.low === null || one.high === null || other.low === null || other.high === null) {
    return { ...noDifference('no interval: a limit of a median is not reached'), value }
  }
  const correlation = clusterCorrelation(products, placeOf(kind, 0), placeOf(kind, 1))
  return differenceByLimits(
    { value: one.days, low: one.low, high: one.high },
    { value: other.days, low: other.low, high: other.high },
    correlation,
  )
}

function notesOf(stage: Stage, a: Side, b: Side): string[] {
  const few = [a, b].flatMap(({ figures: { counted } }, side) =>
    counted > 0 && counted < 30 ? [`${side === 0 ? 'A' : 'B'} counts only ${counted}`] : [],
  )
  const { windowMs, dropAfterMs } = stage
  const unknowable = windowMs !== null && dropAfterMs !== null && windowMs <= dropAfterMs
  return [
    ...(few.length > 0 ? [`${few.join(', ')}: read with caution`] : []),
    ...(unknowable ? ['inactivity not yet knowable: the window ends before silence can be told'] : []),
  ]
}
