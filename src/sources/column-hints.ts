import type { FileFormat } from './file-format.ts'

const usualSeparators = [',', ';', '\t', '|', '^', '~', ':']

/** What to do where a CSV file was cut into one column only; "" for other files. */
export function separatorHint({
  format,
  columns,
  separator,
}: {
  format: FileFormat
  columns: readonly string[]
  separator: string
}): string {
  const [only = ''] = columns
  if (format !== 'csv' || columns.length !== 1) return ''
  const found = usualSeparators.find((one) => one !== separator && only.includes(one))
  const what =
    found === undefined ? 'If some character stands between its cells, give it' : `Its first line holds ${JSON.stringify(found)}: give that`
  return ` Cut at ${JSON.stringify(separator)}, it has one column only. ${what} in the mapping as separator.`
}

/** Remarks on the columns of a table: names that stand twice, and a great many of them. */
export function columnNotes(columns: readonly string[]): string[] {
  const names = new Set(columns)
  const doubled = columns.filter((column) => names.has(/^(.*) \(\d+\)$/s.exec(column)?.[1] ?? '\0'))
  const notes =
    doubled.length === 0
      ? []
      : [
          `Some columns have one name; the later ones are read as ${doubled
            .slice(0, 5)
            .map((column) => JSON.stringify(column))
            .join(', ')}.`,
        ]
  if (columns.length > 100)
    notes.push(
      `The file has ${columns.length} columns. All that have no other part become properties; to keep fewer, list them in the mapping under properties.`,
    )
  return notes
}
