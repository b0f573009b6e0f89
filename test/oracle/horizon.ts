import type { Journey } from '../../src/model/journey.ts'
import type { EventMatch, Rule } from '../../src/model/rule.ts'
import type { OracleEvent } from './facts.ts'
import { usableEvents } from './order.ts'

/** How far a source is known (rule V6). Times are UTC ms; `declared` null: to its latest event. */
export type SourceState =
  | { name: string; kind: 'live'; lastHeartbeat: number; allowedLateness: number }
  | { name: string; kind: 'file'; declared: number | null }
  | { name: string; kind: 'ended' }

/** The horizon: the least watermark over the sources that hold an event some rule of a stage names; all ended: the latest event; null: no event (rule V6). */
export function oracleHorizon(journey: Journey, events: readonly OracleEvent[], sources: readonly SourceState[]): number | null {
  const usable = usableEvents(events)
  const latest = (of: readonly OracleEvent[]) => (of.length === 0 ? null : Math.max(...of.map((event) => event.occurredAt)))
  const matches = journey.stages.flatMap((stage) =>
    [stage.entry, stage.completed, stage.dropped, stage.reentry.kind === 'rule' ? stage.reentry.rule : null].flatMap((rule) =>
      rule === null ? [] : matchesIn(rule),
    ),
  )
  const marks = sources.flatMap((source) => {
    const own = usable.filter((event) => event.source === source.name)
    if (source.kind === 'ended' || !own.some((event) => matches.some((match) => fits(match, event)))) return []
    if (source.kind === 'live') return [source.lastHeartbeat - source.allowedLateness]
    return [source.declared ?? (latest(own) as number)]
  })
  return marks.length === 0 ? latest(usable) : Math.min(...marks)
}

/** Every event match in a rule, also under `not`: a late event there would change the outcome as well. */
function matchesIn(rule: Rule): EventMatch[] {
  if (rule.kind === 'event') return [rule]
  if (rule.kind === 'count') return matchesIn(rule.of)
  if (rule.kind === 'not') return matchesIn(rule.rule)
  return rule.kind === 'property' ? [] : rule.rules.flatMap(matchesIn)
}

function fits(match: EventMatch, event: OracleEvent): boolean {
  const one = (list: readonly string[], value: string) => list.length === 0 || list.includes(value)
  return one(match.names, event.name) && one(match.channels, event.channel) && one(match.touchpoints, event.touchpoint)
}
