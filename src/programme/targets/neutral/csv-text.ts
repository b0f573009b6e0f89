/** What a spreadsheet would take for a formula at the start of a cell; a plain number is none. */
const formula = /^[=+@\t\r]|^-(?!\d+(\.\d+)?$)/

/** Rows as CSV with CRLF: quoted where needed, and with an apostrophe before what a spreadsheet would run as a formula. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** The text of a cell as it was before `csvText` made it safe. */
export function cellText(written: string): string {
  return written.startsWith("'") && formula.test(written.slice(1)) ? written.slice(1) : written
}

function cell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
