import type { BacktestRun } from '../map/backtest.ts'
import { dayMs } from '../model/duration.ts'
import type { Programme } from '../model/programme.ts'
import { programmeFates, programmeMoves } from '../model/programme-fate.ts'
import { messagesOf } from '../model/programme-messages.ts'
import { type ZoneClock, zoneClock } from '../model/zone-clock.ts'
import type { Told } from './replay.ts'

/** Counts what a programme would have done (rule R7): is told every message of an account, or of one person alone, then that these were all. */
export interface BacktestTally {
  tell(told: Told): void
  /** All of the people told since were told wholly. */
  endOfPeople(): void
  run(): BacktestRun
}

interface OfPerson {
  kind: 'audience' | 'heldOut' | 'withoutConsent' | null
  sends: number
  weeks: Map<number, number>
  monthsIn: Set<string>
  monthsReached: Set<string>
}

interface Months {
  audience: number
  reached: number
  sends: number
}

/** An empty tally of a programme; of others that are told nothing is counted. `horizon`: up to when stays are seen (UTC ms). */
export function backtestTally(programme: Programme, horizon: number): BacktestTally {
  const clock = zoneClock(programme.timeZone)
  const sums = newSums(programme)
  const people = new Map<string, OfPerson>()
  const monthOf = monthReader()

  function tell(told: Told): void {
    if (told.programme !== programme) return
    const person = personOf(people, told.person.contact)
    if (told.kind === 'transactional') sums.transactional++
    else {
      countFate(sums, told)
      placeInAudience(person, told, (from, to) => monthsBetween(clock, monthOf, from, to, person.monthsIn), horizon)
    }
    const message = sums.messages.get(told.message.id)
    if (message !== undefined) countMessage(message, told)
    if (told.kind !== 'transactional' && told.fate === 'sent' && told.at !== null)
      countSend(person, clock.dayAt(told.at), monthOf, sums.months)
  }

  return {
    tell,
    endOfPeople: () => {
      for (const person of people.values()) closePerson(sums, person)
      people.clear()
    },
    run: () => runOf(programme, sums),
  }
}

interface Sums {
  audience: number
  heldOut: number
  withoutConsent: number
  reached: number
  sends: number
  transactional: number
  perPerson: Map<number, number>
  perWeek: Map<number, number>
  fates: Record<Told['fate'], number>
  moved: Record<Told['movedBy'][number], number>
  months: Map<string, Months>
  messages: Map<string, BacktestRun['messages'][number]>
  afterKnownLeaving: number
  afterLeavingNotReceived: number
}

function newSums(programme: Programme): Sums {
  const none = { decided: 0, sent: 0, left: 0, waiting: 0, share: null }
  return {
    ...{
      audience: 0,
      heldOut: 0,
      withoutConsent: 0,
      reached: 0,
      sends: 0,
      transactional: 0,
      afterKnownLeaving: 0,
      afterLeavingNotReceived: 0,
    },
    ...{ perPerson: new Map(), perWeek: new Map(), months: new Map() },
    fates: Object.fromEntries(programmeFates.map((fate) => [fate, 0])) as Sums['fates'],
    moved: Object.fromEntries(programmeMoves.map((move) => [move, 0])) as Sums['moved'],
    messages: new Map(messagesOf(programme).map(({ kind, message: { id, name } }) => [id, { id, name, kind, ...none }])),
  }
}

function personOf(people: Map<string, OfPerson>, contact: string): OfPerson {
  const known = people.get(contact)
  if (known) return known
  const made: OfPerson = { kind: null, sends: 0, weeks: new Map(), monthsIn: new Set(), monthsReached: new Set() }
  people.set(contact, made)
  return made
}

function countFate(sums: Sums, { fate, movedBy, stay, at }: Told): void {
  sums.fates[fate]++
  for (const move of movedBy) sums.moved[move]++
  if (fate !== 'sent' || at === null || stay === null) return
  sums.sends++
  if (stay.endKnownAt !== null && at >= stay.endKnownAt) sums.afterKnownLeaving++
  else if (stay.endedAt !== null && at >= stay.endedAt) sums.afterLeavingNotReceived++
}

/** Who is told of a sequence had a stay that it serves, for as long as that stay. */
function placeInAudience(person: OfPerson, { kind, fate, stay }: Told, months: (from: number, to: number) => void, horizon: number): void {
  if (kind !== 'sequence' || stay === null) return
  if (fate === 'holdout') person.kind ??= 'heldOut'
  else if (fate === 'noConsent') person.kind ??= 'withoutConsent'
  else {
    person.kind = 'audience'
    months(stay.startedAt, Math.min(stay.endedAt ?? horizon, horizon))
  }
}

function countMessage(message: BacktestRun['messages'][number], { fate }: Told): void {
  if (fate === 'holdout' || fate === 'noConsent') return
  if (fate === 'waiting') message.waiting++
  else message.decided++
  if (fate === 'sent') message.sent++
  if (fate === 'left') message.left++
}

function countSend(person: OfPerson, day: number, monthOf: (day: number) => string, months: Map<string, Months>): void {
  person.sends++
  // Weeks by Monday: 1 January 1970 was a Thursday.
  const week = Math.floor((day + 3) / 7)
  person.weeks.set(week, (person.weeks.get(week) ?? 0) + 1)
  const month = monthOf(day)
  person.monthsReached.add(month)
  monthNamed(months, month).sends++
}

function closePerson(sums: Sums, person: OfPerson): void {
  if (person.kind !== null) sums[person.kind]++
  if (person.sends > 0) {
    sums.reached++
    add(sums.perPerson, person.sends)
  }
  for (const sends of person.weeks.values()) add(sums.perWeek, sends)
  for (const month of person.monthsIn) monthNamed(sums.months, month).audience++
  for (const month of person.monthsReached) monthNamed(sums.months, month).reached++
}

function add(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function monthNamed(months: Map<string, Months>, month: string): Months {
  const known = months.get(month) ?? { audience: 0, reached: 0, sends: 0 }
  months.set(month, known)
  return known
}

/** Months as 2026-02, by the number of a day. */
function monthReader(): (day: number) => string {
  const known = new Map<number, string>()
  return (day) => {
    const month = known.get(day) ?? new Date(day * dayMs).toISOString().slice(0, 7)
    known.set(day, month)
    return month
  }
}

function monthsBetween(clock: ZoneClock, monthOf: (day: number) => string, from: number, to: number, into: Set<string>): void {
  const last = clock.dayAt(to)
  for (let day = clock.dayAt(from); day < last; day += 28) into.add(monthOf(day))
  into.add(monthOf(last))
}

function runOf({ id, name, limits }: Programme, sums: Sums): BacktestRun {
  const { perPerson, perWeek, months, messages, ...rest } = sums
  const inOrder = (counts: Map<number, number>) => [...counts].sort(([a], [b]) => a - b)
  return {
    ...{ id, name, minGapDays: limits.minGapDays, perSequence: limits.perSequence, ...rest },
    perPerson: inOrder(perPerson).map(([sends, people]) => ({ sends, people })),
    perWeek: inOrder(perWeek).map(([sends, personWeeks]) => ({ sends, personWeeks })),
    months: [...months].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, of]) => ({ month, ...of })),
    messages: [...messages.values()].map((one) => ({ ...one, share: one.decided === 0 ? null : one.sent / one.decided })),
  }
}
