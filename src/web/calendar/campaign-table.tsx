import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { addressOf } from '../../api/contract.ts'
import { count } from '../../map/format.ts'
import type { Campaign } from '../../model/campaign.ts'
import { audienceText } from '../../model/campaign-audience.ts'
import { send } from '../shell/ask.ts'
import { daysText } from './trend-marks.ts'

interface CampaignTableProps {
  campaigns: readonly Campaign[]
  chosen: string | undefined
  edit(campaign: Campaign): void
  say(message: string): void
}

/** Every campaign, newest first: opened, changed, removed. */
export function CampaignTable({ campaigns, chosen, edit, say }: CampaignTableProps) {
  const newest = campaigns.toSorted((a, b) => (a.from < b.from ? 1 : -1))
  return (
    <div className="table-frame" tabIndex={-1}>
      <table className="figures campaign-table">
        <caption className="hidden">Campaigns</caption>
        <thead>
          <tr>
            <th scope="col">campaign</th>
            <th scope="col">days</th>
            <th scope="col">audience</th>
            <th scope="col">channel</th>
            <th scope="col" className="number">
              cost
            </th>
            <th scope="col">
              <span className="hidden">what to do</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {newest.map((campaign) => (
            <tr key={campaign.id} aria-current={campaign.id === chosen ? 'true' : undefined}>
              <th scope="row">
                <Link to="/calendar" search={{ campaign: campaign.id }} resetScroll={false}>
                  {campaign.name}
                </Link>
                {campaign.note ? <small> {campaign.note}</small> : null}
              </th>
              <td>
                {daysText(campaign.from, campaign.to)}
                {campaign.timeZone === 'UTC' ? null : <small> {campaign.timeZone}</small>}
              </td>
              <td>{audienceText(campaign.audience)}</td>
              <td>{campaign.channel}</td>
              <td className="number">{campaign.cost === null ? '–' : `${count(campaign.cost.amount)} ${campaign.cost.currency}`}</td>
              <td>
                <button type="button" className="quiet" onClick={() => edit(campaign)}>
                  Edit<span className="hidden"> {campaign.name}</span>
                </button>
                <Remove campaign={campaign} shown={campaign.id === chosen} say={say} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Asks once more before a campaign is removed. */
function Remove({ campaign: { id, name }, shown, say }: { campaign: Campaign; shown: boolean; say(message: string): void }) {
  const [asked, setAsked] = useState(false)
  const cache = useQueryClient()
  const navigate = useNavigate()
  const remove = async () => {
    try {
      // Its figures must not be asked for once it is gone.
      if (shown) await navigate({ to: '/calendar', resetScroll: false })
      await send('DELETE', addressOf('campaign', { campaign: id }))
      say(`${name} is removed.`)
    } catch (error) {
      say(error instanceof Error ? error.message : String(error))
    }
    await cache.invalidateQueries()
  }
  if (!asked) {
    return (
      <button type="button" className="quiet" onClick={() => setAsked(true)}>
        Remove<span className="hidden"> {name}</span>…
      </button>
    )
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noAutofocus: the question takes the place of the button that had the focus. */}
      <button type="button" className="quiet" autoFocus onClick={() => void remove()}>
        Yes, remove<span className="hidden"> {name}</span>
      </button>
      <button type="button" className="quiet" onClick={() => setAsked(false)}>
        Keep<span className="hidden"> {name}</span>
      </button>
    </>
  )
}
