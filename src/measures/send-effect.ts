import { contrastStdErr, differenceOf, noDifference } from '../core/statistics/contrast.ts'
import { falseDiscoveryShares, twoSidedChance } from '../core/statistics/false-discovery.ts'
import { atEdge } from '../core/statistics/interval.ts'
import type { ClusterSums } from '../core/statistics/proportion.ts'
import type { SendEffect } from '../map/send-audit.ts'
import type { ProductsRow } from './cluster-products-sql.ts'
import { dayMs } from './measure.ts'
import { shareEstimate } from './share-sql.ts'

/** An effect before all are weighed together; `error`: of the difference, null without an interval. */
export interface UnweighedEffect {
  effect: SendEffect
  error: number | null
}

/** No effect, and why. */
export function noEffect(note: string): UnweighedEffect {
  const nothing = { landmarkDays: null, withClick: null, withoutClick: null, chance: null, falseShare: null }
  return { effect: { ...nothing, difference: noDifference(note) }, error: null }
}

/** Under this many stays with a click nothing is compared. */
const fewestClicked = 10

/** The whole day by which half of the stays with a click had their first, at least 1 (rule R11); a text: why there is none. */
export function landmarkOf({ clicked, half }: { clicked: number; half: number }, windowMs: number | null): number | string {
  if (clicked < fewestClicked) return `too few clicks to compare: ${clicked} stays with one, at least ${fewestClicked} are needed`
  const days = Math.max(1, Math.ceil(half / dayMs))
  return windowMs !== null && days * dayMs >= windowMs ? 'most clicks come when the window is over: nothing is left to compare' : days
}

/** Places of the numbers that each cluster has. */
const [convertedWith, allWith, convertedWithout, allWithout] = [0, 1, 2, 3] as const
const width = 4

/** Of those still there at the landmark: those with a click by then against the others (rule R11). */
export function sendEffect(row: ProductsRow | undefined, landmarkDays: number): UnweighedEffect {
  if (row === undefined) return noEffect('nobody was still there at the day that is compared from')
  const { sums, products, together } = row
  const of = (hits: number, trials: number): ClusterSums => ({
    hits: sums[hits] ?? 0,
    trials: sums[trials] ?? 0,
    clusters: together[trials * width + trials] ?? 0,
    hits2: products[hits * width + hits] ?? 0,
    trials2: products[trials * width + trials] ?? 0,
    hitsTrials: products[hits * width + trials] ?? 0,
  })
  const [a, b] = [of(convertedWith, allWith), of(convertedWithout, allWithout)]
  const shares = {
    landmarkDays,
    withClick: shareEstimate(a, `stays still there on day ${landmarkDays} with a click by then`),
    withoutClick: shareEstimate(b, `stays still there on day ${landmarkDays} without one`),
    ...{ chance: null, falseShare: null },
  }
  if (a.trials === 0 || b.trials === 0)
    return { effect: { ...shares, difference: noDifference('one of the groups is empty') }, error: null }
  const [p, q] = [a.hits / a.trials, b.hits / b.trials]
  if (atEdge(p) || atEdge(q)) {
    const difference = { ...noDifference('no interval: a share is exactly 0 or 1'), value: p - q }
    return { effect: { ...shares, difference }, error: null }
  }
  const weights = new Map([
    [convertedWith, 1 / a.trials],
    [allWith, -p / a.trials],
    [convertedWithout, -1 / b.trials],
    [allWithout, q / b.trials],
  ])
  const error = contrastStdErr({ width, products, together }, weights)
  const difference = differenceOf(p - q, error, Math.min(a.clusters, b.clusters), 1)
  return { effect: { ...shares, difference }, error: difference.low === null ? null : error }
}

/** All effects of an audit weighed together: of each its chance and its share of false discoveries (as rule M15). */
export function weighEffects(effects: readonly UnweighedEffect[]): { effects: SendEffect[]; comparisons: number } {
  const chances = effects.flatMap(({ effect, error }) =>
    error === null ? [] : [error > 0 ? twoSidedChance((effect.difference.value ?? 0) / error) : 1],
  )
  const shares = falseDiscoveryShares(chances)
  let next = 0
  const weighed = effects.map(({ effect, error }) => {
    if (error === null) return effect
    const known = { ...effect, chance: chances[next] ?? null, falseShare: shares[next] ?? null }
    next += 1
    return known
  })
  return { effects: weighed, comparisons: chances.length }
}
