import { daysBefore, dayText, endOfDay, type LocalDay } from './local-day.ts'

/** A day that people work towards, told by days of the calendar or by one day of each year (rule K6). */
export interface Deadline {
  id: string
  name: string
  /** Its days, in order; empty where it is yearly. */
  dates: readonly LocalDay[]
  /** Its day of each year; null: it has only its `dates`. 29 February is the 28th in years that have none. */
  yearly: Pick<LocalDay, 'month' | 'day'> | null
  /** The zone of the IANA list in which its days are lived. */
  timeZone: string
}

/** A deadline of a journey's newest version: its days in words, and those of the time asked for (rule K6). */
export interface JourneyDeadline {
  journey: { id: string; name: string }
  id: string
  name: string
  text: string
  days: string[]
}

/** A conversion window that ends at a deadline, or whole days of the calendar before it (rule K7). */
export interface Until {
  deadline: Deadline
  beforeDays: number
}

/** The first year in which a yearly deadline is looked for. */
const firstYear = 1970

/** The days of a deadline from its first one on until the first that lies after `year`, in order. */
export function daysOf({ dates, yearly }: Deadline, year: number): LocalDay[] {
  if (yearly === null) return [...dates]
  return Array.from({ length: Math.max(1, year + 2 - firstYear) }, (_, i) => dayInYear(yearly, firstYear + i))
}

/** The days of a deadline from one day to another (2025-05-17), both included, in order. */
export function daysWithin(deadline: Deadline, from: string, to: string): string[] {
  const all = daysOf(deadline, Number(to.slice(0, 4))).map(dayText)
  return all.filter((day) => day >= from && day <= to)
}

function dayInYear({ month, day }: Pick<LocalDay, 'month' | 'day'>, year: number): LocalDay {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return { year, month, day: Math.min(day, last) }
}

/** A time at which windows end: the deadline's day, and the window's last instant (UTC ms). */
export interface WindowEnd {
  day: LocalDay
  at: number
}

/** When windows end that began up to `horizon` (UTC ms), in order. A deadline with dates has no more than these. */
export function windowEnds({ deadline, beforeDays }: Until, horizon: number): WindowEnd[] {
  const year = new Date(horizon).getUTCFullYear() + 1 + Math.ceil(beforeDays / 365)
  return daysOf(deadline, year).map((day) => ({ day, at: endOfDay(daysBefore(day, beforeDays), deadline.timeZone) }))
}

/** "by the open day", or "by 8 weeks before the open day": the name as people wrote it. */
export function untilText({ deadline, beforeDays }: Until): string {
  return beforeDays === 0 ? deadline.name : `${daysText(beforeDays)} before ${deadline.name}`
}

/** Whole weeks as weeks, other days as days. */
export function daysText(days: number): string {
  const [count, unit] = days % 7 === 0 && days > 0 ? [days / 7, 'week'] : [days, 'day']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** The days of a deadline in words: "every year on 1 September", or the days themselves; the zone where it is not UTC. */
export function deadlineText({ dates, yearly, timeZone }: Deadline): string {
  const days = yearly === null ? dates.map(dayText).join(', ') : `every year on ${yearly.day} ${months[yearly.month - 1]}`
  return timeZone === 'UTC' ? days : `${days} (${timeZone})`
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/** A part of the time: from its first instant on, until before its last (UTC ms). */
export interface Span {
  from: number
  to: number
}

/** The whole days of the calendar before a day of a deadline, that day included (rule K8). */
export function spanBefore({ timeZone }: Deadline, day: LocalDay, days: number): Span {
  return { from: endOfDay(daysBefore(day, days), timeZone) + 1, to: endOfDay(day, timeZone) + 1 }
}
