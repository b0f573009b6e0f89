import { aalenJohansen } from '../src/core/statistics/aalen-johansen.ts'
import { kaplanMeier, lastTimeAtRisk } from '../src/core/statistics/kaplan-meier.ts'
import { proportion } from '../src/core/statistics/proportion.ts'
import { quantileOfSurvival, type SurvivalQuantile } from '../src/core/statistics/quantile-of-survival.ts'
import type { FollowUp } from '../src/core/statistics/risk-set.ts'
import { timeToCause } from '../src/core/statistics/time-to-cause.ts'
import type { Until } from '../src/model/deadline.ts'
import type { Journey, Stage } from '../src/model/journey.ts'
import { beyond, byDeadline, type Spell } from './oracle/deadlines.ts'
import { compareText, type OracleEvent, type OracleFacts } from './oracle/facts.ts'
import {
  causeOf,
  conversion,
  conversionWithoutSilence,
  countedStays,
  dailyChance,
  dayMs,
  funnel,
  handOffReasons,
  handOverCounts,
  joinOverSilence,
  lastActivityOfDropped,
  nextSteps,
  observe,
  observeHandOff,
  reach,
  stayCounts,
  trend,
  windowOf,
} from './oracle/measures.ts'
import { usableEvents } from './oracle/order.ts'
import { collapse, type Trace, traces } from './oracle/paths.ts'
import type { OracleStay, OracleTouch } from './oracle/stays.ts'
import { eventsBySubject } from './oracle/subjects.ts'
import { convertingQuantile, incidence, leavingQuantile, type Observed, stepAt, survival } from './oracle/survival.ts'

/** What figures are expected from: all stays and touches by the oracle, those that a filter chooses, and what they came from. */
export interface Expecting {
  journey: Journey
  horizon: number
  stays: readonly OracleStay[]
  chosen: readonly OracleStay[]
  touches: readonly OracleTouch[]
  events: readonly OracleEvent[]
  facts: OracleFacts
}

const quartiles = [0.25, 0.5, 0.75]
const causeNumbers = { converted: 1, returned: 2, dropped: 3 }

/** Rule M5: the account if any, else the subject. */
const clusterOf = (stay: OracleStay) => JSON.stringify([stay.account, stay.account === '' ? stay.subject : ''])

/** A name for a stay that no other has. */
export const keyOf = (one: { subject: string; instance: number; position: number }) =>
  JSON.stringify([one.subject, one.instance, one.position])

function followUps(observed: readonly Observed[], begins: readonly OracleStay[]): FollowUp[] {
  return observed.map(({ to, cause }, i) => ({
    time: to,
    cause: cause === null ? 0 : causeNumbers[cause],
    cluster: clusterOf(begins[i] as OracleStay),
  }))
}

/** The parts of an estimate that a share with its interval has; `n` is the denominator. */
const limited = (share: { value: number | null; low: number | null; high: number | null }, n: number, clusters: number) => ({
  value: share.value,
  low: share.low,
  high: share.high,
  denominator: n,
  clusters,
})

const noOne = { value: null, low: null, high: null, denominator: 0 }

/** A share of stays, with the Wilson interval of its clusters (M5). */
function shareOf(stays: readonly OracleStay[], hits: (stay: OracleStay) => boolean) {
  if (stays.length === 0) return noOne
  const rows = stays.map((stay) => ({ cluster: clusterOf(stay), hits: hits(stay) ? 1 : 0, trials: 1 }))
  const share = proportion(rows)
  return { ...limited(share, stays.length, share.clusters), numerator: share.hits }
}

/** Incidences of the three causes and the share still in at a time, each with its interval, from core statistics. */
function incidencesAt(rows: readonly FollowUp[], time: number) {
  if (rows.length === 0) return { converted: noOne, returned: noOne, dropped: noOne, stillIn: noOne }
  const { points, clusters } = aalenJohansen(rows, 3, [time])
  const [point] = points
  if (point === undefined) throw new Error('no point')
  const [converted, returned, dropped] = point.incidence.map((share) => limited(share, rows.length, clusters))
  return { converted, returned, dropped, stillIn: limited(point.survival, rows.length, clusters) }
}

/** Quartiles of leaving with their limits (M3, M5): the band of single rows, its variance widened by the clusters' effect at the quartile. */
function leavingOf(rows: readonly FollowUp[], observed: readonly Observed[]) {
  const left = (row: FollowUp, cluster: string | number) => ({ time: row.time, left: row.cause > 0, cluster })
  const single = kaplanMeier(rows.map((row, i) => left(row, i)))
  const clustered = kaplanMeier(rows.map((row) => left(row, row.cluster)))
  return quartiles.map((share): SurvivalQuantile => {
    const value = leavingQuantile(observed, share)
    if (clustered.note !== null) return { share, value, low: null, high: null }
    const place = single.times.findLastIndex((time, j) => time <= (value ?? Infinity) && (single.survival[j] ?? 0) > 0)
    const [one, all] = [single.stdErr[place] ?? 0, clustered.stdErr[place] ?? 0]
    const effect = one === 0 ? 1 : (all / one) ** 2
    const widened = single.stdErr.map((stdErr) => stdErr * Math.sqrt(effect))
    const limits = single.survival.map((still, j) => bandOf(still, widened[j] ?? 0))
    const curve = { ...single, low: limits.map((one) => one.low), high: limits.map((one) => one.high), note: null }
    return { ...quantileOfSurvival(curve, share), value }
  })
}

/** Quartiles of the time to convert with their limits (M3, M5): as of leaving, on the share of converts who have not yet. */
function convertingOf(rows: readonly FollowUp[], observed: readonly Observed[], windowMs: number) {
  const single = timeToCause(
    rows.map((row, cluster) => ({ ...row, cluster })),
    1,
    windowMs,
  )
  const clustered = timeToCause(rows, 1, windowMs)
  return quartiles.map((share): SurvivalQuantile => {
    const value = convertingQuantile(observed, windowMs, share)
    if (clustered.note !== null || value === null) return { share, value, low: null, high: null }
    const place = single.times.findLastIndex((time, j) => time <= value && (single.survival[j] ?? 0) > 1e-12)
    const [one, all] = [single.stdErr[place] ?? 0, clustered.stdErr[place] ?? 0]
    const effect = one < 1e-12 ? 1 : (all / one) ** 2
    const limits = single.survival.map((waiting, j) => bandOf(waiting, (single.stdErr[j] ?? 0) * Math.sqrt(effect)))
    // By the window all who convert have done so: the limits end there too.
    const [low, high] = [limits.map((one) => one.low), limits.map((one) => one.high)]
    low.splice(-1, 1, 0)
    high.splice(-1, 1, 0)
    return { ...quantileOfSurvival({ ...single, low, high, note: null }, share), value }
  })
}

/** Log(−log) limits written out anew (M5). */
function bandOf(still: number, stdErr: number) {
  if (still <= 0 || still >= 1) return { low: null, high: null }
  const half = (1.959963984540054 * stdErr) / (still * Math.abs(Math.log(still)))
  return { low: Math.exp(Math.log(still) * Math.exp(half)), high: Math.exp(Math.log(still) * Math.exp(-half)) }
}

const inDays = ({ share, value, low, high }: SurvivalQuantile) => {
  const days = (ms: number | null) => (ms === null ? null : ms / dayMs)
  return { share, days: days(value), low: days(low), high: days(high) }
}

/** A stage's figures on the map. */
export function expectedStage(expecting: Expecting, stage: Stage) {
  const { horizon, stays, chosen } = expecting
  const counted = countedStays(chosen, stage.index)
  const observed = observe(counted, horizon)
  const rows = followUps(observed, counted)
  const joined = joinOverSilence(stays, counted, horizon)
  const joinedRows = followUps(
    joined.map((one) => one.observed),
    joined.map((one) => one.stay),
  )
  return {
    counts: stayCounts(chosen, stage.index),
    conversion: {
      raw: shareOf(counted, (stay) => causeOf(stay) === 'converted'),
      ...(stage.until === null
        ? withinWindow(expecting, stage, rows, joinedRows)
        : byOwnWindow(spellsOf(counted, observed), joined, stage.until, horizon)),
    },
    time: {
      leaving: rows.length === 0 ? quartiles.map(none) : leavingOf(rows, observed).map(inDays),
      converting:
        stage.until === null
          ? convertingOf(rows, observed, windowOf(stage)).map(inDays)
          : convertingBy(spellsOf(counted, observed), stage.until, horizon),
      lastActivityOfDropped: quartiles.flatMap((share) => {
        const ms = lastActivityOfDropped(chosen, stage.index, share)
        return ms === null ? [] : [inDays({ share, value: ms, low: null, high: null })]
      }),
      shape: shapeOf(observed),
    },
    touchpoints: reachOf(expecting, stage, 'touchpoint'),
    channels: reachOf(expecting, stage, 'channel'),
  }
}

const spellsOf = (stays: readonly OracleStay[], observed: readonly Observed[]): Spell[] =>
  stays.map((stay, i) => ({ stay, observed: observed[i] as Observed }))

/** Incidences at the window of a stage whose window is a time (M2). */
function withinWindow(expecting: Expecting, stage: Stage, rows: readonly FollowUp[], joinedRows: readonly FollowUp[]) {
  const naive = conversion(expecting.chosen, stage, expecting.horizon)
  const { converted, returned, dropped, stillIn } = incidencesAt(rows, windowOf(stage))
  const withoutSilence = incidencesAt(joinedRows, windowOf(stage)).converted
  return {
    converted: { ...converted, value: naive?.at.converted ?? null },
    returned: { ...returned, value: naive?.at.returned ?? null },
    dropped: { ...dropped, value: naive?.at.dropped ?? null },
    stillIn: { ...stillIn, value: naive?.at.still ?? null },
    withoutSilence: joinedRows.length === 0 ? noOne : { ...withoutSilence, value: conversionAfter(expecting, stage) },
    windows: null,
  }
}

/** Plain shares of spells whose own window is over, and how many are in none (K7). */
export function byOwnWindow(spells: readonly Spell[], joined: readonly Spell[], until: Until, horizon: number) {
  const { over, stillHasTime, withoutDate } = byDeadline(spells, until, horizon)
  const share = (some: readonly Spell[], cause: Observed['cause']) => {
    const causes = new Map(some.map(({ stay, observed }) => [stay, observed.cause]))
    return shareOf([...causes.keys()], (stay) => causes.get(stay) === cause)
  }
  return {
    converted: share(over, 'converted'),
    returned: share(over, 'returned'),
    dropped: share(over, 'dropped'),
    stillIn: share(over, null),
    withoutSilence: share(byDeadline(joined, until, horizon).over, 'converted'),
    windows: { over: over.length, stillHasTime: stillHasTime.length, withoutDate: withoutDate.length },
  }
}

/** Quartiles of the time to convert of those who did so by their deadline; the longest window is the last limit (M3, K7). */
export function convertingBy(spells: readonly Spell[], until: Until, horizon: number) {
  const { over, longest } = byDeadline(spells, until, horizon)
  const observed = over.map((one) => one.observed)
  const rows = followUps(
    observed,
    over.map((one) => one.stay),
  )
  return convertingOf(rows, observed, beyond - 1).map((quantile) => {
    const { share, days, low, high } = inDays(quantile)
    return { share, days, low, high: high !== null && high * dayMs >= beyond - 1 ? longest / dayMs : high }
  })
}

const none = (share: number) => ({ share, days: null, low: null, high: null })

function conversionAfter({ stays, chosen, horizon }: Expecting, stage: Stage): number | null {
  const joined = joinOverSilence(stays, countedStays(chosen, stage.index), horizon).map((one) => one.observed)
  const whole = chosen.length === stays.length ? conversionWithoutSilence(stays, stage, horizon) : null
  return whole ?? (joined.length === 0 ? null : stepAt(incidence(joined), windowOf(stage)).converted)
}

/** The share leaving in each of 28 equal bins, to the last time of five at risk or 2.5 times the upper quartile. */
function shapeOf(observed: readonly Observed[]) {
  if (observed.length === 0) return []
  const last = Math.max(...observed.map((one) => one.to))
  const curve = kaplanMeier(observed.map((one, cluster) => ({ time: one.to, left: one.cause !== null, cluster })))
  const third = leavingQuantile(observed, 0.75)
  const end = Math.max(dayMs, Math.min(lastTimeAtRisk(curve, 5) ?? last, third === null ? last : third * 2.5))
  const steps = survival(observed)
  const stillAt = (time: number) => steps.findLast((step) => step.time <= time)?.still ?? 1
  return Array.from({ length: 28 }, (_, i) => {
    const [from, to] = [Math.round((end * i) / 28), Math.round((end * (i + 1)) / 28)]
    return { fromDay: from / dayMs, toDay: to / dayMs, share: (i === 0 ? 1 : stillAt(from)) - stillAt(to) }
  })
}

function reachOf({ chosen, touches }: Expecting, stage: Stage, by: 'touchpoint' | 'channel') {
  const own = chosen.filter((stay) => stay.stage === stage.index && stay.endedAt !== stay.startedAt)
  const inside = Map.groupBy(touches, keyOf)
  const found = reach(chosen, touches, stage.index, by).map(({ name, stays, touches: times }) => {
    const here = own.flatMap((stay) => inside.get(keyOf(stay)) ?? []).filter((touch) => touch[by] === name)
    const share = shareOf(own, (stay) => (inside.get(keyOf(stay)) ?? []).some((touch) => touch[by] === name))
    return { name, stays, touches: times, share, channel: by === 'touchpoint' ? commonest(here.map((touch) => touch.channel)) : null }
  })
  return found.sort((a, b) => b.stays - a.stays || compareText(a.name, b.name))
}

function commonest(texts: readonly string[]): string | null {
  const counts = [...Map.groupBy(texts, (text) => text)].sort((a, b) => b[1].length - a[1].length || compareText(a[0], b[0]))
  return counts[0]?.[0] || null
}

/** What stands on a map beside its stages. */
export function expectedTotals({ chosen, stays, facts, journey, horizon }: Expecting) {
  const subjects = (some: readonly OracleStay[]) => new Set(some.map((stay) => stay.subject)).size
  const starts = chosen.map((stay) => stay.startedAt)
  return {
    subjects: subjects(chosen),
    instances: new Set(chosen.map((stay) => JSON.stringify([stay.subject, stay.instance]))).size,
    span: chosen.length === 0 ? null : { from: Math.min(...starts), horizon },
    personaSubjects: new Map([...Map.groupBy(stays, (stay) => stay.persona)].map(([persona, own]) => [persona, subjects(own)])),
    slices: slicesOf(journey, facts),
  }
}

function slicesOf({ subjectType }: Journey, facts: OracleFacts) {
  const own = facts.properties.filter((fact) => fact.value !== '' && (fact.objectType === subjectType || fact.objectType === 'account'))
  const byProperty = Map.groupBy(own, (fact) => (fact.objectType === subjectType ? fact.name : `account.${fact.name}`))
  return [...byProperty]
    .flatMap(([property, some]) => {
      const held = [...Map.groupBy(some, (fact) => fact.value)].map(([value, rows]) => ({
        value,
        n: new Set(rows.map((row) => row.objectId)).size,
      }))
      held.sort((a, b) => b.n - a.n || compareText(b.value, a.value))
      return held.length >= 2 && held.length <= 40 ? [{ property, values: held.map(({ value }) => value) }] : []
    })
    .sort((a, b) => compareText(a.property, b.property))
}

/** A hand-off from a stage whose window ends at a deadline (M10, K7). */
export function handedOverBy(handed: readonly Spell[], until: Until, horizon: number, seen = handed) {
  const { converted } = byOwnWindow(handed, [], until, horizon)
  const inTime = byDeadline(handed, until, horizon).over.filter(({ observed }) => observed.cause === 'converted')
  const counts = handOverCounts(
    seen.map((one) => one.observed),
    0,
  )
  return { accepted: converted, days: convertingBy(handed, until, horizon), counts: { ...counts, acceptedByWindow: inTime.length } }
}

/** Each hand-off: share accepted in the window of the stage handed from, its time, and why some were refused (M10). */
export function expectedHandOffs(expecting: Expecting) {
  const { journey, stays, chosen, horizon, events, facts } = expecting
  const bySubject = eventsBySubject(
    journey,
    usableEvents(events).filter((event) => event.occurredAt <= horizon),
    facts,
  )
  return journey.handOffs.map((handOff) => {
    const stageOf = (id: string) => journey.stages.find((stage) => stage.id === id) as Stage
    const [from, to] = [stageOf(handOff.from), stageOf(handOff.to)]
    const handed = observeHandOff(stays, chosen, { from: from.index, to: to.index }, horizon)
    const observed = handed.map((one) => one.observed)
    const rows = followUps(
      observed,
      handed.map((one) => one.stay),
    )
    const own = chosen.filter((stay) => stay.stage === from.index)
    const reasons = handOff.reason === null ? [] : [...handOffReasons(own, (subject) => bySubject.get(subject) ?? [], handOff.reason)]
    return {
      id: handOff.id,
      ...(from.until === null
        ? {
            accepted: incidencesAt(rows, windowOf(from)).converted,
            days: convertingOf(rows, observed, windowOf(from)).map(inDays),
            counts: handOverCounts(observed, windowOf(from)),
          }
        : handedOverBy(handed, from.until, horizon)),
      reasons: reasons.map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count || compareText(a.reason, b.reason)),
      moreReasons: { reasons: 0, stays: 0 },
    }
  })
}

/** The cases of a journey (rule P1), their repeats joined or not. */
export function expectedCases({ journey, stays, chosen, horizon, events, facts }: Expecting, collapsed: boolean): Trace[] {
  const bySubject = eventsBySubject(
    journey,
    usableEvents(events).filter((event) => event.occurredAt <= horizon),
    facts,
  )
  const cases = traces(stays, chosen, (subject) => bySubject.get(subject) ?? [])
  return collapsed ? collapse(cases) : cases
}

/** What a stage's drawer adds. `times`: the days of its curve, which the drawer chooses. */
export function expectedDetail({ chosen, horizon }: Expecting, stage: Stage, times: readonly number[]) {
  const counted = countedStays(chosen, stage.index)
  const observed = observe(counted, horizon)
  const rows = followUps(observed, counted)
  const points = rows.length === 0 ? [] : aalenJohansen(rows, 3, times).points
  return {
    curve: points.map(({ time, survival: still, incidence: causes }) => ({
      day: time / dayMs,
      still: still.value,
      low: still.low,
      high: still.high,
      converted: causes[0]?.value,
      returned: causes[1]?.value,
      dropped: causes[2]?.value,
      atRisk: observed.filter((one) => one.to >= time).length,
    })),
    daily: dailyChance(chosen, stage.index, horizon).map(({ day, stayDays, exits }) => ({
      day,
      atRiskDays: stayDays,
      ...Object.fromEntries(Object.entries(exits).map(([ending, count]) => [ending, stayDays === 0 ? 0 : count / stayDays])),
    })),
    trend: trend(chosen, stage, horizon).map(({ month, entered, converted }) => {
      const ofMonth = counted.filter((stay) => new Date(stay.startedAt).toISOString().startsWith(month))
      const share = monthShare(ofMonth, stage, horizon)
      return { month, entered, converted: { ...share, value: converted } }
    }),
    next: nextSteps(chosen, stage.index)
      .map(({ to, how, stays }) => ({
        to,
        how,
        stays,
        share: shareOf(
          chosen.filter((stay) => stay.stage === stage.index),
          (stay) => stay.nextStage === to && stay.ending === how,
        ),
      }))
      .sort((a, b) => b.stays - a.stays || a.to - b.to || compareText(a.how, b.how)),
  }
}

function monthShare(ofMonth: readonly OracleStay[], stage: Stage, horizon: number) {
  const observed = observe(ofMonth, horizon)
  if (stage.until === null) return incidencesAt(followUps(observed, ofMonth), windowOf(stage)).converted
  return byOwnWindow(spellsOf(ofMonth, observed), [], stage.until, horizon).converted
}

/** The cumulative funnel; its intervals over clusters of the first stay. */
export function expectedFunnel({ stays, chosen, journey }: Expecting) {
  const { instances, running, steps } = funnel(stays, journey, chosen)
  const byInstance = [...Map.groupBy(stays, (stay) => JSON.stringify([stay.subject, stay.instance])).values()]
  const firsts = byInstance.flatMap(([first]) => (first !== undefined && !first.underWay && chosen.includes(first) ? [first] : []))
  const entered = new Map(firsts.map((first) => [first, new Set(byInstance.find((own) => own[0] === first)?.map((stay) => stay.stage))]))
  return {
    instances,
    running,
    stages: steps.map(({ stage, any, all, anyRunning, allRunning }) => {
      const earlier = journey.stages.filter(({ index, entry }) => index <= stage && entry !== null).map(({ index }) => index)
      return {
        any: { ...shareOf(firsts, (first) => [...(entered.get(first) ?? [])].some((index) => index >= stage)), value: any.value },
        all: { ...shareOf(firsts, (first) => earlier.every((index) => entered.get(first)?.has(index))), value: all.value },
        anyRunning,
        allRunning,
      }
    }),
  }
}
