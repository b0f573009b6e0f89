import { RecordReader } from './csv.ts'

/** A CSV text read whole: its first line, the rows after it by their lines of the file, and the lines that are no records. Empty rows are left out. */
export interface SmallTable {
  head: readonly string[]
  rows: readonly { line: number; cells: readonly string[] }[]
  rejects: readonly { line: number; message: string }[]
}

/** Reads a short table that people write by hand; the separator is the one that its first line has most of. */
export function readSmallTable(text: string): SmallTable {
  const lines = text.split(/\r\n|\n|\r/)
  const first = lines.find((line) => line.trim() !== '') ?? ''
  const separator = [',', ';', '\t', '|'].toSorted((a, b) => first.split(b).length - first.split(a).length)[0] ?? ','
  const reader = new RecordReader(separator)
  const batches = [reader.push({ first: 1, lines, rejects: [] }), reader.end()]
  const [head, ...rows] = batches.flatMap((batch) => batch.rows).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  return { head: (head?.cells ?? []).map((cell) => cell.trim()), rows, rejects: batches.flatMap((batch) => batch.rejects) }
}
