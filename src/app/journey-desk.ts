import { AppError } from '../core/error.ts'
import { findingText, type JourneyFinding } from '../model/journey-finding.ts'
import { nearText } from '../model/near-match.ts'
import { parseJourney } from '../model/parse-journey.ts'
import type { JourneyVersion } from '../store/document-journeys.ts'
import type { DocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import type { JourneySummary } from './app.ts'
import { knownNames } from './known-names.ts'
import { type RefreshDesk, refreshDesk } from './refresh-desk.ts'
import { refreshQueue } from './refresh-queue.ts'

/** The journeys and the state of their stays. */
export interface JourneyDesk extends RefreshDesk {
  list(): Promise<JourneySummary[]>
  validate(text: string): Promise<ReturnType<typeof parseJourney>>
  /** `note`: what people say of the version. */
  apply(text: string, note?: string): Promise<{ summary: JourneySummary; findings: JourneyFinding[] }>
  /** The newest version; `notFound` with near matches. */
  version(journeyId: string): Promise<JourneyVersion>
  /** When the latest import was complete, UTC ms; 0: none. Opening finishes imports that a dead program left: only then is it known. */
  newestEvents(): Promise<number>
  /** Another value whenever stays of the journey were exchanged. */
  epoch(journeyId: string): string
  close(): Promise<void>
  /** Does work on the joined events, or aside of the kept stays, while no refresh runs. */
  aside<Result>(work: () => Promise<Result>): Promise<Result>
  /** Does work that may empty the stays while no refresh runs, then refreshes every journey. */
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

  async function newestEvents(): Promise<number> {
    await openEvents()
    const imports = await documents.imports.list()
    return Math.max(0, ...imports.map((one) => (one.state === 'complete' ? (one.finishedAt ?? 0) : 0)))
  }

  const refreshes = refreshDesk(queue, { current, list: async () => documents.journeys.list(), newestEvents, now })

  const read = async (text: string) => parseJourney(text, await knownNames(await openEvents()))

  return {
    ...refreshes,
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
      queue.supersede(version)
      if (version.isNew) refreshes.beginMeanwhile(version.journeyId)
      return { summary: await summaryOf(version), findings }
    },
    version: current,
    newestEvents,
    aside: queue.aside,
    epoch: queue.epoch,
    close: async () => {
      await queue.close()
      await refreshes.told()
    },
    refreshAfter: async (work) => {
      const result = await queue.emptying(work)
      await refreshes.refreshAll()
      return result
    },
  }
}
