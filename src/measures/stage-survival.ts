import { logLogLimits } from '../core/statistics/interval.ts'
import { layersSql } from '../journeys/layers-sql.ts'
import { dayMs, type Measure } from './measure.ts'
import { spellsSql } from './population-sql.ts'
import { survivalArraysSql } from './survival-sql.ts'

/** Half a day, ms: the grid of the curve. */
const halfMs = dayMs / 2

/** Where the curve is read (rule R2): `firstMs` is the first possible send, `share` of those there then is where few are left, `atRisk` how many must be followed. */
export interface StageSurvivalOptions {
  firstMs: number
  share: number
  atRisk: number
}

/** A moment of the curve between its half days: days since entry, and the time lived until then by everyone who entered, in days. */
export interface CurveMark {
  day: number
  area: number
}

/** Kaplan–Meier of leaving a stage by half days since entry (rules M3, M5): at place k what holds at k/2 days. */
export interface StageSurvival {
  stage: number
  n: number
  clusters: number
  still: readonly number[]
  low: readonly (number | null)[]
  high: readonly (number | null)[]
  /** How many are still in and followed beyond it. */
  followed: readonly number[]
  /** ∫ of the share still there since entry, in days. */
  area: readonly number[]
  /** The share there at the first possible send. */
  stillAtFirst: number
  /** The first moment with at most `share` of that; null: not reached. */
  fewLeft: CurveMark | null
  /** The last moment at which `atRisk` were followed; null: never so many. */
  lastFollowed: CurveMark | null
  /** The end of the window; null: it ends at a deadline. */
  window: CurveMark | null
}

interface Row {
  stage: number
  half: number
  n: number
  clusters: number
  startSquares: number
  d: number
  still: number
  area: number
  slope: number
  followed: number
  squares: number
  products: number
  settledSquares: number
  stillAtFirst: number
  fewAt: number | null
  fewArea: number
  followedAt: number | null
  followedArea: number
  windowAt: number
  windowArea: number
}

/**
 * Kaplan–Meier of leaving with its jackknife error by cluster (rule M5) by half days, its integral, and the moments that end a sequence's window (rule R2).
 * A cluster's influence on log S is slope · (its spells under observation) + what those who left have settled: as both only change where one leaves,
 * sums of squares over clusters are sums of changes. Spells are followed from entry: a lived period is none of its questions.
 */
export const stageSurvival: Measure<StageSurvivalOptions, Row, Map<number, StageSurvival>> = {
  id: 'stage-survival',
  unit: 'share',
  population: 'stays that began in the period and were not already under way when the data begin',
  sql: (population, options) => {
    const windows = population.journey.stages.map(({ index, windowMs }) => [index, windowMs ?? 0] as const)
    return stageSurvivalSql(spellsSql(population), new Map(windows), options)
  },
  shape: (rows, { journey }) => {
    const stages = [...new Set(rows.map(({ stage }) => stage))]
    const timed = new Set(journey.stages.flatMap(({ index, windowMs }) => (windowMs === null ? [] : [index])))
    return new Map(
      stages.map((stage) => [
        stage,
        shapeStage(
          rows.filter((row) => row.stage === stage),
          timed.has(stage),
        ),
      ]),
    )
  },
}

/** One row a stage and half day at which any spell ends; `windows` in ms. */
export function stageSurvivalSql(spells: string, windows: ReadonlyMap<number, number>, options: StageSurvivalOptions): string {
  const marks = ['stillAtFirst', 'fewAt', 'fewArea', 'followedAt', 'followedArea', 'windowAt', 'windowArea']
  const marked = markedSql(spells, windows, options)
  const moments = `SELECT stage, ${marks.join(', ')}, at.1 AS d, at.2 AS y, at.3 AS e, at.4 AS a, at.5 AS s, at.6 AS area, at.7 AS c
    FROM (SELECT stage, ${marks.join(', ')}, arrayZip(ds, ys, es, a, survival, areas, counts) AS ats FROM (${marked})) ARRAY JOIN ats AS at`
  const half = `intDiv(toInt64(d) + ${halfMs - 1}, ${halfMs}) AS half`
  const byHalf = `SELECT stage, ${half}, max(d) AS lastD, argMax(s, d) AS still, argMax(area, d) AS lastArea, argMax(a, d) AS slope, argMax(y - c, d) AS followed,
      ${marks.map((mark) => `any(${mark}) AS ${mark}`).join(', ')} FROM (${moments}) GROUP BY stage, half`
  const settled = `SELECT stage, cluster, ${half}, sum(m) AS left, sum(m * (a - if(cause > 0 AND y > e, 1 / (y - e), 0))) AS settles
    FROM (SELECT stage, toInt64(d) AS d, cause, cluster, count() AS m FROM (${spells}) GROUP BY stage, d, cause, cluster) AS spell
    INNER JOIN (SELECT stage, d, a, y, e FROM (${moments})) AS moment USING (stage, d) GROUP BY stage, cluster, half`
  const changes = changesSql(settled)
  const sums = `SELECT stage, half, sum(p2) AS squares, sum(pq) AS products, sum(q2) AS settledSquares FROM (${changes}) GROUP BY stage, half`
  const starts = `SELECT stage, sum(total) AS n, count() AS clusters, sum(total * total) AS startSquares
    FROM (SELECT stage, cluster, toFloat64(count()) AS total FROM (${spells}) GROUP BY stage, cluster) GROUP BY stage`
  return `SELECT stage, half, n, clusters, startSquares, toInt64(lastD) AS d, still, lastArea AS area, slope, followed, squares, products, settledSquares, ${marks.join(', ')}
    FROM (${byHalf}) AS h INNER JOIN (${sums}) AS sums USING (stage, half) INNER JOIN (${starts}) AS starts USING (stage) ORDER BY stage, half`
}

/** By how much each half day changes a cluster's products of those under observation (p) and what is settled (q). */
function changesSql(settled: string): string {
  const before = (array: string, start: string) => `arrayPopBack(arrayPushFront(${array}, ${start}))`
  const change = (product: (p: string, q: string) => string) =>
    `arrayMap((p, q, p0, q0) -> ${product('p', 'q')} - ${product('p0', 'q0')}, ps, qs, ${before('ps', 'total')}, ${before('qs', 'toFloat64(0)')})`
  const layered = layersSql(
    `SELECT stage, cluster, toFloat64(sum(left)) AS total, arraySort(groupArray((half, toFloat64(left), settles))) AS steps FROM (${settled}) GROUP BY stage, cluster`,
    { gone: 'arrayCumSum(step -> step.2, steps)', qs: 'arrayCumSum(step -> step.3, steps)' },
    { ps: 'arrayMap(g -> total - g, gone)' },
    { p2s: change((p) => `${p} * ${p}`), pqs: change((p, q) => `${p} * ${q}`), q2s: change((_, q) => `${q} * ${q}`) },
  )
  return `SELECT stage, step.1 AS half, p2, pq, q2 FROM (${layered}) ARRAY JOIN steps AS step, p2s AS p2, pqs AS pq, q2s AS q2`
}

/** The arrays of each stage with the integral of survival at each time, and the moments that may end the window. */
function markedSql(spells: string, windows: ReadonlyMap<number, number>, { firstMs, share, atRisk }: StageSurvivalOptions): string {
  const areaAt = (time: string, place: string) =>
    `if(${place} = 0, toFloat64(${time}), areas[${place}] + (${time} - ds[${place}]) * survival[${place}])`
  const numbers = [...windows.values()].map((ms) => `toInt64(${ms})`)
  const window =
    windows.size === 0 ? 'toInt64(0)' : `transform(stage, [${[...windows.keys()].join(', ')}], [${numbers.join(', ')}], toInt64(0))`
  return layersSql(
    survivalArraysSql(spells),
    {
      counts: 'arrayMap(z -> toFloat64(z.2.1), moments)',
      areas:
        'arrayCumSum(arrayMap((d, d0, s0) -> (d - d0) * s0, ds, arrayPopBack(arrayPushFront(ds, toInt64(0))), arrayPopBack(arrayPushFront(survival, toFloat64(1)))))',
      placeOfFirst: `arrayCount(d -> d <= ${firstMs}, ds)`,
      followedPlace: `arrayLastIndex(y -> y >= ${atRisk}, ys)`,
      windowAt: window,
    },
    { stillAtFirst: 'if(placeOfFirst = 0, toFloat64(1), survival[placeOfFirst])', windowPlace: 'arrayCount(d -> d <= windowAt, ds)' },
    { fewPlace: `arrayFirstIndex(s -> s <= stillAtFirst * ${share} + ${tolerance}, survival)` },
    {
      fewAt: 'if(fewPlace = 0, NULL, toInt64(ds[fewPlace]))',
      fewArea: 'if(fewPlace = 0, 0, areas[fewPlace])',
      followedAt: 'if(followedPlace = 0, NULL, toInt64(ds[followedPlace]))',
      followedArea: 'if(followedPlace = 0, 0, areas[followedPlace])',
      windowArea: areaAt('windowAt', 'windowPlace'),
    },
  )
}

/** Rounding of a product of many factors must not move a moment, as of quantiles. */
const tolerance = 1e-9

/** The rows of a stage as a curve by half days: between the rows nobody leaves. */
function shapeStage(rows: readonly Row[], isTimed: boolean): StageSurvival {
  const [first] = rows as [Row]
  const last = rows.at(-1)?.half ?? 0
  const byHalf = new Map(rows.map((row) => [row.half, row]))
  const made: Columns = { still: [], low: [], high: [], followed: [], area: [] }
  const now = { still: 1, followed: first.n, slope: 0, squares: first.startSquares, products: 0, settled: 0, area: 0, at: 0 }
  for (let half = 0; half <= last; half++) {
    const row = byHalf.get(half)
    if (row !== undefined) {
      Object.assign(now, { still: row.still, followed: row.followed, slope: row.slope, area: row.area, at: row.d })
      now.squares += row.squares
      now.products += row.products
      now.settled += row.settledSquares
    }
    const variance = now.slope ** 2 * now.squares + 2 * now.slope * now.products + now.settled
    const limits = logLogLimits(now.still, now.still * Math.sqrt(Math.max(0, variance)), first.clusters)
    made.still.push(now.still)
    made.low.push(limits.low)
    made.high.push(limits.high)
    made.followed.push(now.followed)
    made.area.push((now.area + (half * halfMs - now.at) * now.still) / dayMs)
  }
  const mark = (at: number | null, area: number) => (at === null ? null : { day: at / dayMs, area: area / dayMs })
  return {
    ...made,
    stage: first.stage,
    n: first.n,
    clusters: first.clusters,
    stillAtFirst: first.stillAtFirst,
    fewLeft: mark(first.fewAt, first.fewArea),
    lastFollowed: mark(first.followedAt, first.followedArea),
    window: isTimed ? mark(first.windowAt, first.windowArea) : null,
  }
}

interface Columns {
  still: number[]
  low: (number | null)[]
  high: (number | null)[]
  followed: number[]
  area: number[]
}
