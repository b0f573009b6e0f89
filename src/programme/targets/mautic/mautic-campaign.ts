import { dayMs } from '../../../model/duration.ts'
import type { Programme } from '../../../model/programme.ts'
import type { MessageTemplate } from '../../message-template.ts'
import { type Flow, waitMs } from '../flow.ts'
import { withTags } from '../merge-tags.ts'
import { messageLabel } from '../message-label.ts'
import { clockOf } from '../send-hours.ts'
import { stableUuid } from '../stable-uuid.ts'

/** An event of a campaign in Mautic: a condition, or the sending of an e-mail. */
export interface MauticEvent {
  id: number
  campaign_id: number
  uuid: string
  name: string
  description: string
  type: 'lead.field_value' | 'email.send'
  event_type: 'condition' | 'action'
  event_order: number
  properties: Record<string, unknown>
  trigger_mode: 'immediate' | 'interval'
  trigger_interval: number
  trigger_interval_unit: 'd' | 'i'
  trigger_date: null
  trigger_hour: null
  triggerRestrictedStartHour: string | null
  triggerRestrictedStopHour: string | null
  triggerRestrictedDaysOfWeek: number[]
  decisionPath: '' | 'yes'
  channel: 'email' | null
  channel_id: number | null
  parent_id: number | null
}

type EventTiming = Pick<
  MauticEvent,
  | 'trigger_mode'
  | 'trigger_interval'
  | 'trigger_interval_unit'
  | 'triggerRestrictedStartHour'
  | 'triggerRestrictedStopHour'
  | 'triggerRestrictedDaysOfWeek'
>

/** A flow as the JSON of a campaign import of Mautic 7: segment, conditions, e-mails; it lands unpublished. */
export function mauticCampaign(programme: Programme, flow: Flow, templates: ReadonlyMap<string, MessageTemplate>) {
  const events = eventsOf(programme, flow)
  const uuid = stableUuid(programme.id, flow.id)
  return [
    {
      campaign: [{ id: 1, uuid, name: flow.name, description: flow.condition, is_published: false, canvas_settings: canvasOf(events) }],
      campaign_event: events,
      email: flow.messages.map(({ message }, index) => emailOf(programme, flow, templates.get(message.id), message, index + 1)),
      lists: [segmentOf(programme, flow)],
      dependencies: [
        {
          campaign_event: events.map(({ id, channel_id }) => ({
            campaign: 1,
            campaign_event: id,
            ...(channel_id === null ? {} : { email: channel_id }),
          })),
          lists: [{ campaign: 1, lists: 1 }],
        },
      ],
    },
  ]
}

function segmentOf(programme: Programme, flow: Flow) {
  const filters = flow.tests.map(({ field, value }) => {
    return { glue: 'and', field, object: 'lead', type: 'text', operator: '=', properties: { filter: value } }
  })
  return { id: 1, uuid: stableUuid(programme.id, flow.id, 'segment'), name: flow.name, alias: flow.id.toLowerCase(), filters }
}

function emailOf(
  programme: Programme,
  flow: Flow,
  template: MessageTemplate | undefined,
  message: { id: string; name: string; language: string },
  id: number,
) {
  const written = template === undefined ? { subject: message.name, html: '' } : withTags(template, 'Mautic', mauticTag)
  return {
    id,
    uuid: stableUuid(programme.id, flow.id, 'email', message.id),
    name: messageLabel(message),
    subject: written.subject,
    custom_html: written.html,
    email_type: 'template',
    lang: message.language === '' ? 'en' : message.language,
    from_name: programme.sender?.name ?? null,
    from_address: programme.sender?.email ?? null,
    reply_to_address: programme.sender?.replyTo ?? null,
  }
}

/** A contact's field in an e-mail of Mautic. */
export function mauticTag(field: string): string {
  return `{contactfield=${field}}`
}

/** Before each message conditions look whether the contact is still in; the first of them waits for day and hour. */
function eventsOf(programme: Programme, flow: Flow): MauticEvent[] {
  const events: MauticEvent[] = []
  const add = (
    event: Pick<MauticEvent, 'name' | 'description' | 'type' | 'event_type' | 'properties' | 'decisionPath' | 'channel' | 'channel_id'>,
    timing: EventTiming,
  ) => {
    const id = events.length + 1
    const parent = events.at(-1)?.id ?? null
    const uuid = stableUuid(programme.id, flow.id, 'event', String(id))
    events.push({
      id,
      campaign_id: 1,
      uuid,
      ...event,
      event_order: id,
      ...timing,
      trigger_date: null,
      trigger_hour: null,
      parent_id: parent,
    })
  }
  for (const [index, { message }] of flow.messages.entries()) {
    const timing = timingOf(programme, flow, index)
    const tests = flow.kind === 'transactional' ? [] : flow.tests
    for (const [place, { field, value }] of tests.entries()) {
      const name = `Still in ${value}?`
      const path = place === 0 ? '' : 'yes'
      const condition = {
        name,
        description: '',
        type: 'lead.field_value' as const,
        event_type: 'condition' as const,
        decisionPath: path as '' | 'yes',
      }
      add({ ...condition, properties: { field, operator: '=', value }, channel: null, channel_id: null }, place === 0 ? timing : atOnce)
    }
    const email = index + 1
    const properties = { email, email_type: flow.kind === 'transactional' ? 'transactional' : 'marketing', properties: { email } }
    const action = {
      name: messageLabel(message),
      description: flow.kind,
      type: 'email.send' as const,
      event_type: 'action' as const,
      properties,
    }
    add(
      { ...action, decisionPath: tests.length === 0 ? '' : 'yes', channel: 'email', channel_id: email },
      tests.length === 0 ? timing : atOnce,
    )
  }
  return events
}

const atOnce: EventTiming = {
  trigger_mode: 'immediate',
  trigger_interval: 0,
  trigger_interval_unit: 'd',
  triggerRestrictedStartHour: null,
  triggerRestrictedStopHour: null,
  triggerRestrictedDaysOfWeek: [],
}

function timingOf({ limits }: Programme, flow: Flow, index: number): EventTiming {
  if (flow.kind === 'transactional') return atOnce
  const ms = waitMs(flow, index, limits.minGapDays)
  const whole = ms % dayMs === 0
  const hours = limits.hours.from > 0 || limits.hours.to < 1440
  return {
    trigger_mode: 'interval',
    trigger_interval: whole ? ms / dayMs : Math.ceil(ms / 60_000),
    trigger_interval_unit: whole ? 'd' : 'i',
    triggerRestrictedStartHour: hours ? clockOf(limits.hours.from) : null,
    triggerRestrictedStopHour: hours ? clockOf(Math.min(limits.hours.to, 1439)) : null,
    triggerRestrictedDaysOfWeek: limits.weekdays.length === 7 ? [] : limits.weekdays.map((day) => day % 7).sort((a, b) => a - b),
  }
}

function canvasOf(events: readonly MauticEvent[]) {
  const nodes = events.map(({ id }, index) => ({ id, positionX: '549', positionY: String(155 + 105 * index) }))
  const connections = events.map(({ id, parent_id, decisionPath }) => ({
    sourceId: parent_id ?? 'lists',
    targetId: id,
    anchors: { source: parent_id === null ? 'leadsource' : decisionPath === 'yes' ? 'yes' : 'bottom', target: 'top' },
  }))
  return { nodes: [...nodes, { id: 'lists', positionX: '796', positionY: '50' }], connections }
}
