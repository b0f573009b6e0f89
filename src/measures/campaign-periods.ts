import type { Campaign } from '../model/campaign.ts'
import { zoneToUtc } from '../sources/time-zone.ts'
import { dayMs } from './measure.ts'

/** Which cohort of a campaign's comparison (rule K3). */
export const campaignSpans = ['during', 'before', 'yearBefore'] as const
export type CampaignSpan = (typeof campaignSpans)[number]

/** Local days `firstDay` to `lastDay`, which are the instants [from, to), UTC ms. */
export interface CampaignPeriod {
  firstDay: string
  lastDay: string
  from: number
  to: number
}

/** The periods that a campaign is compared over (rule K3), each of `days` local days. Null: left out. */
export interface CampaignPeriods extends Record<CampaignSpan, CampaignPeriod | null> {
  days: number
}

/** Days are counted as if in UTC: day numbers since 1970. */
const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / dayMs
const dayText = (number: number) => new Date(number * dayMs).toISOString().slice(0, 10)

/** The instants [from, to) of a campaign as a whole (rule K1), UTC ms. */
export function campaignInstants({ from, to, timeZone }: Pick<Campaign, 'from' | 'to' | 'timeZone'>): { from: number; to: number } {
  const { from: begin, to: end } = periodOf(dayNumber(from), dayNumber(to), timeZone)
  return { from: begin, to: end }
}

function periodOf(first: number, last: number, timeZone: string): CampaignPeriod {
  const toUtc = zoneToUtc(timeZone)
  return { firstDay: dayText(first), lastDay: dayText(last), from: toUtc(first * dayMs), to: toUtc((last + 1) * dayMs) }
}

/**
 * The periods of a campaign (rule K3). `horizon`: the last instant that figures use, `begin` the first event of the journey's subjects, both UTC ms. What would
 * begin before `begin` is left out.
 */
export function campaignPeriods({ from, to, timeZone }: Campaign, horizon: number, begin: number): CampaignPeriods {
  const toUtc = zoneToUtc(timeZone)
  const first = dayNumber(from)
  let last = dayNumber(to)
  // A day is whole when its last millisecond is known. Far ahead of the horizon, days are not tried one by one.
  last = Math.min(last, Math.floor(horizon / dayMs) + 1)
  while (last >= first && toUtc((last + 1) * dayMs) - 1 > horizon) last -= 1
  const days = last - first + 1
  if (days < 1) return { days: 0, during: null, before: null, yearBefore: null }
  const year = yearEarlier(from)
  const reachedBack = (period: CampaignPeriod) => (period.from >= begin ? period : null)
  return {
    days,
    during: reachedBack(periodOf(first, last, timeZone)),
    before: reachedBack(periodOf(first - days, first - 1, timeZone)),
    yearBefore: year + days > first ? null : reachedBack(periodOf(year, year + days - 1, timeZone)),
  }
}

/** The same day of the year before, 29 February as the 28th: as a day number. */
function yearEarlier(day: string): number {
  const [year = 0, month = 1, ofMonth = 1] = day.split('-').map(Number)
  const leap = month === 2 && ofMonth === 29
  return Date.UTC(year - 1, month - 1, leap ? 28 : ofMonth) / dayMs
}
