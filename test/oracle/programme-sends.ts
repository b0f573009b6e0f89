import type { Programme } from '../../src/model/programme.ts'
import type { MadeUpContact, Sent } from './executors/made-up-contact.ts'
import { wallAt } from './executors/wall-clock.ts'

const dayMs = 86_400_000
const stepMs = 5 * 60_000

/** How a tool does a programme otherwise than the programme says, as its loss report names it. */
export interface ToolWays {
  /** Days count from the message before, not from the entry. */
  counts?: 'from the message before'
  /** At one minute of the day, not within the hours. */
  atMinute?: number
  /** All in this zone, not in each contact's own. */
  zone?: string
  /** A day that is not allowed is passed over at the same time of the day. */
  keepsTimeOfDay?: boolean
}

/** What a programme sends to one contact (rules R1, R3, R6), stepping through time by five minutes: sequences of its first stay in each stage, friction messages, owed ones. Limits of accounts and other programmes are none of it. */
export function programmeSends(programme: Programme, contact: MadeUpContact, ways: ToolWays = {}): Sent[] {
  const sequences = contact.stays
    .filter((stay, index) => contact.stays.findIndex(({ stage }) => stage === stay.stage) === index)
    .flatMap((stay) => sequenceSends(programme, contact, stay, ways))
  const friction = programme.friction.flatMap((message): Sent[] => {
    const signal = contact.signals[message.id]
    const stay = contact.stays.find(
      ({ stage, from, to }) => stage === message.stage && signal !== undefined && from <= signal.from && signal.from < to,
    )
    if (signal === undefined || stay === undefined || !mayAt(contact, signal.from)) return []
    const at = firstAllowed(programme, contact, signal.from + message.delayMs, ways)
    return at < stay.to && at < signal.to && mayAt(contact, at) ? [{ at, message: message.id }] : []
  })
  const owed = programme.transactional.flatMap(({ id }): Sent[] => {
    const signal = contact.signals[id]
    return signal === undefined ? [] : [{ at: signal.from, message: id }]
  })
  return [...sequences, ...friction, ...owed].sort((a, b) => a.at - b.at)
}

function sequenceSends(programme: Programme, contact: MadeUpContact, stay: MadeUpContact['stays'][number], ways: ToolWays): Sent[] {
  const ofStage = programme.sequences.filter(({ stage }) => stage === stay.stage)
  const sequence =
    ofStage.find(({ persona }) => persona !== null && persona === contact.persona) ?? ofStage.find(({ persona }) => persona === null)
  if (sequence === undefined || !mayAt(contact, stay.from)) return []
  const sent: Sent[] = []
  let [before, last] = [0, stay.from]
  for (const { id, day } of [...sequence.messages].sort((a, b) => a.day - b.day)) {
    const gap = sent.length === 0 ? 0 : programme.limits.minGapDays
    const due =
      ways.counts === undefined ? Math.max(stay.from + day * dayMs, last + gap * dayMs) : last + Math.max(day - before, gap) * dayMs
    const at = firstAllowed(programme, contact, due, ways)
    if (at >= stay.to || !mayAt(contact, at)) break
    sent.push({ at, message: id })
    before = day
    last = at
  }
  return sent
}

function mayAt({ silent, unsubscribedAt }: MadeUpContact, at: number): boolean {
  return !silent && (unsubscribedAt === null || at < unsubscribedAt)
}

function firstAllowed({ limits, timeZone, zoneProperty }: Programme, contact: MadeUpContact, due: number, ways: ToolWays): number {
  const zone = ways.zone ?? (zoneProperty === null ? timeZone : contact.zone)
  const { from, to } = ways.atMinute === undefined ? limits.hours : { from: ways.atMinute, to: ways.atMinute + 5 }
  const isWeekday = (weekday: number): boolean => limits.weekdays.some((day) => day % 7 === weekday)
  let wanted: number | null = null
  for (let at = due; at < due + 60 * dayMs; at += stepMs) {
    const { day, weekday, minute } = wallAt(zone, at)
    if (minute < from || minute >= to || (wanted !== null && minute !== wanted)) continue
    if (ways.keepsTimeOfDay === true) wanted ??= minute
    if (isWeekday(weekday) && !limits.blackouts.some(({ from: first, to: end }) => text(first) <= day && day <= text(end))) return at
  }
  throw new Error('no allowed time')
}

function text({ year, month, day }: { year: number; month: number; day: number }): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
