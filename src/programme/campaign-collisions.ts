import { countOf, day as dayWords } from '../map/format.ts'
import type { CampaignCollision, DueDay, PlannedProgramme } from '../map/programme-calendar.ts'
import type { Campaign } from '../model/campaign.ts'
import { audienceText } from '../model/campaign-audience.ts'

/** Campaigns on whose days a programme that is not paused writes to people, each told in words; the days of both are taken as days of one calendar. */
export function campaignCollisions(
  campaigns: readonly Campaign[],
  programmes: readonly PlannedProgramme[],
  days: readonly DueDay[],
): CampaignCollision[] {
  return campaigns.flatMap((campaign) =>
    programmes
      .filter(({ paused }) => paused === null)
      .flatMap((programme) => {
        const met = days.filter((one) => one.programme === programme.id && one.day >= campaign.from && one.day <= campaign.to)
        return met.length === 0 ? [] : [collision(campaign, programme, met)]
      }),
  )
}

function collision(campaign: Campaign, programme: PlannedProgramme, met: readonly DueDay[]): CampaignCollision {
  const byDay = new Map<string, number>()
  for (const { day, people } of met) byDay.set(day, (byDay.get(day) ?? 0) + people)
  const [busiest = '', most = 0] = [...byDay].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0] ?? []
  const messages = met.reduce((sum, { people }) => sum + people, 0)
  const whom = campaign.audience === 'everyone' ? 'for everyone' : `for ${audienceText(campaign.audience)}, so it may be for others`
  const often = byDay.size === 1 ? `on ${inWords(busiest)}` : `most on ${inWords(busiest)} (${most})`
  const text = `“${campaign.name}” meets “${programme.name}”: ${countOf(messages, 'message')} ${messages === 1 ? 'goes' : 'go'} out on its days, ${often}. The campaign is ${whom}.`
  return { campaign: campaign.id, programme: programme.id, messages, busiest: { day: busiest, messages: most }, text }
}

function inWords(text: string): string {
  return dayWords(Date.parse(text))
}
