import type { Buffer } from 'node:buffer'

/** A column of a query: numbers in a typed array, texts, or of each row a list, whose values stand one after the other in `values`; `ends[row]` is where those of a row end. */
export type Column = Numbers | readonly string[] | ListColumn
export type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array
export interface ListColumn {
  ends: Float64Array
  values: Numbers | readonly string[]
}

/** Some rows of a query, by column. */
export interface ColumnBlock {
  rows: number
  columns: ReadonlyMap<string, Column>
}

/** Reads an answer in the engine's own format, block by block. Errors: of a type that is not read here, with its name. */
export function* nativeColumns(bytes: Buffer): Generator<ColumnBlock> {
  const reader: Reader = { bytes, at: 0 }
  while (reader.at < bytes.length) {
    const width = readLength(reader)
    const rows = readLength(reader)
    const columns = new Map<string, Column>()
    for (let i = 0; i < width; i++) {
      const name = readText(reader)
      columns.set(name, readColumn(reader, readText(reader), rows))
    }
    yield { rows, columns }
  }
}

interface Reader {
  bytes: Buffer
  at: number
}

function readColumn(reader: Reader, type: string, rows: number): Column {
  const inner = /^Array\((.*)\)$/.exec(type)?.[1]
  if (inner === undefined) return readPlain(reader, type, rows)
  const ends = readEnds(new Uint32Array(taken(reader, rows * 8)))
  return { ends, values: readPlain(reader, inner, ends[rows - 1] ?? 0) }
}

/** Whole numbers of 64 bits, the lower half first. */
function readEnds(halves: Uint32Array): Float64Array {
  const ends = new Float64Array(halves.length / 2)
  for (let i = 0; i < ends.length; i++) ends[i] = (halves[2 * i] as number) + (halves[2 * i + 1] as number) * 2 ** 32
  return ends
}

function readPlain(reader: Reader, type: string, rows: number): Numbers | string[] {
  switch (type) {
    case 'String':
      return Array.from({ length: rows }, () => readText(reader))
    case 'UInt8':
      return new Uint8Array(taken(reader, rows))
    case 'UInt16':
      return new Uint16Array(taken(reader, rows * 2))
    case 'UInt32':
      return new Uint32Array(taken(reader, rows * 4))
    case 'Float64':
      return new Float64Array(taken(reader, rows * 8))
    default:
      throw new Error(`a query read by columns has one of the type ${type}; it has to be cast to text, a small whole number or Float64`)
  }
}

/** The next bytes as a piece of their own, since numbers must begin at a multiple of their width. */
function taken(reader: Reader, length: number): ArrayBuffer {
  const { bytes, at } = reader
  skip(reader, length)
  const found = new ArrayBuffer(length)
  new Uint8Array(found).set(bytes.subarray(at, at + length))
  return found
}

function readText(reader: Reader): string {
  const length = readLength(reader)
  const { bytes, at } = reader
  skip(reader, length)
  return bytes.toString('utf8', at, at + length)
}

function skip(reader: Reader, length: number): void {
  reader.at += length
  if (reader.at > reader.bytes.length) throw cutOff(reader, 'column')
}

function cutOff({ bytes }: Reader, part: string): Error {
  return new Error(`an answer of the engine ends after ${bytes.length} bytes in the midst of a ${part}`)
}

/** A length: seven bits a byte, the least first. */
function readLength(reader: Reader): number {
  let [length, factor] = [0, 1]
  for (;;) {
    const byte = reader.bytes[reader.at++]
    if (byte === undefined) throw cutOff(reader, 'length')
    length += (byte & 127) * factor
    if (byte < 128) return length
    factor *= 128
  }
}
