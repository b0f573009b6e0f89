import { readFile } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import { AppError } from '../core/error.ts'
import type { Documents } from './document-query.ts'

export interface Migration {
  number: number
  tag: string
  statements: readonly string[]
}

/** The migrations of this program in order, numbered from 1, read from `src/store/migrations` (SQL written by drizzle-kit). */
export async function readMigrations(): Promise<Migration[]> {
  const folder = new URL('./migrations/', import.meta.url)
  const journal = JSON.parse(await readFile(new URL('meta/_journal.json', folder), 'utf8')) as { entries: { tag: string }[] }
  return Promise.all(
    journal.entries.map(async ({ tag }, position) => {
      const text = await readFile(new URL(`${tag}.sql`, folder), 'utf8')
      return { number: position + 1, tag, statements: text.split('--> statement-breakpoint') }
    }),
  )
}

/**
 * Brings the document store to the newest schema, forwards only, in one transaction: it ends at a whole schema or where it was.
 * Throws `newerSchema` when a later program wrote the store.
 */
export async function migrateDocuments(documents: Documents, migrations: readonly Migration[], where: string): Promise<void> {
  const known = migrations.length
  const found = await schemaNumber(documents)
  if (found > known) throw newerSchema(where, found, known)
  if (found === known) return
  await documents.transaction(async (transaction) => {
    // Two processes may open a fresh server together: the second waits here, then finds nothing to do.
    await transaction.execute(sql`select pg_advisory_xact_lock(hashtext('desirepath-migrations'))`)
    await transaction.execute(
      sql`create table if not exists desirepath_schema (number integer primary key, tag text not null, applied_at timestamptz not null default now())`,
    )
    const applied = await schemaNumber(transaction)
    for (const migration of migrations.slice(applied)) {
      for (const statement of migration.statements) await transaction.execute(sql.raw(statement))
      await transaction.execute(sql`insert into desirepath_schema (number, tag) values (${migration.number}, ${migration.tag})`)
    }
  })
}

async function schemaNumber(documents: Documents): Promise<number> {
  const table = await documents.execute(sql`select to_regclass('desirepath_schema')::text as name`)
  if (table.rows[0]?.name == null) return 0
  const newest = await documents.execute(sql`select coalesce(max(number), 0)::int as number from desirepath_schema`)
  return Number(newest.rows[0]?.number)
}

function newerSchema(where: string, found: number, known: number): AppError {
  const message = `${where} was written by a newer Desirepath (schema ${found}, this program knows ${known}): update the program or use another --data`
  return new AppError('newerSchema', message, { found, known })
}
