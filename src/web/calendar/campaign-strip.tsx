import { Link } from '@tanstack/react-router'
import type { Campaign } from '../../model/campaign.ts'
import { daysText } from './trend-marks.ts'

const dayMs = 86_400_000
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Campaigns as bars over months, a row each; overlapping ones stand below one another. */
export function CampaignStrip({ campaigns, chosen }: { campaigns: readonly Campaign[]; chosen: string | undefined }) {
  const ordered = campaigns.toSorted((a, b) => (a.from < b.from ? -1 : 1))
  const first = monthStart(ordered[0]?.from ?? '1970-01-01', 0)
  const last = monthStart(
    campaigns
      .map(({ to }) => to)
      .sort()
      .at(-1) ?? '1970-01-01',
    1,
  )
  const place = (ms: number) => `${((ms - first) / (last - first)) * 100}%`
  return (
    <div className="strip-frame">
      <div className="strip-months" aria-hidden="true">
        {ticks(first, last).map(({ at, label }) => (
          <span key={at} style={{ left: place(at) }}>
            {label}
          </span>
        ))}
      </div>
      <ol className="strip" aria-label="Campaigns over time">
        {ordered.map(({ id, name, from, to }) => {
          const [begin, end] = [Date.parse(from), Date.parse(to) + dayMs]
          const late = begin - first > (last - first) * 0.6
          return (
            <li key={id}>
              <Link
                to="/calendar"
                search={{ campaign: id }}
                resetScroll={false}
                className="strip-bar"
                data-late={late || undefined}
                aria-current={id === chosen ? 'true' : undefined}
                style={{ left: place(begin), width: place(first + end - begin) }}
              >
                <span>
                  {name} <small>{daysText(from, to)}</small>
                </span>
              </Link>
            </li>
          )
        })}
      </ol>
    </div>
  )
}

/** The start of the month of a day, or of a later one, as if in UTC. */
function monthStart(day: string, later: number): number {
  const [year = 1970, month = 1] = day.split('-').map(Number)
  return Date.UTC(year, month - 1 + later)
}

/** Month starts to write under the strip, at most a dozen. */
function ticks(first: number, last: number): { at: number; label: string }[] {
  const all: number[] = []
  for (let at = first; at < last; at = nextMonth(at)) all.push(at)
  const step = Math.max(1, Math.ceil(all.length / 8))
  return all.filter((_, index) => index % step === 0).map((at) => ({ at, label: monthLabel(at) }))
}

function nextMonth(at: number): number {
  const date = new Date(at)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1)
}

function monthLabel(at: number): string {
  const date = new Date(at)
  return `${monthNames[date.getUTCMonth()] ?? ''} ${String(date.getUTCFullYear()).slice(2)}`
}
