import { keyValueObject } from './key-value-list.ts'
import { type LineBlock, type LineEnd, readLines } from './line-reader.ts'
import { type Reject, reject, shown } from './reject.ts'
import { maxColumns, type Row, type RowBatch, type RowReader } from './row-reader.ts'

/** Reads UTF-8 bytes as one JSON object a line. Nested keys become columns joined by a dot, also those of a list of keys and values; other lists stay JSON text; null is "". */
export function readNdjson(bytes: AsyncIterable<Uint8Array>, options: { lineEnd: LineEnd }): RowReader {
  const table = new GrowingColumns()
  return {
    columns: table.names,
    notes: [],
    async *batches() {
      for await (const block of readLines(bytes, options.lineEnd)) yield readBlock(block, table)
    },
  }
}

function readBlock(block: LineBlock, table: GrowingColumns): RowBatch {
  const rows: Row[] = []
  const rejects: Reject[] = [...block.rejects]
  for (let index = 0; index < block.lines.length; index++) {
    const raw = block.lines[index] as string
    if (raw.trim() === '') continue
    const line = block.first + index
    const row = readObject(raw, line, table)
    if ('cells' in row) rows.push(row)
    else rejects.push(row)
  }
  return { rows, rejects }
}

/** One JSON object as a row; a reject where the text is none, or names too many keys. */
export function readObject(raw: string, line: number, table: GrowingColumns): Row | Reject {
  let value: unknown
  try {
    value = parseJson(raw)
  } catch (error) {
    return reject(line, 'json', raw, error instanceof Error ? error.message.slice(0, 200) : '')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return reject(line, 'json', raw, `It is ${shown(raw)}.`)
  const cells: string[] = []
  const full = fill(value as Record<string, unknown>, '', cells, table, 0)
  return full ? { line, raw, cells } : reject(line, 'tooManyColumns', raw)
}

const longNumber = /\d{16}/

/** Numbers of 16 digits and more keep their text: an id must not lose its last digits. */
export function parseJson(raw: string): unknown {
  if (!longNumber.test(raw)) return JSON.parse(raw)
  const keepText = (_: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && context?.source !== undefined && longNumber.test(context.source) ? context.source : value
  return JSON.parse(raw, keepText as (key: string, value: unknown) => unknown)
}

const maxDepth = 8

/** Puts an object's values into the cells of a row: nested keys joined by a dot, lists as JSON text, null nowhere. False where there are too many columns. */
export function fill(object: Record<string, unknown>, prefix: string, cells: string[], table: GrowingColumns, depth: number): boolean {
  for (const key of Object.keys(object)) {
    const given = object[key]
    const value = Array.isArray(given) ? (keyValueObject(given) ?? given) : given
    if (value === null || value === undefined) continue
    const name = prefix + key
    if (typeof value === 'object' && !Array.isArray(value) && depth < maxDepth) {
      if (!fill(value as Record<string, unknown>, `${name}.`, cells, table, depth + 1)) return false
    } else {
      const index = table.indexOf(name)
      if (index < 0) return false
      cells[index] = typeof value === 'object' ? JSON.stringify(value) : String(value)
    }
  }
  return true
}

/** Columns in the order in which their names first came, at most `maxColumns`. */
export class GrowingColumns {
  readonly names: string[] = []
  private readonly places = new Map<string, number>()

  /** The place of a column, made where it is new; −1 where there are too many. */
  indexOf(name: string): number {
    const known = this.places.get(name)
    if (known !== undefined) return known
    if (this.names.length >= maxColumns) return -1
    this.places.set(name, this.names.length)
    return this.names.push(name) - 1
  }
}
