/** Every state of an import. `interrupted`: its program died; import the file again. `undoing`: being taken out, or its program died then; `undone`: taken out as a whole (rule E12). */
export const importStates = ['running', 'complete', 'cancelled', 'failed', 'interrupted', 'undoing', 'undone'] as const
export type ImportState = (typeof importStates)[number]

/**
 * One import as it is kept and shown: what it reads, how far it came, and the digest that tells the same file again. `rows` read; `events` among
 * them; `bytes` of `totalBytes`; `rate` in rows a second; `secondsLeft` null while unknown; times in UTC ms.
 */
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
