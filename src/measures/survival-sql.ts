/**
 * Kaplan–Meier and Aalen–Johansen with the infinitesimal jackknife by cluster (M2, M3, M5), as SQL over spells (stage, d, cause, cluster).
 * Spells are first counted by distinct time; each stage is then one row of arrays in order of time. With y at risk and e leaving,
 * a = Σ e/(y(y−e)) is the influence on log S, f1…f3 the incidences, bk = Σ dfk·a⁻ and ck = Σ S⁻·ek/y² what theirs needs.
 * Time to convert is W(t) = 1 − f1(t)/f1(w); of single rows f1(w)² times its variance is W²·p + (1−W)²·(rest of q), with p and q summed over moments.
 * Delayed entry (M11): spells with `since` are at risk after it only, and owe the sums of up to then to nobody; 0 is from the very start.
 * The same formulas, walked row by row, stand in core/statistics.
 */
import { layersSql } from '../journeys/layers-sql.ts'

const ks = [1, 2, 3] as const

/** The quartiles that time in stage shows. */
export const quartiles = [0.25, 0.5, 0.75] as const

/** Stands for log 0: where all at risk leave at once. */
const logOfNone = -10_000

/** z of a 95 % interval, as in core/statistics. */
const z = 1.959963984540054

/** Rounding of a product of many factors must not move a quantile (as R's survival allows). */
const tolerance = 1e-9

/** Counts by distinct time: rows, leaving, leaving by cause, and with delayed entry those who come: times are then of leaving and of coming. */
function countedSql(spells: string, delayed: boolean): string {
  if (!delayed)
    return `SELECT stage, d, (count(), countIf(cause > 0), ${ks.map((k) => `countIf(cause = ${k})`).join(', ')}) AS counts FROM (${spells}) GROUP BY stage, d`
  const leaves = ks.map((k) => `countIf(event.2 AND cause = ${k})`).join(', ')
  return `SELECT stage, event.1 AS d, (countIf(event.2), countIf(event.2 AND cause > 0), ${leaves}, countIf(NOT event.2)) AS counts
    FROM (SELECT stage, cause, arrayJoin(if(since > 0, [(toInt64(d), 1), (toInt64(since), 0)], [(toInt64(d), 1)])) AS event FROM (${spells})) GROUP BY stage, d`
}

/** One row a stage: arrays ds, ys, es, leaving, logS, survival, sBefore, a, f1…f3, b1…b3, c1…c3 over its distinct times, and moments. */
export function survivalArraysSql(spells: string, delayed = false): string {
  const each = (column: (k: number) => Record<string, string>) => Object.assign({}, ...ks.map(column)) as Record<string, string>
  return layersSql(
    `SELECT stage, arraySort(groupArray((d, counts))) AS moments FROM (${countedSql(spells, delayed)}) GROUP BY stage`,
    {
      ds: 'arrayMap(z -> z.1, moments)',
      es: 'arrayMap(z -> toFloat64(z.2.2), moments)',
      total: `arraySum(z -> ${net(delayed)}, moments)`,
      gone: `arrayCumSum(z -> ${net(delayed)}, moments)`,
    },
    // Before a moment: those from the very start, less those gone and plus those come by then.
    { ys: `arrayMap((z, c) -> toFloat64(total - c + ${net(delayed)}), moments, gone)` },
    {
      leaving: `arrayMap((e, y) -> if(e = 0, 0, if(e >= y, ${logOfNone}, log1p(-e / y))), es, ys)`,
      influence: 'arrayMap((e, y) -> if(y > e, e / (y * (y - e)), 0), es, ys)',
    },
    { logS: 'arrayCumSum(leaving)', a: 'arrayCumSum(influence)' },
    { survival: 'arrayMap(l -> exp(l), logS)', sBefore: 'arrayMap((l, x) -> exp(l - x), logS, leaving)' },
    each((k) => ({ [`df${k}`]: `arrayMap((z, y, s) -> if(y > 0, s * z.2.${k + 2} / y, 0), moments, ys, sBefore)` })),
    each((k) => ({
      [`f${k}`]: `arrayCumSum(df${k})`,
      [`b${k}`]: `arrayCumSum(arrayMap((df, a, i) -> df * (a - i), df${k}, a, influence))`,
      [`c${k}`]: `arrayCumSum(arrayMap((df, y) -> if(y > 0, df / y, 0), df${k}, ys))`,
    })),
  )
}

/** How many fewer are at risk after a moment `z`. */
const net = (delayed: boolean) => (delayed ? 'toInt64(z.2.1) - toInt64(z.2.6)' : 'z.2.1')

/** An expression per stage: `values` by stage index, `otherwise` elsewhere; Int64. */
function perStageSql(values: ReadonlyMap<number, number>, otherwise: number): string {
  if (values.size === 0) return `toInt64(${otherwise})`
  const numbers = [...values.values()].map((value) => `toInt64(${value})`)
  return `transform(stage, [${[...values.keys()].join(', ')}], [${numbers.join(', ')}], toInt64(${otherwise}))`
}

/** The place of the last moment at or before a time; 0: none. */
const placeOf = (time: string) => `arrayCount(x -> x <= ${time}, ds)`
/** An array's value at a place, before the first moment `start`. */
const valueAt = (array: string, place: string, start: number) => `if(${place} = 0, ${start}, ${array}[${place}])`

/** Adds to the arrays, per stage: window w, survival and incidences there (sw, f1w…), quartiles of leaving (q0…, null: not reached). */
function markedSql(spells: string, windows: ReadonlyMap<number, number>, otherwise: number, delayed: boolean): string {
  const perQuartile = (column: (q: number, i: number) => Record<string, string>) =>
    Object.assign({}, ...quartiles.map(column)) as Record<string, string>
  const atWindow = Object.fromEntries(
    ks.flatMap((k) => ['f', 'b', 'c'].map((name) => [`${name}${k}w`, valueAt(`${name}${k}`, 'placeW', 0)])),
  )
  return layersSql(
    survivalArraysSql(spells, delayed),
    { w: perStageSql(windows, otherwise) },
    { placeW: placeOf('w'), ...perQuartile((q, i) => ({ [`place${i}`]: `arrayFirstIndex(x -> x <= ${1 - q + tolerance}, survival)` })) },
    {
      sw: valueAt('survival', 'placeW', 1),
      aw: valueAt('a', 'placeW', 0),
      ...atWindow,
      ...perQuartile((_, i) => ({
        [`q${i}`]: `if(place${i} = 0, NULL, ds[place${i}])`,
        [`aq${i}`]: `if(place${i} = 0, a[-1], a[place${i}])`,
      })),
    },
    ...convertingLayers(),
  )
}

/** Below this much of its end, an incidence has not come to it yet, but for rounding. */
const almost = 1 - 1e-12

/**
 * What time to convert needs: its quartiles (converting0…, null: nobody converts), for each the place where the clusters' effect is looked at (the last before
 * the end where the quartile is the end) and the sums there, and the band on log(−log) if every row stood for itself: `half` its width, endless at and
 * after the end, where no lower limit can lie above 0; `single` is f1w² times the variance.
 */
function convertingLayers(): Record<string, string>[] {
  const each = (column: (q: number, i: number) => Record<string, string>) =>
    Object.assign({}, ...quartiles.map(column)) as Record<string, string>
  // The variance of one moment's multinomial, when leaving weighs `left` and converting `s` more.
  const moment = (left: string) => `arrayCumSum(arrayMap((z, y, e, s, g) -> if(y > 0, (z.2.3 * pow(g + s, 2) + (e - z.2.3) * pow(g, 2)
    - pow(z.2.3 * (g + s) + (e - z.2.3) * g, 2) / y) / pow(y, 2), 0), moments, ys, es, sBefore, ${left}))`
  return [
    {
      leftUntil: 'arrayMap((y, e, f) -> if(y > e, y * f / (y - e), 0), ys, es, f1)',
      leftAfter: 'arrayMap((y, e, f) -> if(y > e, -y * (f1w - f) / (y - e), 0), ys, es, f1)',
      ...each((q, i) => ({ [`reached${i}`]: `if(f1w > 0, arrayFirstIndex(x -> x > 0 AND x >= f1w * ${q} - ${tolerance}, f1), 0)` })),
    },
    {
      p: moment('leftUntil'),
      q: moment('leftAfter'),
      ...each((_, i) => ({
        [`converting${i}`]: `if(reached${i} = 0, NULL, ds[reached${i}])`,
        [`looked${i}`]: `if(f1[reached${i}] < f1w * ${almost}, reached${i}, arrayLastIndex(x -> x < f1w * ${almost}, f1))`,
      })),
    },
    {
      qw: valueAt('q', 'placeW', 0),
      ...each((_, i) => ({
        [`t${i}`]: valueAt('ds', `looked${i}`, -1),
        ...Object.fromEntries(['a', 'f1', 'b1', 'c1'].map((name) => [`${name}t${i}`, valueAt(name, `looked${i}`, 0)])),
      })),
    },
    { single: 'arrayMap((f, p, q) -> pow(1 - f / f1w, 2) * p + pow(f / f1w, 2) * greatest(qw - q, 0), f1, p, q)' },
    {
      logLog: `arrayMap(f -> if(f < f1w * ${almost}, log(-log1p(-f / f1w)), 0), f1)`,
      half: `arrayMap((f, v) -> if(f < f1w * ${almost}, if(f > 0, ${z} * sqrt(v) / (f1w - f) / -log1p(-f / f1w), 0), inf), f1, single)`,
      ...each((_, i) => ({ [`single${i}`]: valueAt('single', `looked${i}`, 0) })),
    },
  ]
}

/** A limit of quartile `i` of converting (M5): where the band crosses 1 − `share`, the window at the latest, since all who convert have done so by then. */
function convertingLimitSql(share: number, i: number, limit: 'low' | 'high'): string {
  const level = Math.log(-Math.log(1 - share + tolerance))
  const crosses = `arrayFirstIndex((l, h) -> l ${limit === 'low' ? '+' : '-'} h * wider${i} >= ${level}, logLog, half)`
  return `if(f1w > 0, if(${crosses} = 0, w, toInt64(ds[${crosses}])), NULL)`
}

/** Equal spells, counted as m, each beside its moment of leaving and, with delayed entry, `come`: the tuple `at` of its moment of coming, zeros from the very start. */
function spellMomentsSql(spells: string, moments: string, delayed: boolean): string {
  if (!delayed)
    return `(SELECT stage, d, cause, cluster, count() AS m FROM (${spells}) GROUP BY stage, d, cause, cluster) AS spell
    INNER JOIN (${moments}) AS moment USING (stage, d)`
  return `(SELECT stage, toInt64(d) AS d, cause, cluster, if(since > 0, toInt64(since), toInt64(-1)) AS comes, count() AS m FROM (${spells}) GROUP BY stage, d, cause, cluster, comes) AS spell
    INNER JOIN (${moments}) AS moment USING (stage, d)
    LEFT JOIN (SELECT stage, d AS comes, at AS come FROM (${moments})) AS coming USING (stage, comes)`
}

export interface SurvivalAtWindowRow {
  stage: number
  n: number
  clusters: number
  stillIn: number
  incidence: [number, number, number]
  stillInError: number
  incidenceErrors: [number, number, number]
  /** Quartiles of leaving, ms; null: not reached. */
  leaving: (number | null)[]
  /** How many times wider clusters make the variance of log survival, at each quartile; at the end where it is not reached. */
  leavingEffects: number[]
  /** Quartiles of converting, ms, over the incidence's own value at the window. */
  converting: (number | null)[]
  /** Their limits (M5); to be given from 10 clusters on. */
  convertingLow: (number | null)[]
  convertingHigh: (number | null)[]
  /** The last time with at least 5 at risk, and the last of all, ms. */
  lastOfFive: number | null
  last: number
}

/**
 * Rows (stage, cluster, rows, r0…, u0…): the jackknife influences of a cluster (M5) on log survival at the window (u0), on the incidences there (u1 to u3), on log survival
 * at the quartiles of leaving (u4…), and on the incidence of converting at its quartiles (u7…), of which r0… are the shares of its end.
 */
function byClusterSql(spells: string, windows: ReadonlyMap<number, number>, otherwise: number, delayed: boolean): string {
  const marked = markedSql(spells, windows, otherwise, delayed)
  const onLog = (time: string, aAt: string) =>
    `least(at.a, ${aAt})${delayed ? ` - least(come.a, ${aAt})` : ''} - if(cause > 0 AND d <= ${time} AND y > e, 1 / (y - e), 0)`
  // On an incidence until a time `t`; the sums up to there are called by the end `at`.
  const onIncidence = (k: number, t = 'w', at = 'w') => {
    const [a, b, c, f] = [`a${at}`, `b${k}${at}`, `c${k}${at}`, `f${k}${at}`]
    const owed = ` - (least(come.b${k}, ${b}) + least(come.a, ${a}) * (${f} - least(come.f${k}, ${f})) - least(come.c${k}, ${c}))`
    return `least(at.b${k}, ${b}) + least(at.a, ${a}) * (${f} - least(at.f${k}, ${f})) - if(cause > 0 AND d <= ${t} AND y > e, (${f} - at.f${k}) / (y - e), 0)
      + if(cause = ${k} AND d <= ${t}, before / y, 0) - least(at.c${k}, ${c})${delayed ? owed : ''}`
  }
  const influences = [
    onLog('w', 'aw'),
    ...ks.map((k) => onIncidence(k)),
    ...quartiles.map((_, i) => onLog(`ifNull(q${i}, ${Number.MAX_SAFE_INTEGER})`, `aq${i}`)),
    ...quartiles.map((_, i) => onIncidence(1, `t${i}`, `t${i}`)),
  ]
  const scalars = [
    ...['w', 'aw', ...ks.flatMap((k) => [`f${k}w`, `b${k}w`, `c${k}w`])],
    ...quartiles.flatMap((_, i) => [`q${i}`, `aq${i}`, `t${i}`, `at${i}`, `f1t${i}`, `b1t${i}`, `c1t${i}`]),
  ]
  const moments = `SELECT stage, ${scalars.join(', ')}, at.1 AS d, at.2 AS y, at.3 AS e, at.4 AS before, at
    FROM (SELECT stage, ${scalars.join(', ')}, CAST(arrayZip(ds, ys, es, sBefore, a, ${ks.flatMap((k) => [`f${k}`, `b${k}`, `c${k}`]).join(', ')}),
      'Array(Tuple(d Int64, y Float64, e Float64, before Float64, a Float64, ${ks.flatMap((k) => [`f${k} Float64`, `b${k} Float64`, `c${k} Float64`]).join(', ')}))') AS ats FROM (${marked}))
    ARRAY JOIN ats AS at`
  // Until a quartile of converting the influence is that on the ratio: less its value times the influence until the window.
  const ratios = quartiles.map((_, i) => `any(if(f1w > 0, f1t${i} / f1w, 0)) AS r${i}`)
  return `SELECT stage, cluster, sum(m) AS rows, ${ratios.join(', ')}, ${influences.map((sql, i) => `sum(m * (${sql})) AS u${i}`).join(', ')}
    FROM ${spellMomentsSql(spells, moments, delayed)} GROUP BY stage, cluster`
}

/**
 * One row a stage: survival and incidences at its window (ms; `otherwise` where it has none) with standard errors, the quartiles, and what clusters
 * do to their limits. `delayed`: the spells have `since`.
 */
export function survivalAtWindowSql(
  spells: string,
  windows: ReadonlyMap<number, number>,
  otherwise = Number.MAX_SAFE_INTEGER,
  delayed = false,
): string {
  const marked = markedSql(spells, windows, otherwise, delayed)
  const byCluster = byClusterSql(spells, windows, otherwise, delayed)
  const errors = `SELECT stage, sum(rows) AS n, count() AS clusters, ${Array.from({ length: 7 }, (_, i) => `sqrt(sum(u${i} * u${i})) AS v${i}`).join(', ')},
      ${quartiles.map((_, i) => `sqrt(sum(pow(u${7 + i} - r${i} * u1, 2))) AS x${i}`).join(', ')} FROM (${byCluster}) GROUP BY stage`
  const widened = quartiles.map((_, i) => `if(single${i} > 0, x${i} / sqrt(single${i}), 1) AS wider${i}`)
  return `SELECT stage, n, clusters, sw AS stillIn, [f1w, f2w, f3w] AS incidence, sw * v0 AS stillInError, [v1, v2, v3] AS incidenceErrors,
      [${quartiles.map((_, i) => `q${i}`).join(', ')}] AS leaving,
      [${quartiles.map((_, i) => `if(aq${i} > 0, v${4 + i} * v${4 + i} / aq${i}, 1)`).join(', ')}] AS leavingEffects,
      [${quartiles.map((_, i) => `converting${i}`).join(', ')}] AS converting,
      [${quartiles.map((q, i) => convertingLimitSql(q, i, 'low')).join(', ')}] AS convertingLow,
      [${quartiles.map((q, i) => convertingLimitSql(q, i, 'high')).join(', ')}] AS convertingHigh,
      if(arrayExists(y -> y >= 5, ys), ds[arrayLastIndex(y -> y >= 5, ys)], NULL) AS lastOfFive, ds[-1] AS last
    FROM (SELECT *, ${widened.join(', ')} FROM (${marked}) AS marked INNER JOIN (${errors}) AS errors USING (stage)) ORDER BY stage`
}

/** Rows (stage, cluster, rows, influence): how many spells a cluster has, and its jackknife influence on the incidence of converting at the window (M5); the squares of a stage add to its variance. */
export function convertingInfluencesSql(spells: string, windows: ReadonlyMap<number, number>): string {
  return `SELECT stage, cluster, rows, u1 AS influence FROM (${byClusterSql(spells, windows, Number.MAX_SAFE_INTEGER, false)})`
}

/** Rows (stage, cluster, rows, influence, leaving, converting): beside these a cluster's influences at the medians, on log survival and on the share of the converted who have converted. */
export function medianInfluencesSql(spells: string, windows: ReadonlyMap<number, number>, delayed: boolean): string {
  return `SELECT stage, cluster, rows, u1 AS influence, u5 AS leaving, u8 - r1 * u1 AS converting
    FROM (${byClusterSql(spells, windows, Number.MAX_SAFE_INTEGER, delayed)})`
}

export type IncidenceAtWindowRow = Pick<SurvivalAtWindowRow, 'stage' | 'n' | 'clusters' | 'incidence' | 'incidenceErrors'>

/** The incidences at the window alone, for which the engine leaves out all that the quartiles take. */
export function incidenceAtWindowSql(...parts: Parameters<typeof survivalAtWindowSql>): string {
  return `SELECT stage, n, clusters, incidence, incidenceErrors FROM (${survivalAtWindowSql(...parts)}) ORDER BY stage`
}

export interface TimeShapeRow {
  stage: number
  /** Survival at each edge of the shape. */
  edges: number[]
  low: (number | null)[]
  high: (number | null)[]
}

/**
 * One row a stage: survival at the edges (ms) of its shape, and the limits of its quartiles (Brookmeyer–Crowley, M5):
 * where the log(−log) band, its variance widened by the clusters' effect at the quartile, crosses 1 − q.
 */
export function timeShapeSql(
  spells: string,
  edges: ReadonlyMap<number, readonly number[]>,
  effects: ReadonlyMap<number, readonly number[]>,
  delayed = false,
): string {
  const perStage = (values: ReadonlyMap<number, readonly number[]>, type: string) =>
    values.size === 0
      ? `CAST([], 'Array(${type})')`
      : `multiIf(${[...values].map(([stage, list]) => `stage = ${stage}, CAST([${list.join(', ')}], 'Array(${type})')`).join(', ')}, [])`
  const limit = (q: number, i: number, sign: string) => {
    // At S = 0 the band ends, but no lower limit can lie above 0.
    const ended = sign === '' ? `l >= ${-logOfNone / 2} OR ` : ''
    const crosses = `arrayFirstIndex((l, v) -> ${ended}l > 0 AND l < ${-logOfNone / 2} AND v > 0 AND exp(-l * exp(${sign}${z} * sqrt(v * effects[${i + 1}]) / l)) <= ${1 - q + tolerance}, arrayMap(x -> -x, logS), a)`
    return `if(empty(effects) OR ${crosses} = 0, NULL, ds[${crosses}])`
  }
  return `SELECT stage,
      arrayMap(t -> arrayMin(arrayPushFront(arrayMap((x, d) -> if(d <= t, x, 1), survival, ds), 1)), edgesOf) AS edges,
      [${quartiles.map((q, i) => limit(q, i, '')).join(', ')}] AS low, [${quartiles.map((q, i) => limit(q, i, '-')).join(', ')}] AS high
    FROM (SELECT *, ${perStage(edges, 'Int64')} AS edgesOf, ${perStage(effects, 'Float64')} AS effects FROM (${survivalArraysSql(spells, delayed)}))`
}

export interface CurveRow {
  days: number[]
  still: number[]
  incidences: [number[], number[], number[]]
  atRisk: number[]
  errors: number[]
  clusters: number
}

/** One row: survival, incidences and the error of log survival by cluster at the given times (ms) of one stage's spells. */
export function curveSql(spells: string, times: readonly number[], delayed = false): string {
  const grid = `CAST([${times.join(', ')}], 'Array(Int64)')`
  const at = (array: string, start: number) => `arrayMap(p -> if(p = 0, ${start}, ${array}[p]), places)`
  const gridded = `SELECT *, ${grid} AS grid, arrayMap(t -> arrayCount(x -> x <= t, ds), grid) AS places, ${at('a', 0)} AS aAt FROM (${survivalArraysSql(spells, delayed)})`
  const moments = `SELECT stage, grid, aAt, at.1 AS d, at.2 AS y, at.3 AS e, at.4 AS a, at
    FROM (SELECT stage, grid, aAt, arrayZip(ds, ys, es, a) AS ats FROM (${gridded})) ARRAY JOIN ats AS at`
  const byCluster = `SELECT cluster, sumForEach(arrayMap((t, end) -> m * (least(a, end)${delayed ? ' - least(come.4, end)' : ''} - if(cause > 0 AND d <= t AND y > e, 1 / (y - e), 0)), grid, aAt)) AS u
    FROM ${spellMomentsSql(spells, moments, delayed)} GROUP BY cluster`
  return `SELECT grid AS days, ${at('survival', 1)} AS still, [${ks.map((k) => at(`f${k}`, 0)).join(', ')}] AS incidences,
      arrayMap(t -> arraySum(arrayMap((z, d) -> if(d >= t, ${net(delayed)}, 0), moments, ds)), grid) AS atRisk, errors, clusters
    FROM (${gridded}) AS g CROSS JOIN (SELECT arrayMap(x -> sqrt(x), sumForEach(arrayMap(x -> x * x, u))) AS errors, count() AS clusters FROM (${byCluster})) AS e`
}
