import type { FrictionMessage, MessageContent, Programme } from '../../src/model/programme.ts'
import { isHeldOut } from '../../src/programme/holdout.ts'
import type { Replay } from '../../src/programme/replay.ts'
import { type Colleagues, type LivedStay, type Person, ruleKey } from '../../src/programme/replay-people.ts'

const hour = 3_600_000
const day = 24 * hour

/** What became of a message, as rules R1, R6 and R9 read. */
export interface LiteralFate {
  programme: string
  message: string
  contact: string
  /** The start of the stay that it was last due in. */
  stay: number
  fate: string
  at: number | null
}

/** A message that someone is to get. */
interface Pending {
  programme: Programme
  message: MessageContent
  person: Person
  /** In which of these it is; of friction the one stay. */
  stays: LivedStay[]
  place: number
  /** Of a sequence: due on this day; the messages before it in the sequence must be decided first. */
  day: number | null
  before: Pending[]
  trigger: number | null
  fate: string | null
  at: number | null
}

/** A literal reading of the rules for programmes whose consent is `email_consent` yes, and that read the zone from `zone`: hour after hour, every message that is not decided is looked at. All times are whole hours; calendars are those of `isOpen`. */
export function literalReplay(
  asked: Replay,
  colleagues: Colleagues,
  from: number,
  to: number,
  isOpen: (programme: Programme, person: Person, at: number) => boolean,
): LiteralFate[] {
  const all: Pending[] = []
  const told: LiteralFate[] = []
  for (const programme of asked.programmes)
    for (const person of colleagues.people) {
      const blocked = (person.known.get('email_consent') ?? []).every(({ value }) => value !== 'yes')
        ? 'noConsent'
        : isHeldOut(programme.id, { account: colleagues.account, contact: person.contact }, programme.holdout)
          ? 'holdout'
          : null
      for (const stays of goneOnWith(person.stays)) {
        const [first] = stays as [LivedStay]
        const fitting = programme.sequences.filter(({ stage }) => stage === first.stage)
        const sequence = fitting.find(({ persona }) => persona === first.persona) ?? fitting.find(({ persona }) => persona === null)
        const messages = [...(sequence?.messages ?? [])].sort((a, b) => a.day - b.day)
        if (blocked !== null) {
          if (messages[0])
            told.push({
              programme: programme.id,
              message: messages[0].id,
              contact: person.contact,
              stay: first.startedAt,
              fate: blocked,
              at: null,
            })
          continue
        }
        const chain: Pending[] = []
        for (const message of messages)
          chain.push({
            programme,
            message,
            person,
            stays,
            place: 0,
            day: message.day,
            before: [...chain],
            trigger: null,
            fate: null,
            at: null,
          })
        all.push(...chain)
        for (const stay of stays)
          for (const message of programme.friction.filter(({ stage }) => stage === stay.stage))
            for (const trigger of shown(message, stay, person))
              all.push({ programme, message, person, stays: [stay], place: 0, day: null, before: [], trigger, fate: null, at: null })
      }
    }
  for (let now = from; now <= to; now += hour) {
    for (const one of all) if (one.fate === null) endOf(one, now)
    for (;;) {
      const ready = all.filter((one) => one.fate === null && isReady(one, now)).sort(inOrder)
      const chosen = ready.find((one) => decided(one, now) !== null)
      if (chosen === undefined) break
      const fate = decided(chosen, now) as string
      chosen.fate = fate === 'sent' && now > asked.horizon ? 'waiting' : fate
      chosen.at = fate === 'sent' ? now : null
      for (const one of all) if (one.fate === null) endOf(one, now)
    }
  }
  const ends = all.map(({ programme, message, person, stays, place, fate, at }) => ({
    ...{ programme: programme.id, message: message.id, contact: person.contact, stay: stays[place]?.startedAt as number },
    ...{ fate: fate ?? 'waiting', at },
  }))
  return [...told, ...ends]

  function decided(one: Pending, now: number): string | null {
    const { programme, person, message } = one
    if (said(person, 'email_consent', now) !== 'yes') return 'noConsent'
    const got = all.filter((other) => other.person === person && other.at !== null)
    const twice = got.some(
      (other) =>
        other.programme === programme &&
        other.message.id === message.id &&
        now - (other.at as number) < (asked.journey.restartAfterMs ?? 1e18),
    )
    if (twice) return 'hadIt'
    if (one.day !== null && one.before.filter(({ at }) => at !== null).length >= programme.limits.perSequence) return 'cap'
    if (!isOpen(programme, person, now)) return null
    const times = [...got.map(({ at }) => at as number), ...person.otherSends].filter((at) => at <= now)
    if (times.some((at) => now - at < programme.limits.minGapDays * day)) return null
    const cap = programme.limits.perPerson
    if (cap !== null && times.filter((at) => at > now - cap.days * day).length >= cap.messages) return null
    if (programme.limits.pauseOnOpenDeal && colleagues.openDeals.some((deal) => deal.from <= now && now < deal.to)) return null
    const dayOf = (at: number, zone: string) => readerOf(zone).format(at)
    const today = dayOf(now, programme.timeZone)
    if (
      programme.limits.oneAnAccountADay &&
      all.some((other) => other.person !== person && other.at !== null && dayOf(other.at, programme.timeZone) === today)
    )
      return null
    const zone = said(person, 'zone', now) ?? programme.timeZone
    const waits = all.some(
      (other) =>
        other.fate === null &&
        other.person === person &&
        other.programme.priority > programme.priority &&
        isNext(other) &&
        isKnown(other, now) &&
        dueOf(other) > now &&
        dayOf(dueOf(other), zone) === dayOf(now, zone),
    )
    return waits ? null : 'sent'
  }
}

const readers = new Map<string, Intl.DateTimeFormat>()

function readerOf(zone: string): Intl.DateTimeFormat {
  const reader = readers.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
  readers.set(zone, reader)
  return reader
}

/** What a property said at a time. */
function said(person: Person, name: string, at: number): string | undefined {
  return person.known.get(name)?.findLast(({ from }) => from <= at)?.value
}

/** Programmes of higher priority, then what was due first, then by contact, message and programme. */
function inOrder(a: Pending, b: Pending): number {
  const text = ({ person, message, programme }: Pending) => `${person.contact}\n${message.id}\n${programme.id}`
  return b.programme.priority - a.programme.priority || dueOf(a) - dueOf(b) || (text(a) < text(b) ? -1 : 1)
}

function isNext({ before }: Pending): boolean {
  return before.every(({ fate }) => fate !== null)
}

function isKnown({ stays, place, trigger }: Pending, now: number): boolean {
  return (stays[place] as LivedStay).startKnownAt <= now && (trigger ?? 0) <= now
}

function isReady(one: Pending, now: number): boolean {
  return isNext(one) && isKnown(one, now) && dueOf(one) <= now
}

function dueOf({ stays, place, day: due, trigger, message }: Pending): number {
  if (due === null) return (trigger as number) + (message as FrictionMessage).delayMs
  const lived = stays.slice(0, place).reduce((sum, stay) => sum + (stay.endedAt as number) - stay.startedAt, 0)
  const start = (stays[place] as LivedStay).startedAt
  return start + Math.max(0, due * day - lived)
}

/** Leaving ends a message, acting one of friction; a stay that was gone on with hands it on. */
function endOf(one: Pending, now: number): void {
  if (!isNext(one)) return
  for (let end = one.stays[one.place]?.endKnownAt ?? null; end !== null && end <= now; end = one.stays[one.place]?.endKnownAt ?? null) {
    if (one.place + 1 >= one.stays.length) {
      const acted = one.trigger === null ? undefined : one.person.acts.find((act) => act > (one.trigger as number))
      one.fate = acted !== undefined && acted < end ? 'acted' : 'left'
      return
    }
    one.place++
  }
  if (one.trigger !== null && one.person.acts.some((act) => act > (one.trigger as number) && act <= now)) one.fate = 'acted'
}

function goneOnWith(stays: readonly LivedStay[]): LivedStay[][] {
  const chains: LivedStay[][] = []
  stays.forEach((stay, i) => {
    const before = stays[i - 1]
    if (stay.openedBy === 'resumed' && before?.stage === stay.stage) chains.at(-1)?.push(stay)
    else chains.push([stay])
  })
  return chains
}

function shown({ signal }: FrictionMessage, stay: LivedStay, person: Person): number[] {
  const within = (at: number) => at >= stay.startedAt && (stay.endedAt === null || at < stay.endedAt)
  if (signal.kind === 'event') return (person.met.get(ruleKey(signal.rule)) ?? []).filter(within)
  if (signal.kind === 'returned') return stay.openedBy === 'returned' ? [stay.startedAt] : []
  if (signal.kind === 'longStay') return [stay.startedAt + signal.ms].filter(within)
  const last = (at: number) => Math.max(stay.startedAt, ...person.acts.filter((act) => act <= at && within(act)))
  const found: number[] = []
  const end = stay.endedAt ?? stay.startedAt + 400 * day
  for (let at = stay.startedAt; at < end; at += hour) if (at - last(at) === signal.ms) found.push(at)
  return found
}
