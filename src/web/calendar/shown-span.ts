import type { Campaign } from '../../model/campaign.ts'
import type { JourneyDeadline } from '../../model/deadline.ts'
import { yearsLater } from './time-axis.ts'

type Days = readonly Pick<Campaign, 'from' | 'to'>[]

/** Between which days the calendar asks for deadlines: from the first campaign to a year after the last; without campaigns a year around today. */
export function deadlineSpan(campaigns: Days, today: string): [from: string, to: string] {
  const from = campaigns.map((one) => one.from).toSorted()[0]
  const to = campaigns
    .map((one) => one.to)
    .toSorted()
    .at(-1)
  return [from ?? yearsLater(today, -1), yearsLater(to ?? today, 1)]
}

/** The days that the calendar shows: those of the campaigns, and up to the next day of each deadline after them; without campaigns the whole span. */
export function daysShown(campaigns: Days, deadlines: readonly JourneyDeadline[], span: readonly [string, string]): string[] {
  if (campaigns.length === 0) return [...span]
  const days = campaigns.flatMap(({ from, to }) => [from, to])
  const last = days.toSorted().at(-1) ?? span[1]
  return [...days, ...deadlines.flatMap((deadline) => deadline.days.find((day) => day >= last) ?? [])]
}
