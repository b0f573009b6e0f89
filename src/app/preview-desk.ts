import { AppError } from '../core/error.ts'
import { newestChange } from '../events/record-change.ts'
import { bringEvents } from '../journeys/bring-events.ts'
import { bringAllStays } from '../journeys/bring-stays.ts'
import { matchesSql } from '../journeys/count-matches.ts'
import { dealType, eventsOf } from '../journeys/events-of.ts'
import { joinOpenDeals } from '../journeys/join-journey.ts'
import { knowContacts } from '../journeys/know-contacts.ts'
import { buildMap } from '../map/build-map.ts'
import type { Filter } from '../map/journey-map.ts'
import { checkRule, checkSubjectRule } from '../model/check-rule.ts'
import type { Journey } from '../model/journey.ts'
import { findingText } from '../model/journey-finding.ts'
import { normaliseRule } from '../model/normalise-rule.ts'
import { type RuleSpec, ruleSpecSchema, subjectRuleSpecSchema } from '../model/rule-spec.ts'
import { errorFinding, readBySchema } from '../model/spec-findings.ts'
import type { DocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import { anchored } from './anchored-filter.ts'
import type { JourneyDesk } from './journey-desk.ts'
import { mapFigures, noFigures } from './map-figures.ts'
import { onlyToday } from './past-day.ts'
import type { Preview, RuleCount } from './preview.ts'
import type { WithSegment } from './segments-desk.ts'

/** The version whose partitions hold what a preview computes: never that of a kept journey, whose versions count from 1. */
export const previewVersion = 4_294_967_295

/** The id under which a preview's journey keeps events of its own (E10): no journey can have it. */
const previewId = '~preview'

/** Figures of what is not kept yet: of a whole definition, of one rule. */
export interface PreviewDesk {
  previewMap(text: string, filter: Filter, signal?: AbortSignal): Promise<Preview>
  countRule(subjectType: string, rule: unknown, signal?: AbortSignal): Promise<RuleCount>
}

export function previewDesk(
  documents: DocumentStore,
  journeys: JourneyDesk,
  openEvents: () => Promise<EventStore>,
  now: () => number,
  withSegment: WithSegment,
): PreviewDesk {
  /** Brings the joined events of a subject type up to date. To be run while no refresh runs. */
  async function joinType(store: EventStore, subjectType: string, signal?: AbortSignal): Promise<void> {
    await knowContacts(store)
    await bringEvents(store, subjectType, await newestChange(store), signal)
  }

  async function figuresOf(journey: Journey, filter: Filter, signal?: AbortSignal) {
    const store = await openEvents()
    const aside: Journey = { ...journey, id: previewId }
    await joinType(store, journey.subjectType, signal)
    await joinOpenDeals(store, aside, signal)
    if (journey.value !== null && journey.subjectType !== dealType) await joinType(store, dealType, signal)
    const watermarks = (await documents.sources.list()).map(({ name, kind, watermark }) => ({ source: name, kind, watermark }))
    try {
      const { horizon } = await bringAllStays(store, { journey: aside, version: previewVersion, watermarks }, signal)
      if (horizon === null) return noFigures(journey)
      return await mapFigures(
        store,
        { journey: aside, version: previewVersion, horizon, filter: anchored(journey, await withSegment(journey, filter), horizon) },
        signal,
      )
    } finally {
      await dropPreview(store)
    }
  }

  return {
    previewMap: async (text, filter, signal) => {
      onlyToday(filter, 'The map of a definition that is not in force')
      const { journey, findings } = await journeys.validate(text)
      if (journey === null) return { map: null, findings }
      const number = ((await documents.journeys.current(journey.id))?.number ?? 0) + 1
      const figures = await journeys.aside(() => {
        if (signal?.aborted) throw cancelled()
        return figuresOf(journey, filter, signal)
      })
      return { map: buildMap(journey, number, filter, now(), figures), findings }
    },
    countRule: async (subjectType, written, signal) => {
      const rule = readRule(written)
      const store = await openEvents()
      await journeys.aside(() => joinType(store, subjectType, signal))
      const [counted] = await store.rows<RuleCount>(matchesSql({ subjectType, partition: subjectType, rule }), {}, signal)
      return counted ?? { subjects: 0, events: 0 }
    },
  }
}

/** Drops what a preview computed; also what one left when its program was killed. */
export async function dropPreview(store: EventStore): Promise<void> {
  const deals = eventsOf({ subjectType: dealType, id: previewId })
  const left = await store.rows<{ table: string; partition: string }>(
    `SELECT DISTINCT table, partition FROM system.parts WHERE database = currentDatabase() AND active AND partition IN ({version:String}, {deals:String})`,
    { version: String(previewVersion), deals },
  )
  for (const { table, partition } of left) {
    const literal = partition === deals ? `'${partition}'` : partition
    await store.run(`ALTER TABLE ${table} DROP PARTITION ${literal}`)
  }
}

/** A rule as written, also a persona's; `invalid` where it is none. */
function readRule(written: unknown) {
  const { spec, complaints } = readBySchema<RuleSpec>(ruleSpecSchema, written)
  const ofSubject = readBySchema(subjectRuleSpecSchema, written).spec
  const findings = ofSubject ? checkSubjectRule(ofSubject, []) : spec ? checkRule(spec, []) : complaints.map(errorFinding)
  const errors = findings.filter(({ kind }) => kind === 'error')
  if (spec === null || errors.length > 0) throw new AppError('invalid', errors.map(findingText).join(' '), { findings: errors })
  return normaliseRule(spec)
}

function cancelled() {
  return new AppError('cancelled', 'The preview was cancelled because nobody waits for it any more.')
}
