import { asc, desc, eq, inArray } from 'drizzle-orm'
import type { ProgrammeLogEntry, ProgrammePause } from '../model/programme-log.ts'
import type { Documents, RunDocuments } from './document-query.ts'
import { programmeLog, programmePauses, programmes } from './document-schema.ts'

/** A programme as it was written; `changedAt` UTC ms. */
export interface ProgrammeRow {
  id: string
  text: string
  changedAt: number
}

export interface ProgrammeRepository {
  /** Every programme, by id. */
  list(): Promise<ProgrammeRow[]>
  /** Keeps a programme in the place of the one with its id, with an entry of the log, or neither. */
  keep(kept: ProgrammeRow, entry: ProgrammeLogEntry): Promise<void>
  /** Removes a programme and its pause, with an entry of the log, or neither. */
  remove(id: string, entry: ProgrammeLogEntry): Promise<void>
  pauses(): Promise<ProgrammePause[]>
  /** Pauses one programme, or all, with an entry of the log; a pause of the same takes its place. */
  pause(pause: ProgrammePause, entry: ProgrammeLogEntry): Promise<void>
  /** Ends the pause of one programme, or that of all, with an entry of the log. */
  resume(programme: string | null, entry: ProgrammeLogEntry): Promise<void>
  /** The newest entries about a programme or all of them, newest first; null: every entry. */
  log(programme: string | null, limit: number): Promise<ProgrammeLogEntry[]>
}

/** Stands for all programmes; it cannot be an id. */
const all = '*'

export function programmeRepository(run: RunDocuments): ProgrammeRepository {
  const together = (work: (documents: Documents) => Promise<unknown>, entry: ProgrammeLogEntry) =>
    run((documents) =>
      documents.transaction(async (transaction) => {
        await work(transaction as unknown as Documents)
        await transaction.insert(programmeLog).values({ ...entry, programme: entry.programme ?? all, changes: [...entry.changes] })
      }),
    )
  return {
    list: () => run(async (documents) => documents.select().from(programmes).orderBy(asc(programmes.id))),
    keep: (kept, entry) =>
      together((documents) => documents.insert(programmes).values(kept).onConflictDoUpdate({ target: programmes.id, set: kept }), entry),
    remove: (id, entry) =>
      together(async (documents) => {
        await documents.delete(programmes).where(eq(programmes.id, id))
        await documents.delete(programmePauses).where(eq(programmePauses.programme, id))
      }, entry),
    pauses: () =>
      run(async (documents) => {
        const rows = await documents.select().from(programmePauses).orderBy(asc(programmePauses.programme))
        return rows.map(({ programme, reason, by, pausedAt }) => ({
          programme: programme === all ? null : programme,
          reason,
          by,
          since: pausedAt,
        }))
      }),
    pause: ({ programme, reason, by, since }, entry) => {
      const row = { programme: programme ?? all, reason, by, pausedAt: since }
      return together(
        (documents) => documents.insert(programmePauses).values(row).onConflictDoUpdate({ target: programmePauses.programme, set: row }),
        entry,
      )
    },
    resume: (programme, entry) =>
      together((documents) => documents.delete(programmePauses).where(eq(programmePauses.programme, programme ?? all)), entry),
    log: (programme, limit) =>
      run(async (documents) => {
        const about = programme === null ? undefined : inArray(programmeLog.programme, [programme, all])
        const rows = await documents.select().from(programmeLog).where(about).orderBy(desc(programmeLog.number)).limit(limit)
        return rows.map(({ number: _, programme: of, ...entry }) => ({ ...entry, programme: of === all ? null : of }))
      }),
  }
}
