import type { ClickHouseClient } from '@clickhouse/client'
import type { AppError } from '../core/error.ts'
import type { ColumnBlock } from './native-columns.ts'

export type Parameters = Record<string, unknown>

/**
 * The event store: the one interface in front of the engine, embedded or server. Parameters are bound as `{name:Type}`.
 * Rows come back as plain objects; Int64 columns as numbers (all times and counts stay below 2^53).
 */
export interface EventStore {
  /** Rows of one query. Cancelling `signal` kills it in the engine. */
  rows<Row>(sql: string, parameters?: Parameters, signal?: AbortSignal): Promise<Row[]>
  /** The same by columns, for many rows: blocks of numbers and texts, decoded one by one as they are asked for. Columns are of texts, UInt8, UInt16, UInt32 and Float64, or lists of them. */
  columns(sql: string, parameters?: Parameters, signal?: AbortSignal): Promise<Iterable<ColumnBlock>>
  /** Runs a statement that gives no rows. */
  run(sql: string, parameters?: Parameters, signal?: AbortSignal): Promise<void>
  /** Inserts rows of plain objects, in the order given. */
  insert(table: string, rows: readonly object[]): Promise<void>
  /** The client underneath, for streaming inserts. */
  client: ClickHouseClient
  /** The error that people read, of one that the client gave for a statement. */
  failure(sql: string, cause: unknown): AppError
  /** The same engine with another database as the one that unqualified tables are of, such as that of a past day. It must exist when it is asked. Rows cannot be streamed into it. */
  database(name: string): EventStore
  /** What the engine found broken on opening (detached parts), in words; empty when sound. */
  broken(): Promise<string[]>
  close(): Promise<void>
}
