import type { CaseChoice, Paths } from '../../src/map/paths.ts'
import { compareText, type OracleEvent } from './facts.ts'
import { dayMs } from './measures.ts'
import { compareEvents } from './order.ts'
import type { OracleStay } from './stays.ts'
import { plainQuantile } from './survival.ts'

/** One case: its events in E3 order. */
export interface Trace {
  subject: string
  instance: number
  account: string
  persona: string
  startedAt: number
  running: boolean
  steps: { name: string; at: number }[]
}

/** The cases of a journey (rule P1): an event is of the latest instance begun by its instant, if no later than the end of that one's last stay. */
export function traces(
  stays: readonly OracleStay[],
  chosen: readonly OracleStay[],
  eventsOf: (subject: string) => readonly OracleEvent[],
): Trace[] {
  const instances = [...Map.groupBy(stays, (stay) => JSON.stringify([stay.subject, stay.instance])).values()]
  return instances.flatMap((own): Trace[] => {
    const [first, last] = [own[0] as OracleStay, own.at(-1) as OracleStay]
    if (first.underWay || !chosen.includes(first)) return []
    const next = stays.find((stay) => stay.subject === first.subject && stay.instance === first.instance + 1)
    const inside = (at: number) => at >= first.startedAt && at <= (last.endedAt ?? Infinity) && at < (next?.startedAt ?? Infinity)
    const events = eventsOf(first.subject).filter((event) => inside(event.occurredAt))
    const steps = events.toSorted(compareEvents).map((event) => ({ name: event.name, at: event.occurredAt }))
    const { subject, instance, account, persona, startedAt } = first
    return [{ subject, instance, account, persona, startedAt, running: last.ending === 'open', steps }]
  })
}

/** Equal neighbours made one. */
export function collapse(cases: readonly Trace[]): Trace[] {
  return cases.map((one) => ({ ...one, steps: one.steps.filter((step, i) => step.name !== one.steps[i - 1]?.name) }))
}

/** What the paths of these cases are (rule P1), with every variant. */
export function paths(cases: readonly Trace[]): Omit<Paths, 'population' | 'collapsed' | 'variants'> & {
  variants: Omit<Paths['variants'][number], 'id'>[]
} {
  const spanOf = ({ steps }: Trace) => (steps.at(-1)?.at ?? 0) - (steps[0]?.at ?? 0)
  const days = (ms: readonly number[]) => (plainQuantile(ms, 0.5) ?? Number.NaN) / dayMs
  const spans = cases.map(spanOf)
  const pairs = cases.flatMap(({ steps }, place) =>
    steps.slice(1).map((to, i) => ({ place, from: steps[i]?.name ?? '', to: to.name, ms: to.at - (steps[i]?.at ?? 0) })),
  )
  const names = [...new Set(cases.flatMap(({ steps }) => steps.map((step) => step.name)))]
  const sequences = Map.groupBy(cases, ({ steps }) => JSON.stringify(steps.map((step) => step.name)))
  return {
    cases: cases.length,
    running: cases.filter((one) => one.running).length,
    events: cases.reduce((sum, one) => sum + one.steps.length, 0),
    medianDays: cases.length === 0 ? null : days(spans),
    meanDays: cases.length === 0 ? null : spans.reduce((sum, span) => sum + span, 0) / cases.length / dayMs,
    activities: names
      .map((name) => {
        const times = cases.map(({ steps }) => steps.filter((step) => step.name === name).length)
        return {
          name,
          events: times.reduce((sum, count) => sum + count, 0),
          cases: times.filter((count) => count > 0).length,
          rework: times.filter((count) => count > 1).length,
          starts: cases.filter(({ steps }) => steps[0]?.name === name).length,
          ends: cases.filter(({ steps }) => steps.at(-1)?.name === name).length,
        }
      })
      .sort((a, b) => b.events - a.events || compareText(a.name, b.name)),
    edges: [...Map.groupBy(pairs, ({ from, to }) => JSON.stringify([from, to])).values()]
      .map((some) => ({
        from: some[0]?.from ?? '',
        to: some[0]?.to ?? '',
        times: some.length,
        cases: new Set(some.map(({ place }) => place)).size,
        medianDays: days(some.map(({ ms }) => ms)),
      }))
      .sort((a, b) => b.times - a.times || compareText(a.from, b.from) || compareText(a.to, b.to)),
    variants: [...sequences]
      .map(([sequence, some]) => ({ names: JSON.parse(sequence) as string[], cases: some.length, medianDays: days(some.map(spanOf)) }))
      .sort((a, b) => b.cases - a.cases || compareLists(a.names, b.names)),
    folded: { variants: 0, cases: 0 },
  }
}

/** The cases that a figure counts (rule M7), each with how often it has the pair or the event, or else with its events; the latest begun first. */
export function members(cases: readonly Trace[], choice: Exclude<CaseChoice, { id: string }>): { one: Trace; times: number }[] {
  const shown = choice.set === 'folded' ? paths(cases).variants.slice(0, choice.shown) : []
  const timesIn = ({ running, steps }: Trace): number | null => {
    const names = steps.map((step) => step.name)
    const isWay = (way: readonly string[]) => JSON.stringify(way) === JSON.stringify(names)
    const counts = (holds: boolean, times = names.length) => (holds ? times : null)
    const named = (name: string) => names.filter((other) => other === name).length
    switch (choice.set) {
      case 'all':
        return counts(true)
      case 'running':
        return counts(running)
      case 'variant':
        return counts(isWay(choice.names))
      case 'folded':
        return counts(!shown.some((variant) => isWay(variant.names)))
      case 'follows': {
        const pairs = names.slice(1).filter((name, i) => names[i] === choice.from && name === choice.to).length
        return counts(pairs > 0, pairs)
      }
      case 'holds':
        return counts(names.includes(choice.name), named(choice.name))
      case 'rework':
        return counts(named(choice.name) >= 2, named(choice.name))
      case 'starts':
        return counts(names.length > 0 && names[0] === choice.name, named(choice.name))
      case 'ends':
        return counts(names.length > 0 && names.at(-1) === choice.name, named(choice.name))
    }
  }
  return cases
    .flatMap((one) => {
      const times = timesIn(one)
      return times === null ? [] : [{ one, times }]
    })
    .sort((a, b) => b.one.startedAt - a.one.startedAt || compareText(a.one.subject, b.one.subject) || a.one.instance - b.one.instance)
}

/** As the engine orders arrays: by the first text that differs, a beginning before what goes on. */
function compareLists(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareText(a[i] as string, b[i] as string)
    if (order !== 0) return order
  }
  return a.length - b.length
}
