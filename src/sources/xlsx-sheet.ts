import { AppError } from '../core/error.ts'
import { maxColumns } from './row-reader.ts'
import { dateText } from './xlsx-date.ts'
import type { SheetEntry, Workbook } from './xlsx-workbook.ts'
import { plainText, xmlPart } from './xlsx-xml.ts'

/** One row of a sheet: its number (from 1) and its cells from the first column on, as text; an empty cell is "". */
export interface SheetRow {
  number: number
  cells: string[]
}

/** What was noticed while a sheet was read; counts of cells. */
export interface SheetFindings {
  errors: number
  /** The first cell with an error, such as `C7 (#DIV/0!)`; "" where there is none. */
  firstError: string
  /** Formulas whose result the file does not hold. */
  unsaved: number
  /** Whole numbers of more than 15 digits, of which a spreadsheet keeps 15. */
  longNumbers: number
  merged: number
}

/** Cells joined to one; rows from 1, columns from 0, all inclusive. */
interface MergedCells {
  top: number
  left: number
  bottom: number
  right: number
}

/** The most groups of merged cells that a sheet may have. */
const maxMerged = 200_000

/** Reads a sheet piece by piece: rows in the file's order, dates as dates, formulas by their saved result, merged cells each with the value of the first, unless `merged` is false: then the sheet is not looked through for them before. */
export async function* readSheet(
  book: Workbook,
  sheet: SheetEntry,
  findings: SheetFindings,
  onPacked: (bytes: number) => void = () => {},
  merged = true,
): AsyncGenerator<SheetRow[]> {
  const fill = mergeFiller(merged ? await mergedCells(book, sheet) : [])
  const cells = new CellReader(book, findings)
  const parser = xmlPart(book.path, sheet.part, cells)
  const filled = () => cells.take().map((row) => fill(row, findings))
  for await (const piece of book.zip.text(sheet.part, onPacked)) {
    parser.push(piece)
    if (cells.rows.length > 0) yield filled()
  }
  parser.end()
  yield filled()
}

/** Merged cells stand behind the rows in the file, so they are looked for first: text search, no parsing. */
async function mergedCells(book: Workbook, sheet: SheetEntry): Promise<MergedCells[]> {
  const found: MergedCells[] = []
  let rest = ''
  for await (const piece of book.zip.text(sheet.part)) {
    const text = rest + piece
    for (const [, ref = ''] of text.matchAll(/<(?:\w+:)?mergeCell\s[^>]*?ref="([^"]+)"[^>]*>/g)) {
      const [from = '', to = from] = ref.split(':')
      const [first, last] = [placeOf(from), placeOf(to)]
      if (found.length < maxMerged) found.push({ top: first.row, left: first.column, bottom: last.row, right: last.column })
    }
    const open = text.lastIndexOf('<')
    rest = open >= 0 && text.length - open < 1000 && !text.slice(open).includes('>') ? text.slice(open) : ''
  }
  return found.sort((a, b) => a.top - b.top)
}

/** Fills rows, which come in their order, with the values of the merged cells that reach into them. */
function mergeFiller(merged: readonly MergedCells[]): (row: SheetRow, findings: SheetFindings) => SheetRow {
  let next = 0
  let open: { area: MergedCells; value: string }[] = []
  return (row, findings) => {
    open = open.filter(({ area }) => area.bottom >= row.number)
    for (let area = merged[next]; area !== undefined && area.top <= row.number; area = merged[++next]) {
      if (area.top === row.number) open.push({ area, value: row.cells[area.left] ?? '' })
    }
    for (const { area, value } of open) {
      if (value === '') continue
      for (let column = area.left; column <= Math.min(area.right, maxColumns); column++) {
        while (row.cells.length < column) row.cells.push('')
        if ((row.cells[column] ?? '') !== '') continue
        row.cells[column] = value
        findings.merged++
      }
    }
    return row
  }
}

class CellReader {
  rows: SheetRow[] = []
  private readonly book: Workbook
  private readonly findings: SheetFindings
  private row: SheetRow | null = null
  private number = 0
  private column = -1
  private type = ''
  private style = 0
  private value = ''
  private hasValue = false
  private formula = false
  private taking = false
  private phonetic = false

  constructor(book: Workbook, findings: SheetFindings) {
    this.book = book
    this.findings = findings
  }

  take(): SheetRow[] {
    const rows = this.rows
    this.rows = []
    return rows
  }

  open(name: string, attributes: Record<string, string>) {
    this.taking = false
    if (name === 'row') this.openRow(attributes.r)
    else if (name === 'c' && this.row !== null) this.openCell(attributes)
    else if (name === 'v' || (name === 't' && !this.phonetic)) this.taking = this.column >= 0
    else if (name === 'f') this.formula = true
    else if (name === 'rPh') this.phonetic = true
  }

  text(piece: string) {
    if (!this.taking) return
    this.value += piece
    this.hasValue = true
  }

  close(name: string) {
    this.taking = false
    if (name === 'c' && this.row !== null) this.closeCell(this.row)
    else if (name === 'row' && this.row !== null) {
      this.rows.push(this.row)
      this.row = null
    } else if (name === 'rPh') this.phonetic = false
  }

  private openRow(number: string | undefined) {
    this.number = number === undefined ? this.number + 1 : Number(number)
    this.row = { number: this.number, cells: [] }
    this.column = -1
  }

  private openCell({ r, t = '', s = '0' }: Record<string, string>) {
    this.column = r === undefined ? this.column + 1 : placeOf(r).column
    this.type = t
    this.style = Number(s)
    this.value = ''
    this.hasValue = false
    this.formula = false
  }

  private closeCell(row: SheetRow) {
    const text = this.cellText()
    if (this.formula && !this.hasValue) this.findings.unsaved++
    if (text === '') return
    if (this.column >= maxColumns) throw tooWide(this.book.path)
    while (row.cells.length < this.column) row.cells.push('')
    row.cells[this.column] = text
  }

  private cellText(): string {
    const { value } = this
    if (this.type === 's') return this.sharedText(value)
    if (this.type === 'str' || this.type === 'inlineStr') return plainText(value)
    if (this.type === 'b') return value === '1' ? 'true' : value === '0' ? 'false' : ''
    if (this.type === 'd') return value
    if (this.type === 'e') return this.error(value)
    return value === '' ? '' : this.numberText(value)
  }

  private sharedText(value: string): string {
    const text = value === '' ? '' : this.book.strings[Number(value)]
    if (text !== undefined) return text
    const where = `${columnName(this.column)}${this.number}`
    throw new AppError(
      'invalid',
      `${this.book.path} is damaged: the text of cell ${where} is missing. Save it again in the program it comes from.`,
    )
  }

  private error(value: string): string {
    if (this.findings.errors++ === 0) this.findings.firstError = `${columnName(this.column)}${this.number} (${value})`
    return ''
  }

  private numberText(value: string): string {
    const number = Number(value)
    const shape = this.book.shapes[this.style] ?? null
    const date = shape === null ? null : dateText(number, shape, this.book.from1904)
    if (date !== null) return date
    if (Number.isNaN(number)) return value
    if (!Number.isInteger(number) || Math.abs(number) < 1e15) return String(number)
    this.findings.longNumbers++
    return isExact(value)
      ? value
      : number
          .toExponential(14)
          .toUpperCase()
          .replace(/\.?0+E/, 'E')
  }
}

/** A program that keeps every digit writes them all; a spreadsheet, which keeps fifteen, writes 1.23456789012345E+15. */
function isExact(value: string): boolean {
  return /^-?\d+$/.test(value) && Number.isSafeInteger(Number(value))
}

function tooWide(path: string): AppError {
  return new AppError('invalid', `${path} has more than ${maxColumns} columns. Keep the columns that matter and save the sheet again.`)
}

/** Row (from 1) and column (from 0) of a cell such as B7. */
function placeOf(cell: string): { row: number; column: number } {
  let column = 0
  let at = 0
  for (; at < cell.length; at++) {
    const letter = cell.charCodeAt(at) | 32
    if (letter < 97 || letter > 122) break
    column = column * 26 + letter - 96
  }
  return { row: Number(cell.slice(at)), column: column - 1 }
}

/** The letters of a column (from 0): A, B, …, Z, AA, … */
export function columnName(column: number): string {
  return column < 26 ? String.fromCharCode(65 + column) : columnName(Math.floor(column / 26) - 1) + columnName(column % 26)
}
