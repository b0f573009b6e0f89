/** A table as CSV (RFC 4180, UTF-8 with a byte-order mark, so that spreadsheets read accents). Cells are written as they are: guard formulas before. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  const width = Math.max(0, ...rows.map((row) => row.length))
  const lines = rows.map((row) => Array.from({ length: width }, (_, i) => quoted(row[i] ?? '')).join(','))
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

function quoted(cell: string): string {
  return /[",;\t\n\r]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
