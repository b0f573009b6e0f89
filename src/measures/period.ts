import type { Filter } from '../map/journey-map.ts'
import type { Population } from './measure.ts'

/** Whether the figures are those of a period, not of the stays that entered in it (M11). Without a period there is no difference. */
export function isLived({ from, to, period }: Filter): boolean {
  return period === 'lived' && (from !== undefined || to !== undefined)
}

/** "began in the period", or what the stays of a lived period did in it: the words of a population (M1). */
export function ofPeriod(filter: Filter): string {
  return isLived(filter) ? 'were in the stage at some time in the period' : 'began in the period'
}

/** The same population read as those who entered in the period: for figures that follow cohorts in either reading. */
export function asEntered(population: Population): Population {
  return { ...population, filter: { ...population.filter, period: 'entered' } }
}

/** The same population without its period. */
function ofAllTime(population: Population): Population {
  return { ...population, filter: { ...population.filter, from: undefined, to: undefined } }
}

/** Whether a stay or spell was under way in the period, or left at its very start: an exit on a boundary belongs to the period it opens. `endedAt` (SQL, UTC ms): at most the horizon. */
export function overlapsSql({ from, to }: Filter, startedAt: string, endedAt: string): string[] {
  return [...(from === undefined ? [] : [`${endedAt} >= ${from}`]), ...(to === undefined ? [] : [`${startedAt} < ${to}`])]
}

/**
 * Spells (with startedAt, d, cause, ending) as the population's period sees them. Entered: as they are. Lived: under observation only within it,
 * after `since` (ms from entry, delayed entry: the last instant before the period, so that exits at its start are seen) until `d`; ends at or after
 * its end are not seen (M11). `spells` is asked without the period then; of its further columns those `besides` are kept.
 */
export function inPeriodSql(population: Population, spells: (population: Population) => string, besides: readonly string[] = []): string {
  const { filter } = population
  if (!isLived(filter)) return spells(population)
  const cut = filter.to === undefined ? '0' : `startedAt + whole >= ${filter.to}`
  const d = filter.to === undefined ? 'whole' : `least(whole, ${filter.to} - startedAt)`
  const since = filter.from === undefined ? 'toInt64(0)' : `greatest(toInt64(0), ${filter.from} - startedAt - 1)`
  const kept = besides.map((column) => `, ${column}`).join('')
  return `SELECT stage, ${d} AS d, if(${cut}, 0, found) AS cause, cluster, startedAt, if(${cut}, 'open', told) AS ending, ${since} AS since${kept}
    FROM (SELECT stage, toInt64(d) AS whole, cause AS found, cluster, startedAt, toString(ending) AS told${kept} FROM (${spells(ofAllTime(population))}))
    WHERE ${overlapsSql(filter, 'startedAt', 'startedAt + whole').join(' AND ')}`
}
