import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { CampaignFigures } from '../../map/campaign-figures.ts'
import { spanNames } from '../../map/campaign-words.ts'
import { countOf } from '../../map/format.ts'
import type { Campaign } from '../../model/campaign.ts'
import { journeysQuery } from '../shell/queries.ts'
import { Failed, Skeleton } from '../shell/states.tsx'
import { campaignFiguresQuery } from './calendar-queries.ts'
import { StageResult } from './stage-result.tsx'
import { daysText } from './trend-marks.ts'

/** A campaign's before and after, in one journey at a time. */
export function CampaignResult({ campaign }: { campaign: Campaign }) {
  const { data: journeys } = useQuery(journeysQuery)
  const { journey: wanted } = useSearch({ from: '/calendar' })
  const navigate = useNavigate()
  const journey = journeys?.find(({ id }) => id === wanted) ?? journeys?.[0]
  return (
    <section className="campaign-result" aria-labelledby="before-after">
      <h2 id="before-after">Before and after: {campaign.name}</h2>
      {journeys && journeys.length > 1 ? (
        <label className="field">
          <span>In the journey</span>
          <select
            value={journey?.id}
            onChange={(event) =>
              void navigate({ to: '/calendar', search: { campaign: campaign.id, journey: event.target.value }, resetScroll: false })
            }
          >
            {journeys.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      {journeys?.length === 0 ? <p>There is no journey yet: its stages are what a campaign is measured on.</p> : null}
      {journey ? <Figures campaign={campaign} journey={journey.id} /> : null}
    </section>
  )
}

function Figures({ campaign, journey }: { campaign: Campaign; journey: string }) {
  const { data, error, isPending, refetch } = useQuery(campaignFiguresQuery(journey, campaign.id))
  if (isPending) return <Skeleton rows={8} label="Computing before and after" />
  if (error) return <Failed error={error} retry={() => void refetch()} />
  return (
    <>
      <p className="lead">{lead(data)}</p>
      <ul className="campaign-notes">
        {data.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      {data.stages.map((stage) => (
        <StageResult key={stage.id} stage={stage} campaign={campaign} journey={journey} />
      ))}
    </>
  )
}

/** Whom and when the figures compare, in a sentence. */
function lead({ journey, audienceText, days, periods }: CampaignFigures): string {
  const spans = (['during', 'before', 'yearBefore'] as const).flatMap((span) => {
    const period = periods[span]
    return period === null ? [] : [`${spanNames[span]} ${daysText(period.firstDay, period.lastDay)}`]
  })
  const when = days === 0 ? '' : ` ${countOf(days, 'day')} each: ${spans.join('; ')}.`
  return `${journey.name}. Audience: ${audienceText}.${when}`
}
