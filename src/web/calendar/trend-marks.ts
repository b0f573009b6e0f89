import type { StageDetail } from '../../map/journey-map.ts'
import type { Campaign } from '../../model/campaign.ts'

/** A campaign on a trend: a band over its days, named by a number that a list below explains. */
export interface TrendMark {
  id: string
  label: string
  name: string
  days: string
  from: Date
  to: Date
}

const dayMs = 86_400_000

/** The campaigns of the months that a trend shows, earliest first. Bands stand at local days as if these were in UTC, since months of the trend are. */
export function trendMarks(campaigns: readonly Campaign[], trend: StageDetail['trend']): TrendMark[] {
  const [first, last] = [trend[0]?.month, trend.at(-1)?.month]
  if (first === undefined || last === undefined) return []
  return campaigns
    .filter(({ from, to }) => to >= `${first}-01` && from <= `${last}-31`)
    .toSorted((a, b) => (a.from === b.from ? (a.id < b.id ? -1 : 1) : a.from < b.from ? -1 : 1))
    .map(({ id, name, from, to }, index) => ({
      id,
      label: String(index + 1),
      name,
      days: daysText(from, to),
      from: new Date(Math.max(Date.parse(from), Date.parse(`${first}-01`))),
      to: new Date(Date.parse(to) + dayMs),
    }))
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function parts(day: string) {
  const [year = '', month = '', ofMonth = ''] = day.split('-')
  return { year, month: months[Number(month) - 1] ?? month, day: String(Number(ofMonth)) }
}

/** Days from first to last in words: "1–30 Mar 2026", "28 Feb – 3 Mar 2026". */
export function daysText(from: string, to: string): string {
  const [a, b] = [parts(from), parts(to)]
  if (from === to) return `${a.day} ${a.month} ${a.year}`
  if (a.year !== b.year) return `${a.day} ${a.month} ${a.year} – ${b.day} ${b.month} ${b.year}`
  return a.month === b.month ? `${a.day}–${b.day} ${b.month} ${b.year}` : `${a.day} ${a.month} – ${b.day} ${b.month} ${b.year}`
}
