import type { FileHandle } from 'node:fs/promises'
import { brotliDecompressSync, crc32, gunzipSync, zstdDecompressSync } from 'node:zlib'
import type { ColumnMetaData, Compressors, SchemaTree } from 'hyparquet'
import { parquetHeader, readPage } from 'hyparquet/src/column.js'
import { convert } from 'hyparquet/src/convert.js'
import { getMaxRepetitionLevel, getTreePath } from 'hyparquet/src/schema.js'
import { compressors } from 'hyparquet-compressors'
import { AppError } from '../core/error.ts'
import { parsersOf } from './parquet-values.ts'

type Decoder = Parameters<typeof readPage>[2]
type Values = NonNullable<Parameters<typeof readPage>[3]>

/** The most unpacked bytes that one page, or a column's dictionary, may have. */
export const maxPageBytes = 256 << 20
const windowBytes = 1 << 16
const maxHeaderBytes = 16 << 20

/** The engine's own unpacking where Node has one: it is quicker. */
const unpackers: Compressors = {
  ...compressors,
  GZIP: (bytes, length) => gunzipSync(bytes, { maxOutputLength: Math.max(1, length) }),
  ZSTD: (bytes, length) => zstdDecompressSync(bytes, { maxOutputLength: Math.max(1, length) }),
  BROTLI: (bytes, length) => brotliDecompressSync(bytes, { maxOutputLength: Math.max(1, length) }),
}

/** Where a column of one row group is read from, page by page. */
export class ParquetColumn {
  readonly path: string
  /** Unpacked bytes of the page and the dictionary that are in memory. */
  heldBytes = 0
  private readonly file: FileHandle
  private readonly decoder: Decoder
  private readonly repeated: boolean
  private readonly end: number
  private readonly mostBytes: number
  private valuesLeft: number
  private at: number
  private dictionary: Values | undefined
  private dictionaryBytes = 0
  private values: Values = []
  private taken = 0

  constructor(file: FileHandle, schema: SchemaTree, chunk: ColumnMetaData) {
    const schemaPath = getTreePath(schema, chunk.path_in_schema)
    const element = (schemaPath.at(-1) as SchemaTree).element
    this.path = chunk.path_in_schema.join('.')
    this.file = file
    this.decoder = {
      pathInSchema: chunk.path_in_schema,
      type: chunk.type,
      element,
      schemaPath,
      codec: chunk.codec,
      parsers: parsersOf(element),
      compressors: unpackers,
    }
    this.repeated = getMaxRepetitionLevel(schemaPath) > 0
    this.at = Number(chunk.dictionary_page_offset || chunk.data_page_offset)
    this.end = this.at + Number(chunk.total_compressed_size)
    this.mostBytes = Number(chunk.total_uncompressed_size)
    this.valuesLeft = Number(chunk.num_values)
  }

  /** Reads pages until whole rows are there; gives how many. 0: the column is at its end. */
  async fill(): Promise<number> {
    while (this.whole() === 0 && this.at < this.end) await this.nextPage()
    return this.whole()
  }

  /** The next `count` rows, of those that `fill` gave. */
  take(count: number): unknown[] {
    const from = this.taken
    this.taken += count
    return Array.prototype.slice.call(this.values, from, from + count) as unknown[]
  }

  /** The last row of a list may go on in the next page. */
  private whole(): number {
    const open = this.repeated && this.at < this.end ? 1 : 0
    return Math.max(0, this.values.length - this.taken - open)
  }

  private async nextPage(): Promise<void> {
    const { header, size, bytes } = await this.header()
    const packed = header.compressed_page_size
    const unpacked = header.uncompressed_page_size
    if (packed < 0 || unpacked < 0 || this.at + size + packed > this.end) throw new Error('a page reaches beyond its column')
    if (unpacked > this.mostBytes) throw new Error('a page is larger than its column')
    if (unpacked > maxPageBytes) throw tooLarge(this.path, unpacked)
    const body = bytes.length >= size + packed ? bytes.subarray(size, size + packed) : await this.read(this.at + size, packed)
    if (header.crc !== undefined && crc32(body) !== header.crc >>> 0) throw new Error('the checksum of a page is another')
    this.at += size + packed
    const reader = { view: new DataView(body.buffer, body.byteOffset, body.byteLength), offset: 0 }
    if (header.type === 'DICTIONARY_PAGE') {
      if ((header.dictionary_page_header?.num_values ?? 0) > unpacked) throw new Error('its dictionary has more values than bytes')
      const { data } = readPage(reader, header, this.decoder, undefined, undefined, 0)
      this.dictionary = data === undefined ? undefined : convert(data, this.decoder)
      this.dictionaryBytes = unpacked
    } else if (header.type === 'DATA_PAGE' || header.type === 'DATA_PAGE_V2') {
      const count = (header.data_page_header ?? header.data_page_header_v2)?.num_values ?? 0
      if (count === 0) return
      this.valuesLeft -= count
      if (count < 0 || this.valuesLeft < 0) throw new Error('its pages have more values than it says')
      const open = this.repeated ? this.take(this.values.length - this.taken) : []
      const { data } = readPage(reader, header, this.decoder, this.dictionary, open, 0)
      this.values = data ?? []
      this.taken = 0
      this.heldBytes = unpacked + this.dictionaryBytes
    }
  }

  /** The header at hand, with the bytes in which it was found. Its size is known only after reading it. */
  private async header() {
    for (let length = windowBytes; ; length *= 8) {
      const bytes = await this.read(this.at, Math.min(length, this.end - this.at))
      const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 }
      try {
        const header = parquetHeader(reader)
        return { header, size: reader.offset, bytes }
      } catch (error) {
        if (length >= maxHeaderBytes || bytes.length >= this.end - this.at) throw error
      }
    }
  }

  private async read(from: number, length: number): Promise<Buffer> {
    const { bytesRead, buffer } = await this.file.read(Buffer.allocUnsafeSlow(length), 0, length, from)
    if (bytesRead < length) throw new Error('the file ends in the middle of a page')
    return buffer
  }
}

function tooLarge(column: string, bytes: number): AppError {
  return new AppError(
    'invalid',
    `Column ${JSON.stringify(column)} has a page of ${Math.round(bytes / 2 ** 20)} MiB; up to ${maxPageBytes >> 20} MiB are read. Write the file with smaller row groups (100,000 rows each, say) or as CSV.`,
  )
}
