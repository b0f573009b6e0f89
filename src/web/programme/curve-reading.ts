import type { SequenceDesign } from '../../model/programme-design.ts'

export type Curve = SequenceDesign['curve']

/** What a stage's curve says of a day: the share still there, with its interval. */
export interface CurvePoint {
  still: number
  low: number | null
  high: number | null
}

/** Reads a curve on a day; before its first day everyone is there, and beyond its last nobody knows: null. */
export function reachOn({ days, still, low, high }: Curve, day: number): CurvePoint | null {
  const last = days.at(-1)
  if (last === undefined || day > last) return null
  const at = days.findLastIndex((known) => known <= day)
  if (at < 0) return { still: 1, low: null, high: null }
  return { still: still[at] ?? 0, low: low[at] ?? null, high: high[at] ?? null }
}

/** The first and the last day to draw: those of the curve, of the window and of every message. */
export function dayRange(
  curve: Curve,
  window: { first: number; last: number } | null,
  days: readonly number[],
): [first: number, last: number] {
  const all = [...curve.days, ...days, ...(window === null ? [] : [window.first, window.last])]
  const [first, last] = [Math.min(0, ...all), Math.max(0, ...all)]
  return first === last ? [first, first + 1] : [first, last]
}

/** Days to write under the axis: whole weeks where there is room, at most about eight. */
export function axisDays([first, last]: [first: number, last: number]): number[] {
  const step = [1, 2, 7, 14, 28, 56, 91, 182, 364].find((days) => (last - first) / days <= 8) ?? 728
  const start = Math.ceil(first / step) * step
  return Array.from({ length: Math.floor((last - start) / step) + 1 }, (_, i) => start + i * step || 0)
}

/** A step path through a curve on a field 100 wide and 100 high. */
export function stepPath(days: readonly number[], shares: readonly number[], range: [first: number, last: number]): string {
  return shares
    .map((share, i) => {
      const [x, y] = [placeOf(days[i] ?? 0, range), heightOf(share)]
      return i === 0 ? `M${round(x)},${round(y)}` : `H${round(x)}V${round(y)}`
    })
    .join('')
}

/** The closed shape between the limits of a curve; empty where there are none. */
export function bandPath({ days, low, high }: Curve, range: [first: number, last: number]): string {
  const known = days.flatMap((day, i) => {
    const [least, most] = [low[i], high[i]]
    return least === null || least === undefined || most === null || most === undefined ? [] : [{ day, least, most }]
  })
  if (known.length < 2) return ''
  const upper = stepPath(
    known.map(({ day }) => day),
    known.map(({ most }) => most),
    range,
  )
  const lower = known.toReversed().map(({ day, least }, i) => {
    const down = `V${round(heightOf(least))}`
    return i === 0 ? down : `${down}H${round(placeOf(day, range))}`
  })
  return `${upper}${lower.join('')}Z`
}

/** Where a day stands, in percent of the width. */
export function placeOf(day: number, [first, last]: [first: number, last: number]): number {
  return ((day - first) / (last - first)) * 100
}

/** Where a share stands, in percent of the height from above. */
export function heightOf(share: number): number {
  return (1 - share) * 100
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
