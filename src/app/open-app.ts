import { join } from 'node:path'
import { AppError } from '../core/error.ts'
import { proposeFiles } from '../events/propose-files.ts'
import { openEventStore } from '../store/chdb-store.ts'
import { openDataDirectory } from '../store/data-directory.ts'
import { socketIn } from '../store/data-lock.ts'
import { dataSetLog } from '../store/data-set-log.ts'
import type { Refresh } from '../store/document-refreshes.ts'
import { type DocumentStore, openDocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import type { App, LocalApp } from './app.ts'
import { todaysRefresh } from './asked-figures.ts'
import { isLeftUndone, refreshBeforeOpening } from './before-opening.ts'
import { campaignsDesk } from './campaigns-desk.ts'
import { contactsDesk } from './contacts-desk.ts'
import { dataSetDesk, recoverDataSets } from './data-set-desk.ts'
import { deadlineList } from './deadline-list.ts'
import { examine } from './doctor.ts'
import { draftDesk } from './draft-desk.ts'
import { editorDesk } from './editor-desk.ts'
import { figuresDesk } from './figures-desk.ts'
import { importsDesk, recover, undoComplete } from './imports-desk.ts'
import { type JourneyDesk, journeyDesk } from './journey-desk.ts'
import { keptFigures } from './kept-figures.ts'
import { keptFiles } from './kept-files.ts'
import { knownNames } from './known-names.ts'
import { mapsDesk } from './maps-desk.ts'
import { pastDesk } from './past-desk.ts'
import { dropPreview, previewDesk } from './preview-desk.ts'
import { programmeDesks } from './programme-desks.ts'
import { queryMemory } from './query-memory.ts'
import { openRemoteApp } from './remote-app.ts'
import { segmentsDesk } from './segments-desk.ts'
import { makeKey } from './server-key.ts'
import type { SmtpSource } from './smtp-settings.ts'
import { steadyFigures } from './steady-figures.ts'
import { warmFigures } from './warm-figures.ts'
import { wizardDesk } from './wizard-desk.ts'

export interface AppOptions {
  /** The data directory; made when missing. */
  data: string
  /** What others are told who find the directory held, e.g. "desirepath serve". */
  command: string
  /** What all queries together may use, such as "4G"; without: half of the machine. */
  memory?: string | undefined
  /** Where the settings of the mail server for tests stand; without: none can be sent. */
  smtp?: SmtpSource | undefined
  /** A server elsewhere, which has its own data directory; `key` null where none is needed. */
  server?: { url: URL; key: string | null } | undefined
}

/** How often, and with which pause, a data directory is tried whose server is just ending. */
const tries = { count: 20, pauseMs: 100 }

/**
 * Opens the application, held by this process, or where a server holds the data directory, or is named, the one of the server: both forms do the same.
 * Errors: `locked` where a process holds the directory that is no server, `newerSchema`, `usage`, `store`; and those of a server that cannot be used.
 */
export async function openApp(options: AppOptions): Promise<App> {
  if (options.server !== undefined) return openRemoteApp(options.server)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await openLocalApp(options)
    } catch (error) {
      const socket = socketIn(error)
      if (socket === null) throw error
      const served = await openRemoteApp({ socket }).catch((failure: unknown) => {
        if (attempt < tries.count && failure instanceof AppError && failure.code === 'unreachable') return null
        throw failure
      })
      if (served !== null) return served
    }
    await new Promise((resolve) => setTimeout(resolve, tries.pauseMs))
  }
}

/**
 * Opens the application on a data directory, held by this process alone until `close`. Engines load at their first use.
 * Errors: `locked`, `newerSchema`, `usage`, `store`.
 */
export async function openLocalApp({ data, command, memory, smtp = {} }: AppOptions): Promise<LocalApp> {
  const maxMemory = queryMemory(memory)
  const directory = await openDataDirectory(data, command)
  const snapshots = keptFigures(join(directory.path, 'figures'))
  const documents = tellingRefreshes(openDocumentStore({ path: directory.documents }), (refresh) => onRefreshed(refresh))
  const now = () => Date.now()
  const dataSets = dataSetLog(join(directory.path, 'data-sets'))
  let opening: Promise<EventStore> | null = null
  const openEvents = (): Promise<EventStore> => {
    opening ??= (async () => {
      const store = await openEventStore({ path: directory.events, maxMemory })
      if (await isLeftUndone(documents, dataSets)) snapshots.empty()
      await recover(store, documents, now)
      await recoverDataSets(dataSets, (ids) => undoComplete(store, documents, ids))
      await dropPreview(store)
      return store
    })()
    opening.catch(() => {
      opening = null
    })
    return opening
  }
  const desk = journeyDesk(documents, openEvents, now)
  // What empties the stays changes or takes away facts of people: no figure from before may be left.
  const journeys: JourneyDesk = { ...desk, refreshAfter: (work) => desk.refreshAfter(() => snapshots.emptying(work)) }
  const campaigns = campaignsDesk(documents, journeys, openEvents, now)
  const segments = segmentsDesk(documents, openEvents, now)
  const pasts = pastDesk(documents, journeys, openEvents, now)
  const warming = warmFigures(
    steadyFigures(
      figuresDesk(journeys, pasts, {
        openEvents,
        beforeOpening: async (id) => (opening === null ? refreshBeforeOpening(documents, dataSets, id) : null),
        cohortOf: campaigns.cohortOf,
        withSegment: segments.withSegment,
        kept: snapshots,
      }),
      journeys.epoch,
    ),
  )
  let isServing = false
  async function onRefreshed(refresh: Refresh): Promise<void> {
    const { of, refresh: newest } = todaysRefresh(refresh, refresh)
    snapshots.keepOnly(of, newest)
    const version = (await documents.journeys.list()).find(({ versionId }) => versionId === refresh.versionId)
    if (isServing && version) warming.warm(version.journeyId)
  }
  const imports = importsDesk(documents, journeys, openEvents, now)
  const kept = keptFiles(directory.path, now)
  const previews = previewDesk(documents, journeys, openEvents, now, segments.withSegment)
  return {
    journeys: journeys.list,
    applyJourney: journeys.apply,
    validateJourney: journeys.validate,
    showJourney: async (id) => {
      const { text, number } = await journeys.version(id)
      return { text, version: number }
    },
    ...warming.figures,
    deadlines: (from, to) => deadlineList(documents.journeys, from, to),
    ...campaigns.desk,
    ...segments.desk,
    ...programmeDesks({ documents, journeys, openEvents, designProgramme: warming.figures.designProgramme, smtp, now }),
    ...mapsDesk(journeys, async () => knownNames(await openEvents())),
    ...previews,
    ...editorDesk(documents, journeys, previews, openEvents, now),
    refresh: async (id, how) => void (await journeys.refresh(id, how)),
    cancelRefresh: journeys.cancelRefresh,
    refreshState: journeys.refreshState,
    watchRefreshes: journeys.watchRefreshes,
    importFile: imports.run,
    proposeFiles,
    ...wizardDesk(kept, imports.run, now),
    ...dataSetDesk(kept, { imports, log: dataSets, recovered: openEvents, refreshAll: journeys.refreshAll, now }),
    imports: imports.list,
    cancelImport: imports.cancel,
    planUndo: imports.planUndo,
    undoImport: imports.undo,
    rejects: imports.rejects,
    ...contactsDesk(documents, journeys, openEvents, now),
    ...draftDesk(openEvents),
    doctor: () => examine(directory.path, documents, openEvents, maxMemory, snapshots.size),
    newKey: async () => ({ key: await makeKey(directory.path) }),
    announce: async (served) => {
      journeys.answerMeanwhile()
      await directory.announce(served)
      isServing = true
      for (const { journeyId } of await documents.journeys.list()) warming.warm(journeyId)
    },
    close: async () => {
      await warming.close()
      await journeys.close()
      const store = await opening?.catch(() => null)
      await store?.close()
      await documents.close()
      await directory.release()
    },
  }
}

/** The same store, which tells of each refresh that is complete. */
function tellingRefreshes(documents: DocumentStore, tell: (refresh: Refresh) => Promise<void>): DocumentStore {
  const save: DocumentStore['refreshes']['save'] = async (refresh) => {
    await documents.refreshes.save(refresh)
    if (refresh.state === 'complete') tell(refresh).catch(() => {})
  }
  return { ...documents, refreshes: { ...documents.refreshes, save } }
}
