import { type FileHandle, open } from 'node:fs/promises'
import { type FileMetaData, parquetMetadataAsync, parquetSchema, type RowGroup, type SchemaTree } from 'hyparquet'
import { assembleNested } from 'hyparquet/src/assemble.js'
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js'
import { getTreePath, isFlatColumn, isListLike, isMapLike } from 'hyparquet/src/schema.js'
import { AppError } from '../core/error.ts'
import { fill, GrowingColumns } from './ndjson.ts'
import { ParquetColumn } from './parquet-column.ts'
import { leafValue } from './parquet-values.ts'
import { reject } from './reject.ts'
import type { Row, RowBatch, RowReader } from './row-reader.ts'

/** The most unpacked bytes of pages and dictionaries, over all columns, that may be in memory at once. */
export const maxHeldBytes = 512 << 20
const batchRows = 2000

/**
 * Reads a Parquet file as rows: of each column one page at a time, however large its row groups are. Fields of a struct and keys of a
 * map become columns joined by a dot; lists are JSON text. A row's line is its number. Errors: `invalid` where the file is cut off, encrypted or damaged, or where its pages need too much memory.
 */
export function readParquet(path: string, totalBytes: number, onBytes: (bytes: number) => void = () => {}): RowReader {
  const table = new GrowingColumns()
  return {
    columns: table.names,
    notes: [],
    async *batches() {
      const file = await open(path)
      try {
        const metadata = await footer(file, path, totalBytes)
        const schema = schemaOf(metadata, path)
        for (const child of schema.children) nameColumns(child, table)
        const share = totalBytes / Math.max(1, Number(metadata.num_rows))
        let line = 1
        for (const group of metadata.row_groups) {
          for await (const values of groupRows(file, path, schema, group)) {
            yield rowsOf(values, schema, table, line)
            line += values.rows
            onBytes(values.rows * share)
          }
        }
      } finally {
        await file.close()
      }
    },
  }
}

async function footer(file: FileHandle, path: string, size: number): Promise<FileMetaData> {
  const { buffer: tail } = await file.read(Buffer.alloc(4), 0, 4, Math.max(0, size - 4))
  const magic = tail.toString('latin1')
  if (magic === 'PARE') throw new AppError('invalid', `${path} is an encrypted Parquet file. Write it without encryption.`)
  if (magic !== 'PAR1')
    throw new AppError(
      'invalid',
      `${path} is cut off: a Parquet file ends with PAR1, and this one does not. Fetch it again. Nothing of it was imported.`,
    )
  const slice = async (from: number, to = size) => {
    const buffer = new ArrayBuffer(to - from)
    await file.read(new Uint8Array(buffer), 0, to - from, from)
    return buffer
  }
  try {
    return await parquetMetadataAsync({ byteLength: size, slice }, { geoparquet: false })
  } catch (cause) {
    throw damaged(path, 'its list of columns', cause)
  }
}

/** The tree of columns. Errors: `invalid` where the parts of the list of columns do not fit each other. */
function schemaOf(metadata: FileMetaData, path: string): SchemaTree {
  try {
    const schema = parquetSchema(metadata)
    const chunks = metadata.row_groups.flatMap((group) => group.columns.map(({ meta_data: chunk }) => ({ group, chunk })))
    for (const { group, chunk } of chunks) {
      if (chunk === undefined) throw new Error('a column lies in another file')
      const flat = isFlatColumn(getTreePath(schema, chunk.path_in_schema))
      if (flat && chunk.num_values !== group.num_rows)
        throw new Error(`column ${JSON.stringify(chunk.path_in_schema.join('.'))} has not one value a row`)
    }
    const rows = metadata.row_groups.reduce((sum, group) => sum + group.num_rows, 0n)
    if (rows !== metadata.num_rows) throw new Error('the numbers of rows do not add up')
    return schema
  } catch (cause) {
    throw damaged(path, 'its list of columns', cause)
  }
}

/** Rows of several columns: the values of each leaf column by its path. */
interface Values {
  rows: number
  leaves: Map<string, unknown[]>
}

async function* groupRows(file: FileHandle, path: string, schema: SchemaTree, group: RowGroup): AsyncGenerator<Values> {
  const columns = group.columns.flatMap(({ meta_data: chunk }) => (chunk === undefined ? [] : [new ParquetColumn(file, schema, chunk)]))
  let left = Number(group.num_rows)
  while (left > 0) {
    let rows = Math.min(left, batchRows)
    let held = 0
    for (const column of columns) {
      rows = Math.min(rows, await filled(column, path))
      held += column.heldBytes
      if (held > maxHeldBytes) throw tooMuch(path, held)
    }
    yield { rows, leaves: new Map(columns.map((column) => [column.path, column.take(rows)])) }
    left -= rows
  }
}

async function filled(column: ParquetColumn, path: string): Promise<number> {
  const rows = await column.fill().catch((cause: unknown) => {
    throw cause instanceof AppError ? cause : damaged(path, `column ${JSON.stringify(column.path)}`, cause)
  })
  if (rows === 0) throw damaged(path, `column ${JSON.stringify(column.path)}`, new Error('it has fewer rows than the others'))
  return rows
}

/** A list is one column; of a struct, each field is. The keys of a map, and of a list of keys and values, are known only from its rows. */
function nameColumns(node: SchemaTree, table: GrowingColumns) {
  if (isMapLike(node) || (isListLike(node) && leavesOf(node).some(({ element }) => element.name === 'key'))) return
  if (node.children.length === 0 || node.element.repetition_type === 'REPEATED' || isListLike(node)) table.indexOf(node.path.join('.'))
  else for (const child of node.children) nameColumns(child, table)
}

function rowsOf({ rows: count, leaves }: Values, schema: SchemaTree, table: GrowingColumns, line: number): RowBatch {
  const tops = schema.children.map((node) => ({ name: node.element.name, values: valuesOf(node, leaves) }))
  const rows: Row[] = []
  const batch: RowBatch = { rows, rejects: [] }
  for (let index = 0; index < count; index++) {
    const object = Object.fromEntries(tops.map(({ name, values }) => [name, values[index]]))
    const cells: string[] = []
    const full = fill(object, '', cells, table, 0)
    const raw = JSON.stringify(object)
    if (full) rows.push({ line: line + index, raw, cells })
    else batch.rejects.push(reject(line + index, 'tooManyColumns', raw))
  }
  return batch
}

/** The values of a top-level column; nested ones are put together from their leaves. */
function valuesOf(node: SchemaTree, leaves: Map<string, unknown[]>): unknown[] {
  const path = node.path.join('.')
  for (const leaf of leavesOf(node)) {
    const values = leaves.get(leaf.path.join('.'))
    if (values !== undefined) leaves.set(leaf.path.join('.'), deep(values, leaf) as unknown[])
  }
  if (node.children.length > 0) assembleNested(leaves as Map<string, unknown[]>, node, DEFAULT_PARSERS)
  return leaves.get(path) ?? []
}

function leavesOf(node: SchemaTree): SchemaTree[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(leavesOf)
}

function deep(value: unknown, leaf: SchemaTree): unknown {
  return Array.isArray(value) ? value.map((item) => deep(item, leaf)) : leafValue(value, leaf.element)
}

function damaged(path: string, where: string, cause: unknown): AppError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new AppError(
    'invalid',
    `${path} cannot be read: ${where} is damaged (${why}). Write or fetch the file again. Nothing of it was imported.`,
    null,
    cause,
  )
}

function tooMuch(path: string, bytes: number): AppError {
  return new AppError(
    'invalid',
    `${path} needs more than ${maxHeldBytes >> 20} MiB at once for one page of each of its columns (${bytes >> 20} MiB so far). Write it with smaller pages or fewer columns, or as CSV.`,
  )
}
