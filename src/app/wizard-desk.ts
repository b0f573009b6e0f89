import { join } from 'node:path'
import { AppError } from '../core/error.ts'
import { type PreviewRequest, previewFile } from '../events/preview-file.ts'
import type { FilePreview, KeptFile } from '../model/file-preview.ts'
import type { ImportRecord } from '../model/import-record.ts'
import { uploadStore } from '../store/upload-store.ts'
import type { ImportRequest, UploadImport } from './app.ts'

/** Files looked at before they are imported: sent, kept aside, previewed, imported or dropped. */
export interface WizardDesk {
  previewFile(request: PreviewRequest): Promise<FilePreview>
  addUpload(name: string, content: AsyncIterable<Uint8Array>): Promise<KeptFile>
  uploads(): Promise<KeptFile[]>
  previewUpload(id: string, request: Omit<PreviewRequest, 'path' | 'name'>): Promise<FilePreview>
  /** Imports a kept file; once that is complete the file is no longer kept. Errors: as of an import; `conflict` while it is being imported. */
  importUpload(id: string, request: UploadImport): Promise<ImportRecord>
  dropUpload(id: string): Promise<void>
}

/** `data`: the data directory; `run`: imports a file. */
export function wizardDesk(data: string, run: (request: ImportRequest) => Promise<ImportRecord>, now: () => number): WizardDesk {
  const uploads = uploadStore(join(data, 'uploads'), now)
  const busy = new Set<string>()
  const refuseBusy = (id: string, name: string) => {
    if (busy.has(id)) throw new AppError('conflict', `${name} is being imported: wait for its end, or cancel the import.`)
  }
  const list = () => uploads.list(busy)
  return {
    previewFile: (request) => previewFile(request, now()),
    uploads: list,
    addUpload: async (name, content) => {
      await list()
      return uploads.add(name, content)
    },
    previewUpload: async (id, request) => {
      const { path, name } = await uploads.get(id)
      return previewFile({ ...request, path, name }, now())
    },
    importUpload: async (id, request) => {
      const { path, name } = await uploads.get(id)
      refuseBusy(id, name)
      busy.add(id)
      try {
        const record = await run({ ...request, path, name })
        if (record.state === 'complete') await uploads.remove(id)
        return record
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        throw new AppError(error.code, error.message.replaceAll(path, name), error.details, error)
      } finally {
        busy.delete(id)
      }
    },
    dropUpload: async (id) => {
      const { name } = await uploads.get(id)
      refuseBusy(id, name)
      await uploads.remove(id)
    },
  }
}
