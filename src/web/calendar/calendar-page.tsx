import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { addressOf } from '../../api/contract.ts'
import type { Campaign } from '../../model/campaign.ts'
import { Failed, Skeleton } from '../shell/states.tsx'
import '../styles/calendar.css'
import { campaignsQuery, deadlinesQuery, programmeCalendarQuery } from './calendar-queries.ts'
import { CampaignFile } from './campaign-file.tsx'
import { CampaignForm } from './campaign-form.tsx'
import { CampaignResult } from './campaign-result.tsx'
import { CampaignStrip } from './campaign-strip.tsx'
import { CampaignTable } from './campaign-table.tsx'
import { DeadlineStrip } from './deadline-strip.tsx'
import { ProgrammeDays } from './programme-days.tsx'
import { daysShown, deadlineSpan } from './shown-span.ts'
import { axisOf } from './time-axis.ts'

/** What is being written: a new campaign, or one that is there. */
type Writing = { kind: 'new' } | { kind: 'edit'; campaign: Campaign } | null

/** Campaigns over time: added, changed, removed, and what came before and after each. */
export function CalendarPage() {
  const { data, error, isPending, refetch } = useQuery(campaignsQuery)
  const { campaign: chosen } = useSearch({ from: '/calendar' })
  const navigate = useNavigate()
  const [writing, setWriting] = useState<Writing>(null)
  const [said, setSaid] = useState('')
  useEffect(() => {
    document.title = 'Calendar · Desirepath'
  }, [])
  const campaigns = data ?? []
  const shown = campaigns.find(({ id }) => id === chosen)
  const kept = (message: string, id: string) => {
    setWriting(null)
    setSaid(message)
    void navigate({ to: '/calendar', search: { campaign: id }, resetScroll: false })
  }
  return (
    <main className="page calendar-page">
      <h1>Calendar</h1>
      {isPending ? <Skeleton rows={6} label="Loading the calendar" /> : null}
      {error ? <Failed error={error} retry={() => void refetch()} /> : null}
      {data?.length === 0 ? <NoCampaigns /> : null}
      {data ? <OverTime campaigns={campaigns} chosen={shown?.id} /> : null}
      <p role="status" className="said">
        {said}
      </p>
      {data ? (
        <div className="calendar-actions">
          <button type="button" className="button" onClick={() => setWriting({ kind: 'new' })}>
            Add a campaign
          </button>
          <CampaignFile say={setSaid} />
          {campaigns.length > 0 ? (
            <a className="quiet" href={addressOf('campaignsCsv')} download>
              Download as CSV
            </a>
          ) : null}
        </div>
      ) : null}
      {writing === null ? null : (
        <CampaignForm
          key={writing.kind === 'edit' ? writing.campaign.id : ''}
          campaign={writing.kind === 'edit' ? writing.campaign : null}
          kept={kept}
          close={() => setWriting(null)}
        />
      )}
      {campaigns.length > 0 ? (
        <CampaignTable campaigns={campaigns} chosen={shown?.id} edit={(campaign) => setWriting({ kind: 'edit', campaign })} say={setSaid} />
      ) : null}
      {shown ? <CampaignResult campaign={shown} /> : null}
      {data && chosen && !shown ? <p className="none">There is no campaign “{chosen}” any more. Choose one from the list.</p> : null}
    </main>
  )
}

/** Campaigns, deadlines and the messages of programmes on the same months. */
function OverTime({ campaigns, chosen }: { campaigns: readonly Campaign[]; chosen: string | undefined }) {
  const [from, to] = deadlineSpan(campaigns, new Date().toISOString().slice(0, 10))
  const { data: deadlines, error, refetch } = useQuery({ ...deadlinesQuery(from, to), placeholderData: keepPreviousData })
  const programmes = useQuery(programmeCalendarQuery)
  const due = programmes.data?.days.map(({ day }) => day) ?? []
  const axis = axisOf([...daysShown(campaigns, deadlines ?? [], [from, to]), ...due])
  return (
    <>
      {campaigns.length > 0 ? <CampaignStrip campaigns={campaigns} axis={axis} chosen={chosen} /> : null}
      {deadlines ? <DeadlineStrip deadlines={deadlines} axis={axis} /> : null}
      {error ? <Failed error={error} retry={() => void refetch()} /> : null}
      {programmes.data ? <ProgrammeDays calendar={programmes.data} axis={axis} /> : null}
      {programmes.isPending ? <Skeleton rows={4} label="Finding who is due what" /> : null}
      {programmes.error ? <Failed error={programmes.error} retry={() => void programmes.refetch()} /> : null}
    </>
  )
}

/** What a campaign is good for, and how to begin. */
function NoCampaigns() {
  return (
    <section className="state" aria-labelledby="no-campaigns">
      <h2 id="no-campaigns">No campaigns yet</h2>
      <p>
        A campaign is a mailing, a fair, an offer: something with a first and a last day. Keep it here, and it marks the trend of every
        stage. You see how many people entered while it ran and how many of them moved on, against the days before and the same days a year
        earlier, beside those whom it did not address.
      </p>
      <p>
        Add one below, or import a list: a CSV file with the columns name, from, to, and if you like id, timeZone, audience, channel, cost,
        currency, note. On the command line: <code>desirepath campaigns import campaigns.csv</code>.
      </p>
    </section>
  )
}
