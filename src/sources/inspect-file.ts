import type { ByteSource } from './byte-source.ts'
import { columnNotes } from './column-hints.ts'
import { RecordReader } from './csv.ts'
import { detectFormat } from './detect-format.ts'
import { type FileFormat, isObjectLog, isText } from './file-format.ts'
import type { LineEnd } from './line-reader.ts'
import type { FileShape } from './mapping.ts'
import { openReader, type ReadShape } from './open-reader.ts'
import type { RowReader } from './row-reader.ts'
import { detectEncoding, type Encoding, toUtf8 } from './text-encoding.ts'
import { timeReader } from './time-format.ts'

/** What the beginning of a file shows: its shape, its columns, and up to 2,000 rows. */
export interface Inspection extends ReadShape {
  path: string
  columns: readonly string[]
  rows: readonly (readonly string[])[]
  notes: readonly ShapeNote[]
}

/** A remark on how a file was read. `ambiguous`: two readings fit equally well; a person must choose. */
export interface ShapeNote {
  kind: 'choice' | 'ambiguous'
  message: string
}

const sampleRows = 2000
const separators = [',', ';', '\t', '|'] as const

/** Looks at the beginning of a file; what `wanted` says is taken over. Errors: `invalid` for what is of no format that is read, or damaged. */
export async function inspectFile(source: ByteSource, wanted: Partial<FileShape> = {}): Promise<Inspection> {
  const { format, notes: formatNotes } = await detectFormat(source, wanted.format ?? null)
  const notes: ShapeNote[] = formatNotes.map((message) => ({ kind: 'choice', message }))
  const named = { sheet: wanted.sheet ?? null, list: wanted.list ?? null }
  return isText(format)
    ? inspectText(source, format, { ...wanted, ...named }, notes)
    : inspectTable(source, format, { ...wanted, ...named }, notes)
}

type Wanted = Partial<FileShape> & { sheet: string | null; list: string | null }

async function inspectText(source: ByteSource, format: FileFormat, wanted: Wanted, notes: ShapeNote[]): Promise<Inspection> {
  const encoding = wanted.encoding ?? encodingOf(source, notes)
  const text = await sampleText(source, encoding)
  const lineEnd: LineEnd = !text.includes('\n') && text.includes('\r') ? '\r' : '\n'
  const said = /^sep=(.)\r?(?=[\r\n])/i.exec(text)
  const table = said === null ? text : text.slice(said[0].length + 1)
  const separator = format === 'csv' ? (wanted.separator ?? said?.[1] ?? separatorOf(table, lineEnd, notes)) : ','
  const first = format === 'csv' ? firstRecord(table, lineEnd, separator) : []
  const header = wanted.header === false ? false : format !== 'csv' || looksLikeHeader(first)
  const { sheet, list } = wanted
  const shape = { format, encoding: 'utf-8' as const, separator, lineEnd, header, sheet, list }
  const cut = source.whole || (format !== 'csv' && format !== 'ndjson') ? text : text.slice(0, text.lastIndexOf(lineEnd) + 1)
  const opened = isObjectLog(format) ? openReader(source, { ...shape, encoding }) : openReader(sampleSource(source, cut), shape)
  const sample = await readSample(opened, source.whole || isObjectLog(format), notes)
  for (const message of columnNotes(sample.columns)) notes.push({ kind: 'choice', message })
  return { path: source.path, ...shape, encoding, ...sample, notes }
}

/** Formats that are no text: their readers look at the file itself. */
async function inspectTable(source: ByteSource, format: FileFormat, wanted: Wanted, notes: ShapeNote[]): Promise<Inspection> {
  const { sheet, list } = wanted
  const shape = { format, encoding: 'utf-8' as const, separator: ',', lineEnd: '\n' as const, sheet, list }
  const found: ShapeNote[] = []
  const sample = await readSample(openReader(source, { ...shape, header: wanted.header !== false }), true, found)
  const header = wanted.header !== false && (format !== 'xlsx' || looksLikeHeader(sample.columns))
  for (const message of columnNotes(sample.columns)) found.push({ kind: 'choice', message })
  return { path: source.path, ...shape, header, ...sample, notes: [...notes, ...found] }
}

/** A source of nothing but the beginning of a file. */
function sampleSource(source: ByteSource, text: string): ByteSource {
  async function* bytes() {
    yield Buffer.from(text)
  }
  return { ...source, bytes }
}

function encodingOf(source: ByteSource, notes: ShapeNote[]): Encoding {
  const declared = /^[^<]{0,3}<\?xml[^>]*encoding=["']([\w-]+)["']/i
    .exec(Buffer.from(source.sample.subarray(0, 200)).toString('latin1'))?.[1]
    ?.toLowerCase()
  if (declared === 'iso-8859-1' || declared === 'windows-1252' || declared === 'latin1') return 'windows-1252'
  const { encoding, certain } = detectEncoding(source.sample)
  if (!certain && encoding === 'windows-1252') notes.push({ kind: 'choice', message: 'The file is not UTF-8; read as Windows-1252.' })
  if (!certain && encoding === 'utf-8')
    notes.push({ kind: 'choice', message: 'The file is UTF-8 with some broken lines; those are set aside.' })
  return encoding
}

async function sampleText(source: ByteSource, encoding: Encoding): Promise<string> {
  async function* sample() {
    yield source.sample
  }
  const parts: Uint8Array[] = []
  for await (const part of toUtf8(sample(), encoding)) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

function recordsOf(text: string, lineEnd: LineEnd, separator: string, most: number): string[][] {
  const lines = text.split(lineEnd, most).map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
  const reader = new RecordReader(separator)
  const { rows } = reader.push({ first: 1, lines, rejects: [] })
  return rows.map(({ cells }) => cells)
}

function firstRecord(text: string, lineEnd: LineEnd, separator: string): string[] {
  return recordsOf(text, lineEnd, separator, 50)[0] ?? []
}

/** The separator that cuts most rows into as many cells as the first row, more than one. */
function separatorOf(text: string, lineEnd: LineEnd, notes: ShapeNote[]): string {
  const scored = separators.map((separator) => {
    const records = recordsOf(text, lineEnd, separator, 100)
    const width = records[0]?.length ?? 0
    const same = records.filter((record) => record.length === width).length
    return { separator, width, share: width < 2 || records.length === 0 ? 0 : same / records.length }
  })
  const [best, next] = scored.sort((a, b) => b.share - a.share || b.width - a.width)
  if (best === undefined || best.share === 0) return ','
  if (next !== undefined && next.share === best.share) {
    const other = `${JSON.stringify(next.separator)} (${next.width} columns)`
    notes.push({
      kind: 'choice',
      message: `Cells are separated by ${JSON.stringify(best.separator)} (${best.width} columns); ${other} would fit too.`,
    })
  }
  return best.separator
}

function looksLikeHeader(cells: readonly string[]): boolean {
  const isTime = timeReader('iso', (wall) => wall)
  return !cells.some((cell) => /^\s*-?\d+([.,]\d+)?\s*$/.test(cell) || !Number.isNaN(isTime(cell)))
}

async function readSample(reader: RowReader, whole: boolean, notes: ShapeNote[]): Promise<{ columns: string[]; rows: string[][] }> {
  const rows: string[][] = []
  try {
    for await (const batch of reader.batches()) {
      for (const row of batch.rows) rows.push(row.cells)
      if (rows.length >= sampleRows) break
      if (!whole && rows.length > 0) break
    }
  } catch (error) {
    if (whole) throw error
  }
  for (const message of reader.notes) notes.push({ kind: 'choice', message })
  return { columns: [...reader.columns], rows: rows.slice(0, sampleRows) }
}
