import { type ClusterSums, shareOfClusters } from '../core/statistics/proportion.ts'
import type { BacktestRun } from '../map/backtest.ts'
import { dayMs } from '../model/duration.ts'
import type { Programme } from '../model/programme.ts'
import { programmeFates, programmeMoves } from '../model/programme-fate.ts'
import { messagesOf } from '../model/programme-messages.ts'
import { zoneClock } from '../model/zone-clock.ts'
import type { Told } from './replay.ts'
import type { LivedStay } from './replay-people.ts'

/** Counts what a programme would have done (rule R7): is told every message of an account, or of one person alone, then that these were all. */
export interface BacktestTally {
  tell(told: Told): void
  /** All of the people told since were told wholly. */
  endOfPeople(): void
  run(): BacktestRun
}

/** Weeks with how many messages each had, and months as months since the year 0: few each, found quickest in lists. */
interface OfPerson {
  kind: 'audience' | 'heldOut' | 'withoutConsent' | null
  sends: number
  weeks: number[]
  weekSends: number[]
  monthsIn: number[]
  monthsReached: number[]
  /** Whose months are in `monthsIn` already. */
  placed: LivedStay | null
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
  let people = new Map<string, OfPerson>()
  const monthOf = monthReader()
  const placeMonths = (stay: LivedStay, into: number[]) => {
    const last = monthOf(clock.dayAt(Math.min(stay.endedAt ?? horizon, horizon)))
    for (let month = monthOf(clock.dayAt(stay.startedAt)); month <= last; month++) addOnce(into, month)
  }

  function tell(told: Told): void {
    if (told.programme !== programme) return
    if (told.stay !== null) sums.from = Math.min(sums.from ?? told.stay.startedAt, told.stay.startedAt)
    const person = personOf(people, told.person.contact)
    const message = sums.messages.get(told.message.id)
    if (message !== undefined) countMessage(sums, message, told)
    if (told.kind === 'transactional') sums.transactional++
    else {
      countFate(sums, told)
      placeInAudience(person, told, placeMonths)
      if (told.fate === 'sent' && told.at !== null) countSend(person, clock.dayAt(told.at), monthOf, sums.months)
    }
  }

  return {
    tell,
    endOfPeople: () => {
      for (const person of people.values()) closePerson(sums, person)
      // To clear it would cost memory: an emptied map is held by what it was before.
      people = new Map()
      for (const shares of sums.touched) closeCluster(shares)
      sums.touched.length = 0
    },
    run: () => runOf(programme, sums),
  }
}

/** A message's counts, and of its decided ones the sums over clusters: an account, or one person alone (rule M5). */
interface MessageSums {
  counts: Omit<BacktestRun['messages'][number], 'share' | 'low' | 'high' | 'decided'>
  shares: Shares
}

/** Sums over the clusters before, and of the one that is being told. */
interface Shares {
  sums: ClusterSums
  hits: number
  trials: number
}

interface Sums {
  from: number | null
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
  months: Map<number, Months>
  messages: Map<string, MessageSums>
  /** Of all messages but transactional ones. */
  whole: Shares
  /** Those that the account, or the person alone, has something in that is told now. */
  touched: Shares[]
  afterKnownLeaving: number
  afterLeavingNotReceived: number
}

function newSums(programme: Programme): Sums {
  const none = { sent: 0, left: 0, waiting: 0 }
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
    ...{ from: null, perPerson: new Map(), perWeek: new Map(), months: new Map() },
    fates: Object.fromEntries(programmeFates.map((fate) => [fate, 0])) as Sums['fates'],
    moved: Object.fromEntries(programmeMoves.map((move) => [move, 0])) as Sums['moved'],
    messages: new Map(
      messagesOf(programme).map(({ kind, message: { id, name } }) => [id, { counts: { id, name, kind, ...none }, shares: newShares() }]),
    ),
    ...{ whole: newShares(), touched: [] },
  }
}

function newShares(): Shares {
  return { sums: { hits: 0, trials: 0, clusters: 0, hits2: 0, trials2: 0, hitsTrials: 0 }, hits: 0, trials: 0 }
}

/** Adds the counts of an account, or of one person alone, to the sums. */
function closeCluster(shares: Shares): void {
  const { sums, hits, trials } = shares
  sums.clusters++
  sums.hits += hits
  sums.trials += trials
  sums.hits2 += hits * hits
  sums.trials2 += trials * trials
  sums.hitsTrials += hits * trials
  shares.hits = 0
  shares.trials = 0
}

function personOf(people: Map<string, OfPerson>, contact: string): OfPerson {
  const known = people.get(contact)
  if (known) return known
  const made: OfPerson = { kind: null, sends: 0, weeks: [], weekSends: [], monthsIn: [], monthsReached: [], placed: null }
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
function placeInAudience(person: OfPerson, { kind, fate, stay }: Told, placeMonths: (stay: LivedStay, into: number[]) => void): void {
  if (kind !== 'sequence' || stay === null) return
  if (fate === 'holdout') person.kind ??= 'heldOut'
  else if (fate === 'noConsent') person.kind ??= 'withoutConsent'
  else {
    person.kind = 'audience'
    if (person.placed !== stay) placeMonths(stay, person.monthsIn)
    person.placed = stay
  }
}

function countMessage(sums: Sums, { counts, shares }: MessageSums, { fate, kind }: Told): void {
  if (fate === 'holdout' || fate === 'noConsent') return
  if (fate === 'waiting') counts.waiting++
  if (fate === 'sent') counts.sent++
  if (fate === 'left') counts.left++
  if (fate === 'waiting') return
  countDecided(sums, shares, fate === 'sent')
  if (kind !== 'transactional') countDecided(sums, sums.whole, fate === 'sent')
}

function countDecided({ touched }: Sums, share: Shares, isSent: boolean): void {
  if (share.trials === 0) touched.push(share)
  share.trials++
  if (isSent) share.hits++
}

function countSend(person: OfPerson, day: number, monthOf: (day: number) => number, months: Map<number, Months>): void {
  person.sends++
  const week = weekOf(day)
  const place = person.weeks.lastIndexOf(week)
  if (place >= 0) person.weekSends[place] = (person.weekSends[place] as number) + 1
  else {
    person.weeks.push(week)
    person.weekSends.push(1)
  }
  const month = monthOf(day)
  addOnce(person.monthsReached, month)
  monthNamed(months, month).sends++
}

/** The number of a day's week, which begins on Monday: 1 January 1970 was a Thursday. */
export function weekOf(day: number): number {
  return Math.floor((day + 3) / 7)
}

function closePerson(sums: Sums, person: OfPerson): void {
  if (person.kind !== null) sums[person.kind]++
  if (person.sends > 0) {
    sums.reached++
    add(sums.perPerson, person.sends)
  }
  for (const sends of person.weekSends) add(sums.perWeek, sends)
  for (const month of person.monthsIn) monthNamed(sums.months, month).audience++
  for (const month of person.monthsReached) monthNamed(sums.months, month).reached++
}

function add(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function addOnce(list: number[], one: number): void {
  if (!list.includes(one)) list.push(one)
}

function monthNamed(months: Map<number, Months>, month: number): Months {
  const known = months.get(month)
  if (known !== undefined) return known
  const made = { audience: 0, reached: 0, sends: 0 }
  months.set(month, made)
  return made
}

/** The month of a day, by its number. */
function monthReader(): (day: number) => number {
  const known = new Map<number, number>()
  return (day) => {
    const kept = known.get(day)
    if (kept !== undefined) return kept
    const date = new Date(day * dayMs)
    const month = date.getUTCFullYear() * 12 + date.getUTCMonth()
    known.set(day, month)
    return month
  }
}

/** A month as 2026-02. */
function monthText(month: number): string {
  return new Date(Date.UTC(Math.floor(month / 12), month % 12)).toISOString().slice(0, 7)
}

function runOf({ id, name, limits }: Programme, sums: Sums): BacktestRun {
  const { perPerson, perWeek, months, messages, whole, touched: _, ...rest } = sums
  const reachedShare = shareOfClusters(whole.sums)
  const inOrder = <Count>(counts: Map<number, Count>) => [...counts].sort(([a], [b]) => a - b)
  return {
    ...{ id, name, minGapDays: limits.minGapDays, perSequence: limits.perSequence, ...rest },
    perPerson: inOrder(perPerson).map(([sends, people]) => ({ sends, people })),
    perWeek: inOrder(perWeek).map(([sends, personWeeks]) => ({ sends, personWeeks })),
    months: inOrder(months).map(([month, of]) => ({ month: monthText(month), ...of })),
    decided: reachedShare.trials,
    share: reachedShare.value,
    low: reachedShare.low,
    high: reachedShare.high,
    clusters: reachedShare.clusters,
    messages: [...messages.values()].map(({ counts, shares }) => {
      const { trials, value, low, high } = shareOfClusters(shares.sums)
      return { ...counts, decided: trials, share: value, low, high }
    }),
  }
}
