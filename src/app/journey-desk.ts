import { AppError } from '../core/error.ts'
import { refreshJourney } from '../journeys/refresh-journey.ts'
import { findingText, type JourneyFinding } from '../model/journey-finding.ts'
import { nearText } from '../model/near-match.ts'
import { parseJourney } from '../model/parse-journey.ts'
import type { JourneyVersion } from '../store/document-journeys.ts'
import type { Refresh } from '../store/document-refreshes.ts'
import type { DocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import type { JourneySummary } from './app.ts'
import { knownNames } from './known-names.ts'

/** The journeys and the state of their stays. */
export interface JourneyDesk {
  list(): Promise<JourneySummary[]>
  validate(text: string): Promise<ReturnType<typeof parseJourney>>
  apply(text: string): Promise<{ summary: JourneySummary; findings: JourneyFinding[] }>
  /** The newest version; `notFound` with near matches. */
  version(journeyId: string): Promise<JourneyVersion>
  /** The version with stays as of the latest import: computed now when missing or older than the data (one at a time a version). */
  fresh(journeyId: string): Promise<{ version: JourneyVersion; refresh: Refresh }>
  refresh(journeyId: string): Promise<Refresh>
  refreshAll(): Promise<void>
}

export function journeyDesk(documents: DocumentStore, openEvents: () => Promise<EventStore>, now: () => number): JourneyDesk {
  const running = new Map<number, Promise<Refresh>>()
  let last: Promise<unknown> = Promise.resolve()

  async function compute(version: JourneyVersion): Promise<Refresh> {
    const started: Refresh = {
      versionId: version.versionId,
      state: 'running',
      startedAt: now(),
      refreshedAt: null,
      horizon: null,
      counts: {},
      message: null,
    }
    await documents.refreshes.save(started)
    try {
      const watermarks = (await documents.sources.list()).map(({ name, kind, watermark }) => ({ source: name, kind, watermark }))
      const result = await refreshJourney(await openEvents(), version.journey, version.versionId, watermarks)
      const { horizon, subjects, stays } = result
      const complete: Refresh = { ...started, state: 'complete', refreshedAt: now(), horizon, counts: { subjects, stays } }
      await documents.refreshes.save(complete)
      return complete
    } catch (error) {
      await documents.refreshes.save({ ...started, state: 'failed', message: error instanceof Error ? error.message : String(error) })
      throw error
    }
  }

  /** Refreshes run one after the other, and a second wish for a version that waits or runs joins the first. */
  function refreshVersion(version: JourneyVersion): Promise<Refresh> {
    const known = running.get(version.versionId)
    if (known) return known
    const next = last.then(() => compute(version)).finally(() => running.delete(version.versionId))
    running.set(version.versionId, next)
    last = next.catch(() => {})
    return next
  }

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

  const read = async (text: string) => parseJourney(text, await knownNames(await openEvents()))

  return {
    list: async () => Promise.all((await documents.journeys.list()).map(summaryOf)),
    validate: read,
    apply: async (text) => {
      const { journey, findings } = await read(text)
      if (journey === null) {
        const errors = findings.filter(({ kind }) => kind === 'error')
        throw new AppError('invalid', `The journey was not kept:\n${errors.map((finding) => `  ${findingText(finding)}`).join('\n')}`, {
          findings,
        })
      }
      const version = await documents.journeys.apply({ text, journey, createdAt: now() })
      return { summary: await summaryOf(version), findings }
    },
    version: current,
    fresh: async (journeyId) => {
      const version = await current(journeyId)
      const [refresh, imports] = await Promise.all([documents.refreshes.get(version.versionId), documents.imports.list()])
      const newest = Math.max(0, ...imports.map((one) => (one.state === 'complete' ? (one.finishedAt ?? 0) : 0)))
      if (refresh?.state === 'complete' && (refresh.refreshedAt ?? 0) >= newest) return { version, refresh }
      return { version, refresh: await refreshVersion(version) }
    },
    refresh: async (journeyId) => refreshVersion(await current(journeyId)),
    refreshAll: async () => {
      for (const version of await documents.journeys.list()) await refreshVersion(version)
    },
  }
}
