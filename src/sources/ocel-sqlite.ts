import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../core/error.ts'
import { type LogEntry, ObjectLog } from './object-log.ts'
import type { RowReader } from './row-reader.ts'

const batchRows = 1000
const needed = ['event', 'event_map_type', 'event_object', 'object', 'object_map_type'] as const

/** Reads an OCEL 2.0 log in its SQLite form. Errors: `invalid` for a database that is damaged or holds no such log. */
export function readOcelSqlite(path: string, totalBytes: number, onBytes: (bytes: number) => void = () => {}): RowReader {
  const log = new ObjectLog()
  return {
    columns: log.table.names,
    notes: [],
    async *batches() {
      const { DatabaseSync } = await import('node:sqlite')
      const database = new DatabaseSync(path, { readOnly: true })
      try {
        const tables = tablesOf(database, path)
        const share = totalBytes / Math.max(1, tables.length)
        relate(database)
        for (const { id, type } of rows(database, 'SELECT ocel_id AS id, ocel_type AS type FROM object')) {
          log.addType(text(type))
          log.know(text(id), text(type))
        }
        let line = 1
        for (const table of tables) {
          for (const entry of entriesOf(database, table)) {
            if (table.kind === 'event') log.event({ ...entry, line: line++ })
            else log.object({ ...entry, line: line++ })
            if (line % batchRows === 0) yield log.take()
          }
          onBytes(share)
        }
        yield log.take()
      } catch (cause) {
        throw cause instanceof AppError ? cause : damaged(path, cause)
      } finally {
        database.close()
      }
    },
  }
}

/** A table of one type of events or objects. */
interface TypeTable {
  kind: 'event' | 'object'
  type: string
  table: string
  columns: readonly string[]
}

/** The tables of objects come before those of events. */
function tablesOf(database: DatabaseSync, path: string): TypeTable[] {
  const names = [...rows(database, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")].map(({ name }) => text(name))
  const missing = needed.filter((name) => !names.includes(name))
  if (missing.length > 0)
    throw new AppError(
      'invalid',
      `${path} is a SQLite database, but no OCEL 2.0 log: it lacks ${missing.join(', ')}. Its tables: ${names.join(', ')}. Export the table that matters as CSV.`,
    )
  return (['object', 'event'] as const).flatMap((kind) =>
    [...rows(database, `SELECT ocel_type AS type, ocel_type_map AS map FROM ${kind}_map_type ORDER BY 1`)].map(({ type, map }) => {
      const table = `${kind}_${text(map)}`
      if (!names.includes(table))
        throw new AppError('invalid', `${path} lacks the table ${table}, which its ${kind}_map_type names. Write the log anew.`)
      const columns = [...rows(database, `SELECT name FROM pragma_table_info(${quoted(table, "'")})`)].map(({ name }) => text(name))
      return { kind, type: text(type), table, columns }
    }),
  )
}

/** The relations of each event and object, gathered once into tables of this connection: the log's own may have no index. */
function relate(database: DatabaseSync) {
  const gather = (kind: string, id: string, other: string, from: string) => `
    CREATE TEMP TABLE ${kind}_relations AS SELECT ${id} AS id, json_group_array(json_array(${other}, ocel_qualifier)) AS relations FROM ${from} GROUP BY ${id};
    CREATE INDEX temp.${kind}_relations_id ON ${kind}_relations (id);`
  database.exec(gather('event', 'ocel_event_id', 'ocel_object_id', 'event_object'))
  const has = [...rows(database, "SELECT 1 AS one FROM sqlite_master WHERE name = 'object_object'")].length > 0
  database.exec(
    has ? gather('object', 'ocel_source_id', 'ocel_target_id', 'object_object') : 'CREATE TEMP TABLE object_relations (id, relations)',
  )
}

/** Rows of one object are one entry each: its first values, or one that changed. Relations stand with the first. */
function* entriesOf(database: DatabaseSync, { kind, type, table, columns }: TypeTable): Generator<LogEntry> {
  const own = columns.filter((column) => !['ocel_id', 'ocel_time', 'ocel_changed_field'].includes(column))
  const changed = columns.includes('ocel_changed_field') ? 't.ocel_changed_field' : 'NULL'
  const order = kind === 'object' ? 'ORDER BY t.ocel_id, t.rowid' : 'ORDER BY t.rowid'
  const found = rows(
    database,
    `SELECT t.*, ${changed} AS changed_field, r.relations AS relations FROM ${quoted(table, '"')} t LEFT JOIN ${kind}_relations r ON r.id = t.ocel_id ${order}`,
  )
  let last = ''
  for (const row of found) {
    const id = text(row.ocel_id)
    const time = text(row.ocel_time)
    const field = text(row.changed_field)
    const filled = own.filter((column) => row[column] !== null && row[column] !== undefined && (field === '' || column === field))
    const attributes = filled.map((name) => ({ name, value: text(row[name]), time: kind === 'object' ? time : '' }))
    const relations = kind === 'object' && id === last ? [] : relationsOf(text(row.relations))
    last = id
    const entry = { id, type, time: kind === 'event' ? time : '', attributes, relations }
    yield { ...entry, line: 0, raw: JSON.stringify(entry) }
  }
}

function relationsOf(list: string): { id: string; qualifier: string }[] {
  if (list === '') return []
  return (JSON.parse(list) as [unknown, unknown][]).map(([id, qualifier]) => ({ id: text(id), qualifier: text(qualifier) }))
}

function rows(database: DatabaseSync, sql: string): Iterable<Record<string, unknown>> {
  const statement = database.prepare(sql)
  statement.setReadBigInts(true)
  return statement.iterate() as Iterable<Record<string, unknown>>
}

function quoted(name: string, mark: string): string {
  return mark + name.replaceAll(mark, mark + mark) + mark
}

function text(value: unknown): string {
  return value === null || value === undefined ? '' : value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value)
}

function damaged(path: string, cause: unknown): AppError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new AppError(
    'invalid',
    `${path} is no readable SQLite database (${why}): it may be cut off. Fetch it again. Nothing of it was imported.`,
    null,
    cause,
  )
}
