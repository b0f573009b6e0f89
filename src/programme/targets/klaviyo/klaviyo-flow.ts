import { dayMs } from '../../../model/duration.ts'
import type { Programme, SendingLimits, Weekday } from '../../../model/programme.ts'
import type { FieldTest } from '../field-test.ts'
import { type Flow, waitMs } from '../flow.ts'
import { messageLabel } from '../message-label.ts'
import { clockOf, limitsTimes, sendMinute } from '../send-hours.ts'

const weekdayNames: Readonly<Record<Weekday, string>> = {
  1: 'monday',
  2: 'tuesday',
  3: 'wednesday',
  4: 'thursday',
  5: 'friday',
  6: 'saturday',
  7: 'sunday',
}

interface PropertyCondition {
  type: 'profile-property'
  property: string
  filter: { type: 'string'; operator: 'equals'; value: string }
}

interface ProfileFilter {
  condition_groups: { conditions: PropertyCondition[] }[]
}

/** An action of a flow in Klaviyo. */
export type KlaviyoAction =
  | {
      temporary_id: string
      type: 'time-delay'
      links: { next: string | null }
      data: {
        unit: 'days' | 'hours' | 'minutes'
        value: number
        timezone: string
        delay_until_time?: string
        delay_until_weekdays?: string[]
      }
    }
  | {
      temporary_id: string
      type: 'conditional-split'
      links: { next_if_true: string | null; next_if_false: null }
      data: { profile_filter: ProfileFilter }
    }
  | {
      temporary_id: string
      type: 'send-email'
      links: { next: string | null }
      data: { status: 'draft'; message: Record<string, string | boolean | null> }
    }

/** A flow as the body of Klaviyo's `POST /api/flows`. Every e-mail arrives as a draft. */
export interface KlaviyoFlow {
  data: {
    type: 'flow'
    attributes: {
      name: string
      definition: {
        triggers: [{ type: 'segment' | 'metric'; id: string }]
        profile_filter: ProfileFilter | null
        entry_action_id: string | null
        reentry_criteria: { duration: number; unit: 'day' | 'alltime' }
        actions: KlaviyoAction[]
      }
    }
  }
}

/** Stands where the id of the segment or metric goes that begins a flow. */
export function triggerPlaceholder(flow: Flow): string {
  return flow.event === null ? `SEGMENT_ID_OF_${flow.id}` : `METRIC_ID_OF_${flow.event}`
}

/** Stands where the id of a message's template goes. */
export function templatePlaceholder(message: string): string {
  return `TEMPLATE_ID_OF_${message}`
}

/** A flow for Klaviyo: the one chain of delay, look and message, since an exit is a split before each message. */
export function klaviyoFlow(programme: Programme, flow: Flow, subjects: ReadonlyMap<string, string>): KlaviyoFlow {
  const actions = actionsOf(programme, flow, subjects)
  return {
    data: {
      type: 'flow',
      attributes: {
        name: flow.name,
        definition: {
          triggers: [{ type: flow.event === null ? 'segment' : 'metric', id: triggerPlaceholder(flow) }],
          profile_filter: flow.kind === 'transactional' ? null : profileFilter(flow.tests),
          entry_action_id: actions[0]?.temporary_id ?? null,
          reentry_criteria:
            flow.kind === 'sequence' ? { duration: 1, unit: 'alltime' } : { duration: flow.kind === 'friction' ? 1 : 0, unit: 'day' },
          actions,
        },
      },
    },
  }
}

function actionsOf(programme: Programme, flow: Flow, subjects: ReadonlyMap<string, string>): KlaviyoAction[] {
  const actions: KlaviyoAction[] = []
  let next: string | null = null
  for (const [index, { message }] of [...flow.messages.entries()].reverse()) {
    const send: KlaviyoAction = {
      temporary_id: `send-${message.id}`,
      type: 'send-email',
      links: { next },
      data: { status: 'draft', message: messageOf(programme, flow, message, subjects.get(message.id) ?? message.name) },
    }
    const steps: KlaviyoAction[] = flow.kind === 'transactional' ? [send] : [...wait(programme, flow, index), look(flow, message.id), send]
    actions.unshift(...steps)
    next = actions[0]?.temporary_id ?? null
  }
  return actions
}

function look(flow: Flow, message: string): KlaviyoAction {
  return {
    temporary_id: `look-${message}`,
    type: 'conditional-split',
    links: { next_if_true: `send-${message}`, next_if_false: null },
    data: { profile_filter: profileFilter(flow.tests) },
  }
}

/** The wait before a message; none where it is due at once at any time. */
function wait({ limits, timeZone, zoneProperty }: Programme, flow: Flow, index: number): KlaviyoAction[] {
  const ms = waitMs(flow, index, limits.minGapDays)
  const bound = limitsTimes(limits)
  if (ms === 0 && !bound) return []
  const id = flow.messages[index]?.message.id ?? ''
  const whole = ms % dayMs === 0
  const size = whole ? { unit: 'days' as const, value: ms / dayMs } : { unit: 'minutes' as const, value: Math.ceil(ms / 60_000) }
  const until = bound && whole ? untilTime(limits) : {}
  const data = { ...size, timezone: zoneProperty === null ? timeZone : 'profile', ...until }
  return [{ temporary_id: `wait-${id}`, type: 'time-delay', links: { next: `look-${id}` }, data }]
}

function untilTime(limits: SendingLimits) {
  const days = [...limits.weekdays].sort((a, b) => a - b).map((day) => weekdayNames[day])
  return { delay_until_time: `${clockOf(sendMinute(limits))}:00`, ...(days.length === 7 ? {} : { delay_until_weekdays: days }) }
}

function profileFilter(tests: readonly FieldTest[]): ProfileFilter {
  const groups = tests.map(({ field, value }): ProfileFilter['condition_groups'][number] => ({
    conditions: [{ type: 'profile-property', property: `properties['${field}']`, filter: { type: 'string', operator: 'equals', value } }],
  }))
  return { condition_groups: groups }
}

function messageOf(
  { sender }: Programme,
  flow: Flow,
  message: { id: string; name: string },
  subject: string,
): Record<string, string | boolean | null> {
  return {
    name: messageLabel(message),
    from_email: sender?.email ?? null,
    from_label: sender?.name ?? null,
    reply_to_email: sender?.replyTo ?? null,
    subject_line: subject,
    preview_text: null,
    template_id: templatePlaceholder(message.id),
    smart_sending_enabled: flow.kind !== 'transactional',
    transactional: flow.kind === 'transactional',
  }
}
