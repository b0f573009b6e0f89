import type { ParquetParsers, SchemaElement } from 'hyparquet'
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js'

const text = new TextDecoder('utf-8')

/** How values of a column become text where its type says more than a number: times with their zone only where the file says that they are UTC. */
export function parsersOf(element: SchemaElement): ParquetParsers {
  const { logical_type: logical } = element
  const local = logical?.type === 'TIMESTAMP' && logical.isAdjustedToUTC === false
  const instant = (ms: number) => timeText(ms, local)
  return {
    ...DEFAULT_PARSERS,
    timestampFromMilliseconds: (ms: bigint | number) => instant(Number(ms)),
    timestampFromMicroseconds: (us: bigint | number) => instant(Math.floor(Number(us) / 1000)),
    timestampFromNanoseconds: (ns: bigint | number) => instant(Number(BigInt(ns) / 1_000_000n)),
    dateFromDays: (days: number) => timeText(days * 86_400_000, true).slice(0, 10),
    jsonFromBytes: (bytes: Uint8Array | undefined) => bytes && text.decode(bytes),
  } as unknown as ParquetParsers
}

/** A time as text in ISO form; one that no calendar has stands as its number. */
function timeText(ms: number, local: boolean): string {
  if (!(Math.abs(ms) <= 8.64e15)) return String(ms)
  const iso = new Date(ms).toISOString()
  return local ? iso.slice(0, -1) : iso
}

/** A value of a leaf column as it becomes a cell; null stays null. */
export function leafValue(value: unknown, { converted_type: converted, scale, type }: SchemaElement): unknown {
  if (value === null || value === undefined) return null
  if (converted === 'DECIMAL' && typeof value === 'number') return value.toFixed(scale ?? 0)
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (type === 'FLOAT' && typeof value === 'number') return shortFloat(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return value
}

/** The shortest number that is the same 32-bit float. */
function shortFloat(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return short
  }
  return Number(value.toPrecision(9))
}
