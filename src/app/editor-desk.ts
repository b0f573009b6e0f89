import { randomUUID } from 'node:crypto'
import { AppError } from '../core/error.ts'
import { decideConflict, writeDraft } from '../model/edit/change-draft.ts'
import type { JourneyDraft } from '../model/edit/draft.ts'
import { journeyDifferences } from '../model/edit/journey-differences.ts'
import { noNames } from '../model/journey-names.ts'
import type { JourneyVersion } from '../store/document-journeys.ts'
import type { DocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import type { App } from './app.ts'
import type { DraftState, KeptVersion, VersionSummary } from './editing.ts'
import type { JourneyDesk } from './journey-desk.ts'
import { knownNames } from './known-names.ts'
import type { PreviewDesk } from './preview-desk.ts'

/** Drafts of journeys and their kept versions. */
export type EditorDesk = Pick<
  App,
  | 'draft'
  | 'changeDraft'
  | 'decideConflict'
  | 'dropDraft'
  | 'keepDraft'
  | 'versions'
  | 'versionText'
  | 'versionDifferences'
  | 'versionMap'
  | 'restoreVersion'
  | 'names'
>

export function editorDesk(
  documents: DocumentStore,
  journeys: JourneyDesk,
  previews: PreviewDesk,
  openEvents: () => Promise<EventStore>,
  now: () => number,
): EditorDesk {
  /** A draft as pages see it. One begun from an older version is first joined with what was kept since. */
  async function stateOf(journeyId: string): Promise<DraftState> {
    const version = await journeys.version(journeyId)
    const draft = await documents.drafts.get(journeyId)
    if (draft && draft.baseNumber < version.number) {
      const base = await versionNumbered(journeyId, draft.baseNumber)
      await documents.drafts.change(journeyId, (known) => known && joinedWith(known, base, version))
      return stateOf(journeyId)
    }
    const { text, revision, changedAt, session, conflicts } = draft ?? { ...begun(version), changedAt: null }
    return { journey: journeyId, text, revision, number: version.number, changedAt, session, conflicts }
  }

  function joinedWith(draft: JourneyDraft, base: JourneyVersion, version: JourneyVersion): JourneyDraft {
    const written = writeDraft(draft, { origin: base.text, text: version.text, session: `version ${version.number}` }, now(), randomUUID)
    return { ...written, baseNumber: version.number, revision: draft.revision + 1 }
  }

  async function versionNumbered(journeyId: string, number: number): Promise<JourneyVersion> {
    await journeys.version(journeyId)
    const all = await documents.journeys.versions(journeyId)
    const found = all.find((version) => version.number === number)
    if (found) return found
    throw new AppError('notFound', `Journey "${journeyId}" has no version ${number}: it has 1 to ${all[0]?.number ?? 0}.`)
  }

  async function keep(journeyId: string, text: string, note: string): Promise<KeptVersion> {
    const parsed = await journeys.validate(text)
    if (parsed.journey && parsed.journey.id !== journeyId) {
      throw new AppError(
        'invalid',
        `The text is of the journey "${parsed.journey.id}", not "${journeyId}": an id stays the same. Write "journey: ${journeyId}".`,
      )
    }
    const { findings } = await journeys.apply(text, note)
    return { version: summaryOf(await journeys.version(journeyId)), findings }
  }

  return {
    draft: stateOf,
    changeDraft: async (journeyId, writing) => {
      if (writing.text.includes('\0')) throw new AppError('invalid', 'The text holds a NUL character: take it out.')
      await stateOf(journeyId)
      const version = await journeys.version(journeyId)
      await documents.drafts.change(journeyId, (draft) => {
        const next = writeDraft(draft ?? begun(version), writing, now(), randomUUID)
        return next.revision === 0 ? null : next
      })
      return stateOf(journeyId)
    },
    decideConflict: async (journeyId, conflict, choice, session) => {
      await documents.drafts.change(journeyId, (draft) => {
        const next = draft && decideConflict(draft, conflict, choice, session, now())
        if (next) return next
        throw new AppError('conflict', 'This was decided, or changed again, meanwhile: look at what stands there now.')
      })
      return stateOf(journeyId)
    },
    dropDraft: async (journeyId) => void (await documents.drafts.change(journeyId, () => null)),
    keepDraft: async (journeyId, revision, note) => {
      const state = await stateOf(journeyId)
      if (state.revision !== revision)
        throw new AppError('conflict', 'The draft was changed meanwhile: look at it once more, then save it.')
      if (state.conflicts.length > 0) throw new AppError('conflict', 'Two people wrote at the same place: decide which stays, then save.')
      const kept = await keep(journeyId, state.text, note)
      await documents.drafts.change(journeyId, (draft) =>
        draft && draft.text !== state.text ? { ...draft, baseNumber: kept.version.number } : null,
      )
      return kept
    },
    versions: async (journeyId) => {
      await journeys.version(journeyId)
      return (await documents.journeys.versions(journeyId)).map(summaryOf)
    },
    versionText: async (journeyId, number) => (await versionNumbered(journeyId, number)).text,
    versionDifferences: async (journeyId, from, to) => {
      const [before, after] = await Promise.all([versionNumbered(journeyId, from), versionNumbered(journeyId, to)])
      return { from: summaryOf(before), to: summaryOf(after), differences: journeyDifferences(before.journey, after.journey) }
    },
    versionMap: async (journeyId, number, filter, signal) => {
      const { text } = await versionNumbered(journeyId, number)
      const { map, findings } = await previews.previewMap(text, filter, signal)
      if (map) return { ...map, journey: { ...map.journey, version: number } }
      throw new AppError(
        'invalid',
        `Version ${number} cannot be computed with the data of today: ${findings.find(({ kind }) => kind === 'error')?.message ?? ''}`,
      )
    },
    restoreVersion: async (journeyId, number) =>
      keep(journeyId, (await versionNumbered(journeyId, number)).text, `Version ${number} again`),
    names: async () => (await knownNames(await openEvents())) ?? noNames,
  }
}

/** A draft in which nothing is changed yet. */
function begun(version: JourneyVersion): JourneyDraft {
  const { journeyId, number, text } = version
  return { journeyId, baseNumber: number, text, revision: 0, session: '', changedAt: 0, conflicts: [] }
}

function summaryOf({ number, createdAt, note, journey }: JourneyVersion): VersionSummary {
  return { number, createdAt, note, stages: journey.stages.length }
}
