import type { Estimate, MapStage, Quantile } from '../map/journey-map.ts'
import type { Stage } from '../model/journey.ts'
import { noOne } from './conversion.ts'
import { dayMs } from './measure.ts'
import { beyondMs, type CauseSums, type OwnWindowRow } from './own-window.ts'
import { shareEstimate } from './share-sql.ts'
import type { SurvivalAtWindowRow } from './survival-sql.ts'
import { convertingOf } from './time-in-stage.ts'

/** What the store says of a stage or hand-off whose window ends at a deadline (rule K7). */
export interface OwnWindowFound {
  windows: OwnWindowRow | undefined
  shares: readonly CauseSums[]
  joined: CauseSums | undefined
  times: SurvivalAtWindowRow | undefined
}

/** Whom a share by a deadline speaks of (M1, K7): the cohort in either reading of a period. */
export const overPopulation = 'stays that began in the period, were not already under way when the data begin, and whose own window is over'

type Conversion = Pick<MapStage['conversion'], 'converted' | 'returned' | 'dropped' | 'stillIn' | 'withoutSilence' | 'cautions' | 'windows'>

/** Converted, returned, dropped and still in at the end of each stay's own window: plain shares, which add to 1 (K7). */
export function deadlineConversion(stage: Stage, found: OwnWindowFound): Conversion {
  const population = overPopulation
  const none = noneOver(found.windows, population)
  const share = (cause: number) => {
    const sums = found.shares.find((one) => one.cause === cause)
    return sums === undefined ? none : shareEstimate(sums, population)
  }
  const { over = 0, stillHasTime = 0, withoutDate = 0 } = found.windows ?? {}
  const joinedPopulation = `${population}, silence not counted as an end`
  return {
    converted: share(1),
    returned: share(2),
    dropped: share(3),
    stillIn: share(0),
    withoutSilence: found.joined ? shareEstimate(found.joined, joinedPopulation) : { ...none, population: joinedPopulation },
    windows: { over, stillHasTime, withoutDate },
    cautions: cautionsOf(stage, found.windows),
  }
}

/** Why there is no share yet: nobody came, all still have time, or the known dates are over. */
export function noneOver(windows: OwnWindowRow | undefined, population: string): Estimate {
  const waiting = windows !== undefined && windows.stillHasTime > 0
  const without = windows !== undefined && windows.withoutDate > 0
  const note = waiting ? 'all still have time' : without ? 'no deadline after they came' : 'no one yet'
  return { ...noOne(population), note }
}

function cautionsOf({ dropAfterMs }: Stage, windows: OwnWindowRow | undefined): string[] {
  if (windows === undefined) return []
  const { short, over, withoutDate } = windows
  const silence = `for ${short} of ${over} stays the window was no longer than the ${(dropAfterMs ?? 0) / dayMs} days after which silence can be told`
  return [
    ...(short > 0 ? [`inactivity not yet knowable: ${silence}`] : []),
    ...(withoutDate > 0 ? [`no date is known after ${withoutDate} of the stays began: they are in no share; add the next date`] : []),
  ]
}

/** Quartiles of the time to convert of those who did so by their deadline (M3, K7); no limit lies beyond the longest window. */
export function convertingByDeadline({ times, windows }: OwnWindowFound): Quantile[] {
  const longest = (windows?.longest ?? 0) / dayMs
  return convertingOf(times).map((quantile) =>
    quantile.high !== null && quantile.high >= (beyondMs - 1) / dayMs ? { ...quantile, high: longest } : quantile,
  )
}
