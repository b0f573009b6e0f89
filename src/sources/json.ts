import { AppError } from '../core/error.ts'
import { JsonCutter, type JsonElement } from './json-cutter.ts'
import { GrowingColumns, readObject } from './ndjson.ts'
import { type Reject, reject } from './reject.ts'
import type { Row, RowBatch, RowReader } from './row-reader.ts'

/** How deep in the file's object the list may stand: `{"response": {"data": {"results": [ … ]}}}`. */
const maxListDepth = 4

/**
 * Reads UTF-8 bytes as one JSON value: a list of objects, or an object that holds one. `list`: its path, keys joined by dots; null: the first list whose
 * first element is an object. Elements become rows as lines of NDJSON do; one at a time is in memory. Errors: `invalid` for broken JSON, or without a list.
 */
export function readJson(bytes: AsyncIterable<Uint8Array>, file: string, list: string | null): RowReader {
  const table = new GrowingColumns()
  const notes: string[] = []
  const lists = new ListChoice(list)
  const cutter = new JsonCutter(file, lists.want)
  return {
    columns: table.names,
    notes,
    async *batches() {
      const decoder = new TextDecoder('utf-8')
      try {
        for await (const chunk of bytes) {
          const elements = cutter.push(decoder.decode(chunk, { stream: true }))
          if (elements.length > 0) yield readElements(elements, table)
        }
        yield readElements(cutter.push(decoder.decode()), table)
        cutter.end()
        if (lists.chosen === null) throw lists.none(file)
      } finally {
        notes.push(...lists.notes())
      }
    },
  }
}

class ListChoice {
  chosen: string | null = null
  private readonly wanted: string | null
  private readonly others = new Set<string>()

  constructor(wanted: string | null) {
    this.wanted = wanted
  }

  readonly want = (path: string, first: string): boolean => {
    const fits = this.wanted === null ? this.chosen === null && (first === '{' || path === '') : path === this.wanted
    if (fits && first !== '[' && path.split('.').length <= maxListDepth) this.chosen = path
    else if (first === '{') this.others.add(path)
    return this.chosen === path
  }

  notes(): string[] {
    if (this.chosen === null || this.chosen === '') return []
    const others = [...this.others].filter((path) => path !== this.chosen)
    const more = others.length === 0 ? '' : ` Others: ${others.join(', ')}; choose one in the mapping with list: name.`
    return [`Read is the list ${JSON.stringify(this.chosen)} of the file.${more}`]
  }

  none(file: string): AppError {
    const found = this.others.size === 0 ? '' : ` Its lists of objects: ${[...this.others].join(', ')}.`
    const what = this.wanted === null ? 'holds no list of objects' : `holds no list ${JSON.stringify(this.wanted)} with anything in it`
    return new AppError('invalid', `${file} ${what}.${found} An import needs [{…}, {…}], or an object that holds such a list.`)
  }
}

function readElements(elements: readonly JsonElement[], table: GrowingColumns): RowBatch {
  const rows: Row[] = []
  const rejects: Reject[] = []
  for (const { raw, line, tooLong } of elements) {
    const row = tooLong ? reject(line, 'lineTooLong', raw) : readObject(raw, line, table)
    if ('cells' in row) rows.push(row)
    else rejects.push(row)
  }
  return { rows, rejects }
}
