import { headerNames } from './csv.ts'
import { GrowingColumns } from './ndjson.ts'
import type { Row, RowBatch, RowReader } from './row-reader.ts'
import { chooseSheet, findingNotes, newFindings, sheetNote } from './xlsx-grid.ts'
import { readSheet, type SheetRow } from './xlsx-sheet.ts'
import { openWorkbook } from './xlsx-workbook.ts'

export interface XlsxOptions {
  /** The name of the sheet; null: the first that holds anything. */
  sheet: string | null
  /** False: the sheet has no row of column names; its columns are "column 1", "column 2", … */
  header: boolean
}

/**
 * Reads a sheet of a spreadsheet (XLSX) as rows. The first filled row has the column names; lines above it with one value only, such as a title, are
 * passed over and told. A row's line is its number in the sheet. Errors: `invalid` where the file is damaged; `notFound` for a sheet that it lacks.
 */
export function readXlsx(path: string, options: XlsxOptions, onPacked: (bytes: number) => void = () => {}): RowReader {
  const table = new GrowingColumns()
  const notes: string[] = []
  return {
    columns: table.names,
    notes,
    async *batches() {
      const book = await openWorkbook(path)
      const findings = newFindings()
      try {
        const sheet = await chooseSheet(book, options.sheet)
        notes.push(...sheetNote(book, sheet))
        const reader = new TableReader(table, options.header, notes)
        for await (const rows of readSheet(book, sheet, findings, onPacked)) yield reader.push(rows)
        yield reader.end()
      } finally {
        notes.push(...findingNotes(findings))
        book.zip.close()
      }
    },
  }
}

const titleLines = 10

/** Finds the row of column names, and gives those below it as rows. */
class TableReader {
  private readonly table: GrowingColumns
  private readonly header: boolean
  private readonly notes: string[]
  private started = false
  private titles: SheetRow[] = []

  constructor(table: GrowingColumns, header: boolean, notes: string[]) {
    this.table = table
    this.header = header
    this.notes = notes
  }

  push(sheetRows: readonly SheetRow[]): RowBatch {
    const rows: Row[] = []
    for (const row of sheetRows) {
      if (row.cells.every((cell) => (cell ?? '') === '')) continue
      if (this.started) rows.push(this.rowOf(row))
      else if (this.header && new Set(row.cells.filter((cell) => cell !== '')).size === 1 && this.titles.length < titleLines)
        this.titles.push(row)
      else rows.push(...this.start(row))
    }
    return { rows, rejects: [] }
  }

  /** Without a row of several values the sheet has one column, and its first row is the header. */
  end(): RowBatch {
    const [first, ...others] = this.started ? [] : this.titles
    if (first === undefined) return { rows: [], rejects: [] }
    this.started = true
    this.nameColumns(first)
    return { rows: others.map((row) => this.rowOf(row)), rejects: [] }
  }

  private start(row: SheetRow): Row[] {
    this.started = true
    if (!this.header) return [this.rowOf(row)]
    const last = this.titles.at(-1)
    if (last !== undefined)
      this.notes.push(
        `Row ${row.number} has the column names; above it ${this.titles.length === 1 ? `stands ${JSON.stringify(last.cells.find((cell) => cell !== ''))}` : `stand ${this.titles.length} lines with one value`}, which is no row.`,
      )
    this.nameColumns(row)
    return []
  }

  private nameColumns({ cells }: SheetRow) {
    for (const name of headerNames(cells.map((cell) => cell ?? ''))) this.table.indexOf(name)
  }

  /** A cell to the right of the names makes a column of its own. */
  private rowOf({ number, cells }: SheetRow): Row {
    while (this.table.names.length < cells.length) this.table.indexOf(`column ${this.table.names.length + 1}`)
    const filled = Array.from(cells, (cell) => cell ?? '')
    return { line: number, raw: JSON.stringify(filled), cells: filled }
  }
}
