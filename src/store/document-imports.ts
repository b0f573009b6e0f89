import { desc, eq } from 'drizzle-orm'
import type { ImportRecord } from '../model/import-record.ts'
import type { RunDocuments } from './document-query.ts'
import { imports } from './document-schema.ts'

export interface ImportRepository {
  /** Keeps the import, in the place of an earlier one of the same id. */
  save(record: ImportRecord): Promise<void>
  get(id: string): Promise<ImportRecord | null>
  /** All imports, newest first. */
  list(): Promise<ImportRecord[]>
}

export function importRepository(run: RunDocuments): ImportRepository {
  return {
    save: (record) =>
      run(async (documents) => {
        const values = { ...record, message: record.message?.replaceAll('\0', '\uFFFD') ?? null }
        const { id: _, ...changed } = values
        await documents.insert(imports).values(values).onConflictDoUpdate({ target: imports.id, set: changed })
      }),
    get: (id) => run(async (documents) => (await documents.select().from(imports).where(eq(imports.id, id)))[0] ?? null),
    list: () => run((documents) => documents.select().from(imports).orderBy(desc(imports.startedAt), desc(imports.id))),
  }
}
