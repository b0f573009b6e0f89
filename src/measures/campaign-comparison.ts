import {
  type ClusterProducts,
  clustersTogether,
  contrastStdErr,
  type Difference,
  differenceOf,
  noDifference,
} from '../core/statistics/contrast.ts'
import { atEdge } from '../core/statistics/interval.ts'
import type { CampaignAgainst, CampaignCohort, CampaignComparison, CampaignStage } from '../map/campaign-figures.ts'
import type { Campaign } from '../model/campaign.ts'
import type { Stage } from '../model/journey.ts'
import { hasNoWayOn } from '../model/way-on.ts'
import type { CampaignSpan } from './campaign-periods.ts'
import { type CampaignQuery, type CellRow, cellsOfStage } from './campaign-sql.ts'
import type { ProductsRow } from './cluster-products-sql.ts'
import { incidenceEstimate, noOne, settled } from './conversion.ts'
import { dayMs } from './measure.ts'

/** What the three queries of a comparison gave. */
export interface CampaignRows {
  entries: readonly ProductsRow[]
  cells: readonly CellRow[]
  influences: readonly ProductsRow[]
}

/** Everything known of one stage, its cells by number. */
interface StageRows {
  stage: Stage
  /** Why the stage's shares say nothing of two periods; null: they do. */
  notCompared: { cell: string; difference: string } | null
  days: number
  entries: ProductsRow | undefined
  cells: ReadonlyMap<number, CellRow>
  influences: ProductsRow | undefined
  reached: boolean
}

type Side = 'audience' | 'outside'
const spanPlace: Record<CampaignSpan, number> = { during: 0, before: 2, yearBefore: 4 }
const cellOf = (span: CampaignSpan, side: Side) => spanPlace[span] + (side === 'audience' ? 1 : 0)

const productsOf = (row: ProductsRow | undefined, width: number): ClusterProducts => ({
  width,
  products: row?.products ?? [],
  together: row?.together ?? [],
})

/** A campaign's before and after, stage by stage; stages without an entry rule have none (rules K4, K5, J6). */
export function compareCampaign(
  { population, periods, audience }: CampaignQuery,
  cost: Campaign['cost'],
  rows: CampaignRows,
): CampaignStage[] {
  return population.journey.stages
    .filter((stage) => stage.entry !== null)
    .map((stage) => {
      const of: StageRows = {
        stage,
        notCompared: stage.windowMs === null ? ownWindows : hasNoWayOn(population.journey, stage) ? noGoal : null,
        days: periods.days,
        entries: rows.entries.find((row) => row.stage === stage.index),
        cells: cellsIn(rows.cells, stage.index),
        influences: rows.influences.find((row) => row.stage === stage.index),
        reached: audience.kind === 'reached',
      }
      const sideOf = (side: Side) => {
        const cohort = (span: CampaignSpan) => (periods[span] === null ? null : cohortOf(of, cellOf(span, side)))
        return { during: cohortOf(of, cellOf('during', side)), before: cohort('before'), yearBefore: cohort('yearBefore') }
      }
      const against = (span: 'before' | 'yearBefore') =>
        periods[span] === null ? null : againstOf(of, span, audience.kind !== 'everyone', cost)
      return {
        id: stage.id,
        name: stage.name,
        windowDays: stage.windowMs === null ? null : stage.windowMs / dayMs,
        audience: sideOf('audience'),
        outside: audience.kind === 'everyone' ? null : sideOf('outside'),
        before: against('before'),
        yearBefore: against('yearBefore'),
        notes: notesOf(of),
      }
    })
}

function cellsIn(rows: readonly CellRow[], stage: number): Map<number, CellRow> {
  const own = rows.filter((row) => Math.floor(row.stage / cellsOfStage) === stage)
  return new Map(own.map((row) => [row.stage % cellsOfStage, row]))
}

/** Whom the incidences of a campaign's cohorts speak of (M1). */
const cohortPopulation = 'stays that began in the period and were not already under way when the data begin'

function cohortOf({ days, entries, cells, stage, notCompared }: StageRows, cell: number): CampaignCohort {
  const entered = entries?.sums[cell] ?? 0
  const row = cells.get(cell)
  if (notCompared !== null)
    return { entered, perDay: entered / days, counted: row?.n ?? 0, converted: { ...noOne(cohortPopulation), note: notCompared.cell } }
  const converted = row ? incidenceEstimate(row.incidence[0], row.incidenceErrors[0], row, cohortPopulation) : noOne(cohortPopulation)
  const note = row !== undefined && tooShort(stage, row) ? shortNote(stage) : converted.note
  return { entered, perDay: entered / days, counted: row?.n ?? 0, converted: { ...converted, note } }
}

function tooShort({ windowMs }: Stage, { lastOfFive, stillIn }: CellRow): boolean {
  return windowMs !== null && (lastOfFive === null || lastOfFive < windowMs) && stillIn > settled
}

const shortNote = ({ windowMs }: Stage) => `follow-up too short: fewer than 5 stays were followed to day ${(windowMs ?? 0) / dayMs}`

/** Why a stage whose window ends at a deadline has no shares here. */
const ownWindows = {
  cell: 'the window ends at a deadline',
  difference: 'not compared: the window ends at a deadline, so those who enter at another time have another time',
}

/** Why a last stage without a goal has none: nobody can move on from it. */
const noGoal = { cell: 'the last stage has no goal', difference: 'not compared: the last stage has no goal: entries alone are compared' }

/** A weighted sum of cells: each with its sign. */
type Signs = readonly (readonly [cell: number, sign: number])[]

function againstOf(of: StageRows, span: 'before' | 'yearBefore', hasOutside: boolean, cost: Campaign['cost']): CampaignAgainst {
  const signsOf = (side: Side): Signs => [
    [cellOf('during', side), 1],
    [cellOf(span, side), -1],
  ]
  const audience = comparisonOf(of, signsOf('audience'))
  const outside = hasOutside ? comparisonOf(of, signsOf('outside')) : null
  const both: Signs = [...signsOf('audience'), ...signsOf('outside').map(([cell, sign]) => [cell, -sign] as const)]
  const between = hasOutside ? { perDay: perDayDifference(of, both), converted: convertedDifference(of, both) } : null
  const costs =
    cost === null
      ? null
      : {
          perEntry: costPer(cost.amount, audience.extraEntries, 'entries'),
          perConverted: costPer(cost.amount, audience.extraConverted, 'converted'),
        }
  return { audience, outside, between, cost: costs }
}

function comparisonOf(of: StageRows, signs: Signs): CampaignComparison {
  return {
    perDay: perDayDifference(of, signs),
    converted: convertedDifference(of, signs),
    extraEntries: entriesDifference(of, signs, 1),
    extraConverted: extraConverted(of, signs),
  }
}

const perDayDifference = (of: StageRows, signs: Signs) => entriesDifference(of, signs, of.days)

function entriesDifference({ entries, reached }: StageRows, signs: Signs, per: number): Difference {
  const other = signs.find(([cell, sign]) => cell % 2 === 1 && sign < 0)
  if (reached && other !== undefined && (entries?.sums[other[0]] ?? 0) === 0) {
    return noDifference('nobody was reached in the other period: there is nothing to compare with')
  }
  const products = productsOf(entries, cellsOfStage)
  const value = signs.reduce((sum, [cell, sign]) => sum + sign * (entries?.sums[cell] ?? 0), 0)
  return differenceOf(value / per, contrastStdErr(products, new Map(signs)) / per, fewestClusters(products, signs, 0))
}

/** Of the sides in a difference, that with fewest clusters in both its periods together. */
function fewestClusters(products: ClusterProducts, signs: Signs, from: number): number {
  const pairs = signs.flatMap(([cell], i) =>
    i % 2 === 0 ? [clustersTogether(products, from + cell, from + (signs[i + 1]?.[0] ?? cell))] : [],
  )
  return Math.min(...pairs)
}

/** Why incidences cannot be compared, or not with an interval; null where they can. */
function hindrance({ stage, cells, notCompared }: StageRows, signs: Signs): { without: 'difference' | 'interval'; note: string } | null {
  if (notCompared !== null) return { without: 'difference', note: notCompared.difference }
  const rows = signs.map(([cell]) => cells.get(cell))
  if (rows.some((row) => row === undefined)) return { without: 'difference', note: 'no one counts in one of the periods' }
  const known = rows.filter((row) => row !== undefined)
  if (known.some((row) => tooShort(stage, row))) return { without: 'difference', note: shortNote(stage) }
  if (known.some((row) => atEdge(row.incidence[0]))) return { without: 'interval', note: 'no interval: a share is exactly 0 or 1' }
  return null
}

function convertedDifference(of: StageRows, signs: Signs): Difference {
  const hindered = hindrance(of, signs)
  if (hindered?.without === 'difference') return noDifference(hindered.note)
  const value = signs.reduce((sum, [cell, sign]) => sum + sign * (of.cells.get(cell)?.incidence[0] ?? 0), 0)
  if (hindered) return { ...noDifference(hindered.note), value }
  const clusters = Math.min(...signs.map(([cell]) => of.cells.get(cell)?.clusters ?? 0))
  return differenceOf(value, contrastStdErr(productsOf(of.influences, 2 * cellsOfStage), new Map(signs)), clusters, signs.length / 2)
}

/** Extra converted (K5): counted times incidence, during less the other period. */
function extraConverted(of: StageRows, signs: Signs): Difference {
  const hindered = hindrance(of, signs)
  if (hindered?.without === 'difference') return noDifference(hindered.note)
  const cell = (place: number) => of.cells.get(place)
  const value = signs.reduce((sum, [place, sign]) => sum + sign * (cell(place)?.n ?? 0) * (cell(place)?.incidence[0] ?? 0), 0)
  if (hindered) return { ...noDifference(hindered.note), value }
  const weights = new Map(
    signs.flatMap(([place, sign]) => [
      [place, sign * (cell(place)?.n ?? 0)] as const,
      [cellsOfStage + place, sign * (cell(place)?.incidence[0] ?? 0)] as const,
    ]),
  )
  const clusters = Math.min(...signs.map(([place]) => cell(place)?.clusters ?? 0))
  return differenceOf(value, contrastStdErr(productsOf(of.influences, 2 * cellsOfStage), weights), clusters)
}

/** Cost per extra one (K5): given only where the interval of the extra lies above 0. */
function costPer(amount: number, extra: Difference, what: string): Difference {
  if (extra.value === null)
    return noDifference(`cannot be said: ${(extra.note ?? 'no difference is known').replace(/^not compared: /, '')}`)
  if (extra.low === null || extra.high === null) return noDifference(`cannot be said: ${extra.note ?? 'no interval is known'}`)
  if (extra.low > 0) return { value: amount / extra.value, low: amount / extra.high, high: amount / extra.low, note: null }
  const why = extra.high < 0 ? `there were fewer ${what}, not more` : `the extra ${what} may as well be none`
  return noDifference(`cannot be said: ${why}`)
}

function notesOf({ stage, entries, cells, notCompared }: StageRows): string[] {
  const short = notCompared === null && [...cells.values()].some((row) => tooShort(stage, row))
  const few = notCompared === null && [...cells.values()].some(({ n }) => n < 30)
  const underWay = entries?.sums.some((entered, cell) => entered > (cells.get(cell)?.n ?? 0))
  return [
    ...(short ? [shortNote(stage)] : []),
    ...(few ? ['fewer than 30 count in a cohort: read its share with caution'] : []),
    ...(underWay ? ['some entries are of journeys already under way when the data begin: entries count them, shares do not'] : []),
  ]
}
