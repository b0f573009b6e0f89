import type { Campaign } from '../model/campaign.ts'
import { checkAudience } from '../model/campaign-audience.ts'
import { type CampaignSpec, campaignSpecSchema } from '../model/campaign-spec.ts'
import { pathText } from '../model/document-path.ts'
import { nearText } from '../model/near-match.ts'
import { readBySchema } from '../model/spec-findings.ts'
import { idOf } from './drawn-map.ts'
import { isTimeZone } from './time-zone.ts'

/** What came of a campaign as written: the total form, or what is wrong, each with its path. */
export interface CampaignReading {
  campaign: Campaign | null
  wrong: { path: string; message: string }[]
}

/** The longest campaign, in days: ten years. */
const longestDays = 3653
const dayMs = 86_400_000

/** Reads a campaign as people write it, or as a form sends it (rule K1). */
export function readCampaign(written: unknown): CampaignReading {
  const { spec, complaints } = readBySchema<CampaignSpec>(campaignSpecSchema, written)
  const wrong =
    spec === null
      ? complaints.map(({ path, message }) => ({ path: pathText(path), message }))
      : [...checkDays(spec), ...checkZone(spec), ...checkAudience(spec.audience ?? 'everyone').filter(({ kind }) => kind === 'error')]
  return spec === null || wrong.length > 0
    ? { campaign: null, wrong: wrong.map(({ path, message }) => ({ path, message })) }
    : { campaign: total(spec), wrong: [] }
}

function total({ id, name, from, to, timeZone, audience, channel, cost, note }: CampaignSpec): Campaign {
  return {
    id: id ?? idOf(name, 'campaign', []),
    name: name.trim(),
    from,
    to,
    timeZone: timeZone ?? 'UTC',
    audience: audience ?? 'everyone',
    channel: (channel ?? '').trim(),
    cost: cost ?? null,
    note: (note ?? '').trim(),
  }
}

function checkDays({ from, to }: CampaignSpec): { path: string; message: string }[] {
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1
  if (days < 1) return [{ path: 'to', message: `The last day, ${to}, is before the first, ${from}.` }]
  if (days > longestDays) return [{ path: 'to', message: `From ${from} to ${to} is more than ten years: check the years.` }]
  const year = Number(from.slice(0, 4))
  return year < 1990 || year > 2100 ? [{ path: 'from', message: `${from} is not between 1990 and 2100: check the year.` }] : []
}

function checkZone({ timeZone }: CampaignSpec): { path: string; message: string }[] {
  if (timeZone === undefined || isTimeZone(timeZone)) return []
  const near = nearText(timeZone, Intl.supportedValuesOf('timeZone'))
  return [{ path: 'timeZone', message: `${JSON.stringify(timeZone)} is no time zone: write one like Europe/Berlin, or UTC.${near}` }]
}
