import { AppError } from '../core/error.ts'
import { eventsOf } from '../journeys/events-of.ts'
import { sqlText } from '../journeys/rule-sql.ts'
import type { CampaignCohortChoice, CampaignFigures } from '../map/campaign-figures.ts'
import { compareCampaign } from '../measures/campaign-comparison.ts'
import { campaignNotes } from '../measures/campaign-notes.ts'
import { type CampaignPeriods, campaignPeriods } from '../measures/campaign-periods.ts'
import {
  type CampaignQuery,
  type CellRow,
  campaignEntriesSql,
  campaignIncidenceSql,
  campaignInfluencesSql,
} from '../measures/campaign-sql.ts'
import type { ProductsRow } from '../measures/cluster-products-sql.ts'
import type { Population } from '../measures/measure.ts'
import type { Campaign, CampaignsKept } from '../model/campaign.ts'
import { audienceText, normaliseAudience } from '../model/campaign-audience.ts'
import { campaignChanges } from '../model/campaign-changes.ts'
import type { Journey } from '../model/journey.ts'
import { type KnownNames, unknownInRule } from '../model/journey-names.ts'
import { nearText } from '../model/near-match.ts'
import { type CampaignFormat, readCampaignFile } from '../sources/campaign-file.ts'
import { readCampaign } from '../sources/read-campaign.ts'
import type { DocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import type { JourneyDesk } from './journey-desk.ts'
import { knownNames } from './known-names.ts'

/** The campaigns, and what came before and after them (rules K1 to K5). */
export interface CampaignsDesk {
  campaigns(): Promise<Campaign[]>
  keepCampaigns(text: string, format: CampaignFormat): Promise<CampaignsKept>
  keepCampaign(written: unknown, replace: boolean): Promise<CampaignsKept>
  removeCampaign(id: string): Promise<Campaign>
  campaignFigures(id: string, journeyId: string, signal?: AbortSignal): Promise<CampaignFigures>
}

/** A population narrowed to one cohort of a campaign. Errors: `notFound`; `usage` where the cohort has no period. */
export type CohortOf = (population: Population, choice: CampaignCohortChoice) => Promise<Population>

export function campaignsDesk(
  documents: DocumentStore,
  journeys: JourneyDesk,
  openEvents: () => Promise<EventStore>,
  now: () => number,
): { desk: CampaignsDesk; cohortOf: CohortOf } {
  const named = async (id: string) => {
    const all = await documents.campaigns.list()
    return { all, campaign: campaignNamed(all, id) }
  }
  const keep = async (campaigns: readonly Campaign[]) => {
    const before = new Map((await documents.campaigns.list()).map((campaign) => [campaign.id, campaign]))
    await documents.campaigns.keep(campaigns, now())
    const names = await knownNames(await openEvents())
    const personas = new Set((await documents.journeys.list()).flatMap(({ journey }) => journey.personas.map(({ id }) => id)))
    return { ...kept(campaigns, before), cautions: campaigns.flatMap((campaign) => cautionsOf(campaign, names, personas)) }
  }
  const desk: CampaignsDesk = {
    campaigns: documents.campaigns.list,
    keepCampaigns: async (text, format) => keep(readCampaignFile(text, format)),
    keepCampaign: async (written, replace) => {
      const { campaign, wrong } = readCampaign(written)
      if (campaign === null) {
        const said = wrong.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
        throw new AppError('invalid', `The campaign was not kept. ${said.join(' ')}`, { wrong })
      }
      const taken = (await documents.campaigns.list()).some(({ id }) => id === campaign.id)
      if (!taken || replace) return keep([campaign])
      throw new AppError('conflict', `There is a campaign "${campaign.id}" already: give this one another id or name, or replace that one.`)
    },
    removeCampaign: async (id) => {
      const { campaign } = await named(id)
      await documents.campaigns.remove(id)
      return campaign
    },
    campaignFigures: async (id, journeyId, signal) => {
      const [{ all, campaign }, { version, refresh }] = await Promise.all([named(id), journeys.fresh(journeyId)])
      const { journey } = version
      const store = await openEvents()
      const begin = await beginOf(store, journey)
      const horizon = begin === null ? null : refresh.horizon
      const periods = horizon === null ? noPeriods : campaignPeriods(campaign, horizon, begin ?? 0)
      const population: Population = { journey, version: version.versionId, horizon: horizon ?? 0, filter: { where: {} } }
      return {
        journey: { id: journey.id, name: journey.name, version: version.number, subjectType: journey.subjectType },
        audienceText: audienceText(campaign.audience),
        days: periods.days,
        periods: { during: periods.during, before: periods.before, yearBefore: periods.yearBefore },
        notes: campaignNotes(campaign, all, journey, periods, { begin, horizon }),
        stages:
          periods.during === null
            ? []
            : await compare(store, { population, periods, audience: normaliseAudience(campaign.audience) }, campaign, signal),
      }
    },
  }
  const cohortOf: CohortOf = async (population, { campaign: id, span, side }) => {
    const { campaign } = await named(id)
    const begin = await beginOf(await openEvents(), population.journey)
    const period = begin === null ? null : campaignPeriods(campaign, population.horizon, begin)[span]
    if (period === null) throw new AppError('usage', `Campaign "${id}" has no figures of that period: the data do not hold it.`)
    const { from, to } = period
    return {
      ...population,
      filter: { ...population.filter, from, to, period: 'entered' },
      campaign: { audience: normaliseAudience(campaign.audience), inside: side === 'audience', periodFrom: from },
    }
  }
  return { desk, cohortOf }
}

const noPeriods: CampaignPeriods = { days: 0, during: null, before: null, yearBefore: null }

function campaignNamed(all: readonly Campaign[], id: string): Campaign {
  const found = all.find((campaign) => campaign.id === id)
  if (found) return found
  const ids = all.map((campaign) => campaign.id)
  const known =
    ids.length === 0 ? 'There are none yet: add one with desirepath campaigns add.' : `Known: ${ids.join(', ')}.${nearText(id, ids)}`
  throw new AppError('notFound', `There is no campaign "${id}". ${known}`)
}

function kept(campaigns: readonly Campaign[], before: ReadonlyMap<string, Campaign>): Omit<CampaignsKept, 'cautions'> {
  const known = campaigns.flatMap((campaign) => {
    const old = before.get(campaign.id)
    return old === undefined ? [] : [{ id: campaign.id, changes: campaignChanges(old, campaign) }]
  })
  return {
    added: campaigns.filter(({ id }) => !before.has(id)).map(({ id }) => id),
    replaced: known.filter(({ changes }) => changes.length > 0),
    unchanged: known.filter(({ changes }) => changes.length === 0).map(({ id }) => id),
  }
}

/** What a campaign's audience names and nothing holds so far; it is kept all the same, since data may come later. */
function cautionsOf({ id, audience }: Campaign, names: KnownNames | null, personas: ReadonlySet<string>): string[] {
  const told = (message: string) => `${id}: ${message}`
  if (audience === 'everyone') return []
  if ('persona' in audience) {
    const unknown = [audience.persona].flat().filter((persona) => persona !== 'unassigned' && !personas.has(persona))
    return personas.size === 0 ? [] : unknown.map((one) => told(`no journey has a persona "${one}".${nearText(one, [...personas])}`))
  }
  if (names === null) return []
  return unknownInRule('reached' in audience ? audience.reached : audience, [], names).map(told)
}

/** The first event of customer or company that any subject of a journey has (rule K3), UTC ms; null: none. */
async function beginOf(store: EventStore, journey: Journey): Promise<number | null> {
  const [row] = await store.rows<{ events: number; begin: number }>(
    `SELECT count() AS events, min(occurredAt) AS begin FROM subject_events WHERE subjectType = ${sqlText(eventsOf(journey))} AND initiator != 'machine'`,
  )
  return row === undefined || row.events === 0 ? null : row.begin
}

async function compare(
  store: EventStore,
  query: CampaignQuery,
  { cost }: Campaign,
  signal?: AbortSignal,
): Promise<CampaignFigures['stages']> {
  const [entries, cells, influences] = await Promise.all([
    store.rows<ProductsRow>(campaignEntriesSql(query), {}, signal),
    store.rows<CellRow>(campaignIncidenceSql(query), {}, signal),
    store.rows<ProductsRow>(campaignInfluencesSql(query), {}, signal),
  ])
  return compareCampaign(query, cost, { entries, cells, influences })
}
