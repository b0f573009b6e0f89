const bullet = /^([ \t]*)(?:[•◦▪‣●○∙·–—*-]|\d{1,2}[.)])[ \t]+/u

/**
 * The entries of one cell: its lines, without bullets and numbers before them. In a cell that begins with a bullet, lines without one, or further
 * in than the first, go on with the entry before.
 */
export function entriesOf(cell: string): string[] {
  const lines = unguarded(cell).replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n')
  const first = lines.find((line) => line.trim() !== '') ?? ''
  const margin = bullet.exec(first)?.[1]?.length
  const entries: string[] = []
  for (const line of lines) {
    const found = bullet.exec(line)
    if (margin === undefined) entries.push(line.replace(bullet, ''))
    else if (found !== null && (found[1]?.length ?? 0) <= margin) entries.push(line.slice(found[0].length))
    else if (entries.length > 0)
      entries.push(`${entries.pop()}\n${line.slice(Math.min(margin + 2, /^[ \t]*/.exec(line)?.[0].length ?? 0))}`)
  }
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== '')
}

/** Entries as one cell, each with a bullet, so that none can be taken for a formula or a number; `entriesOf` gives them back. */
export function cellOf(entries: readonly string[]): string {
  return entries.map((entry) => `• ${entry.trim().replaceAll('\n', '\n  ')}`).join('\n')
}

/** A plain text as a cell that no spreadsheet runs: a leading = + - @ gets an apostrophe. */
export function guarded(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

/** The text of a cell without the apostrophe of `guarded`. */
export function unguarded(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell
}
