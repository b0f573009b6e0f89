import { isTimeFormat, timeReader } from './time-format.ts'

const datePatterns = [
  'DD/MM/YYYY',
  'MM/DD/YYYY',
  'DD-MM-YYYY',
  'MM-DD-YYYY',
  'DD.MM.YYYY',
  'YYYY/MM/DD',
  'YYYY.MM.DD',
  'DD/MM/YY',
  'MM/DD/YY',
  'D MMM YYYY',
  'MMM D, YYYY',
  'MMM D YYYY',
  'DD-MMM-YYYY',
  'DD-MMM-YY',
]
const clockPatterns = [
  '',
  ' HH:mm',
  ' HH:mm:ss',
  ' HH:mm:ss.SSS',
  ' hh:mm A',
  ' hh:mm:ss A',
  ', HH:mm',
  ', HH:mm:ss',
  ', hh:mm A',
  ', hh:mm:ss A',
  ' HH:mm:ss Z',
]
const candidates = ['iso', ...datePatterns.flatMap((date) => clockPatterns.map((clock) => date + clock))].filter(isTimeFormat)

const earliest = Date.UTC(1990, 0, 1)
const latest = Date.UTC(2200, 0, 1)

/** What a column's values look like. `ambiguous` lists every format that fits as well as the first; `share` of the non-empty values it reads. */
export interface TimeGuess {
  format: string
  ambiguous: readonly string[]
  share: number
}

/** Guesses the time format of a sample of values; null where less than `least` of the non-empty values are times of any one format. */
export function guessTimeFormat(values: readonly string[], least = 0.8): TimeGuess | null {
  const filled = values.filter((value) => value.trim() !== '')
  if (filled.length === 0) return null
  const epoch = guessEpoch(filled, least)
  if (epoch !== null) return epoch
  const some = filled.slice(0, 20)
  const readers = candidates.map((format) => ({ format, read: timeReader(format, (wall) => wall) }))
  const likely = readers.filter(({ read }) => hitsOf(some, read) > 0)
  const scored = likely.map(({ format, read }) => ({ format, hits: hitsOf(filled, read) }))
  const most = Math.max(0, ...scored.map(({ hits }) => hits))
  if (most < least * filled.length || most === 0) return null
  const best = scored.filter(({ hits }) => hits === most).map(({ format }) => format)
  const format = best[0] as string
  return { format, ambiguous: agree(best, filled) ? [] : best, share: most / filled.length }
}

function hitsOf(values: readonly string[], read: (text: string) => number): number {
  return values.reduce((hits, value) => hits + (Number.isNaN(read(value)) ? 0 : 1), 0)
}

/** Formats that read every value alike are one format. */
function agree(formats: readonly string[], values: readonly string[]): boolean {
  const readers = formats.map((format) => timeReader(format, (wall) => wall))
  return values.every((value) => new Set(readers.map((read) => read(value))).size === 1)
}

/** Seconds, milliseconds or microseconds since 1970: all digits, and a date between 1990 and 2200. */
function guessEpoch(values: readonly string[], least: number): TimeGuess | null {
  for (const format of ['epoch-s', 'epoch-ms', 'epoch-us']) {
    const read = timeReader(format, (wall) => wall)
    const hits = values.filter((value) => {
      const at = read(value)
      return at >= earliest && at < latest && value.trim().length >= 9
    }).length
    if (hits >= least * values.length) return { format, ambiguous: [], share: hits / values.length }
  }
  return null
}
