import { atEdge } from '../core/statistics/interval.ts'

/** A narrow no-break space: keeps a number and its unit together, and groups thousands. */
const thin = '\u202f'

/** A whole number with its thousands set apart: 18420 → "18 420". */
export function count(value: number): string {
  const digits = String(Math.abs(Math.round(value)))
  const grouped = digits.replace(/\B(?=(\d{3})+(?!\d))/g, thin)
  return value < 0 ? `−${grouped}` : grouped
}

/** A count with its noun, singular at 1: "1 account", "18 420 accounts". */
export function countOf(value: number, noun: string): string {
  return `${count(value)} ${Math.round(value) === 1 ? noun : plural(noun)}`
}

/** The digits of a share (0…1) as a percentage, without the sign: 0.312 → "31", 0.0042 → "0.4"; never rounds to a false 0 or 100. */
export function percentDigits(share: number): string {
  const value = share * 100
  // A sum of shares that is 1 but for the last digits of a number.
  if (atEdge(share)) return value.toFixed(0)
  if (value > 0 && value < 0.05) return '<0.1'
  if (value < 100 && value > 99.95) return '>99.9'
  const edge = (value > 0 && value < 1) || (value < 100 && value > 99)
  return edge ? value.toFixed(1) : value.toFixed(0)
}

/** A share (0…1) as a percentage: "31 %"; null is "–". */
export function percent(share: number | null): string {
  return share === null ? '–' : `${percentDigits(share)}${thin}%`
}

/** A share (0…1) to one decimal: "30.3 %"; null is "–". */
export function percentFine(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)}${thin}%`
}

/** The counts behind a rate with the name of its population (rule M1): "40 of 96 stays"; without a numerator "of 96 stays". */
export function countedOf(rate: { numerator: number | null; denominator: number; population: string }): string {
  const of = `of ${count(rate.denominator)} ${rate.population}`
  return rate.numerator === null ? of : `${count(rate.numerator)} ${of}`
}

/** An interval of shares: "30.3–31.7 %"; null where either end is unknown. */
export function percentInterval(low: number | null, high: number | null): string | null {
  if (low === null || high === null) return null
  return `${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)}${thin}%`
}

function trimmed(value: number): string {
  if (value >= 10 || Number.isInteger(value)) return count(value)
  return value.toFixed(1).replace(/\.0$/, '')
}

/** A span of days, short: "24 d", "3.5 d", "6 h", "20 min"; null is "–". */
export function days(value: number | null): string {
  if (value === null) return '–'
  if (value === 0 || value >= 1) return `${trimmed(value)}${thin}d`
  const hours = value * 24
  return hours >= 1 ? `${trimmed(hours)}${thin}h` : `${Math.max(1, Math.round(hours * 60))}${thin}min`
}

/** A span of days in words: "24 days", "1 day", "6 hours". */
export function daysWords(value: number): string {
  if (value > 0 && value < 1) {
    const hours = value * 24
    return hours >= 1 ? countWords(hours, 'hour') : countWords(Math.max(1, Math.round(hours * 60)), 'minute')
  }
  return countWords(value, 'day')
}

function countWords(value: number, noun: string): string {
  const text = trimmed(value)
  return `${text} ${text === '1' ? noun : plural(noun)}`
}

/** An interval of days: "22–26 d"; null where both ends are unknown; "over 22 d" where only the upper one is. */
export function daysInterval(low: number | null, high: number | null): string | null {
  if (low === null && high === null) return null
  if (high === null) return `over ${days(low)}`
  if (low === null) return `under ${days(high)}`
  if (low < 1 || high < 1) return `${days(low)}–${days(high)}`
  return `${trimmed(low)}–${trimmed(high)}${thin}d`
}

/** An amount of money, shortened to three digits from 10,000 on: "€340k", "$1.21M"; an unknown currency stands behind the figure. */
export function money(amount: number, currency: string): string {
  const short = Math.abs(amount) >= 10_000
  const options = short ? ({ notation: 'compact', maximumSignificantDigits: 3 } as const) : ({ maximumFractionDigits: 0 } as const)
  const code = /^[A-Z]{3}$/.test(currency)
  const style = code ? ({ style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const) : {}
  const text = new Intl.NumberFormat('en', { ...options, ...style }).format(amount).replace(/K$/, 'k')
  return code ? text : `${text} ${currency}`.trim()
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A calendar day in UTC: "14 Nov 2025". */
export function day(ms: number): string {
  const date = new Date(ms)
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`
}

/** A calendar month in UTC: "Nov 2025". */
export function month(ms: number): string {
  const date = new Date(ms)
  return `${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`
}

/** An instant in UTC to the minute: "14 Nov 2025, 09:05". */
export function instant(ms: number): string {
  return `${day(ms)}, ${new Date(ms).toISOString().slice(11, 16)}`
}

/** How long ago in words, from both instants in ms: "just now", "2 min ago", "3 days ago". */
export function ago(ms: number, now: number): string {
  const minutes = Math.floor((now - ms) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`
  return `${Math.floor(minutes / 1440)} days ago`
}

/** Bytes: "1.2 GB". */
export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let size = value
  let unit = 0
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000
    unit += 1
  }
  return `${size >= 100 || unit === 0 ? Math.round(size) : size.toFixed(1)}${thin}${units[unit]}`
}

/** Seconds as a time left: "12 s", "3 min", "1 h 05 min". */
export function timeLeft(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))}${thin}s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes}${thin}min`
  return `${Math.floor(minutes / 60)}${thin}h ${String(minutes % 60).padStart(2, '0')}${thin}min`
}

/** Emotion on −2…+2 with its sign: "+0.8", "−1", "0". */
export function emotion(value: number): string {
  const text = Math.abs(value).toFixed(1).replace(/\.0$/, '')
  if (text === '0') return '0'
  return value > 0 ? `+${text}` : `−${text}`
}

/** The plural of an English noun that names a kind of subject: "account" → "accounts", "company" → "companies", "person" → "people". */
export function plural(noun: string): string {
  if (noun === 'person') return 'people'
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`
  return /(s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`
}
