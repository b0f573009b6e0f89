import { AppError } from '../core/error.ts'
import { findingText, type JourneyFinding } from '../model/journey-finding.ts'
import { nearText } from '../model/near-match.ts'
import { parseJourney } from '../model/parse-journey.ts'
import type { JourneyVersion } from '../store/document-journeys.ts'
import type { Refresh } from '../store/document-refreshes.ts'
import type { DocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import type { JourneySummary } from './app.ts'
import { knownNames } from './known-names.ts'
import { refreshQueue } from './refresh-queue.ts'

/** The journeys and the state of their stays. */
export interface JourneyDesk {
  list(): Promise<JourneySummary[]>
  validate(text: string): Promise<ReturnType<typeof parseJourney>>
  /** `note`: what people say of the version. */
  apply(text: string, note?: string): Promise<{ summary: JourneySummary; findings: JourneyFinding[] }>
  /** The newest version; `notFound` with near matches. */
  version(journeyId: string): Promise<JourneyVersion>
  /** The version with stays as of the latest import: computed now when missing, lost or older than the data (one at a time a version). */
  fresh(journeyId: string): Promise<{ version: JourneyVersion; refresh: Refresh }>
  /** When the latest import was complete, UTC ms; 0: none. Opening finishes imports that a dead program left: only then is it known. */
  newestEvents(): Promise<number>
  refresh(journeyId: string): Promise<Refresh>
  refreshAll(): Promise<void>
  /** Does work on the joined events, or aside of the kept stays, while no refresh runs. */
  aside<Result>(work: () => Promise<Result>): Promise<Result>
  /** Does work that empties the stays while no refresh runs, then refreshes every journey. */
  refreshAfter<Result>(work: () => Promise<Result>): Promise<Result>
}

export function journeyDesk(documents: DocumentStore, openEvents: () => Promise<EventStore>, now: () => number): JourneyDesk {
  const queue = refreshQueue(documents, openEvents, now)

  async function current(journeyId: string): Promise<JourneyVersion> {
    const version = await documents.journeys.current(journeyId)
    if (version) return version
    const ids = (await documents.journeys.list()).map((journey) => journey.journeyId)
    const known =
      ids.length === 0
        ? 'There are no journeys yet: add one with desirepath journey apply FILE.'
        : `Known: ${ids.join(', ')}.${nearText(journeyId, ids)}`
    throw new AppError('notFound', `There is no journey "${journeyId}". ${known}`)
  }

  async function summaryOf(version: JourneyVersion): Promise<JourneySummary> {
    const refresh = await documents.refreshes.get(version.versionId)
    const { id, name, description, subjectType, stages } = version.journey
    const complete = refresh?.state === 'complete'
    return {
      id,
      name,
      description,
      subjectType,
      version: version.number,
      stages: stages.length,
      subjects: complete ? (refresh.counts.subjects ?? 0) : null,
      refreshedAt: complete ? refresh.refreshedAt : null,
    }
  }

  async function refreshAll(): Promise<void> {
    for (const version of await documents.journeys.list()) await queue.refresh(version)
  }

  async function newestEvents(): Promise<number> {
    await openEvents()
    const imports = await documents.imports.list()
    return Math.max(0, ...imports.map((one) => (one.state === 'complete' ? (one.finishedAt ?? 0) : 0)))
  }

  const read = async (text: string) => parseJourney(text, await knownNames(await openEvents()))

  return {
    list: async () => Promise.all((await documents.journeys.list()).map(summaryOf)),
    validate: read,
    apply: async (text, note) => {
      const { journey, findings } = await read(text)
      if (journey === null) {
        const errors = findings.filter(({ kind }) => kind === 'error')
        throw new AppError('invalid', `The journey was not kept:\n${errors.map((finding) => `  ${findingText(finding)}`).join('\n')}`, {
          findings,
        })
      }
      const version = await documents.journeys.apply({ text, journey, createdAt: now(), ...(note === undefined ? {} : { note }) })
      return { summary: await summaryOf(version), findings }
    },
    version: current,
    fresh: async (journeyId) => {
      const version = await current(journeyId)
      const newest = await newestEvents()
      return { version, refresh: (await queue.kept(version, newest)) ?? (await queue.refresh(version, newest)) }
    },
    newestEvents,
    aside: queue.aside,
    refresh: async (journeyId) => queue.refresh(await current(journeyId)),
    refreshAll,
    refreshAfter: async (work) => {
      const result = await queue.emptying(work)
      await refreshAll()
      return result
    },
  }
}
