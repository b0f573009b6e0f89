import { caution, checkDuration, error } from './check-rule.ts'
import { type DocumentPath, valueText } from './document-path.ts'
import { dayMs, parseDuration } from './duration.ts'
import type { JourneyFinding } from './journey-finding.ts'
import type { DeadlineSpec, JourneySpec } from './journey-spec.ts'
import { isTimeZone, nearZones, parseDay } from './local-day.ts'
import { nearText } from './near-match.ts'
import { repeatedIds } from './repeated-ids.ts'

/** What is wrong in the deadlines of a journey that its schema lets through (rule K6). */
export function checkDeadlines({ deadlines = [] }: JourneySpec): JourneyFinding[] {
  return [
    ...repeatedIds(deadlines, ['deadlines']),
    ...deadlines.flatMap((deadline, position) => checkDeadline(deadline, ['deadlines', position])),
  ]
}

function checkDeadline({ dates, yearly, timeZone }: DeadlineSpec, path: DocumentPath): JourneyFinding[] {
  const both = dates !== undefined && yearly !== undefined
  const none = dates === undefined && yearly === undefined
  return [
    ...(both ? [error(path, 'dates and yearly stand together: keep one.')] : []),
    ...(none ? [error(path, 'This deadline has no day: add dates: [2025-05-17, …] or yearly: 09-01.')] : []),
    ...(dates ?? []).flatMap((text, position) => checkDay(text, text, [...path, 'dates', position])),
    // A leap year has every day that any year has.
    ...(yearly === undefined ? [] : checkDay(yearly, `2024-${yearly}`, [...path, 'yearly'])),
    ...repeatedDays(dates ?? [], [...path, 'dates']),
    ...(timeZone === undefined ? [] : checkZone(timeZone, [...path, 'timeZone'])),
  ]
}

/** An error where the calendar has no such day. */
export function checkDay(written: string, text: string, path: DocumentPath): JourneyFinding[] {
  return parseDay(text) === null ? [error(path, `${valueText(written)} is not in the calendar: mend the month or the day.`)] : []
}

function repeatedDays(dates: readonly string[], path: DocumentPath): JourneyFinding[] {
  return dates.flatMap((day, position) =>
    dates.indexOf(day) === position ? [] : [caution([...path, position], `${day} stands twice: once is enough.`)],
  )
}

/** An error where the system does not know a time zone, with near ones. */
export function checkZone(zone: string, path: DocumentPath): JourneyFinding[] {
  if (isTimeZone(zone)) return []
  const near = nearZones(zone)
  const hint = near.length === 0 ? '' : ` Did you mean ${near.map((name) => JSON.stringify(name)).join(' or ')}?`
  return [error(path, `${valueText(zone)} is no time zone: write one such as Europe/Zurich, America/New_York or UTC.${hint}`)]
}

/** What is wrong in windows that end at a deadline (rule K7): the deadline must exist, and the time before it be whole days. */
export function checkUntils({ stages, deadlines = [] }: JourneySpec): JourneyFinding[] {
  const ids = deadlines.map(({ id }) => id)
  return stages.flatMap(({ window }, position) => {
    if (typeof window !== 'object') return []
    const path: DocumentPath = ['stages', position, 'window']
    const all = ids.length === 0 ? 'The journey has no deadlines yet: add one under deadlines.' : `Deadlines: ${ids.join(', ')}.`
    const unknown = ids.includes(window.until)
      ? []
      : [error([...path, 'until'], `${valueText(window.until)} is not a deadline. ${all}${nearText(window.until, ids)}`)]
    return [...unknown, ...checkBefore(window.before, [...path, 'before'])]
  })
}

function checkBefore(before: string | undefined, path: DocumentPath): JourneyFinding[] {
  const wrong = checkDuration(before, path)
  if (before === undefined || wrong.length > 0) return wrong
  if ((parseDuration(before) ?? 0) % dayMs === 0) return []
  return [error(path, `${valueText(before)} is not whole days: before a deadline count days or weeks, e.g. 10d or 8w.`)]
}
