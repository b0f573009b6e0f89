/** One thing measured at several sizes. */
export interface Curve {
  name: string
  points: readonly { events: number; seconds: number }[]
}

const [width, height] = [720, 420]
const inner = { left: 64, right: 190, top: 24, bottom: 44 }
const dashes = ['', '8 4', '2 4', '1 6']

/** The power of the number of events by which seconds grow: least squares over the logarithms. */
export function powerOf(points: Curve['points']): number {
  const [xs, ys] = [points.map(({ events }) => Math.log(events)), points.map(({ seconds }) => Math.log(seconds))]
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [x0, y0] = [mean(xs), mean(ys)]
  const spread = xs.reduce((sum, x) => sum + (x - x0) ** 2, 0)
  return xs.reduce((sum, x, i) => sum + (x - x0) * ((ys[i] as number) - y0), 0) / spread
}

/** An SVG with both axes logarithmic; each curve named at its end, with its power. */
export function growthChart(curves: readonly Curve[]): string {
  const points = curves.flatMap((curve) => curve.points)
  const x = axis(
    points.map(({ events }) => events),
    inner.left,
    width - inner.right,
  )
  const y = axis(
    points.map(({ seconds }) => seconds),
    height - inner.bottom,
    inner.top,
  )
  const ends = labelPlaces(curves.map((curve) => y.at(curve.points.at(-1)?.seconds ?? 1)))
  const lines = curves.map((curve, i) => {
    const way = curve.points.map(({ events, seconds }) => `${x.at(events).toFixed(1)},${y.at(seconds).toFixed(1)}`)
    const [endX] = (way.at(-1) ?? '0,0').split(',')
    return `<polyline points="${way.join(' ')}" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="${dashes[i % dashes.length]}"/>
<text x="${Number(endX) + 8}" y="${((ends[i] as number) + 4).toFixed(1)}">${curve.name} · n^${powerOf(curve.points).toFixed(2)}</text>`
  })
  const across = x.ticks.map((tick) => `<text x="${x.at(tick)}" y="${height - 20}" text-anchor="middle">${shortNumber(tick)}</text>`)
  const up = y.ticks.map(
    (
      tick,
    ) => `<line x1="${inner.left}" x2="${width - inner.right}" y1="${y.at(tick)}" y2="${y.at(tick)}" stroke="currentColor" opacity="0.15"/>
<text x="${inner.left - 8}" y="${y.at(tick) + 4}" text-anchor="end">${tick < 1 ? tick : shortNumber(tick)} s</text>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="currentColor" color="#1f2933">
<rect width="${width}" height="${height}" fill="#ffffff"/>
<title>Seconds by number of events, both axes logarithmic</title>
${[...up, ...across, ...lines].join('\n')}
<text x="${(inner.left + width - inner.right) / 2}" y="${height - 4}" text-anchor="middle">events</text>
</svg>
`
}

/** Where labels stand that would lie on one another: at least a line apart, the upper ones first. */
function labelPlaces(wanted: readonly number[]): number[] {
  const placed = new Map<number, number>()
  let above = Number.NEGATIVE_INFINITY
  for (const [at, i] of wanted.map((at, i) => [at, i] as const).sort((a, b) => a[0] - b[0])) {
    above = Math.max(at, above + 16)
    placed.set(i, above)
  }
  return wanted.map((at, i) => placed.get(i) ?? at)
}

function axis(values: readonly number[], from: number, to: number) {
  const [low, high] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))]
  const at = (value: number) => from + ((Math.log10(value) - low) / Math.max(1, high - low)) * (to - from)
  return { at, ticks: Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i)) }
}

function shortNumber(value: number): string {
  return value >= 1_000_000 ? `${value / 1_000_000} million` : value.toLocaleString('en')
}
