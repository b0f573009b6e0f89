import type { ObjectFact } from './object-fact.ts'
import type { Reject } from './reject.ts'

/** One row of a file: its line (from 1), its text as it stood, and its cells in the order of the reader's columns. A cell without value is "". */
export interface Row {
  line: number
  raw: string
  cells: string[]
  /** From 1: where the row stands among those of its case, in formats whose order means something (rule E3). */
  place?: number
}

/** Rows read together, and what was set aside among them. */
export interface RowBatch {
  rows: Row[]
  rejects: Reject[]
  /** What the file says of objects themselves, in formats that do. */
  objects?: ObjectFact[]
}

/** Reads a byte stream as rows. `columns` is filled from the first batch on and may grow (NDJSON, XES): cells beyond a row's end are "". */
export interface RowReader {
  readonly columns: readonly string[]
  /** What the file says of itself that a reader of the import should know. */
  readonly notes: readonly string[]
  batches(): AsyncIterable<RowBatch>
}

/** The most different columns that one file may have. */
export const maxColumns = 2000
