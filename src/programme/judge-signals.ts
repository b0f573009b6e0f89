import { differenceOf } from '../core/statistics/contrast.ts'
import { falseDiscoveryShares, twoSidedChance } from '../core/statistics/false-discovery.ts'
import { clusterNote } from '../core/statistics/interval.ts'
import type { SignalRow, StageTrialsRow } from '../measures/friction-signals.ts'

/** So many stays must show a signal, and so many not, for its association to be judged (rule R5). */
export const enoughShown = 30

/** Of all signals that hold so many are expected to be chance (rule R5). */
const falseShare = 0.05

/** A signal with what goes with it: the share converted of the stays that showed it less that of the others (rule R5). `why`: not judged; `falseShare`: of differences as clear as this, the share that is chance; `holds`: fewer convert, and chance hardly explains it. */
export interface JudgedSignal {
  row: SignalRow
  with: number | null
  without: number | null
  difference: number | null
  low: number | null
  high: number | null
  why: string | null
  falseShare: number | null
  holds: boolean
}

/** Judges all signals of a journey at once, so that many looks do not find what is not there (Benjamini–Hochberg, rule R5). */
export function judgeSignals(rows: readonly SignalRow[], trials: readonly StageTrialsRow[]): JudgedSignal[] {
  const measured = rows.flatMap((row) => {
    const stage = trials.find((one) => one.stage === row.stage)
    return stage === undefined ? [] : [{ ...compare(row, stage), row }]
  })
  const tested = measured.filter(({ errors }) => errors !== null)
  const shares = falseDiscoveryShares(tested.map(({ errors }) => twoSidedChance(errors ?? 0)))
  return measured.map(({ errors, ...one }) => {
    const share = errors === null ? null : (shares[tested.findIndex(({ row }) => row === one.row)] as number)
    return { ...one, falseShare: share, holds: share !== null && share <= falseShare && (one.difference ?? 0) < 0 }
  })
}

type Compared = Omit<JudgedSignal, 'row' | 'falseShare' | 'holds'> & { errors: number | null }

/** The difference of two shares of one set of clusters: its variance is Σ (u − v)², u and v a cluster's part in either. */
function compare(row: SignalRow, stage: StageTrialsRow): Compared {
  const { n1, h1 } = row
  const [n0, h0] = [stage.n - n1, stage.h - h1]
  const [p1, p0] = [n1 > 0 ? h1 / n1 : null, n0 > 0 ? h0 / n0 : null]
  const shares = { with: p1, without: p0, difference: p1 === null || p0 === null ? null : p1 - p0, low: null, high: null }
  const clusters = Math.min(row.clusters1, stage.clusters - row.clusters1 + row.clusters0)
  const few = n1 < enoughShown ? `only ${n1} stays showed it` : n0 < enoughShown ? `only ${n0} stays did not show it` : null
  if (few !== null) return { ...shares, why: `${few}; ${enoughShown} are needed`, errors: null }
  const note = clusterNote(clusters)
  if (note !== null) return { ...shares, why: note, errors: null }
  if (p1 === null || p0 === null || [p1, p0].some((p) => p === 0 || p === 1))
    return { ...shares, why: 'no interval: one of the shares is exactly 0 or 1', errors: null }
  const stdErr = Math.sqrt(Math.max(0, varianceOf(row, stage, p1, p0)))
  const { low, high } = differenceOf(p1 - p0, stdErr, clusters, 1)
  return { ...shares, low, high, why: null, errors: stdErr > 0 ? (p1 - p0) / stdErr : null }
}

function varianceOf({ n1, own, rest, cross, both }: SignalRow, { n, products }: StageTrialsRow, p1: number, p0: number): number {
  const n0 = n - n1
  const square = ([hh, hn, nn]: readonly number[], p: number) => (hh as number) - 2 * p * (hn as number) + p * p * (nn as number)
  const withIt = square(own, p1) / n1 ** 2
  const without = (square(products, p0) - square(both, p0) + square(rest, p0)) / n0 ** 2
  const [hh, hn, nh, nn] = cross
  return withIt + without - (2 * (hh - p0 * hn - p1 * nh + p1 * p0 * nn)) / (n1 * n0)
}
