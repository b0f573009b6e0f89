import { join } from 'node:path'
import { AppError } from '../core/error.ts'
import { proposeFiles } from '../events/propose-files.ts'
import { messageInventory } from '../programme/message-inventory.ts'
import { openEventStore } from '../store/chdb-store.ts'
import { openDataDirectory } from '../store/data-directory.ts'
import { socketIn } from '../store/data-lock.ts'
import { dataSetLog } from '../store/data-set-log.ts'
import { openDocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import type { App, LocalApp } from './app.ts'
import { campaignsDesk } from './campaigns-desk.ts'
import { contactsDesk } from './contacts-desk.ts'
import { dataSetDesk, recoverDataSets } from './data-set-desk.ts'
import { deadlineList } from './deadline-list.ts'
import { examine } from './doctor.ts'
import { draftDesk } from './draft-desk.ts'
import { draftProgramme } from './draft-programme.ts'
import { editorDesk } from './editor-desk.ts'
import { figuresDesk } from './figures-desk.ts'
import { importsDesk, recover, undoComplete } from './imports-desk.ts'
import { journeyDesk } from './journey-desk.ts'
import { keptFiles } from './kept-files.ts'
import { programmeNamed } from './kept-programmes.ts'
import { knownNames } from './known-names.ts'
import { mapsDesk } from './maps-desk.ts'
import { pastDesk } from './past-desk.ts'
import { dropPreview, previewDesk } from './preview-desk.ts'
import { programmeExportDesk } from './programme-export-desk.ts'
import { programmeReplayDesk } from './programme-replay-desk.ts'
import { programmesDesk } from './programmes-desk.ts'
import { queryMemory } from './query-memory.ts'
import { openRemoteApp } from './remote-app.ts'
import { segmentsDesk } from './segments-desk.ts'
import { sendAuditDesk } from './send-audit-desk.ts'
import { makeKey } from './server-key.ts'
import type { SmtpSource } from './smtp-settings.ts'
import { testSendDesk } from './test-send-desk.ts'
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
  const documents = openDocumentStore({ path: directory.documents })
  const now = () => Date.now()
  const dataSets = dataSetLog(join(directory.path, 'data-sets'))
  let opening: Promise<EventStore> | null = null
  const openEvents = (): Promise<EventStore> => {
    opening ??= (async () => {
      const store = await openEventStore({ path: directory.events, maxMemory })
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
  const journeys = journeyDesk(documents, openEvents, now)
  const campaigns = campaignsDesk(documents, journeys, openEvents, now)
  const segments = segmentsDesk(documents, openEvents, now)
  const pasts = pastDesk(documents, journeys, openEvents, now)
  const figures = figuresDesk(journeys, pasts, openEvents, campaigns.cohortOf, segments.withSegment)
  const imports = importsDesk(documents, journeys, openEvents, now)
  const kept = keptFiles(directory.path, now)
  const previews = previewDesk(documents, journeys, openEvents, now, segments.withSegment)
  const named = programmeNamed(documents.programmes)
  return {
    journeys: journeys.list,
    applyJourney: journeys.apply,
    validateJourney: journeys.validate,
    showJourney: async (id) => {
      const { text, number } = await journeys.version(id)
      return { text, version: number }
    },
    ...figures,
    ...sendAuditDesk(journeys, openEvents, async (id) => messageInventory((await named(id)).programme)),
    ...testSendDesk(named, openEvents, smtp, now),
    deadlines: (from, to) => deadlineList(documents.journeys, from, to),
    ...campaigns.desk,
    ...segments.desk,
    ...programmesDesk(documents, journeys, openEvents, now),
    ...programmeExportDesk({
      ids: async () => (await documents.programmes.list()).map(({ id }) => id),
      named: programmeNamed(documents.programmes),
      journey: async (id) => (await journeys.version(id)).journey,
    }),
    draftProgramme: async (journeyId, options, choices) => {
      const design = await figures.designProgramme(journeyId, options)
      return { text: draftProgramme(design, options, choices) }
    },
    ...programmeReplayDesk(documents, journeys, openEvents),
    ...mapsDesk(journeys, async () => knownNames(await openEvents())),
    ...previews,
    ...editorDesk(documents, journeys, previews, openEvents, now),
    refresh: async (id) => void (await journeys.refresh(id)),
    importFile: imports.run,
    proposeFiles,
    ...wizardDesk(kept, imports.run, now),
    ...dataSetDesk(kept, { imports, log: dataSets, recovered: openEvents, refreshAll: journeys.refreshAll, now }),
    imports: imports.list,
    cancelImport: imports.cancel,
    planUndo: imports.planUndo,
    undoImport: imports.undo,
    rejects: imports.rejects,
    ...contactsDesk(journeys, openEvents, now),
    ...draftDesk(openEvents),
    doctor: () => examine(directory.path, documents, openEvents, maxMemory),
    newKey: async () => ({ key: await makeKey(directory.path) }),
    announce: directory.announce,
    close: async () => {
      const store = await opening?.catch(() => null)
      await store?.close()
      await documents.close()
      await directory.release()
    },
  }
}
