import type { ImportRecord } from '../model/import-record.ts'

/** Where import records are kept: the document store, or memory in tests. */
export interface ImportLog {
  /** Keeps the record, in the place of an earlier one of the same id. */
  save(record: ImportRecord): Promise<void>
  get(id: string): Promise<ImportRecord | null>
  list(): Promise<ImportRecord[]>
}

/** An import log that lives as long as the program. */
export function memoryImportLog(): ImportLog {
  const records = new Map<string, ImportRecord>()
  return {
    save: async (record) => void records.set(record.id, { ...record }),
    get: async (id) => records.get(id) ?? null,
    list: async () => [...records.values()].sort((a, b) => b.startedAt - a.startedAt),
  }
}
