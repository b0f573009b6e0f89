/** Text as Markdown shows it in a line: nothing in it is markup, and it ends no table cell. */
export function markdownLine(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\`*_[\]<>|#]/g, '\\$&')
}

/** A table in Markdown; cells are text. */
export function markdownTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(markdownLine).join(' | ')} |\n`
  return `${line(columns)}|${columns.map(() => '---|').join('')}\n${rows.map(line).join('')}`
}

/** A list in Markdown, an item a line; items are text. */
export function markdownList(items: readonly string[]): string {
  return items.map((item) => `- ${markdownLine(item)}\n`).join('')
}
