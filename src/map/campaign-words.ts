import type { z } from 'zod'
import type { differenceSchema } from './campaign-figures.ts'
import { count } from './format.ts'

/** What each period of a campaign is called (rule K3). */
export const spanNames = { during: 'during', before: 'before', yearBefore: 'year before' } as const

/** Entries a day, short: "12", "3.4", "0.06". */
export function perDayText(value: number): string {
  const size = Math.abs(value)
  const digits = size === 0 || size >= 10 ? count(size) : size >= 1 ? size.toFixed(1) : size.toFixed(2)
  return value < 0 && Number(digits) !== 0 ? `−${digits}` : digits
}

/** What differences of one kind are written in: the number, and the unit behind it or the interval. */
export interface DifferenceWords {
  number(value: number): string
  unit: string
  signed: boolean
}

/** Entries a day. */
export const perDayWords: DifferenceWords = { number: perDayText, unit: '', signed: true }

/** Differences of shares, in points of a hundred. */
export const pointsWords: DifferenceWords = {
  number: (value) => {
    const digits = Math.abs(value * 100).toFixed(1)
    return `${value < 0 && digits !== '0.0' ? '−' : ''}${digits}`
  },
  unit: ' points',
  signed: true,
}

/** Money, to the cent below 100. */
export function moneyWords(currency: string): DifferenceWords {
  return { number: (value) => (value < 100 ? value.toFixed(2) : count(value)), unit: ` ${currency}`, signed: false }
}

/** A difference with its interval, or why there is none: "+3.4 (2.1 to 4.7)". */
export function differenceText(
  { value, low, high, note }: z.infer<typeof differenceSchema>,
  { number, unit, signed }: DifferenceWords,
): string {
  if (value === null) return note ?? 'not known'
  const digits = number(value)
  const said = `${signed && value > 0 && /[1-9]/.test(digits) ? '+' : ''}${digits}${unit}`
  if (low === null || high === null) return note === null ? said : `${said} (${note})`
  return `${said} (${number(low)} to ${number(high)})`
}
