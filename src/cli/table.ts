/** One column of a text table: figures stand to the right, words to the left. */
export interface Column {
  title: string
  align: 'left' | 'right'
}

/** Columns of a text table from their titles: words, then figures, then words again. */
export function tableColumns(words: readonly string[], figures: readonly string[] = [], remarks: readonly string[] = []): Column[] {
  const aligned = (titles: readonly string[], align: Column['align']) => titles.map((title) => ({ title, align }))
  return [...aligned(words, 'left'), ...aligned(figures, 'right'), ...aligned(remarks, 'left')]
}

/** A table as lines of text, two spaces between columns, no space at the end of a line. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cells = [columns.map((column) => column.title), ...rows.map((row) => columns.map((_, position) => printable(row[position] ?? '')))]
  const widths = columns.map((_, position) => Math.max(...cells.map((row) => width(row[position] ?? ''))))
  const lines = cells.map((row) =>
    row
      .map((cell, position) => padded(cell, widths[position] ?? 0, columns[position]?.align ?? 'left'))
      .join('  ')
      .trimEnd(),
  )
  const rule = widths.map((columnWidth) => '─'.repeat(columnWidth)).join('  ')
  return [lines[0], rule, ...lines.slice(1)].map((line) => `${line}\n`).join('')
}

function padded(cell: string, columnWidth: number, align: Column['align']): string {
  const space = ' '.repeat(columnWidth - width(cell))
  return align === 'left' ? cell + space : space + cell
}

/** Columns a text takes on a terminal: wide characters of East Asia and emoji take two. */
function width(text: string): number {
  let columns = 0
  for (const character of text)
    columns +=
      /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u.test(
        character,
      )
        ? 2
        : 1
  return columns
}

/** Text fit for a terminal: no control characters, which could move the cursor, and plain spaces. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out.
  return text.replaceAll(/[\u0000-\u001F\u007F-\u009F]+/g, ' ').replaceAll(/[\u00A0\u202F]/g, ' ')
}
