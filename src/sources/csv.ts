import { type LineBlock, type LineEnd, readLines } from './line-reader.ts'
import { type Reject, reject } from './reject.ts'
import type { Row, RowBatch, RowReader } from './row-reader.ts'

export interface CsvOptions {
  separator: string
  lineEnd: LineEnd
  /** False: the file has no header; its columns are "column 1", "column 2", … */
  header: boolean
}

/** The longest record over several lines (quoted line breaks), in characters; a longer one is taken for a quote that was never closed. */
export const maxRecordLength = 1 << 20
/** The most lines that one record may take. */
export const maxRecordLines = 10_000

/**
 * Reads UTF-8 bytes as CSV (RFC 4180; a quote inside an unquoted cell is text). Our own, where `csv-parse` is the test's oracle: it bounds the
 * length of a record, and after a quote that is never closed it goes on with the next line instead of swallowing the rest.
 */
export function readCsv(bytes: AsyncIterable<Uint8Array>, options: CsvOptions): RowReader {
  const columns: string[] = []
  return {
    columns,
    notes: [],
    async *batches() {
      const records = new RecordReader(options.separator)
      for await (const block of readLines(bytes, options.lineEnd)) yield checked(records.push(block), columns, options.header)
      yield checked(records.end(), columns, options.header)
    },
  }
}

/** Takes the header off the first rows, and sets aside rows with more or fewer cells than it. Adds to `columns`. */
function checked(batch: RowBatch, columns: string[], header: boolean): RowBatch {
  let rows = batch.rows
  // Spreadsheets write their separator on a line of its own before the column names.
  if (columns.length === 0 && /^sep=.$/i.test(rows[0]?.raw ?? '')) rows = rows.slice(1)
  const first = rows[0]
  if (columns.length === 0 && first !== undefined) {
    columns.push(...(header ? headerNames(first.cells) : first.cells.map((_, index) => `column ${index + 1}`)))
    if (header) rows = rows.slice(1)
  }
  const width = columns.length
  if (rows.every((row) => row.cells.length === width)) return { rows, rejects: batch.rejects }
  const wrong = rows.filter((row) => row.cells.length !== width)
  const rejects = wrong.map((row) => reject(row.line, 'columns', row.raw, `It has ${row.cells.length}, the header has ${width}.`))
  return { rows: rows.filter((row) => row.cells.length === width), rejects: [...batch.rejects, ...rejects] }
}

/** The header's cells as column names: trimmed; an empty one is named by its place, a repeated one is numbered. */
export function headerNames(cells: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return cells.map((cell, index) => {
    const name = cell.trim() || `column ${index + 1}`
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name} (${count})`
  })
}

/** Cuts lines into records. A record that stays open at the end of a line waits for the next one. */
export class RecordReader {
  private readonly separator: string
  private rows: Row[] = []
  private rejects: Reject[] = []
  private readonly waiting: { text: string; line: number }[] = []
  private open: string[] = []
  private openLength = 0
  private openLine = 0
  private scan: Scan | null = null

  constructor(separator: string) {
    this.separator = separator
  }

  push(block: LineBlock): RowBatch {
    this.rejects.push(...block.rejects)
    for (let index = 0; index < block.lines.length; index++) {
      this.line(block.lines[index] as string, block.first + index)
      if (this.waiting.length > 0) this.drain()
    }
    return this.take()
  }

  /** At the end of the file: a record still open is set aside line by line. */
  end(): RowBatch {
    while (this.scan !== null) {
      this.giveUpOpen('The file ends before the closing quote.')
      this.drain()
    }
    return this.take()
  }

  private take(): RowBatch {
    const batch = { rows: this.rows, rejects: this.rejects }
    this.rows = []
    this.rejects = []
    return batch
  }

  private drain() {
    for (let next = this.waiting.pop(); next !== undefined; next = this.waiting.pop()) this.line(next.text, next.line)
  }

  private line(text: string, line: number) {
    if (this.scan === null) {
      if (text === '') return
      if (!text.includes('"')) {
        this.rows.push({ line, raw: text, cells: text.split(this.separator) })
        return
      }
      this.openLine = line
    }
    this.open.push(text)
    this.openLength += text.length + 1
    this.advance(text)
  }

  private advance(text: string) {
    const scan = this.scan ?? { cells: [], cell: '' }
    const result = scanLine(text, this.separator, scan, this.scan !== null)
    if (result === 'closed') {
      this.rows.push({ line: this.openLine, raw: this.open.length === 1 ? text : this.open.join('\n'), cells: scan.cells })
      this.close()
    } else if (result === 'open') {
      this.scan = scan
      if (this.openLength > maxRecordLength || this.open.length > maxRecordLines)
        this.giveUpOpen('No closing quote within 1 MiB or 10,000 lines.')
    } else {
      this.scan = scan
      this.giveUpOpen(`After the quoted cell comes ${JSON.stringify(result.garbage)}.`)
    }
  }

  /** Sets the first line of the open record aside; the others wait to be read again, as lines of their own, the next one last. */
  private giveUpOpen(seen: string) {
    const [first = '', ...others] = this.open
    const line = this.openLine
    this.rejects.push(reject(line, 'quotes', first, seen))
    this.close()
    for (let index = others.length; index > 0; index--) this.waiting.push({ text: others[index - 1] as string, line: line + index })
  }

  private close() {
    this.scan = null
    this.open = []
    this.openLength = 0
  }
}

/** How far the cells of one record have been read. `cell` is the text of a quoted cell still open. */
interface Scan {
  cells: string[]
  cell: string
}

/** Reads one line into `scan`. `inside`: the line begins within a quoted cell. */
function scanLine(text: string, separator: string, scan: Scan, inside: boolean): 'closed' | 'open' | { garbage: string } {
  let at = 0
  let quoted = inside
  if (inside) scan.cell += '\n'
  for (;;) {
    if (quoted || text[at] === '"') {
      const end = scanQuoted(text, quoted ? at : at + 1, scan)
      if (end < 0) return 'open'
      if (end < text.length && text[end] !== separator) return { garbage: text.slice(end, end + 20) }
      scan.cells.push(scan.cell)
      scan.cell = ''
      quoted = false
      at = end
    } else {
      const end = text.indexOf(separator, at)
      scan.cells.push(text.slice(at, end < 0 ? text.length : end))
      at = end < 0 ? text.length : end
    }
    if (at >= text.length) return 'closed'
    at++
  }
}

/** Adds to `scan.cell` up to the closing quote; gives the place after it, or −1 where the line ends first. */
function scanQuoted(text: string, from: number, scan: Scan): number {
  let at = from
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) {
      scan.cell += text.slice(at)
      return -1
    }
    scan.cell += text.slice(at, quote)
    if (text[quote + 1] !== '"') return quote + 1
    scan.cell += '"'
    at = quote + 2
  }
}
