/** What a spreadsheet would take for a formula at the start of a cell; a plain number is none. */
const formula = /^[=+@\t\r]|^-(?!\d+(\.\d+)?$)/

/** A cell with an apostrophe before what a spreadsheet would run as a formula. */
export function guardedCell(text: string): string {
  return formula.test(text) ? `'${text}` : text
}

/** The text of a cell as it was before `guardedCell`. */
export function unguardedCell(written: string): string {
  return written.startsWith("'") && formula.test(written.slice(1)) ? written.slice(1) : written
}
