import { unzipSync } from 'fflate'
import type { Programme } from '../../../src/model/programme.ts'
import type { ExportFile } from '../../../src/programme/targets/target.ts'
import { changesOf, fieldsAt, type MadeUpContact, type Sent } from './made-up-contact.ts'
import { atWall, dayAfter, wallAt } from './wall-clock.ts'

interface CampaignEvent {
  id: number
  name: string
  type: string
  parent_id: number | null
  decisionPath: string
  properties: { field?: string; value?: string; email?: number }
  trigger_mode: string
  trigger_interval: number
  trigger_interval_unit: string
  triggerRestrictedStartHour: string | null
  triggerRestrictedStopHour: string | null
  triggerRestrictedDaysOfWeek: number[]
}

interface Campaign {
  campaign_event: CampaignEvent[]
  email: { id: number; name: string }[]
  lists: { filters: { field: string; properties: { filter: string } }[] }[]
}

const unitMs: Record<string, number> = { i: 60_000, h: 3_600_000, d: 86_400_000 }

/** Runs the campaigns of an export for Mautic over one contact: added once when the segment's filters hold; waits after the event before, kept to hours and weekdays in the contact's zone as its sources say. */
export function runMautic(programme: Programme, files: readonly ExportFile[], contact: MadeUpContact): Sent[] {
  return files
    .filter(({ path }) => path.endsWith('.zip'))
    .flatMap(({ content }) => {
      const [entry] = Object.values(unzipSync(content as Uint8Array))
      const [campaign] = JSON.parse(new TextDecoder().decode(entry)) as [Campaign]
      const holds = (at: number): boolean =>
        campaign.lists.every(({ filters }) =>
          filters.every(({ field, properties }) => fieldsAt(programme, contact, at)[field] === properties.filter),
        )
      const start = changesOf(contact).find(holds)
      return start === undefined ? [] : walk(programme, campaign, contact, null, start, '')
    })
    .sort((a, b) => a.at - b.at)
}

function walk(programme: Programme, campaign: Campaign, contact: MadeUpContact, parent: number | null, from: number, path: string): Sent[] {
  return campaign.campaign_event
    .filter((event) => event.parent_id === parent && event.decisionPath === path)
    .flatMap((event) => {
      const at = due(event, from, contact.zone)
      if (event.type === 'lead.field_value') {
        const yes = fieldsAt(programme, contact, at)[event.properties.field ?? ''] === event.properties.value
        return walk(programme, campaign, contact, event.id, at, yes ? 'yes' : 'no')
      }
      const email = campaign.email.find(({ id }) => id === event.properties.email)
      if (email === undefined) throw new Error(`no e-mail ${event.properties.email}`)
      return [{ at, message: email.name.slice(1, email.name.indexOf(']')) }, ...walk(programme, campaign, contact, event.id, at, '')]
    })
}

function due(event: CampaignEvent, from: number, zone: string): number {
  if (event.trigger_mode !== 'interval') return from
  let at = from + event.trigger_interval * (unitMs[event.trigger_interval_unit] ?? Number.NaN)
  if (!['d', 'm', 'y'].includes(event.trigger_interval_unit)) return at
  const { triggerRestrictedStartHour: start, triggerRestrictedStopHour: stop, triggerRestrictedDaysOfWeek: days } = event
  if (start !== null && stop !== null) {
    const { day, minute } = wallAt(zone, at)
    if (minute < minutes(start)) at = atWall(zone, day, minutes(start))
    else if (minute >= minutes(stop)) at = atWall(zone, dayAfter(day, 1), minutes(start))
  }
  for (
    let { day, weekday, minute } = wallAt(zone, at);
    days.length > 0 && !days.includes(weekday);
    { day, weekday, minute } = wallAt(zone, at)
  ) {
    at = atWall(zone, dayAfter(day, 1), minute)
  }
  return at
}

function minutes(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  return hour * 60 + minute
}
