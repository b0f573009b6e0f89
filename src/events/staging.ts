import { Readable } from 'node:stream'
import { AppError } from '../core/error.ts'
import type { Drafts } from '../sources/drafts.ts'
import { eventReserve } from '../store/disk-space.ts'
import type { EventStore } from '../store/event-store.ts'
import { eventLine, linkLine, propertyLine, rejectLine } from './staged-line.ts'

/** Tables that hold an import's rows until it is complete, one partition an import. */
export const stagingTables = ['staged_events', 'staged_properties', 'staged_links'] as const
type StagingTable = (typeof stagingTables)[number] | 'rejects'

const columns = {
  staged_events: ['importId', 'line', 'id', 'content', 'rest'],
  staged_properties: ['importId', 'line', 'objectType', 'objectId', 'name', 'validFrom', 'value'],
  staged_links: ['importId', 'line', 'fromType', 'fromId', 'toType', 'toId', 'since'],
  rejects: ['importId', 'line', 'code', 'message', 'raw'],
} as const satisfies Record<StagingTable, readonly [string, ...string[]]>

const allTables = [...stagingTables, 'rejects'] as const
const batchBytes = 5_000_000

/** Writes an import's drafts into staging. One insert runs in the engine while the next batch is read. */
export interface StagingWriter {
  add(drafts: Drafts): Promise<void>
  /** Writes what is left; afterwards all that was added is stored. */
  end(): Promise<void>
  /** Waits until no insert is under way, whatever became of it: only then may staging be dropped. */
  settle(): Promise<void>
}

/** A writer of one import. `replaces`: some of its events may be table rows', where the last arrival stays (rule E11). */
export function stagingWriter(store: EventStore, importId: string, replaces: boolean): StagingWriter {
  const waiting = Object.fromEntries(allTables.map((table) => [table, { parts: [], length: 0 }])) as unknown as Record<
    StagingTable,
    Waiting
  >
  let running: Promise<void> = Promise.resolve()
  // Texts become bytes at once: long-lived strings of many pieces would be copied by the collector over and over.
  const put = (table: StagingTable, text: string) => {
    if (text === '') return
    const bytes = Buffer.from(text)
    waiting[table].parts.push(bytes)
    waiting[table].length += bytes.length
  }
  const flush = async (table: StagingTable) => {
    const { parts, length } = waiting[table]
    waiting[table] = { parts: [], length: 0 }
    await running
    if (length > 0) running = insertBytes(store, table, Buffer.concat(parts, length))
    running.catch(() => {})
  }
  return {
    async add({ events, properties, links, rejects }) {
      put(
        'staged_events',
        linesOf(events, (draft) => eventLine(importId, draft, replaces)),
      )
      put(
        'staged_properties',
        linesOf(properties, (draft) => propertyLine(importId, draft)),
      )
      put(
        'staged_links',
        linesOf(links, (draft) => linkLine(importId, draft)),
      )
      put(
        'rejects',
        linesOf(rejects, (draft) => rejectLine(importId, draft)),
      )
      for (const table of allTables) if (waiting[table].length > batchBytes) await flush(table)
    },
    async end() {
      for (const table of allTables) await flush(table)
      await running
    },
    settle: () => running.catch(() => {}),
  }
}

interface Waiting {
  parts: Uint8Array[]
  length: number
}

function linesOf<Draft>(drafts: readonly Draft[], line: (draft: Draft) => string): string {
  let text = ''
  for (const draft of drafts) text += line(draft)
  return text
}

async function insertBytes(store: EventStore, table: StagingTable, bytes: Uint8Array): Promise<void> {
  const values = Readable.from([bytes], { objectMode: false })
  try {
    await store.client.insert({
      table,
      values,
      format: 'TabSeparated',
      clickhouse_settings: { input_format_parallel_parsing: 0, min_free_disk_bytes_to_perform_insert: String(eventReserve) },
      columns: columns[table] as unknown as [string, ...string[]],
    })
  } catch (cause) {
    throw store.failure(`INSERT INTO ${table}`, cause)
  }
}

/** Keeps what a complete import has staged, for as long as the import stands (rule E12). Doing it again, also after it was cut off, changes nothing. */
export async function keepStaging(store: EventStore, importId: string): Promise<void> {
  await store.insert('kept_imports', [{ importId }])
  for (const table of stagingTables) await onPartition(store, table, importId, 'MOVE', `TO TABLE ${arrivedTable(table)}`)
}

/** Whether what an import brought was kept; programs before rule E12 did not. */
export async function wasKept(store: EventStore, importId: string): Promise<boolean> {
  const sql = 'SELECT 1 AS one FROM kept_imports WHERE importId = {importId:String} LIMIT 1'
  return (await store.rows<object>(sql, { importId })).length > 0
}

/** Drops what a complete import brought, and that it was kept. */
export async function dropArrived(store: EventStore, importId: string): Promise<void> {
  for (const table of stagingTables) await onPartition(store, arrivedTable(table), importId, 'DROP')
}

type ArrivedTable = 'arrived_events' | 'arrived_properties' | 'arrived_links'

function arrivedTable(table: (typeof stagingTables)[number]): ArrivedTable {
  return table.replace('staged', 'arrived') as ArrivedTable
}

/** Drops what an import has staged. */
export async function dropStaging(store: EventStore, importId: string): Promise<void> {
  for (const table of stagingTables) await onPartition(store, table, importId, 'DROP')
}

/** Drops the rejected rows of an import. */
export async function dropRejects(store: EventStore, importId: string): Promise<void> {
  await onPartition(store, 'rejects', importId, 'DROP')
}

async function onPartition(store: EventStore, table: StagingTable | ArrivedTable, importId: string, verb: 'DROP' | 'MOVE', where = '') {
  if (!/^[\w-]+$/.test(importId))
    throw new AppError('internal', `${JSON.stringify(importId)} is no import id: letters, digits, - and _ only.`)
  await store.run(`ALTER TABLE ${table} ${verb} PARTITION '${importId}' ${where}`)
}

/** Ids of all imports that have rows in staging. */
export async function stagedImports(store: EventStore): Promise<string[]> {
  const tables = stagingTables.map((table) => `SELECT DISTINCT importId FROM ${table}`).join(' UNION DISTINCT ')
  const rows = await store.rows<{ importId: string }>(`SELECT toString(importId) AS importId FROM (${tables})`)
  return rows.map((row) => row.importId)
}
