import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'

/** Rows come back the same from both engines. */
interface DocumentResult extends PgQueryResultHKT {
  type: { rows: Record<string, unknown>[] }
}

/** The one query interface over PGlite and a PostgreSQL server. */
export type Documents = PgDatabase<DocumentResult>

/** Runs one piece of work on the store; on an engine with one connection pieces run one after the other. */
export type RunDocuments = <Result>(work: (documents: Documents) => Promise<Result>) => Promise<Result>
