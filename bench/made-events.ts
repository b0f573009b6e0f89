import { emptyLanes, type Journey, lifecyclePhases } from '../src/model/journey.ts'
import type { Rule } from '../src/model/rule.ts'
import type { EventStore } from '../src/store/event-store.ts'

const dayMs = 86_400_000
const start = Date.UTC(2024, 0, 1)
const spanDays = 730

/** Event names of a made-up B2B log with their shares of all events, in thousandths: much reading, few steps forward. */
const mix = [
  { name: 'page_viewed', share: 300 },
  { name: 'article_read', share: 180 },
  { name: 'email_sent', share: 140 },
  { name: 'email_opened', share: 120 },
  { name: 'email_clicked', share: 60 },
  { name: 'feature_used', share: 130 },
  { name: 'ticket_opened', share: 20 },
  { name: 'pricing_viewed', share: 30 },
  { name: 'demo_requested', share: 8 },
  { name: 'trial_started', share: 5 },
  { name: 'contract_signed', share: 3 },
  { name: 'contract_lost', share: 4 },
] as const

/** SQL: made-up events with a number for their contact (`who`) and touchpoint, made by the engine from the row number: the same each time. */
function madeSql(events: number, subjects: number): string {
  const bounds = mix.map((_, i) => mix.slice(0, i + 1).reduce((sum, { share }) => sum + share, 0))
  return `SELECT who, ${start} + sipHash64(number, 2) % ${spanDays * dayMs} AS occurredAt, hex(sipHash128(number)) AS id,
      multiIf(${mix.map((entry, i) => `r < ${bounds[i]}, '${entry.name}'`).join(', ')}, 'page_viewed') AS name,
      ['web', 'email', 'product', 'call'][1 + touchpoint % 4] AS channel, concat('touchpoint ', toString(touchpoint)) AS place,
      if(name = 'email_sent', 'company', 'customer') AS initiator
    FROM (SELECT number, sipHash64(number, 4) % 30 AS touchpoint, sipHash64(number, 1) % ${subjects} AS who, sipHash64(number, 5) % 1000 AS r FROM numbers(${events}))`
}

const contactSql = `concat('contact-', leftPad(toString(who), 7, '0'))`
const accountSql = `concat('account-', toString(intDiv(who, 6)))`

/** Fills `subject_events` with `events` rows of `subjects` contacts in 1/6 as many accounts. */
export async function makeEvents(store: EventStore, events: number, subjects: number): Promise<void> {
  await store.run('TRUNCATE TABLE subject_events')
  await store.run(`INSERT INTO subject_events SELECT 'contact', ${contactSql}, ${accountSql}, ${accountSql},
      occurredAt, 'crm', ${Number.MAX_SAFE_INTEGER}, id, name, channel, place, initiator, map() FROM (${madeSql(events, subjects)})`)
  await store.run('OPTIMIZE TABLE subject_events FINAL')
}

/** The same events as facts, as imports leave them: what a refresh begins with. */
export async function makeFacts(store: EventStore, events: number, subjects: number): Promise<void> {
  await store.run(`INSERT INTO events SELECT 'crm', id, 1, 0, ${Number.MAX_SAFE_INTEGER}, occurredAt, 0, 'made', 0, name, channel, place, initiator,
      map('contact', [${contactSql}], 'account', [${accountSql}]), map() FROM (${madeSql(events, subjects)})`)
  await store.insert('changes', [{ change: 1, kind: 'everything', told: 1 }])
}

const on = (...names: string[]): Rule => ({ kind: 'event', names, channels: [], touchpoints: [] })

/** A journey over the made-up log that uses every part of the rules that a marketer's does: exits, a return, silence, restart. */
export function madeJourney(): Journey {
  const stages: { id: string; entry: Rule; dropped?: Rule; completed?: Rule; returns?: boolean; dropAfterDays: number }[] = [
    { id: 'awareness', entry: on('article_read'), dropAfterDays: 60 },
    { id: 'consideration', entry: on('pricing_viewed'), returns: true, dropAfterDays: 60 },
    { id: 'evaluation', entry: on('demo_requested'), dropped: on('contract_lost'), dropAfterDays: 60 },
    { id: 'trial', entry: on('trial_started'), dropped: on('contract_lost'), dropAfterDays: 45 },
    { id: 'customer', entry: on('contract_signed'), dropAfterDays: 120 },
  ]
  return {
    id: 'bench',
    name: 'Bench',
    description: '',
    subjectType: 'contact',
    personas: [],
    restartAfterMs: 365 * dayMs,
    deadlines: [],
    handOffs: [],
    value: null,
    stages: stages.map((stage, i) => ({
      id: stage.id,
      name: stage.id,
      index: i + 1,
      lifecycle: lifecyclePhases[i] ?? 'advocacy',
      entry: stage.entry,
      completed: stage.completed ?? null,
      dropped: stage.dropped ?? null,
      reentry: stage.returns ? { kind: 'entry' } : { kind: 'none' },
      dropAfterMs: stage.dropAfterDays * dayMs,
      windowMs: 90 * dayMs,
      until: null,
      intended: { conversion: null, medianDays: null, emotion: null, conversionTolerance: 0.05, medianTolerance: 0.2 },
      steps: [],
      lanes: emptyLanes,
    })),
  }
}

/** The last instant of the made-up log. */
export const madeHorizon = start + spanDays * dayMs
