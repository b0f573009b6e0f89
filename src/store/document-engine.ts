import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../core/error.ts'
import { diskFull, documentReserve, documentsInWords, freeBytes, isDiskFull, needRoom } from './disk-space.ts'
import { migrateDocuments, readMigrations } from './document-migrations.ts'
import type { Documents } from './document-query.ts'

/** Where documents live: a folder (PGlite) or a PostgreSQL server. */
export type DocumentPlace = { path: string } | { url: string }

/** An open engine. `exclusive`: it has one connection, so that work on it must never interleave. */
export interface DocumentEngine {
  documents: Documents
  exclusive: boolean
  close(): Promise<void>
}

/** Opens the engine and migrates it. Throws `newerSchema`, or `store` when it cannot be opened. */
export async function openDocumentEngine(place: DocumentPlace): Promise<DocumentEngine> {
  const engine = 'path' in place ? await openPglite(place.path) : await openServer(place.url)
  try {
    const where = 'path' in place ? 'this data directory' : `the database at ${withoutPassword(place.url)}`
    await migrateDocuments(engine.documents, await readMigrations(), where)
    if ('path' in place) await writeFile(join(place.path, readyMarker), 'The document store in this folder was created completely.\n')
    return engine
  } catch (error) {
    await engine.close()
    if (error instanceof AppError) throw error
    throw new AppError('store', `the document store could not be brought to this program's schema: ${causeOf(error)}`, null, error)
  }
}

const readyMarker = 'desirepath-ready'

async function openPglite(path: string): Promise<DocumentEngine> {
  await removeHalfCreated(path)
  const [{ PGlite }, { drizzle }] = await Promise.all([import('@electric-sql/pglite'), import('drizzle-orm/pglite')])
  const client = new PGlite(path)
  try {
    await client.waitReady
  } catch (error) {
    if (isDiskFull(error) || (freeBytes(path) ?? documentReserve) < documentReserve) throw diskFull(path, documentsInWords, error)
    throw new AppError(
      'store',
      `the documents in ${path} could not be opened: ${causeOf(error)}. Restore the folder from a backup`,
      { path },
      error,
    )
  }
  const documents = drizzle({ client, casing: 'snake_case' }) as unknown as Documents
  return { documents: whereRoomIs(documents, path), exclusive: true, close: () => client.close() }
}

const writing: readonly (string | symbol)[] = ['insert', 'update', 'delete', 'transaction']

/** Documents that are written only where there is room for the engine's log: without, it would stop in the middle of its work. They are read all the same. */
function whereRoomIs(documents: Documents, path: string): Documents {
  return new Proxy(documents, {
    get: (target, name) => {
      if (writing.includes(name)) needRoom(path, documentsInWords)
      const found: unknown = Reflect.get(target, name)
      return typeof found === 'function' ? found.bind(target) : found
    },
  })
}

/** A folder without the marker was being created when the program died: nothing in it was ever acknowledged. */
async function removeHalfCreated(path: string): Promise<void> {
  await mkdir(path, { recursive: true })
  const names = await readdir(path)
  if (names.length === 0 || names.includes(readyMarker)) return
  const looksOurs = names.includes('base') || names.includes('PG_VERSION') || names.includes('global')
  if (!looksOurs) {
    throw new AppError('store', `${path} holds files that are not a document store (${names.slice(0, 3).join(', ')}): use another --data`, {
      path,
    })
  }
  await rm(path, { recursive: true })
}

async function openServer(url: string): Promise<DocumentEngine> {
  const [{ Pool }, { drizzle }] = await Promise.all([import('pg'), import('drizzle-orm/node-postgres')])
  const address = withoutPassword(url)
  if (!/^postgres(ql)?:\/\/./.test(url) || !URL.canParse(url)) {
    throw new AppError(
      'usage',
      `the address "${address}" of the document store is not one like postgres://user:password@host:5432/database`,
    )
  }
  const pool = new Pool({ connectionString: url, connectionTimeoutMillis: 10_000 })
  pool.on('error', () => {
    // An idle connection was cut by the server: the pool makes a new one at the next query.
  })
  try {
    const connection = await pool.connect()
    connection.release()
  } catch (error) {
    await pool.end()
    throw new AppError(
      'store',
      `PostgreSQL at ${address} cannot be reached: ${causeOf(error)}. Start it, or correct the address`,
      { url: address },
      error,
    )
  }
  return { documents: drizzle({ client: pool, casing: 'snake_case' }) as unknown as Documents, exclusive: false, close: () => pool.end() }
}

/** A connection URL fit for messages. */
function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/[^:@/]*):[^@/]*@/, '$1:…@')
}

/** What went wrong underneath, without the parameters of the query, which may be personal. */
export function causeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return causeOf(error.errors[0])
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? causeOf(error.cause) : error.message
}
