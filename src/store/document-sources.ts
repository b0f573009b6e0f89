import { and, eq, sql } from 'drizzle-orm'
import type { RunDocuments } from './document-query.ts'
import { sources } from './document-schema.ts'

/** A source and its watermark (rule V6, UTC ms; null: none). `declared`: the watermark was told by a person, not read off the latest event. */
export interface Source {
  name: string
  kind: 'live' | 'file' | 'ended'
  watermark: number | null
  declared: boolean
}

export interface SourceRepository {
  /** Keeps the source as given, in the place of an earlier one of that name. */
  save(source: Source): Promise<void>
  /** A file brought events up to `occurredAt`: makes the source known, and moves its watermark forward unless one was declared. */
  advance(name: string, occurredAt: number): Promise<void>
  /** A file of the source was undone: its watermark is now `occurredAt`; null: no event is left, and the source is forgotten. A declared one stays. */
  goBack(name: string, occurredAt: number | null): Promise<void>
  get(name: string): Promise<Source | null>
  list(): Promise<Source[]>
}

export function sourceRepository(run: RunDocuments): SourceRepository {
  return {
    save: (source) =>
      run(async (documents) => {
        const { name: _, ...changed } = source
        await documents.insert(sources).values(source).onConflictDoUpdate({ target: sources.name, set: changed })
      }),
    advance: (name, occurredAt) =>
      run(async (documents) => {
        const later = sql`greatest(${sources.watermark}, ${occurredAt})`
        await documents
          .insert(sources)
          .values({ name, kind: 'file', watermark: occurredAt, declared: false })
          .onConflictDoUpdate({
            target: sources.name,
            set: { watermark: later },
            setWhere: sql`${sources.kind} = 'file' and not ${sources.declared}`,
          })
      }),
    goBack: (name, occurredAt) =>
      run(async (documents) => {
        const ofFile = and(eq(sources.name, name), eq(sources.kind, 'file'), eq(sources.declared, false))
        if (occurredAt === null) await documents.delete(sources).where(ofFile)
        else await documents.update(sources).set({ watermark: occurredAt }).where(ofFile)
      }),
    get: (name) =>
      run(async (documents) => {
        const rows = await documents.select().from(sources).where(eq(sources.name, name))
        return rows[0] ?? null
      }),
    list: () => run((documents) => documents.select().from(sources).orderBy(sources.name)),
  }
}
