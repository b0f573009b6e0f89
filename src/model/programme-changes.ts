import { durationText } from './duration.ts'
import { dayText } from './local-day.ts'
import type { Asset, MessageContent, Programme } from './programme.ts'
import { contentOf, messagesOf, type PlacedMessage } from './programme-messages.ts'
import { writeRule } from './write-rule.ts'

/** One part of a programme that another form of it has otherwise; an empty text: it is not there. */
export interface ProgrammeChange {
  part: string
  before: string
  after: string
}

/** What a programme has otherwise than the one kept before, part by part; empty: nothing. */
export function programmeChanges(before: Programme, after: Programme): ProgrammeChange[] {
  const [was, is] = [partsOf(before), partsOf(after)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((part) => {
    const [old, now] = [was.get(part) ?? '', is.get(part) ?? '']
    return old === now ? [] : [{ part, before: old, after: now }]
  })
}

/** The parts of a programme as people read them, by name; those of messages and assets by their ids. */
function partsOf(programme: Programme): Map<string, string> {
  const { name, journey, timeZone, zoneProperty, consent, holdout, priority, sender, unsubscribe, limits } = programme
  const { blackouts, ...otherLimits } = limits
  const whole: Record<string, unknown> = {
    name,
    journey,
    'time zone': timeZone,
    'property of the time zone': zoneProperty,
    consent: consent.kind === 'rule' ? writeRule(consent.rule) : consent.kind === 'assumed' ? `assumed: ${consent.reason}` : '',
    holdout: `${Number((holdout * 100).toPrecision(12))}%`,
    priority,
    sender,
    unsubscribe,
    ...Object.fromEntries(Object.entries(otherLimits).map(([limit, value]) => [`limits.${limit}`, value])),
    'limits.blackouts': blackouts.map((one) => `${one.name} ${dayText(one.from)} to ${dayText(one.to)}`),
  }
  const parts = new Map(Object.entries(whole).map(([part, value]) => [part, textOf(value)]))
  for (const placed of messagesOf(programme)) addParts(parts, `message ${placed.message.id}`, messageParts(placed))
  for (const asset of programme.assets) addParts(parts, `asset ${asset.id}`, assetParts(asset))
  return parts
}

function addParts(parts: Map<string, string>, owner: string, values: Record<string, unknown>): void {
  for (const [part, value] of Object.entries(values)) if (textOf(value) !== '') parts.set(`${owner}: ${part}`, textOf(value))
}

function messageParts(placed: PlacedMessage): Record<string, unknown> {
  const { id: _, ...content }: MessageContent = contentOf(placed.message)
  switch (placed.kind) {
    case 'sequence':
      return { ...content, stage: placed.sequence.stage, persona: placed.sequence.persona, day: placed.message.day }
    case 'friction': {
      const { signal, stage, delayMs } = placed.message
      const written = signal.kind === 'event' ? { when: writeRule(signal.rule) } : signal
      return { ...content, stage, signal: written, delay: durationText(delayMs) }
    }
    case 'transactional':
      return { ...content, when: writeRule(placed.message.rule) }
  }
}

function assetParts({ id: _, ...asset }: Asset): Record<string, unknown> {
  return asset
}

/** A value as text; what nobody said is empty. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(textOf).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
