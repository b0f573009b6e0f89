import type { Until } from '../../src/model/deadline.ts'
import type { OracleStay } from './stays.ts'
import type { Observed } from './survival.ts'

/** Something observed from a stay's start on. */
export interface Spell {
  stay: OracleStay
  observed: Observed
}

/** Later than any stay ends, ms. */
export const beyond = 2 ** 52

/** How far ahead a deadline is looked for, days. */
const ahead = 1_600

const twoDigits = (n: number) => String(n).padStart(2, '0')

/** What the calendar on the wall says, as 2025-05-17 (rule K6). */
export function wallDay(instant: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(instant)
}

function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

function isDeadline({ deadline: { dates, yearly } }: Until, day: string): boolean {
  if (yearly === null) return dates.some(({ year, month, day: of }) => `${year}-${twoDigits(month)}-${twoDigits(of)}` === day)
  const wanted = `${twoDigits(yearly.month)}-${twoDigits(yearly.day)}`
  const year = Number(day.slice(0, 4))
  return day.slice(5) === (wanted === '02-29' && !isLeap(year) ? '02-28' : wanted)
}

const found = new WeakMap<Until, Map<string, string | null>>()

/** The last day of the own window of something begun at an instant: walked day by day; null: no date is known (rule K7). */
export function lastDayOf(until: Until, startedAt: number): string | null {
  const first = wallDay(startedAt, until.deadline.timeZone)
  const known = found.get(until) ?? new Map<string, string | null>()
  found.set(until, known)
  if (!known.has(first)) {
    const days = Array.from({ length: ahead }, (_, i) => plusDays(first, i))
    known.set(first, days.find((day) => isDeadline(until, plusDays(day, until.beforeDays))) ?? null)
  }
  return known.get(first) ?? null
}

/** The length of the own window, ms: to the last ms on whose wall the last day stands. */
function lengthOf(until: Until, startedAt: number, lastDay: string): number {
  let [within, after] = [0, ahead * 86_400_000]
  while (after - within > 1) {
    const middle = Math.floor((within + after) / 2)
    if (wallDay(startedAt + middle, until.deadline.timeZone) > lastDay) after = middle
    else within = middle
  }
  return within
}

/** Spells by what became of their own windows (rule K7): of those over, who left by the end as they did and all others as still in, beyond it. */
export function byDeadline(spells: readonly Spell[], until: Until, horizon: number) {
  const { timeZone } = until.deadline
  const dated = spells.map((spell) => ({ ...spell, lastDay: lastDayOf(until, spell.stay.startedAt) }))
  const isOver = (lastDay: string | null) => lastDay !== null && wallDay(horizon + 1, timeZone) > lastDay
  const over = dated.filter(({ lastDay }) => isOver(lastDay))
  return {
    over: over.map(({ stay, observed, lastDay }): Spell => {
      const inTime = observed.cause !== null && wallDay(stay.startedAt + observed.to, timeZone) <= (lastDay ?? '')
      return { stay, observed: inTime ? observed : { from: 0, to: beyond, cause: null } }
    }),
    stillHasTime: dated.filter(({ lastDay }) => lastDay !== null && !isOver(lastDay)).map(({ stay }) => stay),
    withoutDate: dated.filter(({ lastDay }) => lastDay === null).map(({ stay }) => stay),
    longest: Math.max(0, ...over.map(({ stay, lastDay }) => lengthOf(until, stay.startedAt, lastDay ?? ''))),
  }
}
