import { Link } from '@tanstack/react-router'
import type { Campaign } from '../../model/campaign.ts'
import { AxisMonths } from './axis-months.tsx'
import { placeOn, type TimeAxis } from './time-axis.ts'
import { daysText } from './trend-marks.ts'

const dayMs = 86_400_000

interface CampaignStripProps {
  campaigns: readonly Campaign[]
  axis: TimeAxis
  chosen: string | undefined
}

/** Campaigns as bars over months, a row each; overlapping ones stand below one another. */
export function CampaignStrip({ campaigns, axis, chosen }: CampaignStripProps) {
  const ordered = campaigns.toSorted((a, b) => (a.from < b.from ? -1 : 1))
  return (
    <div className="strip-frame">
      <AxisMonths axis={axis} />
      <ol className="strip" aria-label="Campaigns over time">
        {ordered.map(({ id, name, from, to }) => {
          const [begin, end] = [placeOn(axis, Date.parse(from)), placeOn(axis, Date.parse(to) + dayMs)]
          return (
            <li key={id}>
              <Link
                to="/calendar"
                search={{ campaign: id }}
                resetScroll={false}
                className="strip-bar"
                data-late={begin > 0.6 || undefined}
                aria-current={id === chosen ? 'true' : undefined}
                style={{ left: `${begin * 100}%`, width: `${(end - begin) * 100}%` }}
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
