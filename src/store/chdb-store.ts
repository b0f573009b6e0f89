import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { type ClickHouseClient, type ClickHouseClientConfigOptions, type ClickHouseSettings, createClient } from '@clickhouse/client'
import { AppError } from '../core/error.ts'
import { diskFull, eventReserve, isDiskFull } from './disk-space.ts'
import { migrateEvents } from './event-migrations.ts'
import type { EventStore } from './event-store.ts'
import { nativeColumns } from './native-columns.ts'
import { type QueryKiller, queryKiller } from './query-killer.ts'

/** Where events live: a folder on this machine (embedded engine), or a ClickHouse server by URL. `maxMemory` (bytes) bounds all queries together; large groups and sorts go to disk at half of it. */
export interface EventStoreOptions {
  path?: string
  url?: string
  maxMemory?: number
}

/** One embedded session runs one query at a time: a few let a page ask several things at once. */
const embeddedSessions = 3
/** Opened when a past day is first asked for. */
const pastSessions = 2

/** Opens the event store and brings its tables to the newest schema. Errors: `store`, `newerSchema`. */
export async function openEventStore(options: EventStoreOptions): Promise<EventStore> {
  const { url } = options
  const embedded = (count: number) => embeddedClients(options.path ?? '', count)
  const clients = url === undefined ? await embedded(embeddedSessions) : [createClient({ url })]
  const maxMemory = String(Math.round(options.maxMemory ?? 6e9))
  const killer = queryKiller(async () => (url === undefined ? ((await embedded(1))[0] as ClickHouseClient) : createClient({ url })))
  const store = storeOver(
    clients,
    killer,
    async () => (url === undefined ? embedded(pastSessions) : sessionsOfServer(url)),
    {
      output_format_json_quote_64bit_integers: 0,
      optimize_aggregation_in_order: 1,
      // The order of what stands on the left of a join is that of the arrays made of it: swapped, it would be lost.
      query_plan_join_swap_table: 'false',
      // A view that is a plain table then costs no more than the table.
      analyzer_inline_views: 1,
      // A list of a journey with many rules is one long question.
      max_query_size: '33554432',
      max_ast_elements: '5000000',
      max_expanded_ast_elements: '50000000',
      // Of the fold that assigns stays it would take half a second, and find nothing.
      optimize_and_compare_chain: 0,
      max_memory_usage: maxMemory,
      max_memory_usage_for_user: maxMemory,
      // Left for documents: when a refresh or an import finds no room, that must still be told.
      min_free_disk_bytes_to_perform_insert: String(eventReserve),
    },
    options.path ?? '.',
  )
  try {
    await migrateEvents(store, options.path ?? options.url ?? '')
  } catch (error) {
    await store.close()
    throw error
  }
  return store
}

async function embeddedClients(path: string, count: number): Promise<ClickHouseClient[]> {
  mkdirSync(path, { recursive: true })
  const { createChdbConnection } = await import('chdb/connection')
  // The engine's package repeats the client's interface under its own copy of the types.
  const connect = () => createChdbConnection({ path }) as unknown as ClickHouseClientConfigOptions['connection']
  return Array.from({ length: count }, () => createClient({ connection: connect() }))
}

/** On a server only a named session remembers the database that it stands in. */
function sessionsOfServer(url: string): ClickHouseClient[] {
  return Array.from({ length: pastSessions }, () => createClient({ url, session_id: randomUUID() }))
}

function storeOver(
  clients: ClickHouseClient[],
  killer: QueryKiller,
  openMore: () => Promise<ClickHouseClient[]>,
  settings: ClickHouseSettings,
  path: string,
): EventStore {
  const [client] = clients as [ClickHouseClient]
  const lanes: Lanes = { free: embeddedSessions, waiting: [] }
  const [main, others] = [sessionsOver(clients, killer, lanes, path), elsewhere(openMore, killer, lanes, path)]
  const database = (name: string): EventStore => eventStoreOver(others.of(name), client, settings, database, path)
  const close = async () => {
    await others.close()
    await main.close()
    await killer.close()
  }
  return eventStoreOver({ ...main, close }, client, settings, database, path)
}

/** Sessions that are lent to one query at a time. `close` waits for those that run. */
interface Sessions {
  using<Result>(
    sql: string,
    signal: AbortSignal | undefined,
    work: (client: ClickHouseClient, sql: string) => Promise<Result>,
  ): Promise<Result>
  close(): Promise<void>
}

/** How many queries may still begin, and who waits. The engine works in the few threads of the process: one of them stays free for killing. */
interface Lanes {
  free: number
  waiting: (() => void)[]
}

/** Waits for a lane. Whoever is not waited for any more leaves the line at once. Errors: `cancelled`. */
function laneOf(lanes: Lanes, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) throw cancelled()
  if (lanes.free > 0) {
    lanes.free -= 1
    return Promise.resolve()
  }
  return new Promise((resolve, reject) => {
    const leave = () => {
      lanes.waiting.splice(lanes.waiting.indexOf(begin), 1)
      reject(cancelled())
    }
    const begin = () => {
      signal?.removeEventListener('abort', leave)
      resolve()
    }
    lanes.waiting.push(begin)
    signal?.addEventListener('abort', leave, { once: true })
  })
}

function leaveLane(lanes: Lanes): void {
  const next = lanes.waiting.shift()
  if (next) next()
  else lanes.free += 1
}

function sessionsOver(clients: readonly ClickHouseClient[], killer: QueryKiller, lanes: Lanes, path: string): Sessions {
  const idle = [...clients]
  const waiting: ((client: ClickHouseClient) => void)[] = []
  const lend = async (): Promise<ClickHouseClient> => idle.pop() ?? new Promise((resolve) => waiting.push(resolve))
  const giveBack = (client: ClickHouseClient) => {
    const next = waiting.shift()
    if (next) next(client)
    else idle.push(client)
  }
  const running = new Set<Promise<unknown>>()

  async function onSession<Result>(
    sql: string,
    signal: AbortSignal | undefined,
    work: (client: ClickHouseClient, sql: string) => Promise<Result>,
  ) {
    const client = await lend()
    const mark = `/* ${randomUUID()} */`
    if (signal?.aborted) {
      giveBack(client)
      throw cancelled()
    }
    const done = work(client, `${mark} ${sql}`)
    const stop = () => killer.kill(mark, done)
    signal?.addEventListener('abort', stop, { once: true })
    running.add(done)
    try {
      return await done
    } catch (cause) {
      throw signal?.aborted ? cancelled() : storeError(sql, cause, path)
    } finally {
      running.delete(done)
      signal?.removeEventListener('abort', stop)
      giveBack(client)
    }
  }

  const close = async () => {
    await Promise.allSettled(running)
    for (const client of clients) await client.close()
  }
  return {
    using: async (sql, signal, work) => {
      await laneOf(lanes, signal)
      try {
        return await onSession(sql, signal, work)
      } finally {
        leaveLane(lanes)
      }
    },
    close,
  }
}

/** Sessions of which each stands in the database that was last asked: never those of the facts, into which rows are streamed beside what was lent. */
function elsewhere(
  open: () => Promise<ClickHouseClient[]>,
  killer: QueryKiller,
  lanes: Lanes,
  path: string,
): { of(database: string): Sessions; close(): Promise<void> } {
  const standsIn = new WeakMap<ClickHouseClient, string>()
  let opened: Promise<Sessions> | null = null
  const sessions = () => {
    opened ??= open().then((clients) => sessionsOver(clients, killer, lanes, path))
    return opened
  }
  const close = async () => (await opened?.catch(() => null))?.close()
  const of = (database: string): Sessions => ({
    using: async (sql, signal, work) =>
      (await sessions()).using(sql, signal, async (client, query) => {
        if (standsIn.get(client) !== database) await client.command({ query: `USE ${database}` })
        standsIn.set(client, database)
        return work(client, query)
      }),
    close: async () => {},
  })
  return { of, close }
}

function eventStoreOver(
  { using, close }: Sessions,
  client: ClickHouseClient,
  settings: ClickHouseSettings,
  database: EventStore['database'],
  path: string,
): EventStore {
  const store: EventStore = {
    client,
    database,
    failure: (sql, cause) => storeError(sql, cause, path),
    rows: (sql, parameters, signal) =>
      using(sql, signal, async (client, query) => {
        const result = await client.query({ query, query_params: parameters, format: 'JSONEachRow', clickhouse_settings: settings })
        return result.json()
      }),
    columns: async (sql, parameters, signal) => {
      const bytes = await using(sql, signal, async (client, query) => {
        const result = await client.exec({ query: `${query} FORMAT Native`, query_params: parameters, clickhouse_settings: settings })
        return buffer(result.stream)
      })
      return nativeColumns(bytes)
    },
    run: (sql, parameters, signal) =>
      using(sql, signal, async (client, query) => {
        await client.command({ query, query_params: parameters, clickhouse_settings: settings })
      }),
    insert: async (table, rows) => {
      if (rows.length === 0) return
      await using(`INSERT INTO ${table}`, undefined, (client) => client.insert({ table, values: [...rows], format: 'JSONEachRow' }))
    },
    broken: async () => {
      const parts = await store.rows<{ table: string; name: string; reason: string }>(
        `SELECT table, name, reason FROM system.detached_parts WHERE database = currentDatabase() AND reason LIKE 'broken%'`,
      )
      return parts.map((part) => `table ${part.table}: part ${part.name} was set aside as ${part.reason}`)
    },
    close,
  }
  return store
}

function cancelled() {
  return new AppError('cancelled', 'The query was cancelled because nobody waits for it any more.')
}

const memorySign = /MEMORY_LIMIT_EXCEEDED|memory limit exceeded/i

function storeError(sql: string, cause: unknown, path: string) {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const details = { sql: sql.slice(0, 20_000), reason: reason.slice(0, 500) }
  const step = stepOf(sql)
  if (isDiskFull(cause)) return diskFull(path, step ?? 'this', cause)
  if (memorySign.test(reason)) {
    const message = `The event store needs more memory for ${step ?? 'this'} than queries may use: nothing was changed. Give it more with --memory (desirepath doctor says what the machine has), or ask for less at once, such as a shorter period.`
    return new AppError('store', message, details, cause)
  }
  return new AppError('store', `The event store refused a query: ${reason.slice(0, 500)}`, details, cause)
}

/** What a statement that writes makes, in words; null: it only reads, or nothing that people know. */
function stepOf(sql: string): string | null {
  const table = /^\s*(?:INSERT INTO|CREATE OR REPLACE TABLE|ALTER TABLE)\s+(\w+)/i.exec(sql)?.[1]
  return table === undefined ? null : (steps.find(({ tables }) => tables.test(table))?.words ?? null)
}

const steps = [
  { tables: /^(staged_|rejects)/, words: 'the rows of the file' },
  { tables: /^(arriv|kept_imports|events|object_|stood_before|change)/, words: 'what was imported' },
  {
    tables: /^(subject_events|touched_joined|touched_events|touched_subjects|merged_contacts)/,
    words: 'the joining of events to their subjects',
  },
  { tables: /^(stays|touch_names|refresh_marks)/, words: 'the assignment of stays' },
] as const
