import { AppError } from '../core/error.ts'
import { type PreviewRequest, previewFile } from '../events/preview-file.ts'
import type { FilePreview, KeptFile, UploadPreview } from '../model/file-preview.ts'
import type { ImportRecord } from '../model/import-record.ts'
import type { ImportRequest, UploadImport } from './app.ts'
import type { KeptFiles, UploadLook } from './kept-files.ts'

/** Files looked at before they are imported: sent, kept aside, previewed, imported or dropped. */
export interface WizardDesk {
  previewFile(request: PreviewRequest): Promise<FilePreview>
  addUpload(name: string, content: AsyncIterable<Uint8Array>): Promise<KeptFile>
  uploads(): Promise<KeptFile[]>
  /** Shows a kept file; the mapping that a person sets is kept as long as the file. */
  previewUpload(id: string, look: UploadLook): Promise<UploadPreview>
  /** Imports a kept file; once that is complete the file is no longer kept. Errors: as of an import; `conflict` while it is being imported. */
  importUpload(id: string, request: UploadImport): Promise<ImportRecord>
  dropUpload(id: string): Promise<void>
}

/** `run`: imports a file. */
export function wizardDesk(kept: KeptFiles, run: (request: ImportRequest) => Promise<ImportRecord>, now: () => number): WizardDesk {
  const { store, busy, list, refuseBusy } = kept
  return {
    previewFile: (request) => previewFile(request, now()),
    uploads: list,
    addUpload: async (name, content) => {
      await list()
      return store.add(name, content)
    },
    previewUpload: kept.preview,
    importUpload: async (id, request) => {
      const { path, name } = await store.get(id)
      refuseBusy(id, name)
      busy.add(id)
      try {
        const record = await run({ ...request, path, name })
        if (record.state === 'complete') await store.remove(id)
        return record
      } catch (error) {
        throw named(error, path, name)
      } finally {
        busy.delete(id)
      }
    },
    dropUpload: async (id) => {
      const { name } = await store.get(id)
      refuseBusy(id, name)
      await store.remove(id)
    },
  }
}

/** The error of a kept file with the name that people know it by. */
export function named(error: unknown, path: string, name: string): unknown {
  if (!(error instanceof AppError)) return error
  return new AppError(error.code, error.message.replaceAll(path, name), error.details, error)
}
