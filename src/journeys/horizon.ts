import { type Journey, stageRules } from '../model/journey.ts'
import type { EventStore } from '../store/event-store.ts'
import { amongSql, type Changes } from './changes-since.ts'
import { eventsOf } from './events-of.ts'
import { sqlText, triggerSql } from './rule-sql.ts'

/** How far a source is known: `ended` has no watermark; a file without a declared one ends at its latest event (V6). */
export interface SourceWatermark {
  source: string
  kind: 'live' | 'file' | 'ended'
  watermark: number | null
}

export interface Horizon {
  /** UTC ms; null: no event meets any rule yet. */
  horizon: number | null
  /** First event of each source. */
  sourceStarts: Map<string, number>
}

/** What the joined events of a journey tell of a source: its first and last event of customer or company (UTC ms), and whether a rule names any (1). */
export interface SourceSpan {
  source: string
  first: number
  last: number
  named: number
}

/** The horizon of a journey (V6): the least watermark over the sources whose events a rule names. */
export async function horizonOf(store: EventStore, journey: Journey, watermarks: readonly SourceWatermark[]): Promise<Horizon> {
  return horizonAt(await sourceSpans(store, journey), watermarks)
}

/** The same from what is known of the sources. */
export function horizonAt(spans: readonly SourceSpan[], watermarks: readonly SourceWatermark[]): Horizon {
  const declared = new Map(watermarks.map((mark) => [mark.source, mark]))
  const limits = spans.flatMap(({ source, last, named }) => {
    const mark = declared.get(source)
    if (named === 0 || mark?.kind === 'ended') return []
    return [mark?.watermark ?? last]
  })
  return {
    horizon: limits.length > 0 ? Math.min(...limits) : lastOf(spans),
    sourceStarts: new Map(spans.map(({ source, first }) => [source, first])),
  }
}

/** The latest event of all sources, UTC ms; null: there is none. */
export function lastOf(spans: readonly SourceSpan[]): number | null {
  return spans.length === 0 ? null : Math.max(...spans.map(({ last }) => last))
}

/** The sources of a journey's joined events. */
export async function sourceSpans(store: EventStore, journey: Journey): Promise<SourceSpan[]> {
  return store.rows<SourceSpan>(
    spansSql(journey, `subject_events WHERE subjectType = ${sqlText(eventsOf(journey))} AND initiator != 'machine'`),
  )
}

/** The sources known before, with what changes added; only for changes that take no event away. */
export async function widenSpans(
  store: EventStore,
  journey: Journey,
  known: readonly SourceSpan[],
  changes: Changes,
): Promise<SourceSpan[]> {
  const type = sqlText(journey.subjectType)
  const added = await store.rows<SourceSpan>(
    spansSql(journey, `changed_events WHERE ${amongSql(changes)} AND notEmpty(objects[${type}]) AND initiator != 'machine'`),
  )
  const spans = new Map(known.map((span) => [span.source, span]))
  for (const span of added) {
    const before = spans.get(span.source) ?? span
    spans.set(span.source, {
      source: span.source,
      first: Math.min(before.first, span.first),
      last: Math.max(before.last, span.last),
      named: Math.max(before.named, span.named),
    })
  }
  return [...spans.values()]
}

function spansSql(journey: Journey, events: string): string {
  const named = stageRules(journey).map(triggerSql).join(' OR ') || '0'
  return `SELECT source, min(occurredAt) AS first, max(occurredAt) AS last, max(toUInt8(${named})) AS named FROM ${events} GROUP BY source ORDER BY source`
}
