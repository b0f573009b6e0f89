import type { StayCounts } from '../../src/map/journey-map.ts'
import type { Journey, Stage } from '../../src/model/journey.ts'
import { byDeadline } from './deadlines.ts'
import type { OracleEvent } from './facts.ts'
import type { OracleStay, OracleTouch } from './stays.ts'
import { type Cause, incidence, lastFollowed, type Observed, plainQuantile, type Step, stepAt } from './survival.ts'

/** A day is 86,400,000 ms (rule M4). */
export const dayMs = 86_400_000

/** A rate with its numerator and denominator; `value` null when the denominator is 0 (rule M1). */
export interface Ratio {
  numerator: number
  denominator: number
  value: number | null
}

function ratio(numerator: number, denominator: number): Ratio {
  return { numerator, denominator, value: denominator === 0 ? null : numerator / denominator }
}

/** The counts of stays of one stage (rule M6). `skipped` counts the stays, of other stages, whose opening jumped over this one. */
export function stayCounts(stays: readonly OracleStay[], stage: number): StayCounts {
  const own = stays.filter((stay) => stay.stage === stage)
  const count = (holds: (stay: OracleStay) => boolean) => own.filter(holds).length
  return {
    entered: own.length,
    first: count((stay) => stay.openedBy === 'first'),
    advancedIn: count((stay) => stay.openedBy === 'advanced'),
    returnedIn: count((stay) => stay.openedBy === 'returned'),
    resumed: count((stay) => stay.openedBy === 'resumed'),
    recovered: count((stay) => stay.openedBy === 'recovered'),
    stillIn: count((stay) => stay.ending === 'open'),
    advanced: count((stay) => stay.ending === 'advanced'),
    returned: count((stay) => stay.ending === 'returned'),
    completed: count((stay) => stay.ending === 'completed'),
    dropped: count((stay) => causeOf(stay) === 'dropped'),
    droppedBySilence: count((stay) => stay.ending === 'droppedBySilence'),
    droppedByExit: count((stay) => stay.ending === 'droppedByExit'),
    skipped: stays.filter((stay) => stay.skipped.includes(stage)).length,
    underWay: count((stay) => stay.underWay),
    subjects: new Set(own.map((stay) => stay.subject)).size,
  }
}

/** M2: converted = advanced or completed; null: still in. */
export function causeOf(stay: OracleStay): Cause | null {
  if (stay.ending === 'open') return null
  if (stay.ending === 'advanced' || stay.ending === 'completed') return 'converted'
  return stay.ending === 'returned' ? 'returned' : 'dropped'
}

/** The stays of a stage that time and conversion count: not those of instances already under way (rule M11). */
export function countedStays(stays: readonly OracleStay[], stage: number): OracleStay[] {
  return stays.filter((stay) => stay.stage === stage && !stay.underWay)
}

/** Stays as observed from their start to their end, or to the horizon. */
export function observe(stays: readonly OracleStay[], horizon: number): Observed[] {
  return stays.map((stay) => ({ from: 0, to: (stay.endedAt ?? horizon) - stay.startedAt, cause: causeOf(stay) }))
}

/** Stays as a period [from, to) sees them: those begun before it come under observation at its start (delayed entry, rule M11). */
export function observePeriod(stays: readonly OracleStay[], from: number, to: number, horizon: number): Observed[] {
  return stays.flatMap((stay) => {
    const end = stay.endedAt ?? horizon
    const until = Math.min(to, horizon)
    if (stay.startedAt >= to || end < from) return []
    const inside = stay.endedAt !== null && stay.endedAt < to
    return [
      {
        from: Math.max(0, from - stay.startedAt),
        to: (inside ? end : Math.min(end, until)) - stay.startedAt,
        cause: inside ? causeOf(stay) : null,
      },
    ]
  })
}

/** The window of a stage whose window is a time, ms. */
export function windowOf({ id, windowMs }: Pick<Stage, 'id' | 'windowMs'>): number {
  if (windowMs === null) throw new Error(`the window of stage ${id} ends at a deadline`)
  return windowMs
}

/** The headline of a stage: incidences at its window, which with `still` add to 1, and the raw ratio beside them (rule M2). Null: no stay counts. */
export function conversion(
  stays: readonly OracleStay[],
  stage: Stage,
  horizon: number,
): { at: Omit<Step, 'atRisk' | 'time'>; raw: Ratio } | null {
  const counted = countedStays(stays, stage.index)
  if (counted.length === 0) return null
  const converted = counted.filter((stay) => causeOf(stay) === 'converted').length
  return { at: stepAt(incidence(observe(counted, horizon)), windowOf(stage)), raw: ratio(converted, counted.length) }
}

/**
 * Stays of a stage with inactivity drops not counted as ends (rule M2). A stay dropped by silence goes on into the resumed stay after it;
 * a recovered stay after it ends it, as advanced or returned, at the recovered one's start. Without a next stay in the instance it is still in:
 * until the horizon, or until the subject's next instance starts. `all`: every stay; `chosen`: those whose start is counted.
 */
export function observeWithoutSilence(all: readonly OracleStay[], chosen: readonly OracleStay[], horizon: number): Observed[] {
  return joinOverSilence(all, chosen, horizon).map((joined) => joined.observed)
}

/** The same, each beside the stay that it begins with. */
export function joinOverSilence(
  all: readonly OracleStay[],
  chosen: readonly OracleStay[],
  horizon: number,
): { stay: OracleStay; observed: Observed }[] {
  const places = new Map(all.map((stay) => [JSON.stringify([stay.subject, stay.instance, stay.position]), stay]))
  const at = (subject: string, instance: number, position: number) => places.get(JSON.stringify([subject, instance, position]))
  const precedes = (stay: OracleStay) => at(stay.subject, stay.instance, stay.position - 1)
  const endOf = (begin: OracleStay): { end: number; cause: Cause | null } => {
    let stay = begin
    while (stay.ending === 'droppedBySilence') {
      const next = at(stay.subject, stay.instance, stay.position + 1)
      if (next === undefined) return { end: at(stay.subject, stay.instance + 1, 1)?.startedAt ?? horizon, cause: null }
      if (next.openedBy === 'recovered') return { end: next.startedAt, cause: next.stage > stay.stage ? 'converted' : 'returned' }
      stay = next
    }
    return { end: stay.endedAt ?? horizon, cause: causeOf(stay) }
  }
  const begins = chosen.filter((stay) => !(stay.openedBy === 'resumed' && precedes(stay)?.ending === 'droppedBySilence'))
  return begins.map((stay) => {
    const { end, cause } = endOf(stay)
    return { stay, observed: { from: 0, to: end - stay.startedAt, cause } }
  })
}

/** Conversion by the window with inactivity drops not counted as ends (rule M2); null: no stay counts. */
export function conversionWithoutSilence(stays: readonly OracleStay[], stage: Stage, horizon: number): number | null {
  const observed = observeWithoutSilence(stays, countedStays(stays, stage.index), horizon)
  return observed.length === 0 ? null : stepAt(incidence(observed), windowOf(stage)).converted
}

/** Type 7 quantile of the time from start to last activity, ms, of stays dropped by silence or exit; null: none (rule M3). */
export function lastActivityOfDropped(stays: readonly OracleStay[], stage: number, q: number): number | null {
  const dropped = countedStays(stays, stage).filter((stay) => causeOf(stay) === 'dropped')
  return plainQuantile(
    dropped.map((stay) => stay.lastActivityAt - stay.startedAt),
    q,
  )
}

export type DailyEnding = 'advanced' | 'completed' | 'returned' | 'dropped'

/** Exits on day d of the stay and the stay-days lived in it: the daily chance is their quotient (rule M4). */
export interface DailyChance {
  day: number
  stayDays: number
  exits: Record<DailyEnding, number>
}

/** Daily chance by cause, from day 0 to the last day that at least 5 stays have come to (rule M4). */
export function dailyChance(stays: readonly OracleStay[], stage: number, horizon: number): DailyChance[] {
  const counted = countedStays(stays, stage)
  const last = lastFollowed(observe(counted, horizon))
  const days: DailyChance[] = []
  for (let day = 0; last !== null && day * dayMs <= last; day += 1) {
    const exits = { advanced: 0, completed: 0, returned: 0, dropped: 0 }
    let lived = 0
    for (const stay of counted) {
      const length = (stay.endedAt ?? horizon) - stay.startedAt
      lived += Math.min(Math.max(length - day * dayMs, 0), dayMs)
      const ending = stay.ending === 'droppedBySilence' || stay.ending === 'droppedByExit' ? 'dropped' : stay.ending
      if (ending !== 'open' && length >= day * dayMs && length < (day + 1) * dayMs) exits[ending] += 1
    }
    days.push({ day, stayDays: lived / dayMs, exits })
  }
  return days
}

/** Where the stays of a stage go next; `to` 0: nowhere (still in, completed or dropped). Every stay counts once (rule M6). */
export function nextSteps(stays: readonly OracleStay[], stage: number): { to: number; how: string; stays: number; share: Ratio }[] {
  const own = stays.filter((stay) => stay.stage === stage)
  const kinds = new Set(own.map((stay) => JSON.stringify([stay.nextStage, stay.ending])))
  return [...kinds].sort().map((kind) => {
    const [to, how] = JSON.parse(kind) as [number, string]
    const count = own.filter((stay) => stay.nextStage === to && stay.ending === how).length
    return { to, how, stays: count, share: ratio(count, own.length) }
  })
}

/** A stage of the cumulative funnel. Running: instances with a stay open that have not come so far. */
export interface FunnelStep {
  stage: number
  any: Ratio
  all: Ratio
  anyRunning: number
  allRunning: number
}

/** The stays of each instance that was not already under way and whose first stay is among the chosen, in order of position. */
export function instancesOf(stays: readonly OracleStay[], chosen: readonly OracleStay[]): OracleStay[][] {
  const instances = Map.groupBy(stays, (stay) => JSON.stringify([stay.subject, stay.instance]))
  return [...instances.values()].filter(([first]) => first !== undefined && !first.underWay && chosen.includes(first))
}

/** Cumulative funnel over instances: "any" = this stage or a later one, "all" = this and every earlier one that someone can enter (rules M6, J6). */
export function funnel(
  stays: readonly OracleStay[],
  journey: Journey,
  chosen = stays,
): { instances: number; running: number; steps: FunnelStep[] } {
  const instances = instancesOf(stays, chosen).map((own) => {
    return { entered: new Set(own.map((stay) => stay.stage)), running: own.some((stay) => stay.ending === 'open') }
  })
  const steps: FunnelStep[] = []
  for (let stage = 1; stage <= journey.stages.length; stage += 1) {
    const needed = journey.stages.filter(({ index, entry }) => index <= stage && entry !== null)
    const any = instances.filter((one) => [...one.entered].some((entered) => entered >= stage))
    const all = instances.filter((one) => needed.every(({ index }) => one.entered.has(index)))
    steps.push({
      stage,
      any: ratio(any.length, instances.length),
      all: ratio(all.length, instances.length),
      anyRunning: instances.filter((one) => one.running && !any.includes(one)).length,
      allRunning: instances.filter((one) => one.running && !all.includes(one)).length,
    })
  }
  return { instances: instances.length, running: instances.filter((one) => one.running).length, steps }
}

/** Reach of each touchpoint or channel in a stage: stays with at least one such touch, over all its stays of more than an instant (rule M14). */
export function reach(stays: readonly OracleStay[], touches: readonly OracleTouch[], stage: number, by: 'touchpoint' | 'channel') {
  const key = (one: { subject: string; instance: number; position: number }) => JSON.stringify([one.subject, one.instance, one.position])
  const own = new Set(stays.filter((stay) => stay.stage === stage && stay.endedAt !== stay.startedAt).map(key))
  const inside = touches.filter((touch) => own.has(key(touch)) && touch[by] !== '')
  const names = [...new Set(inside.map((touch) => touch[by]))].sort()
  return names.map((name) => {
    const named = inside.filter((touch) => touch[by] === name)
    const reached = new Set(named.map(key)).size
    return { name, stays: reached, touches: named.length, share: ratio(reached, own.size) }
  })
}

/** Entries by calendar month (UTC) with the conversion of each cohort, followed to the horizon; in time. */
export function trend(
  stays: readonly OracleStay[],
  stage: Stage,
  horizon: number,
): { month: string; entered: number; converted: number | null }[] {
  const own = stays.filter((stay) => stay.stage === stage.index)
  const monthOf = (stay: OracleStay) => new Date(stay.startedAt).toISOString().slice(0, 7)
  return [...new Set(own.map(monthOf))].sort().map((month) => {
    const cohort = own.filter((stay) => monthOf(stay) === month)
    return { month, entered: cohort.length, converted: convertedOf(cohort, stage, horizon) }
  })
}

function convertedOf(cohort: readonly OracleStay[], stage: Stage, horizon: number): number | null {
  if (stage.until === null) return conversion(cohort, stage, horizon)?.at.converted ?? null
  const counted = countedStays(cohort, stage.index)
  const seen = observe(counted, horizon)
  const { over } = byDeadline(
    counted.map((stay, i) => ({ stay, observed: seen[i] as Observed })),
    stage.until,
    horizon,
  )
  return ratio(over.filter(({ observed }) => observed.cause === 'converted').length, over.length).value
}

/**
 * Instances handed over, since their first stay in the stage handed from, if it is chosen and they were not already under way: accepted at the first
 * later stay in the stage handed to; not accepted where the last stay ended otherwise; still waiting while a stay is open (rule M10).
 */
export function observeHandOff(
  stays: readonly OracleStay[],
  chosen: readonly OracleStay[],
  { from, to }: { from: number; to: number },
  horizon: number,
): { stay: OracleStay; observed: Observed }[] {
  const instances = Map.groupBy(stays, (stay) => JSON.stringify([stay.subject, stay.instance]))
  return [...instances.values()].flatMap((own): { stay: OracleStay; observed: Observed }[] => {
    const stay = own.find((one) => one.stage === from)
    if (stay === undefined || stay.underWay || !chosen.includes(stay)) return []
    const accepted = own.find((one) => one.stage === to && one.position > stay.position)
    if (accepted) return [{ stay, observed: { from: 0, to: accepted.startedAt - stay.startedAt, cause: 'converted' } }]
    const end = own.at(-1)?.endedAt ?? null
    return [{ stay, observed: { from: 0, to: (end ?? horizon) - stay.startedAt, cause: end === null ? null : 'dropped' } }]
  })
}

/** How many were handed over, accepted at all and within the window (ms), refused, and wait (rule M10). */
export function handOverCounts(observed: readonly Observed[], windowMs: number) {
  const accepted = observed.filter((one) => one.cause === 'converted')
  return {
    handedOver: observed.length,
    accepted: accepted.length,
    acceptedByWindow: accepted.filter((one) => one.to <= windowMs).length,
    refused: observed.filter((one) => one.cause === 'dropped').length,
    waiting: observed.filter((one) => one.cause === null).length,
  }
}

/** Why hand-overs were refused: values of a property on events inside the stays, ends included; each counts the stays that have it (rule M10). */
export function handOffReasons(
  stays: readonly OracleStay[],
  eventsOf: (subject: string) => readonly OracleEvent[],
  property: string,
): Map<string, number> {
  const counts = new Map<string, number>()
  for (const stay of stays) {
    const inside = eventsOf(stay.subject).filter(
      (event) => event.occurredAt >= stay.startedAt && event.occurredAt <= (stay.endedAt ?? Infinity),
    )
    const reasons = new Set(inside.map((event) => event.properties[property] ?? '').filter((reason) => reason !== ''))
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  }
  return counts
}
