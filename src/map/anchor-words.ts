import { daysText } from '../model/deadline.ts'
import { defaultBeforeDays } from '../model/deadline-period.ts'
import { dayAt, dayText } from '../model/local-day.ts'
import type { Filter, JourneyMap } from './journey-map.ts'

/** What words need of a deadline. */
type NamedDeadline = Pick<JourneyMap['journey']['deadlines'][number], 'id' | 'name' | 'timeZone'>

/** The period before a deadline in words: "8 weeks before Open day 2025" (rule K8). */
export function anchorWords(
  { anchor = '', beforeDays }: Pick<Filter, 'anchor' | 'beforeDays'>,
  deadlines: readonly NamedDeadline[],
): string {
  const [id, when] = anchor.split(':')
  const name = deadlines.find((deadline) => deadline.id === id)?.name ?? id
  return `${daysText(beforeDays ?? defaultBeforeDays)} before ${name} ${when ?? ''}`.trim()
}

/** The first and last day of the period before a deadline, as they are lived where the deadline is (rule K8); null: the filter has no such period. */
export function anchorDays({ anchor, from, to }: Filter, deadlines: readonly NamedDeadline[]): [first: string, last: string] | null {
  if (anchor === undefined || from === undefined || to === undefined) return null
  const zone = deadlines.find(({ id }) => id === anchor.split(':')[0])?.timeZone ?? 'UTC'
  return [dayText(dayAt(from, zone)), dayText(dayAt(to - 1, zone))]
}
