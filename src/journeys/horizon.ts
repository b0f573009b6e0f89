import type { Journey } from '../model/journey.ts'
import type { Rule } from '../model/rule.ts'
import type { EventStore } from '../store/event-store.ts'
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

/** The horizon of a journey (V6): the least watermark over the sources whose events a rule names. */
export async function horizonOf(store: EventStore, journey: Journey, watermarks: readonly SourceWatermark[]): Promise<Horizon> {
  const rules = journey.stages.flatMap((stage) => [
    stage.entry,
    stage.completed,
    stage.dropped,
    stage.reentry.kind === 'rule' ? stage.reentry.rule : null,
  ])
  const named =
    rules
      .filter((rule): rule is Rule => rule !== null)
      .map(triggerSql)
      .join(' OR ') || '0'
  const sources = await store.rows<{ source: string; first: number; last: number; named: number }>(
    `SELECT source, min(occurredAt) AS first, max(occurredAt) AS last, max(toUInt8(${named})) AS named
     FROM subject_events WHERE subjectType = ${sqlText(eventsOf(journey))} AND initiator != 'machine' GROUP BY source`,
  )
  const declared = new Map(watermarks.map((mark) => [mark.source, mark]))
  const limits = sources.flatMap(({ source, last, named }) => {
    const mark = declared.get(source)
    if (named === 0 || mark?.kind === 'ended') return []
    return [mark?.watermark ?? last]
  })
  const latest = sources.length === 0 ? null : Math.max(...sources.map(({ last }) => last))
  return {
    horizon: limits.length > 0 ? Math.min(...limits) : latest,
    sourceStarts: new Map(sources.map(({ source, first }) => [source, first])),
  }
}
