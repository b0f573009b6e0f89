/** How an import stands. `interrupted`: its program died; import the file again. */
export type ImportState = 'running' | 'complete' | 'cancelled' | 'failed' | 'interrupted'

/** One import as it is kept and shown. `rows` read; `events` among them; `rate` in rows a second; `secondsLeft` null while unknown; times in UTC ms. */
export interface ImportRecord {
  id: string
  file: string
  source: string
  digest: string
  state: ImportState
  phase: 'reading' | 'storing' | 'refreshing' | 'done'
  rows: number
  events: number
  added: number
  duplicates: number
  rejected: number
  bytes: number
  totalBytes: number
  rate: number
  secondsLeft: number | null
  startedAt: number
  finishedAt: number | null
  message: string | null
}

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
