import { AppError } from '../core/error.ts'
import { nearText } from '../model/near-match.ts'
import { readSheet, type SheetFindings } from './xlsx-sheet.ts'
import { openWorkbook, type SheetEntry, type Workbook } from './xlsx-workbook.ts'

/** A whole sheet as text: rows from the top on, cells from the left on; empty rows and cells kept, so that places are those of the sheet. */
export interface SheetGrid {
  sheet: string
  /** The names of all sheets that are not hidden, in their order. */
  sheets: readonly string[]
  rows: readonly (readonly string[])[]
  notes: readonly string[]
}

/** The most cells of a sheet that is read as a whole. */
const maxGridCells = 1_000_000

/** Reads one sheet of a spreadsheet (XLSX) as a whole. `sheet` null: the first that holds anything. Errors: `invalid`; `notFound` for the name of no sheet. */
export async function readXlsxGrid(path: string, sheet: string | null = null): Promise<SheetGrid> {
  const book = await openWorkbook(path)
  try {
    const entry = await chooseSheet(book, sheet)
    const findings = newFindings()
    const rows: string[][] = []
    let cells = 0
    for await (const batch of readSheet(book, entry, findings)) {
      for (const row of batch) {
        if (row.cells.every((cell) => cell === '')) continue
        cells += row.cells.length + Math.max(0, row.number - rows.length)
        if (cells > maxGridCells)
          throw new AppError('invalid', `Sheet ${JSON.stringify(entry.name)} of ${path} has more than a million cells.`)
        while (rows.length < row.number - 1) rows.push([])
        rows.push(row.cells)
      }
    }
    return { sheet: entry.name, sheets: visibleSheets(book), rows, notes: [...sheetNote(book, entry), ...findingNotes(findings)] }
  } finally {
    book.zip.close()
  }
}

/** The names of the sheets that are not hidden. */
export function visibleSheets(book: Workbook): string[] {
  return book.sheets.filter(({ hidden }) => !hidden).map(({ name }) => name)
}

/** The sheet of this name; null: the first that is not hidden and holds a value. Errors: `notFound` with near names. */
export async function chooseSheet(book: Workbook, wanted: string | null): Promise<SheetEntry> {
  if (wanted !== null) {
    const found = book.sheets.find(({ name }) => name === wanted)
    const names = book.sheets.map(({ name }) => name)
    if (found !== undefined) return found
    throw new AppError(
      'notFound',
      `${book.path} has no sheet ${JSON.stringify(wanted)}.${nearText(wanted, names)} Its sheets: ${names.join(', ')}.`,
    )
  }
  const open = book.sheets.filter(({ hidden }) => !hidden)
  for (const sheet of open) if (await holdsValue(book, sheet)) return sheet
  throw new AppError(
    'invalid',
    `${book.path} holds no filled cell in any sheet that is not hidden. An import needs a row of column names and rows below it.`,
  )
}

async function holdsValue(book: Workbook, sheet: SheetEntry): Promise<boolean> {
  for await (const rows of readSheet(book, sheet, newFindings(), () => {}, false))
    if (rows.some(({ cells }) => cells.length > 0)) return true
  return false
}

export function newFindings(): SheetFindings {
  return { errors: 0, firstError: '', unsaved: 0, longNumbers: 0, merged: 0 }
}

/** Which sheet is read, where there are others. */
export function sheetNote(book: Workbook, sheet: SheetEntry): string[] {
  const others = visibleSheets(book).filter((name) => name !== sheet.name)
  if (others.length === 0) return []
  const names = others.map((name) => JSON.stringify(name)).join(', ')
  return [`Read is the sheet ${JSON.stringify(sheet.name)}; others: ${names}. Choose one in the mapping with sheet: name.`]
}

/** What a reader of the sheet should know of its cells, in sentences. */
export function findingNotes({ errors, firstError, unsaved, longNumbers, merged }: SheetFindings): string[] {
  const notes: string[] = []
  const one = (count: number, single: string, many: string) => (count === 1 ? single : `${count} ${many}`)
  if (merged > 0) notes.push('Merged cells: each has the value of the first.')
  if (errors > 0)
    notes.push(`${one(errors, 'A cell holds an error and is', 'cells hold errors and are')} read as empty; the first is ${firstError}.`)
  if (unsaved > 0)
    notes.push(
      `${one(unsaved, 'A formula has no saved result and is', 'formulas have no saved result and are')} read as empty: open the file in a spreadsheet program and save it.`,
    )
  if (longNumbers > 0)
    notes.push(
      `${one(longNumbers, 'A number has', 'numbers have')} more than 15 digits; a spreadsheet keeps 15. Ids belong into columns formatted as text.`,
    )
  return notes
}
