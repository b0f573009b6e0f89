import { eventsOf } from '../journeys/events-of.ts'
import { sqlText } from '../journeys/rule-sql.ts'
import type { ShownSignal } from '../map/shown-signal.ts'
import type { Stage } from '../model/journey.ts'
import { dayMs, type Measure, type Population } from './measure.ts'
import { ownEndSql } from './own-window.ts'
import { clusterSql, staysOfSql } from './population-sql.ts'
import { survivalArraysSql } from './survival-sql.ts'

/** A touchpoint met so often within so long is met again and again (rule R5). */
export const repeats = { times: 3, withinMs: 7 * dayMs } as const

/** How signals of a stage are judged (rule R5): `landmarkMs` is when, ms since entry; `silenceMs` the silence that is unusual, null: not judged; `longMs` the point that three in four have left by, null: not reached. */
export interface StageLandmark {
  landmarkMs: number
  silenceMs: number | null
  longMs: number | null
}

/** The kinds of signal that the events show by themselves. */
export type SignalKind = 'event' | 'repeated' | 'support' | 'returned' | 'silence'

/** A signal in a stage, of the stays still in at the landmark whose window is over: sums over clusters of converted (h) and all (n), with the signal (1) and without (0), and of their products. */
export interface SignalRow {
  stage: number
  kind: SignalKind
  /** Of the event or touchpoint; empty for other kinds. */
  name: string
  clusters1: number
  clusters0: number
  n1: number
  h1: number
  /** h1², h1·n1, n1² */
  own: [number, number, number]
  /** h0², h0·n0, n0², of clusters that have the signal. */
  rest: [number, number, number]
  /** h1·h0, h1·n0, n1·h0, n1·n0 */
  cross: [number, number, number, number]
  /** h², h·n, n², of clusters that have the signal. */
  both: [number, number, number]
}

/** All stays that a stage's signals are judged among. `long`: of those still in at `longMs`. */
export interface StageTrialsRow {
  stage: number
  clusters: number
  n: number
  h: number
  products: [number, number, number]
  long: { n: number; h: number }
}

type Landmarks = ReadonlyMap<number, StageLandmark>

/** The stays that each stage's signals are judged among (rule R5). */
export const landmarkTrials: Measure<
  { landmarks: Landmarks },
  Omit<StageTrialsRow, 'long'> & { longN: number; longH: number },
  StageTrialsRow[]
> = {
  id: 'landmark-trials',
  unit: 'stays',
  population: 'stays still in the stage on the day that signals are judged on, whose window is over',
  sql: (population, { landmarks }) => {
    const long = [...landmarks].flatMap(([stage, { longMs }]) =>
      longMs === null ? [] : [`stage = ${stage} AND endedAt > startedAt + ${longMs} AND startedAt + ${longMs} < windowEnd`],
    )
    const isLong = long.map((one) => `(${one})`).join(' OR ') || '0'
    return `SELECT stage, count() AS clusters, sum(trials) AS n, sum(hits) AS h, [sum(hits * hits), sum(hits * trials), sum(trials * trials)] AS products, sum(longTrials) AS longN, sum(longHits) AS longH
      FROM (SELECT stage, cluster, toFloat64(count()) AS trials, toFloat64(sum(converted)) AS hits, countIf(${isLong}) AS longTrials, countIf(converted AND (${isLong})) AS longHits
        FROM (${riskSql(population, landmarks)}) GROUP BY stage, cluster) GROUP BY stage ORDER BY stage`
  },
  shape: (rows) => rows.map(({ longN, longH, ...row }) => ({ ...row, long: { n: longN, h: longH } })),
}

/** What signals the stays showed by the landmark, each beside those that did not (rule R5). */
export const frictionSignals: Measure<{ landmarks: Landmarks }, SignalRow, readonly SignalRow[]> = {
  id: 'friction-signals',
  unit: 'stays',
  population: landmarkTrials.population,
  sql: (population, { landmarks }) => {
    const risk = riskSql(population, landmarks)
    const trials = `SELECT stage, cluster, toFloat64(count()) AS n, toFloat64(sum(converted)) AS h FROM (${risk}) GROUP BY stage, cluster`
    const shown = `SELECT stage, kind, name, cluster, toFloat64(count()) AS n1, toFloat64(sum(converted)) AS h1 FROM (${shownSql(population, risk, landmarks)}) GROUP BY stage, kind, name, cluster`
    return `SELECT stage, kind, name, count() AS clusters1, countIf(n0 > 0) AS clusters0, sum(n1) AS n1, sum(h1) AS h1,
        [sum(x.h1 * x.h1), sum(x.h1 * x.n1), sum(x.n1 * x.n1)] AS own, [sum(h0 * h0), sum(h0 * n0), sum(n0 * n0)] AS rest,
        [sum(x.h1 * h0), sum(x.h1 * n0), sum(x.n1 * h0), sum(x.n1 * n0)] AS cross, [sum(h * h), sum(h * n), sum(n * n)] AS both
      FROM (SELECT stage, kind, name, s.n1 AS n1, s.h1 AS h1, t.n AS n, t.h AS h, t.n - s.n1 AS n0, t.h - s.h1 AS h0
        FROM (${shown}) AS s INNER JOIN (${trials}) AS t ON t.stage = s.stage AND t.cluster = s.cluster) AS x
      GROUP BY stage, kind, name ORDER BY stage, kind, name`
  },
  shape: (rows) => rows,
}

/** Stays still in at the landmark, whose window is over: (id, subject, stage, cluster, startedAt, endedAt, openedBy, landmarkAt, windowEnd, converted). */
function riskSql(population: Population, landmarks: Landmarks): string {
  const { stages } = population.journey
  const each = (value: (stage: Stage) => string) =>
    stages.filter(({ index }) => landmarks.has(index)).map((stage) => `stage = ${stage.index}, ${value(stage)}`)
  const landmark = each(({ index }) => `startedAt + ${landmarks.get(index)?.landmarkMs ?? 0}`)
  const end = each(({ windowMs, until }) => (until === null ? `startedAt + ${windowMs ?? 0}` : ownEndSql(until, population.horizon)))
  const marked = `SELECT *, multiIf(${[...landmark, 'toInt64(0)'].join(', ')}) AS landmarkAt, multiIf(${[...end, 'toInt64(0)'].join(', ')}) AS windowEnd
    FROM (${staysOfSql(population)}) WHERE underWay = 0 AND stage IN (${[...landmarks.keys(), 0].join(', ')})`
  return `SELECT id, subject, stage, ${clusterSql} AS cluster, startedAt, endedAt, openedBy, landmarkAt, windowEnd,
      ending IN ('advanced', 'completed') AND endedAt <= windowEnd AS converted
    FROM (${marked}) WHERE landmarkAt > 0 AND windowEnd > landmarkAt AND windowEnd <= ${population.horizon} AND endedAt > landmarkAt`
}

/** Events of customer or company after the entry and by the landmark, each in its stay; none by e-mail, which the company itself sets going. */
function placedSql({ journey, horizon }: Population, risk: string): string {
  const events = `SELECT subject, occurredAt, name, channel, touchpoint, initiator FROM subject_events
    WHERE subjectType = ${sqlText(eventsOf(journey))} AND occurredAt <= ${horizon} AND initiator != 'machine' AND channel NOT ILIKE '%mail%'`
  return `SELECT r.id AS id, r.stage AS stage, r.cluster AS cluster, r.converted AS converted, e.occurredAt AS occurredAt, e.name AS name, e.channel AS channel, e.touchpoint AS touchpoint
    FROM (${events}) AS e ASOF INNER JOIN (${risk}) AS r ON e.subject = r.subject AND e.occurredAt >= r.startedAt
    WHERE e.occurredAt > r.startedAt AND e.occurredAt <= r.landmarkAt`
}

/** Rows (id, stage, cluster, converted, kind, name, at): each signal that a stay showed by the landmark, when first. */
function shownSql(population: Population, risk: string, landmarks: Landmarks): string {
  const placed = placedSql(population, risk)
  const stay = 'any(stage) AS inStage, any(cluster) AS ofCluster, any(converted) AS isConverted'
  const again = `SELECT id, ${stay}, touchpoint AS met, arraySort(groupArray(occurredAt)) AS times,
      arrayFirst((t, before) -> before > 0 AND t - before <= ${repeats.withinMs}, times, arrayConcat(arrayResize([toInt64(0)], ${repeats.times - 1}), arrayResize(times, greatest(length(times) - ${repeats.times - 1}, 0)))) AS third
    FROM (${placed}) WHERE touchpoint != '' GROUP BY id, touchpoint HAVING length(times) >= ${repeats.times} AND third > 0`
  const parts = [
    `SELECT id, inStage AS stage, ofCluster AS cluster, isConverted AS converted, 'event' AS kind, toString(event) AS name, first AS at
      FROM (SELECT id, ${stay}, name AS event, min(occurredAt) AS first FROM (${placed}) GROUP BY id, name)`,
    `SELECT id, inStage AS stage, ofCluster AS cluster, isConverted AS converted, 'repeated' AS kind, toString(met) AS name, third AS at FROM (${again})`,
    `SELECT id, inStage AS stage, ofCluster AS cluster, isConverted AS converted, 'support' AS kind, '' AS name, first AS at
      FROM (SELECT id, ${stay}, min(occurredAt) AS first FROM (${placed}) WHERE lower(channel) = 'support' GROUP BY id)`,
    `SELECT id, stage, cluster, converted, 'returned' AS kind, '' AS name, startedAt AS at FROM (${risk}) WHERE openedBy = 'returned'`,
    silentSql(population, risk, landmarks),
  ]
  return parts.map((part) => `SELECT id, stage, cluster, converted, kind, name, toInt64(at) AS at FROM (${part})`).join(' UNION ALL ')
}

/** The ids of a stage's stays that a signal's count has (rules R5, M7). */
export function staysOfSignalSql(population: Population, stage: number, { kind, byDay, name, days }: ShownSignal): string {
  const landmarks = new Map([[stage, { landmarkMs: byDay * dayMs, silenceMs: kind === 'silence' ? days * dayMs : null, longMs: null }]])
  const risk = riskSql(population, landmarks)
  if (kind === 'longStay') {
    const long = `startedAt + ${Math.round(days * dayMs)}`
    return `SELECT id FROM (${risk}) WHERE endedAt > ${long} AND ${long} < windowEnd`
  }
  return `SELECT id FROM (${shownSql(population, risk, landmarks)}) WHERE kind = ${sqlText(kind)} AND name = ${sqlText(name)}`
}

/** Stays whose customer did nothing for the unusual time up to the landmark. */
function silentSql({ journey, horizon }: Population, risk: string, landmarks: Landmarks): string {
  const unusual = [...landmarks].flatMap(([stage, { silenceMs }]) =>
    silenceMs === null ? [] : [`stage = ${stage}, toInt64(${silenceMs})`],
  )
  const never = `toInt64(${Number.MAX_SAFE_INTEGER})`
  const silence = unusual.length === 0 ? never : `multiIf(${[...unusual, never].join(', ')})`
  const acts = `SELECT subject, occurredAt FROM subject_events WHERE subjectType = ${sqlText(eventsOf(journey))} AND occurredAt <= ${horizon} AND initiator = 'customer'`
  const last = `SELECT r.id AS id, r.stage AS stage, r.cluster AS cluster, r.converted AS converted, r.landmarkAt AS landmarkAt, greatest(r.startedAt, a.occurredAt) AS lastAt
    FROM (${risk}) AS r ASOF LEFT JOIN (${acts}) AS a ON a.subject = r.subject AND a.occurredAt <= r.landmarkAt`
  return `SELECT id, stage, cluster, converted, 'silence' AS kind, '' AS name, lastAt + unusual AS at
    FROM (SELECT *, ${silence} AS unusual FROM (${last})) WHERE landmarkAt - lastAt >= unusual`
}

/** The longest time between two customer events of a stay that three in four stays do not go beyond, ms (type 7), by stage: a longer silence is unusual (rule R5). */
export const usualGap: Measure<null, { stage: number; gap: number }, Map<number, number>> = {
  id: 'usual-gap',
  unit: 'days',
  population: 'stays with a customer event after the entry, without those already under way',
  sql: (population) => {
    const stays = `SELECT id, subject, stage, startedAt, endedAt FROM (${staysOfSql(population)}) WHERE underWay = 0`
    const acts = `SELECT subject, occurredAt FROM subject_events WHERE subjectType = ${sqlText(eventsOf(population.journey))} AND occurredAt <= ${population.horizon} AND initiator = 'customer'`
    const inStays = `SELECT s.id AS id, s.stage AS stage, s.startedAt AS startedAt, e.occurredAt AS occurredAt
      FROM (${acts}) AS e ASOF INNER JOIN (${stays}) AS s ON e.subject = s.subject AND e.occurredAt >= s.startedAt WHERE e.occurredAt > s.startedAt AND e.occurredAt < s.endedAt`
    const longest = `SELECT any(stage) AS inStage, arrayMax(arrayDifference(arraySort(arrayPushFront(groupArray(occurredAt), any(startedAt))))) AS longest FROM (${inStays}) GROUP BY id`
    return `SELECT inStage AS stage, quantileExactInclusive(0.75)(longest) AS gap FROM (${longest}) GROUP BY inStage ORDER BY stage`
  },
  shape: (rows) => new Map(rows.map(({ stage, gap }) => [stage, gap])),
}

/** A signal whose silence is wanted, with the dropAfter of its stage, ms. */
export interface SignalInStage {
  stage: number
  kind: SignalKind
  name: string
  dropAfterMs: number
}

/**
 * The least time s after each signal with G(s) ≤ 2 · G(dropAfter), ms, by its place among `signals` (rule R5): G is Kaplan–Meier of the time from the signal to the next
 * customer event, seen to the horizon. 0: G(dropAfter) is at least a half.
 */
export const silenceAfterSignals: Measure<
  { landmarks: Landmarks; signals: readonly SignalInStage[] },
  { stage: number; s: number },
  Map<number, number>
> = {
  id: 'silence-after-signals',
  unit: 'days',
  population: 'signals shown by the landmark',
  sql: (population, { landmarks, signals }) => {
    const { journey, horizon } = population
    const shown = shownSql(population, riskSql(population, landmarks), landmarks)
    const places = signals.map(
      ({ stage, kind, name }, i) => `stage = ${stage} AND kind = ${sqlText(kind)} AND name = ${sqlText(name)}, ${i + 1}`,
    )
    const numbered = `SELECT id, at, multiIf(${[...places, '0'].join(', ')}) AS signal FROM (${shown})`
    const subjects = `SELECT n.signal AS signal, n.at AS at, s.subject AS subject FROM (${numbered}) AS n INNER JOIN (SELECT id, subject FROM (${staysOfSql(population)})) AS s ON s.id = n.id WHERE n.signal > 0`
    const acts = `SELECT subject, occurredAt FROM subject_events WHERE subjectType = ${sqlText(eventsOf(journey))} AND occurredAt <= ${horizon} AND initiator = 'customer'`
    const spells = `SELECT n.signal AS stage, if(a.occurredAt = 0, ${horizon}, a.occurredAt) - n.at AS d, toUInt8(a.occurredAt != 0) AS cause
      FROM (${subjects}) AS n ASOF LEFT JOIN (${acts}) AS a ON a.subject = n.subject AND a.occurredAt > n.at`
    const drops = signals.map(({ dropAfterMs }, i) => `stage = ${i + 1}, toInt64(${dropAfterMs})`)
    const level = `SELECT stage, ds, survival, arrayCount(d -> d <= multiIf(${[...drops, 'toInt64(0)'].join(', ')}), ds) AS place, 2 * if(place = 0, 1, survival[place]) AS level FROM (${survivalArraysSql(spells)})`
    return `SELECT stage, if(level >= 1, 0, toInt64(ds[arrayFirstIndex(x -> x <= level + 1e-9, survival)])) AS s FROM (${level}) ORDER BY stage`
  },
  shape: (rows) => new Map(rows.map(({ stage, s }) => [stage - 1, s])),
}
