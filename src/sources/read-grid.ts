import { AppError } from '../core/error.ts'
import { openByteSource } from './byte-source.ts'
import { RecordReader } from './csv.ts'
import { detectFormat } from './detect-format.ts'
import { formatNames } from './file-format.ts'
import { detectEncoding } from './text-encoding.ts'
import { readXlsxGrid } from './xlsx-grid.ts'

/** A table as text, with what a reader should know of it. */
export interface Grid {
  rows: readonly (readonly string[])[]
  notes: readonly string[]
}

const separators = ['\t', ';', ',', '|'] as const
/** The longest text of a drawn map, in characters. */
const longestGrid = 2_000_000

/** Reads a CSV, TSV or XLSX file as a whole. Errors: `notFound`, `invalid` with the way out. */
export async function readGrid(path: string, sheet: string | null = null): Promise<Grid> {
  const source = await openByteSource(path)
  const { format, notes } = await detectFormat(source, null)
  if (format === 'xlsx') {
    const grid = await readXlsxGrid(path, sheet)
    return { rows: grid.rows, notes: [...notes, ...grid.notes] }
  }
  if (format !== 'csv')
    throw new AppError(
      'invalid',
      `${path} is ${formatNames[format]}; a drawn map is read from CSV, TSV or XLSX. Export the board or the sheet as one of these.`,
    )
  if (source.totalBytes > longestGrid) throw tooLong()
  const parts: Uint8Array[] = []
  for await (const part of source.bytes(() => {})) parts.push(part)
  const bytes = Buffer.concat(parts)
  const { encoding } = detectEncoding(bytes)
  const grid = gridOfText(new TextDecoder(encoding).decode(bytes))
  return { rows: grid.rows, notes: [...notes, ...grid.notes] }
}

/** A pasted or decoded text as a table; its separator is the one that cuts its rows most evenly. Errors: `invalid`. */
export function gridOfText(text: string): Grid {
  if (text.length > longestGrid) throw tooLong()
  if (text.includes('\0')) throw new AppError('invalid', 'This holds binary data, no text. A drawn map is read from CSV, TSV or XLSX.')
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  const read = separators.map((separator) => cut(lines, separator))
  const scores = read.map(evenness)
  return { rows: read[scores.indexOf(Math.max(...scores))] ?? [], notes: [] }
}

/** How evenly rows are cut: the share of rows as wide as most are, of those wider than one cell; whole cells count for more than cut quotes. */
function evenness(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>()
  for (const row of rows) if (row.length > 1) counts.set(row.length, (counts.get(row.length) ?? 0) + 1)
  const cells = rows.flat()
  const broken = cells.filter((cell) => cell.split('"').length % 2 === 0).length
  return rows.length === 0 ? 0 : Math.max(0, ...counts.values()) / rows.length - (cells.length === 0 ? 0 : broken / cells.length)
}

function cut(lines: readonly string[], separator: string): string[][] {
  const reader = new RecordReader(separator)
  const batches = [reader.push({ first: 1, lines: [...lines], rejects: [] }), reader.end()]
  return batches.flatMap(({ rows }) => rows.map(({ cells }) => [...cells]))
}

function tooLong(): AppError {
  return new AppError(
    'invalid',
    'This is longer than two million characters, which is no drawn map. A log of events is imported under Imports.',
  )
}
