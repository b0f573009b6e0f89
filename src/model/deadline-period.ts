import { AppError } from '../core/error.ts'
import { type Deadline, daysOf, type Span, spanBefore } from './deadline.ts'
import { dayText, type LocalDay, parseDay } from './local-day.ts'
import { nearText } from './near-match.ts'

/** How long a period before a deadline is where nobody says, days. */
export const defaultBeforeDays = 56

/**
 * The period before one day of a deadline (rule K8), UTC ms: `anchor` is the deadline's id and the year of the day, or the day, as in "open-day:2025"; `horizon` (UTC ms) bounds
 * the years that an error lists. An unknown deadline, a year without a day or with several are a `usage` error that names the known ones.
 */
export function periodBefore(deadlines: readonly Deadline[], anchor: string, beforeDays: number, horizon: number): Span {
  const [id = '', when = ''] = anchor.split(':')
  const deadline = deadlines.find((one) => one.id === id)
  if (deadline === undefined) throw wrong(anchor, knownText(deadlines, id, horizon))
  const day = dayOf(deadline, when)
  if (day === null)
    throw wrong(
      anchor,
      `${deadline.name} is ${yearsText(deadline, horizon)}: name one of these by its year, or its day where a year has several`,
    )
  return spanBefore(deadline, day, beforeDays)
}

function dayOf(deadline: Deadline, when: string): LocalDay | null {
  const year = /^\d{4}/.test(when) ? Number(when.slice(0, 4)) : null
  if (year === null) return null
  const exact = parseDay(when)
  const days = daysOf(deadline, year).filter((day) => (exact === null ? when.length === 4 && day.year === year : dayText(day) === when))
  return days.length === 1 ? (days[0] ?? null) : null
}

function knownText(deadlines: readonly Deadline[], id: string, horizon: number): string {
  if (deadlines.length === 0) return 'the journey has no deadlines; add one to its definition under deadlines'
  const all = deadlines.map((deadline) => `${deadline.id} (${yearsText(deadline, horizon)})`).join(', ')
  const near = nearText(
    id,
    deadlines.map((deadline) => deadline.id),
  )
  return `known: ${all}.${near}`
}

function yearsText(deadline: Deadline, horizon: number): string {
  if (deadline.yearly !== null) return `every year, e.g. ${deadline.id}:${new Date(horizon).getUTCFullYear()}`
  return deadline.dates.map(dayText).join(', ')
}

function wrong(anchor: string, hint: string): AppError {
  return new AppError('usage', `"${anchor}" is no day of a deadline: ${hint}`)
}
