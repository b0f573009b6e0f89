/** What a cell's number format makes of its number: a day, a clock time, both, or (null) a number. */
export type DateShape = 'date' | 'clock' | 'both' | null

const builtInDates = new Set([14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58])
const builtInClocks = new Set([18, 19, 20, 21, 32, 33, 34, 35])

/** The shape of a number format by its built-in number and, for formats of the file's own, its code. Elapsed time such as [h]:mm is a number. */
export function dateShape(numberFormat: number, code: string | undefined): DateShape {
  if (code === undefined) {
    if (numberFormat === 22) return 'both'
    return builtInDates.has(numberFormat) ? 'date' : builtInClocks.has(numberFormat) ? 'clock' : null
  }
  if (/\[(h+|m+|s+)\]/i.test(code)) return null
  const plain = (code.split(';')[0] ?? '').replaceAll(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '')
  if (/general|@|#|e[+-]/i.test(plain)) return null
  const day = /[yd]/i.test(plain) || (/m/i.test(plain) && !/[hs]/i.test(plain))
  const clock = /[hs]/i.test(plain)
  return day ? (clock ? 'both' : 'date') : clock ? 'clock' : null
}

const dayMs = 86_400_000

/**
 * A spreadsheet's day number as text: `2024-05-01`, `2024-05-01T10:30:00` or `10:30:00`, with milliseconds only where there are any. `from1904`: days are
 * counted from 1904, as older Macintosh files do; else from 1900, with the 29 February 1900 that spreadsheets believe in. Null: no such day.
 */
export function dateText(serial: number, shape: Exclude<DateShape, null>, from1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0) return null
  const days = from1904 ? serial + 1462 : serial
  if (days >= 2_958_466) return null
  if (!from1904 && Math.floor(serial) === 60 && shape !== 'clock') return null
  const since = Date.UTC(1899, 11, 30) + Math.round((days < 60 && !from1904 ? days + 1 : days) * dayMs)
  const [day = '', clock = ''] = new Date(since).toISOString().replace('Z', '').replace('.000', '').split('T')
  if (shape === 'clock' && serial < 1) return clock
  return shape === 'date' && clock === '00:00:00' ? day : `${day}T${clock}`
}
