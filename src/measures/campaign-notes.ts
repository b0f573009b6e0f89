import { countOf } from '../map/format.ts'
import type { Campaign } from '../model/campaign.ts'
import type { Journey } from '../model/journey.ts'
import { type CampaignPeriod, type CampaignPeriods, campaignInstants } from './campaign-periods.ts'

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** What a reader must know of a campaign's before and after (rule K5). `begin`: the journey's first event, `horizon`: its last instant, UTC ms; null: no data. */
export function campaignNotes(
  campaign: Campaign,
  all: readonly Campaign[],
  journey: Journey,
  periods: CampaignPeriods,
  { begin, horizon }: { begin: number | null; horizon: number | null },
): string[] {
  if (begin === null || horizon === null) return ['There are no data of this journey yet.']
  if (periods.days === 0) return [`The campaign has no whole day before the data end, on ${dayOf(horizon)}.`]
  if (periods.during === null) return [`The data begin on ${dayOf(begin)}, after the campaign began: nothing can be said of it.`]
  return [
    'What stands here is an association, not an effect: other things change between two periods, too.',
    ...(periods.during.lastDay < campaign.to
      ? [`The campaign is not over when the data end: its first ${countOf(periods.days, 'day')} are read, as many as of each other period.`]
      : []),
    ...(periods.before === null ? [`The data begin on ${dayOf(begin)}: the period before is not whole, and left out.`] : []),
    ...yearNotes(periods, begin),
    ...personaNotes(campaign, journey),
    ...(typeof campaign.audience === 'object' && 'reached' in campaign.audience
      ? ['Reached counts from the beginning of each period until someone enters the stage. Who was reached later is outside.']
      : []),
    ...overlaps(campaign, all, periods),
  ]
}

function yearNotes({ during, yearBefore }: CampaignPeriods, begin: number): string[] {
  if (yearBefore !== null || during === null) return []
  const why = begin > during.from - 366 * 86_400_000 ? `the data begin on ${dayOf(begin)}` : 'the campaign is longer than a year'
  return [`There is no year before (${why}): what comes back every year, a season, cannot be told from the campaign.`]
}

function personaNotes({ audience }: Campaign, { id, personas }: Journey): string[] {
  if (audience === 'everyone' || !('persona' in audience)) return []
  const known = ['unassigned', ...personas.map((persona) => persona.id)]
  const unknown = [audience.persona].flat().filter((persona) => !known.includes(persona))
  return unknown.map((persona) => `The journey ${id} has no persona "${persona}".`)
}

/** Other campaigns that share a day with one of the periods, by name. */
function overlaps(campaign: Campaign, all: readonly Campaign[], periods: CampaignPeriods): string[] {
  const others = all.filter(({ id }) => id !== campaign.id).map(({ name, ...other }) => ({ name, ...campaignInstants(other) }))
  const told = (period: CampaignPeriod | null, when: string) => {
    const names = period === null ? [] : others.filter(({ from, to }) => from < period.to && to > period.from).map(({ name }) => name)
    return names.length === 0 ? [] : [`Other campaigns ran ${when}: ${names.join(', ')}. What is theirs cannot be told apart.`]
  }
  return [
    ...told(periods.during, 'at the same time'),
    ...told(periods.before, 'in the period before'),
    ...told(periods.yearBefore, 'in the year before'),
  ]
}
