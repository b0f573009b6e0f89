import { AppError } from '../core/error.ts'
import { readEvidence, subjectTypesOf } from '../journeys/draft/read-evidence.ts'
import type { DraftEvidence } from '../model/draft/draft-evidence.ts'
import { proposeJourney } from '../model/draft/propose-journey.ts'
import type { DraftAnswer, DraftOptions } from '../model/draft/proposed-journey.ts'
import { nearText } from '../model/near-match.ts'
import type { EventStore } from '../store/event-store.ts'

/** Journeys proposed from the log. */
export interface DraftDesk {
  /** A draft, or a sentence why there is none; nothing is kept. `notFound` for a type of subject that no event concerns, `invalid` for an arrangement that does not fit the data. */
  draftJourney(options: DraftOptions): Promise<DraftAnswer>
}

/** What was read last is kept while the data stay as they are, so that arranging a draft does not read them again. */
export function draftDesk(openEvents: () => Promise<EventStore>): DraftDesk {
  let kept: { key: string; evidence: Promise<DraftEvidence> } | null = null

  async function evidenceOf(subject: string | undefined): Promise<DraftEvidence | null> {
    const store = await openEvents()
    const key = JSON.stringify([subject ?? null, await stateOf(store)])
    if (kept?.key === key) return kept.evidence
    const types = await subjectTypesOf(store)
    const subjectType = chosen(
      subject,
      types.map(({ type }) => type),
    )
    if (subjectType === null) return null
    const evidence = readEvidence(store, types, subjectType)
    kept = { key, evidence }
    evidence.catch(() => {
      kept = null
    })
    return evidence
  }

  return {
    draftJourney: async (options) => {
      const evidence = await evidenceOf(options.subject)
      if (evidence !== null) return proposeJourney(evidence, options)
      return { draft: null, message: 'There is not enough data for a draft: there are no events yet. Import a file first.' }
    },
  }
}

/** The type asked for, or the one with most cases; null where there are no events at all. */
function chosen(subject: string | undefined, types: readonly string[]): string | null {
  if (subject === undefined || types.length === 0) return types[0] ?? null
  if (types.includes(subject)) return subject
  throw new AppError('notFound', `No event concerns a "${subject}". Known: ${types.join(', ')}.${nearText(subject, types)}`)
}

/** Changes whenever events or properties are added, taken back or erased. */
async function stateOf(store: EventStore): Promise<unknown> {
  const rows = await store.rows(
    `SELECT (SELECT (count(), sum(cityHash64(source, id))) FROM known_events) AS events, (SELECT (count(), max(receivedAt)) FROM known_properties) AS properties,
       (SELECT (count(), max(receivedAt)) FROM known_links) AS links`,
  )
  return rows[0] ?? null
}
