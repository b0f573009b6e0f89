import { proposeFiles } from '../events/propose-files.ts'
import { openEventStore } from '../store/chdb-store.ts'
import { openDataDirectory } from '../store/data-directory.ts'
import { openDocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import type { App } from './app.ts'
import { contactsDesk } from './contacts-desk.ts'
import { examine } from './doctor.ts'
import { draftDesk } from './draft-desk.ts'
import { editorDesk } from './editor-desk.ts'
import { figuresDesk } from './figures-desk.ts'
import { importsDesk, recover } from './imports-desk.ts'
import { journeyDesk } from './journey-desk.ts'
import { mapsDesk } from './maps-desk.ts'
import { dropPreview, previewDesk } from './preview-desk.ts'
import { wizardDesk } from './wizard-desk.ts'

export interface AppOptions {
  /** The data directory; made when missing. */
  data: string
  /** What others are told who find the directory held, e.g. "desirepath serve". */
  command: string
  /** Bytes one query may use. */
  maxMemory?: number
}

/**
 * Opens the application on a data directory, held by this process alone until `close`. Engines load at their first use.
 * Errors: `locked`, `newerSchema`, `usage`, `store`.
 */
export async function openApp({ data, command, maxMemory }: AppOptions): Promise<App> {
  const directory = await openDataDirectory(data, command)
  const documents = openDocumentStore({ path: directory.documents })
  const now = () => Date.now()
  let opening: Promise<EventStore> | null = null
  const openEvents = (): Promise<EventStore> => {
    opening ??= (async () => {
      const store = await openEventStore({ path: directory.events, maxMemory })
      await recover(store, documents, now)
      await dropPreview(store)
      return store
    })()
    opening.catch(() => {
      opening = null
    })
    return opening
  }
  const journeys = journeyDesk(documents, openEvents, now)
  const figures = figuresDesk(journeys, openEvents)
  const imports = importsDesk(documents, journeys, openEvents, now)
  const previews = previewDesk(documents, journeys, openEvents, now)
  return {
    journeys: journeys.list,
    applyJourney: journeys.apply,
    validateJourney: journeys.validate,
    showJourney: async (id) => {
      const { text, number } = await journeys.version(id)
      return { text, version: number }
    },
    ...figures,
    ...mapsDesk(journeys),
    ...previews,
    ...editorDesk(documents, journeys, previews, openEvents, now),
    refresh: async (id) => void (await journeys.refresh(id)),
    importFile: imports.run,
    proposeFiles,
    ...wizardDesk(directory.path, imports.run, now),
    imports: imports.list,
    importProgress: imports.progress,
    cancelImport: imports.cancel,
    rejects: imports.rejects,
    ...contactsDesk(journeys, openEvents, now),
    ...draftDesk(openEvents),
    doctor: () => examine(directory.path, documents, openEvents),
    announce: directory.announce,
    close: async () => {
      const store = await opening?.catch(() => null)
      await store?.close()
      await documents.close()
      await directory.release()
    },
  }
}
