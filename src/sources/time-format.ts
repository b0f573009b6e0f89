import type { ToUtc } from './time-zone.ts'

/** Reads a text as UTC ms; NaN where it is no such time. */
export type ReadTime = (text: string) => number

const patternToken = /YYYY|MMM|MM|DD|HH|hh|mm|ss|SSS|YY|M|D|H|h|S|A|Z/g
const tokenSource: Record<string, string> = {
  YYYY: '(\\d{4})',
  YY: '(\\d{2})',
  MMM: '([A-Za-z]{3,9})\\.?',
  MM: '(\\d{1,2})',
  M: '(\\d{1,2})',
  DD: '(\\d{1,2})',
  D: '(\\d{1,2})',
  HH: '(\\d{1,2})',
  H: '(\\d{1,2})',
  hh: '(\\d{1,2})',
  h: '(\\d{1,2})',
  mm: '(\\d{2})',
  ss: '(\\d{2})',
  SSS: '(\\d{1,9})',
  S: '(\\d{1,9})',
  A: '([AaPp])\\.?[Mm]\\.?',
  Z: '(Z|UTC|[+-]\\d{2}:?\\d{2})',
}
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** True for a time format that `timeReader` takes: "iso", "epoch-s", "epoch-ms", "epoch-us", or a pattern with at least a year, a month and a day. */
export function isTimeFormat(format: string): boolean {
  if (['iso', 'epoch-s', 'epoch-ms', 'epoch-us'].includes(format)) return true
  const tokens = new Set(format.match(patternToken) ?? [])
  const has = (...names: string[]) => names.some((name) => tokens.has(name))
  return has('YYYY', 'YY') && has('MM', 'M', 'MMM') && has('DD', 'D')
}

/**
 * A reader of times in one format: "iso" (`2024-05-01`, `2024-05-01T10:00:00.000+02:00`, a space for the T, `+0000`, ` UTC`), "epoch-s",
 * "epoch-ms", "epoch-us", or a pattern such as "DD/MM/YYYY HH:mm". `toUtc` applies to times that name no zone. Dates that do not exist give NaN.
 */
export function timeReader(format: string, toUtc: ToUtc): ReadTime {
  if (format === 'iso') return (text) => readIso(text, toUtc)
  if (format === 'epoch-s') return (text) => (epochText.test(text) ? Math.round(Number(text) * 1000) : Number.NaN)
  if (format === 'epoch-ms') return (text) => (epochText.test(text) ? Math.round(Number(text)) : Number.NaN)
  if (format === 'epoch-us') return (text) => (epochText.test(text) ? Math.floor(Number(text) / 1000) : Number.NaN)
  return patternReader(format, toUtc)
}

const epochText = /^\s*-?\d{1,16}(\.\d+)?\s*$/
const isoText =
  /^\s*(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|z|UTC|[+-]\d{2}(?::?\d{2})?)?)?\s*$/

function readIso(text: string, toUtc: ToUtc): number {
  const plain = readPlainIso(text, toUtc)
  return Number.isNaN(plain) ? readAnyIso(text, toUtc) : plain
}

/** The usual spellings `2024-05-01T10:00:00`, `…Z`, `….123Z`, quickly; NaN for all others. */
function readPlainIso(text: string, toUtc: ToUtc): number {
  const zoned = text.charCodeAt(text.length - 1) === 90
  const size = zoned ? text.length - 1 : text.length
  if (size !== 19 && size !== 23) return Number.NaN
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45 || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return Number.NaN
  const between = text.charCodeAt(10)
  if ((between !== 84 && between !== 32) || (size === 23 && text.charCodeAt(19) !== 46)) return Number.NaN
  const year = digits(text, 0, 4)
  const wall = wallTime(year, digits(text, 5, 7), digits(text, 8, 10), digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19))
  const at = size === 23 ? wall + digits(text, 20, 23) : wall
  return zoned ? at : toUtc(at)
}

function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - 48
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

function readAnyIso(text: string, toUtc: ToUtc): number {
  const match = isoText.exec(text)
  if (match === null) return Number.NaN
  const [, year, month, day, hour, minute, second, fraction, zone] = match
  const wall = wallTime(Number(year), Number(month), Number(day), Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0))
  return inZone(wall + fractionMs(fraction), zone, toUtc)
}

function patternReader(format: string, toUtc: ToUtc): ReadTime {
  const tokens: string[] = []
  const escaped = format.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const source = escaped.replaceAll(patternToken, (token) => {
    tokens.push(token)
    return tokenSource[token] ?? token
  })
  const pattern = new RegExp(`^\\s*${source}\\s*$`)
  return (text) => {
    const match = pattern.exec(text)
    if (match === null) return Number.NaN
    const part = (...names: string[]) => match[tokens.findIndex((token) => names.includes(token)) + 1]
    const has = (...names: string[]) => tokens.some((token) => names.includes(token))
    const hour = has('HH', 'H') ? Number(part('HH', 'H')) : has('hh', 'h') ? twelveHour(Number(part('hh', 'h')), part('A')) : 0
    const minute = has('mm') ? Number(part('mm')) : 0
    const second = has('ss') ? Number(part('ss')) : 0
    const month = has('MMM') ? monthOf(part('MMM') ?? '') : Number(part('MM', 'M'))
    const wall = wallTime(yearOf(part('YYYY', 'YY') ?? ''), month, Number(part('DD', 'D')), hour, minute, second)
    return inZone(wall + (has('SSS', 'S') ? fractionMs(part('SSS', 'S')) : 0), has('Z') ? part('Z') : undefined, toUtc)
  }
}

function monthOf(text: string): number {
  return months.indexOf(text.slice(0, 3).toLowerCase()) + 1
}

function yearOf(text: string): number {
  const year = Number(text)
  return text.length === 4 ? year : year < 70 ? 2000 + year : 1900 + year
}

function twelveHour(hour: number, half: string | undefined): number {
  if (half === undefined) return hour
  if (hour < 1 || hour > 12) return Number.NaN
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
}

function fractionMs(fraction: string | undefined): number {
  return fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000 + 1e-6)
}

/** UTC ms of a wall-clock time; NaN where the calendar or the clock has no such time. */
function wallTime(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59 && second <= 59)) return Number.NaN
  if (day > 28 && day > daysIn(year, month)) return Number.NaN
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function inZone(wall: number, zone: string | undefined, toUtc: ToUtc): number {
  if (zone === undefined) return toUtc(wall)
  if (zone.length < 3 || zone === 'UTC') return wall
  const hours = Number(zone.slice(1, 3))
  const minutes = zone.length > 3 ? Number(zone.slice(-2)) : 0
  if (hours > 14 || minutes > 59) return Number.NaN
  const offset = (hours * 60 + minutes) * 60_000
  return zone.startsWith('-') ? wall + offset : wall - offset
}
