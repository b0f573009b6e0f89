import type { ByteSource } from './byte-source.ts'
import { readCsv } from './csv.ts'
import type { FileFormat } from './file-format.ts'
import { readJson } from './json.ts'
import type { LineEnd } from './line-reader.ts'
import { readNdjson } from './ndjson.ts'
import { readOcelJson } from './ocel-json.ts'
import { readOcelSqlite } from './ocel-sqlite.ts'
import { readOcelXml } from './ocel-xml.ts'
import { readParquet } from './parquet.ts'
import type { RowReader } from './row-reader.ts'
import { type Encoding, toUtf8 } from './text-encoding.ts'
import { readXes } from './xes.ts'
import { readXlsx } from './xlsx.ts'

/** How a file is read. `sheet` of a spreadsheet, `list` of a JSON file; null: the first that fits. */
export interface ReadShape {
  format: FileFormat
  encoding: Encoding
  separator: string
  lineEnd: LineEnd
  header: boolean
  sheet: string | null
  list: string | null
}

/** Who listens while a file is read: every byte of it once, for its digest, and how many of its bytes have been dealt with, for progress. */
export interface Hearing {
  content(chunk: Uint8Array): void
  progress(bytes: number): void
}

const nobody: Hearing = { content: () => {}, progress: () => {} }

/** The reader of a file by its shape. */
export function openReader(source: ByteSource, shape: ReadShape, hearing: Hearing = nobody): RowReader {
  const { path } = source
  if (shape.format === 'xlsx') return digested(source, hearing, readXlsx(path, shape, hearing.progress))
  if (shape.format === 'parquet') return digested(source, hearing, readParquet(path, source.totalBytes, hearing.progress))
  if (shape.format === 'ocel-sqlite') return digested(source, hearing, readOcelSqlite(path, source.totalBytes, hearing.progress))
  const again = (heard: boolean) => toUtf8(heard ? heardBytes(source, hearing) : source.bytes(() => {}), shape.encoding)
  if (shape.format === 'ocel-json') return readOcelJson(again, path)
  if (shape.format === 'ocel-xml') return readOcelXml(again, path)
  const utf8 = again(true)
  if (shape.format === 'xes') return readXes(utf8, path)
  if (shape.format === 'json') return readJson(utf8, path, shape.list)
  return shape.format === 'ndjson' ? readNdjson(utf8, shape) : readCsv(utf8, shape)
}

function heardBytes(source: ByteSource, hearing: Hearing): AsyncIterable<Uint8Array> {
  return source.bytes((chunk) => {
    hearing.content(chunk)
    hearing.progress(chunk.length)
  })
}

/** A reader that goes to and fro in its file: who wants to hear the content hears it first, in one go. */
function digested(source: ByteSource, hearing: Hearing, reader: RowReader): RowReader {
  return {
    columns: reader.columns,
    notes: reader.notes,
    async *batches() {
      if (hearing !== nobody) for await (const _ of source.bytes(hearing.content));
      yield* reader.batches()
    },
  }
}
