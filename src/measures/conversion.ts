import { atEdge, clusterNote, logLogLimits } from '../core/statistics/interval.ts'
import type { Estimate, Filter, MapStage } from '../map/journey-map.ts'
import type { Stage } from '../model/journey.ts'
import { dayMs } from './measure.ts'
import { isLived, ofPeriod } from './period.ts'
import { smallNote } from './share-sql.ts'
import type { IncidenceAtWindowRow, SurvivalAtWindowRow } from './survival-sql.ts'

/** Whom conversion and time in stage speak of (M1, M11). */
export const spellPopulation = (filter: Filter) => {
  const whose = `stays that ${ofPeriod(filter)} and were not already under way when the data begin`
  return isLived(filter) ? `${whose}, as seen in the period` : whose
}

/** An incidence or survival with its limits on log(−log) (M5); the people counted are those at risk from entry. */
export function incidenceEstimate(
  value: number,
  error: number,
  row: Pick<SurvivalAtWindowRow, 'n' | 'clusters'>,
  population: string,
): Estimate {
  const limits = logLogLimits(value, error, row.clusters)
  const edge = atEdge(value) ? 'no interval: the share is exactly 0 or 1' : null
  return {
    value,
    ...limits,
    numerator: null,
    denominator: row.n,
    population,
    clusters: row.clusters,
    note: smallNote(row.n) ?? clusterNote(row.clusters) ?? edge,
  }
}

/** The estimate of a population in which nobody is. */
export const noOne = (population: string): Estimate => ({
  value: null,
  low: null,
  high: null,
  numerator: null,
  denominator: 0,
  population,
  clusters: null,
  note: 'no one yet',
})

/** Converted, returned, dropped and still in at the window (M2): they add to 1. Raw and verdict are added by the caller. */
export function conversionOf(
  stage: Stage,
  row: SurvivalAtWindowRow | undefined,
  joined: IncidenceAtWindowRow | undefined,
  filter: Filter,
): Pick<MapStage['conversion'], 'converted' | 'returned' | 'dropped' | 'stillIn' | 'withoutSilence' | 'windows' | 'cautions'> {
  const population = spellPopulation(filter)
  const joinedPopulation = `${population}, silence not counted as an end`
  const withoutSilence = joined
    ? incidenceEstimate(joined.incidence[0], joined.incidenceErrors[0], joined, joinedPopulation)
    : noOne(joinedPopulation)
  if (!row) {
    const none = noOne(population)
    return {
      converted: none,
      returned: none,
      dropped: none,
      stillIn: none,
      withoutSilence,
      windows: null,
      cautions: cautionsOf(stage, row),
    }
  }
  const cause = (k: 0 | 1 | 2) => incidenceEstimate(row.incidence[k], row.incidenceErrors[k], row, population)
  return {
    converted: cause(0),
    returned: cause(1),
    dropped: cause(2),
    stillIn: incidenceEstimate(row.stillIn, row.stillInError, row, population),
    withoutSilence,
    windows: null,
    cautions: cautionsOf(stage, row),
  }
}

/** Where no more than this share is left in the stage, nearly all have been seen to leave: no longer follow-up can change the rate much. */
export const settled = 0.05

/** What a reader must know before believing the rate (M2, M4). */
function cautionsOf({ dropAfterMs, windowMs }: Stage, row: SurvivalAtWindowRow | undefined): string[] {
  if (windowMs === null) return []
  const cautions: string[] = []
  if (dropAfterMs !== null && windowMs <= dropAfterMs) {
    cautions.push(
      `inactivity not yet knowable: the window of ${windowMs / dayMs} days ends before silence of ${dropAfterMs / dayMs} days can be told`,
    )
  }
  const shortly = row && (row.lastOfFive === null || row.lastOfFive < windowMs)
  if (shortly && row.stillIn > settled) {
    cautions.push(`follow-up too short: fewer than 5 stays were followed to day ${windowMs / dayMs}`)
  }
  return cautions
}

/** Whether an intended value lies in what the data show (C5): `confirmed` when the interval lies in its tolerance, `off` when wholly outside. */
export function verdictOf(
  intended: number | null,
  tolerance: number,
  low: number | null,
  high: number | null,
): MapStage['conversion']['verdict'] {
  if (intended === null || low === null || high === null) return 'unknown'
  const [from, to] = [intended - tolerance, intended + tolerance]
  if (low >= from && high <= to) return 'confirmed'
  return high < from || low > to ? 'off' : 'unknown'
}
