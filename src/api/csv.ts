import type { Context } from 'hono'
import { stream } from 'hono/streaming'

/** One CSV cell: quoted where needed; a leading = + - @ tab or return gets an apostrophe, so that no spreadsheet runs it as a formula. */
export function csvCell(value: string): string {
  const number = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value)
  const safe = !number && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
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
