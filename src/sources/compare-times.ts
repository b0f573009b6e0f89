import { timeReader } from './time-format.ts'

/** How two columns of times differ, over the rows in which both are filled: in how many by more than a second, and by how much in the middle of those (ms). */
export interface TimeDifference {
  rows: number
  differing: number
  medianMs: number
}

/** Compares two columns of times row by row, each in its format. */
export function compareTimes(one: readonly string[], oneFormat: string, other: readonly string[], otherFormat: string): TimeDifference {
  const [readOne, readOther] = [timeReader(oneFormat, (wall) => wall), timeReader(otherFormat, (wall) => wall)]
  const differences = one
    .map((text, row) => (text === '' || (other[row] ?? '') === '' ? Number.NaN : Math.abs(readOne(text) - readOther(other[row] ?? ''))))
    .filter((difference) => !Number.isNaN(difference))
  const differing = differences.filter((difference) => difference > 1000).sort((a, b) => a - b)
  return { rows: differences.length, differing: differing.length, medianMs: differing[Math.floor((differing.length - 1) / 2)] ?? 0 }
}

/** The difference in words: "agrees with it", or "differs in 12 of 100 rows, in the middle by 2 hours". */
export function differenceText({ rows, differing, medianMs }: TimeDifference): string {
  if (rows === 0) return 'is never filled beside it'
  if (differing === 0) return 'agrees with it'
  return `differs from it in ${differing} of ${rows} rows, in the middle by ${lengthText(medianMs)}`
}

const units: readonly [number, string][] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1000, 'second'],
]

function lengthText(ms: number): string {
  const [unit, name] = units.find(([size]) => ms >= size) ?? [1000, 'second']
  const count = Math.max(1, Math.round(ms / unit))
  return `${count} ${name}${count === 1 ? '' : 's'}`
}
