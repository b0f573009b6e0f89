import type { Campaign, CampaignChange } from './campaign.ts'
import { audienceText } from './campaign-audience.ts'

/** What a campaign has otherwise than the one kept before, part by part; empty: nothing. */
export function campaignChanges(before: Campaign, after: Campaign): CampaignChange[] {
  const [was, is] = [partsOf(before), partsOf(after)]
  return Object.keys(is).flatMap((part) => {
    const [old = '', now = ''] = [was[part], is[part]]
    return old === now ? [] : [{ part, before: old, after: now }]
  })
}

/** The parts of a campaign as people read them; an empty text is not said. */
function partsOf(campaign: Campaign): Record<string, string> {
  const { name, from, to, timeZone, audience, channel, cost, note } = campaign
  const money = cost === null ? '' : `${cost.amount} ${cost.currency}`
  return { name, from, to, 'time zone': timeZone, audience: audienceText(audience), channel, cost: money, note }
}
