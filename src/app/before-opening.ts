import type { DataSetLog } from '../store/data-set-log.ts'
import type { JourneyVersion } from '../store/document-journeys.ts'
import type { Refresh } from '../store/document-refreshes.ts'
import type { DocumentStore } from '../store/document-store.ts'

/** Whether a program that died left an import or an undoing that the opening of the event store puts right: what was computed before is then of other facts. */
export async function isLeftUndone(documents: Pick<DocumentStore, 'imports'>, dataSets: Pick<DataSetLog, 'list'>): Promise<boolean> {
  const states = [...(await documents.imports.list()), ...dataSets.list()].map(({ state }) => state)
  return states.includes('running') || states.includes('undoing')
}

/**
 * The newest version of a journey and its refresh, where the documents alone say that it saw every import; null where only the event store can say it. Kept figures
 * so answer before that is opened, which takes a moment.
 */
export async function refreshBeforeOpening(
  documents: Pick<DocumentStore, 'imports' | 'journeys' | 'refreshes'>,
  dataSets: Pick<DataSetLog, 'list'>,
  journeyId: string,
): Promise<{ version: JourneyVersion; refresh: Refresh } | null> {
  const version = await documents.journeys.current(journeyId)
  const refresh = version && (await documents.refreshes.get(version.versionId))
  if (!version || refresh?.state !== 'complete' || (await isLeftUndone(documents, dataSets))) return null
  const newest = Math.max(0, ...(await documents.imports.list()).map(({ finishedAt }) => finishedAt ?? 0))
  return newest <= refresh.startedAt ? { version, refresh } : null
}
