import type { Journey } from '../model/journey.ts'
import type { History } from './property-history.ts'
import type { Colleagues, LivedStay, Opening, Person } from './replay-people.ts'

/** A stay as rows bring it: start, place, end, stage, persona, instance, opening, whether silence ended it, and from when on the person was active in it. */
type StayCells = readonly [number, number, number, number, string, number, string, 0 | 1, number]

/** What the store knows of a page of people, as rows (UTC ms). */
export interface PeopleRows {
  people: readonly { subject: string; contact: string; account: string; stays: readonly StayCells[] }[]
  /** By name: by contact or, of `account.x`, by account. */
  properties: ReadonlyMap<string, ReadonlyMap<string, History>>
  /** By `ruleKey`, by subject. */
  met: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>
  acts: ReadonlyMap<string, readonly number[]>
  otherSends: ReadonlyMap<string, readonly number[]>
  /** By subject: instants of which was heard later, and when. */
  arrivals: ReadonlyMap<string, ReadonlyMap<number, number>>
  deals: ReadonlyMap<string, Colleagues['openDeals']>
}

/** Stands for "no end" in rows. */
const never = Number.MAX_SAFE_INTEGER

/** People as a replay reads them: colleagues of one account together, whoever has none alone. */
export function peopleOfRows({ stages }: Pick<Journey, 'stages'>, rows: PeopleRows): Colleagues[] {
  const idOf = new Map(stages.map(({ index, id }) => [index, id]))
  const accounts = new Map<string, Person[]>()
  const found: Colleagues[] = []
  for (const row of rows.people) {
    const person: Person = {
      contact: row.contact,
      known: knownOf(row, rows.properties),
      stays: row.stays.map((cells) => stayOf(cells, idOf, rows.arrivals.get(row.subject))),
      acts: rows.acts.get(row.subject) ?? none,
      met: metOf(row.subject, rows.met),
      otherSends: rows.otherSends.get(row.subject) ?? none,
    }
    const colleagues = row.account === '' ? undefined : accounts.get(row.account)
    if (colleagues !== undefined) colleagues.push(person)
    else {
      const people = [person]
      if (row.account !== '') accounts.set(row.account, people)
      found.push({ account: row.account, people, openDeals: rows.deals.get(row.account) ?? none })
    }
  }
  return found
}

const none: readonly never[] = []

function stayOf(
  [startedAt, , endedAt, stage, persona, instance, openedBy, silent, since]: StayCells,
  idOf: ReadonlyMap<number, string>,
  arrivals: ReadonlyMap<number, number> | undefined,
): LivedStay {
  const startKnownAt = Math.max(arrivals?.get(startedAt) ?? startedAt, since)
  const end = endedAt === never ? null : endedAt
  // A drop by silence is known when it happens (V5).
  const endKnownAt = end === null ? null : silent === 1 ? end : Math.max(end, arrivals?.get(end) ?? end)
  return {
    stage: idOf.get(stage) ?? '',
    persona,
    instance,
    openedBy: openedBy as Opening,
    startedAt,
    startKnownAt,
    endedAt: end,
    endKnownAt,
  }
}

function knownOf(row: { contact: string; account: string }, properties: PeopleRows['properties']): ReadonlyMap<string, History> {
  if (properties.size === 0) return nothingKnown
  const known = new Map<string, History>()
  for (const [name, byOwner] of properties) {
    const history = byOwner.get(name.startsWith('account.') ? row.account : row.contact)
    if (history !== undefined) known.set(name, history)
  }
  return known
}

const nothingKnown: ReadonlyMap<string, History> = new Map()
const neverMet: ReadonlyMap<string, readonly number[]> = new Map()

function metOf(subject: string, met: PeopleRows['met']): ReadonlyMap<string, readonly number[]> {
  if (met.size === 0) return neverMet
  const own = new Map<string, readonly number[]>()
  for (const [key, bySubject] of met) {
    const times = bySubject.get(subject)
    if (times !== undefined) own.set(key, times)
  }
  return own
}
