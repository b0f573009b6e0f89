import type { Context } from 'hono'
import { stream } from 'hono/streaming'

/** What begins a formula, in narrow and in wide letters; a negative number is none. */
const formula = String.raw`[=+@\t\r\n\uff1d\uff0b\uff0d\uff20]|-(?!\d+(?:[.,]\d+)?(?:e[+-]?\d+)?(?:$|[;\t\r\n|]))`
const atStart = new RegExp(`^(?=${formula})`, 'i')
/** Where a spreadsheet of another country may cut: there semicolons stand between cells, and quotes inside a line mean nothing. */
const behindCut = new RegExp(`([;|\\t\\r\\n])(?=${formula})`, 'gi')

/**
 * One CSV cell: quoted where needed. What would begin a formula (= + - @ tab, return), at its start or where a spreadsheet may cut it, gets an apostrophe, so
 * that no spreadsheet runs it. Numbers stay numbers.
 */
export function csvCell(value: string): string {
  const safe = value.replaceAll(behindCut, "$1'").replace(atStart, "'")
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A whole table as CSV, by `csvCell`. */
export function csvText(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')
}

/** Answers with a CSV file to download, written row by row. */
export function answerCsv(
  context: Context,
  name: string,
  columns: readonly string[],
  rows: () => AsyncGenerator<readonly string[]>,
): Response {
  context.header('content-type', 'text/csv; charset=utf-8')
  context.header('content-disposition', `attachment; filename="${name.replace(/[^\w.-]+/g, '_')}"`)
  context.header('cache-control', 'no-store')
  return stream(context, async (out) => {
    await out.write(`${columns.join(',')}\r\n`)
    for await (const row of rows()) {
      if (out.aborted) return
      await out.write(`${row.map(csvCell).join(',')}\r\n`)
    }
  })
}
