import type { MapStage } from '../../map/journey-map.ts'

/** The shape of time in stage, ready to draw on a field 100 wide and 100 high. `lastDay` is the right edge. */
export interface Hill {
  area: string
  line: string
  lastDay: number
  /** Share that leaves beyond the right edge. */
  beyond: number
}

const room = 1.12

/** Joins neighbouring spans until there are no more than Rice's rule allows for so many stays, so that few stays show no false peaks. */
function joined(shape: MapStage['time']['shape'], stays: number): MapStage['time']['shape'] {
  const most = Math.max(4, Math.ceil(2 * Math.cbrt(Math.max(1, stays))))
  const width = Math.max(1, Math.ceil(shape.length / most))
  return shape
    .filter((_, index) => index % width === 0)
    .map((first, index) => {
      const part = shape.slice(index * width, (index + 1) * width)
      return { fromDay: first.fromDay, toDay: part.at(-1)?.toDay ?? first.toDay, share: part.reduce((sum, bin) => sum + bin.share, 0) }
    })
}

/** Draws the shares of leaving as densities through the middle of each span, smoothed without overshoot; null without a shape. */
export function hillOf(time: MapStage['time'], stays: number, mustShow: readonly (number | null | undefined)[]): Hill | null {
  const shape = joined(time.shape, stays)
  const total = shape.reduce((sum, bin) => sum + bin.share, 0)
  if (shape.length === 0 || total <= 0) return null
  const needed = Math.max(0, ...mustShow.map((day) => (day ?? 0) * room))
  let seen = 0
  const enough = shape.find((bin) => {
    seen += bin.share
    return seen >= total * 0.95 && bin.toDay >= needed
  })
  const lastDay = Math.max(enough?.toDay ?? shape.at(-1)?.toDay ?? 1, needed)
  const within = shape.filter((bin) => bin.fromDay < lastDay)
  const density = within.map((bin) => bin.share / Math.max(1e-9, bin.toDay - bin.fromDay))
  const peak = Math.max(...density)
  const middle = within.map((bin, index) => ({
    x: (((bin.fromDay + bin.toDay) / 2) * 100) / lastDay,
    y: 100 - (96 * (density[index] ?? 0)) / peak,
  }))
  const first = middle[0]
  const last = middle.at(-1)
  if (!first || !last) return null
  const ends = [
    { x: 0, y: density.length > 1 ? Math.min(100, first.y + (100 - first.y) * 0.35) : first.y },
    ...middle,
    { x: 100, y: lastDay > (within.at(-1)?.toDay ?? 0) ? 100 : last.y },
  ]
  const line = smooth(ends)
  const drawn = within.reduce((sum, bin) => sum + bin.share, 0)
  return { line, area: `${line}L100,100L0,100Z`, lastDay, beyond: Math.max(0, total - drawn) }
}

/** A path through points in rising x whose tangents never overshoot a neighbour (monotone cubic, Fritsch and Carlson's limit). */
export function smooth(points: readonly { x: number; y: number }[]): string {
  const slopes = points.slice(1).map((point, index) => {
    const before = points[index] ?? point
    return (point.y - before.y) / Math.max(1e-9, point.x - before.x)
  })
  const tangents = points.map((_, index) => {
    const left = slopes[index - 1]
    const right = slopes[index]
    if (left === undefined || right === undefined) return left ?? right ?? 0
    return left * right <= 0 ? 0 : (2 * left * right) / (left + right)
  })
  return points
    .map((point, index) => {
      const before = points[index - 1]
      if (!before) return `M${round(point.x)},${round(point.y)}`
      const third = (point.x - before.x) / 3
      const rise = (third * (tangents[index - 1] ?? 0)) as number
      const fall = third * (tangents[index] ?? 0)
      return `C${round(before.x + third)},${round(before.y + rise)} ${round(point.x - third)},${round(point.y - fall)} ${round(point.x)},${round(point.y)}`
    })
    .join('')
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
