import { Readable } from 'node:stream'
import { AppError } from '../core/error.ts'
import type { Drafts } from '../sources/drafts.ts'
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

const batchLength = 6_000_000

/** Writes an import's drafts into staging. One insert runs in the engine while the next batch is read. */
export interface StagingWriter {
  add(drafts: Drafts): Promise<void>
  /** Writes what is left; afterwards all that was added is stored. */
  end(): Promise<void>
}

/** A writer of one import. `replaces`: its events are table rows, where the last arrival stays (rule E11). */
export function stagingWriter(store: EventStore, importId: string, replaces: boolean): StagingWriter {
  const waiting: Record<StagingTable, string> = { staged_events: '', staged_properties: '', staged_links: '', rejects: '' }
  let running: Promise<void> = Promise.resolve()
  const flush = async (table: StagingTable) => {
    const text = waiting[table]
    waiting[table] = ''
    await running
    if (text !== '') running = insertText(store, table, text)
    running.catch(() => {})
  }
  return {
    async add({ events, properties, links, rejects }) {
      for (const draft of events) waiting.staged_events += eventLine(importId, draft, replaces)
      for (const draft of properties) waiting.staged_properties += propertyLine(importId, draft)
      for (const draft of links) waiting.staged_links += linkLine(importId, draft)
      for (const draft of rejects) waiting.rejects += rejectLine(importId, draft)
      for (const table of [...stagingTables, 'rejects'] as const) if (waiting[table].length > batchLength) await flush(table)
    },
    async end() {
      for (const table of [...stagingTables, 'rejects'] as const) await flush(table)
      await running
    },
  }
}

async function insertText(store: EventStore, table: StagingTable, text: string): Promise<void> {
  const values = Readable.from([Buffer.from(text)], { objectMode: false })
  try {
    await store.client.insert({ table, values, format: 'TabSeparated', columns: columns[table] as unknown as [string, ...string[]] })
  } catch (cause) {
    throw new AppError(
      'store',
      `The event store refused a batch of rows: ${cause instanceof Error ? cause.message.slice(0, 500) : String(cause)}`,
      null,
      cause,
    )
  }
}

/** Drops what an import has staged. */
export async function dropStaging(store: EventStore, importId: string): Promise<void> {
  for (const table of stagingTables) await dropPartition(store, table, importId)
}

/** Drops the rejected rows of an import. */
export async function dropRejects(store: EventStore, importId: string): Promise<void> {
  await dropPartition(store, 'rejects', importId)
}

async function dropPartition(store: EventStore, table: StagingTable, importId: string) {
  if (!/^[\w-]+$/.test(importId))
    throw new AppError('internal', `${JSON.stringify(importId)} is no import id: letters, digits, - and _ only.`)
  await store.run(`ALTER TABLE ${table} DROP PARTITION '${importId}'`)
}

/** Ids of all imports that have rows in staging. */
export async function stagedImports(store: EventStore): Promise<string[]> {
  const tables = stagingTables.map((table) => `SELECT DISTINCT importId FROM ${table}`).join(' UNION DISTINCT ')
  const rows = await store.rows<{ importId: string }>(`SELECT toString(importId) AS importId FROM (${tables})`)
  return rows.map((row) => row.importId)
}
