import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { programmeBacktest } from '../src/app/programme-backtest.ts'
import { eachColleagues, type ReplayRequest } from '../src/app/programme-people.ts'
import { createRandom } from '../src/core/random.ts'
import { proportion } from '../src/core/statistics/proportion.ts'
import { joinSubjects } from '../src/journeys/join-subjects.ts'
import type { Population } from '../src/measures/measure.ts'
import type { Journey } from '../src/model/journey.ts'
import type { Programme } from '../src/model/programme.ts'
import { calendarTally } from '../src/programme/calendar-tally.ts'
import { isAnyoneInStage } from '../src/programme/next-rows.ts'
import { sampleMessage, sampleProgramme } from '../src/programme/programme.test-support.ts'
import { replay } from '../src/programme/replay.ts'
import type { ReplayProgress } from '../src/programme/replay-options.ts'
import { type Colleagues, type LivedStay, type Person, ruleKey } from '../src/programme/replay-people.ts'
import { whoTally } from '../src/programme/who-tally.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { type OracleEvent, type OracleFacts, propertyAt } from './oracle/facts.ts'
import { type LiteralFate, literalReplay } from './oracle/programme-replay.ts'
import { event, on, smallJourney } from './oracle/small-journey.ts'
import { oracleStays } from './oracle/stays.ts'
import { eventsBySubject } from './oracle/subjects.ts'
import { engineStays, fillStore, temporaryEventStore } from './stays-on-engine.ts'

const hour = 3_600_000
const day = 24 * hour
const t0 = Date.UTC(2026, 0, 5)
const horizon = t0 + 90 * day
const served = ['s1', 's2']

let store: EventStore
let remove: () => Promise<void>
beforeAll(async () => {
  ;({ store, remove } = await temporaryEventStore())
})
afterAll(() => remove())

const journey: Journey = smallJourney(
  [
    { entry: on('read'), reentry: { kind: 'entry' }, dropAfterMs: 15 * day, windowMs: 30 * day },
    { entry: on('asked'), dropped: on('refused'), dropAfterMs: 15 * day, windowMs: 30 * day },
    { entry: on('bought'), windowMs: 30 * day },
  ],
  {
    restartAfterMs: 40 * day,
    value: { amount: 'amount', currency: { kind: 'fixed', code: 'EUR' }, won: on('deal won'), lost: null },
  },
)

/** Sixty contacts, most of them of a few accounts, with what they did, said and heard; some of it was received late. */
function drawWorld(seed: string): { events: OracleEvent[]; facts: OracleFacts } {
  const random = createRandom(seed)
  const whole = (most: number) => Math.floor(random.uniform() * most)
  const names = ['read', 'read', 'seen', 'seen', 'asked', 'asked', 'refused', 'bought', 'failed']
  const events: OracleEvent[] = []
  const properties: OracleFacts['properties'][number][] = []
  const links: OracleFacts['links'][number][] = []
  const contacts = Array.from({ length: 60 }, (_, i) => `c${i}`)
  for (const contact of contacts) {
    const account = whole(4) === 0 ? null : `a${whole(15)}`
    if (account !== null) links.push({ fromType: 'contact', fromId: contact, toType: 'account', toId: account, since: null })
    const known = (name: string, value: string, validFrom: number | null) =>
      properties.push({ objectType: 'contact', objectId: contact, name, value, validFrom })
    if (whole(6) > 0) known('email_consent', 'yes', whole(2) === 0 ? null : t0 + whole(20) * day)
    if (whole(4) === 0) known('email_consent', 'no', t0 + (25 + whole(60)) * day)
    if (whole(3) === 0) known('zone', whole(3) === 0 ? 'Mars/Olympus' : 'America/New_York', null)
    for (let i = whole(9); i >= 0; i--) {
      const at = t0 + day + whole(88 * 24) * hour
      const receivedAt = at + (whole(4) === 0 ? whole(100) * hour : 0)
      events.push(event(names[whole(names.length)] as string, at, { id: `${contact} ${i}`, receivedAt, objects: { contact: [contact] } }))
    }
  }
  for (let i = 0; i < 6; i++) {
    const from = t0 + whole(60) * day
    const objects = { deal: [`d${i}`], account: [`a${i}`] }
    events.push(event('deal opened', from, { id: `d${i} open`, objects, initiator: 'company' }))
    if (i % 3 > 0) events.push(event('deal won', from + (1 + whole(20)) * day, { id: `d${i} won`, objects, initiator: 'company' }))
  }
  // So that no stay was under way when the data begin.
  events.push(event('seen', t0 - 60 * day, { id: 'first', objects: { contact: ['nobody'] } }))
  return { events, facts: { properties, links } }
}

function programmeOf(changes: Partial<Programme> = {}, limits: Partial<Programme['limits']> = {}): Programme {
  const sequence = (stage: string, ...days: number[]) => ({
    stage,
    persona: null,
    messages: days.map((on) => sampleMessage(`${stage}-${on}`, on)),
  })
  const plain = { ...sampleMessage('f', 0) }
  return {
    ...sampleProgramme({
      ...{ timeZone: 'Europe/Berlin', holdout: 0.1, transactional: [{ ...sampleMessage('order', 0), rule: on('bought') }] },
      sequences: [sequence('s1', 1, 4, 9), sequence('s2', 0, 6)],
      friction: [
        { ...plain, id: 'silent', stage: 's1', signal: { kind: 'silence', ms: 5 * day }, delayMs: day },
        { ...plain, id: 'failed', stage: 's2', signal: { kind: 'event', rule: on('failed') }, delayMs: 30 * hour },
        { ...plain, id: 'back', stage: 's1', signal: { kind: 'returned' }, delayMs: 0 },
      ],
      ...changes,
    }),
    limits: {
      ...{ minGapDays: 3, perSequence: 2, perPerson: { messages: 3, days: 14 }, weekdays: [1, 2, 3, 4, 5], hours: { from: 540, to: 1020 } },
      ...{ country: null, blackouts: [], sensitive: [], oneAnAccountADay: true, pauseOnOpenDeal: true, ...limits },
    },
  }
}

/** The people as the rules give them, without the engine's queries. */
function literalPeople(events: OracleEvent[], facts: OracleFacts): Colleagues[] {
  const byContact = eventsBySubject(journey, events, facts)
  const groups = new Map<string, { account: string; people: Person[]; openDeals: { from: number; to: number }[] }>()
  const stays = oracleStays(journey, events, facts, horizon).filter(({ underWay, stage }) => !underWay && stage <= served.length)
  for (const contact of new Set(stays.map(({ subject }) => subject))) {
    const mine = stays.filter(({ subject }) => subject === contact).sort((a, b) => a.startedAt - b.startedAt)
    const own = (byContact.get(contact) ?? []).filter(({ occurredAt }) => occurredAt <= horizon)
    const heard = (at: number) => Math.max(at, ...own.filter(({ occurredAt }) => occurredAt === at).map(({ receivedAt }) => receivedAt))
    const lived = mine.map(
      ({ stage, persona, openedBy, startedAt, endedAt, ending }): LivedStay => ({
        ...{ stage: `s${stage}`, persona, openedBy, startedAt, startKnownAt: heard(startedAt), endedAt },
        endKnownAt: endedAt === null ? null : ending === 'droppedBySilence' ? endedAt : heard(endedAt),
      }),
    )
    const account = mine.at(-1)?.account ?? ''
    const zone = propertyAt(facts, 'contact', contact, 'zone', Number.MAX_SAFE_INTEGER)
    const consent = facts.properties.filter(({ objectId, name }) => objectId === contact && name === 'email_consent')
    const met = (name: string) =>
      [
        ruleKey(on(name)),
        own
          .filter((one) => one.name === name)
          .map(({ occurredAt }) => occurredAt)
          .sort((a, b) => a - b),
      ] as const
    const person: Person = {
      contact,
      known: new Map([
        [
          'email_consent',
          consent.map(({ value, validFrom }) => ({ from: validFrom ?? Number.NEGATIVE_INFINITY, value })).sort((a, b) => a.from - b.from),
        ],
        // A zone that nobody knows is no zone: the programme's takes its place.
        ...(zone === null || zone.startsWith('Mars')
          ? []
          : [['zone', [{ from: Number.NEGATIVE_INFINITY, value: zone }]] as [string, { from: number; value: string }[]]]),
      ]),
      stays: lived,
      acts: own.map(({ occurredAt }) => occurredAt).sort((a, b) => a - b),
      met: new Map([met('bought'), met('failed')]),
      otherSends: [],
    }
    const deals = events.filter(({ name, objects }) => name === 'deal opened' && objects.account?.[0] === account)
    const wonAt = (deal: string | undefined) =>
      events.find(({ name, objects }) => name === 'deal won' && objects.deal?.[0] === deal)?.occurredAt
    const openDeals = deals.map(({ occurredAt, objects }) => {
      const won = wonAt(objects.deal?.[0])
      return { from: occurredAt, to: won === undefined || won > horizon ? Number.POSITIVE_INFINITY : won }
    })
    const key = account === '' ? `contact ${contact}` : account
    const group = groups.get(key) ?? { account, people: [], openDeals }
    group.people.push(person)
    groups.set(key, group)
  }
  return [...groups.values()]
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function isOpen({ limits: { weekdays, hours }, timeZone }: Programme, { known }: Person, at: number): boolean {
  const zone = known.get('zone')?.[0]?.value ?? timeZone
  const clock = clocks.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  clocks.set(zone, clock)
  const [date = '', time = ''] = clock.format(at).split(' ')
  const minute = Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  return weekdays.includes((new Date(date).getUTCDay() || 7) as 1) && minute >= hours.from && minute < hours.to
}

async function fill(seed: string) {
  const { events, facts } = drawWorld(seed)
  await fillStore(store, events, facts)
  await joinSubjects(store, 'deal')
  await engineStays(store, journey, horizon, new Map([['web', t0 - 60 * day]]))
  const population: Population = { journey, version: 1, horizon, filter: { where: {} } }
  return { population, literal: literalPeople(events, facts) }
}

describe('[R7] a backtest', () => {
  it.each(['one', 'two', 'three'])(
    'counts what a literal reading of the rules gives: world %s',
    async (seed) => {
      const { population, literal } = await fill(seed)
      const programme = programmeOf()
      const asked = { population, programme, others: [], gaps: [1], caps: [], against: programmeOf({ holdout: 0 }), beside: false }
      const { run, grid, against } = await programmeBacktest(store, asked)
      const fates = (one: Programme) =>
        literal.flatMap((group) => literalReplay({ programmes: [one], journey, horizon }, group, t0, horizon + 40 * day, isOpen))
      for (const [found, one] of [
        [run, programme],
        [grid[0], programmeOf({}, { minGapDays: 1 })],
        [against, programmeOf({ holdout: 0 })],
      ] as const) {
        const told = fates(one)
        const sent = told.filter(({ fate }) => fate === 'sent')
        expect(sent.length).toBeGreaterThan(20)
        const counted = Object.fromEntries(Object.entries(found?.fates ?? {}).filter(([, n]) => n > 0))
        expect(counted).toEqual(tally(told.map(({ fate }) => fate)))
        const perPerson = tally(Object.values(tally(sent.map(({ contact }) => contact))).map(String))
        expect(Object.fromEntries(found?.perPerson.map(({ sends, people }) => [sends, people]) ?? [])).toEqual(perPerson)
        const perWeek = tally(Object.values(tally(sent.map(({ contact, at }) => `${contact} ${mondayOf(at as number)}`))).map(String))
        expect(Object.fromEntries(found?.perWeek.map(({ sends, personWeeks }) => [sends, personWeeks]) ?? [])).toEqual(perWeek)
        expect(found?.months.map(({ month, reached, sends, audience }) => ({ month, reached, sends, audience }))).toEqual(
          monthsOf(told, literal),
        )
        const from = Math.min(...told.map(({ stay }) => stay))
        expect(found).toMatchObject({ from, sends: sent.length, ...leavings(sent, literal), transactional: owedOf(literal) })
        expect([found?.share, found?.low, found?.high].map((one) => one?.toFixed(9))).toEqual(shareOf(told, literal))
      }
      expect(run.afterKnownLeaving).toBe(0)
      expect(run.heldOut).toBeGreaterThan(0)
    },
    120_000,
  )

  it('reads in pages what it reads at once, colleagues together; says how far it is, and ends where nobody waits any more', async () => {
    const { population } = await fill('five')
    const asked = { population, programmes: [programmeOf()], beside: true, underWay: false }
    const read = async (pageStays: number, request: ReplayRequest = {}) => {
      const groups: Colleagues[] = []
      await eachColleagues(store, { ...asked, pageStays }, (group) => groups.push(group), request)
      return groups.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
    }
    const nameOf = ({ account, people }: Colleagues) => `${account} ${people[0]?.contact}`
    const whole = await read(1_000_000)
    expect(whole.length).toBeGreaterThan(15)
    const progress: ReplayProgress[] = []
    expect(await read(60, { onProgress: (one) => progress.push(one) })).toEqual(whole)
    expect(progress.length).toBeGreaterThan(1)
    expect(progress.at(-1)).toEqual({ people: whole.reduce((sum, { people }) => sum + people.length, 0), share: 1 })
    const leaving = new AbortController()
    const left = read(60, { signal: leaving.signal, onProgress: () => leaving.abort() })
    await expect(left).rejects.toMatchObject({ code: 'cancelled' })
  }, 120_000)

  it('[R6] tells who is due what next as the same reading does', async () => {
    const { population, literal } = await fill('four')
    const programme = programmeOf()
    const tallied = whoTally(programme, horizon, {
      stage: null,
      persona: null,
      message: null,
      day: null,
      limit: 1000,
      offset: 0,
      beside: false,
    })
    const byDay = calendarTally(programme, horizon)
    let passed = 0
    const go = replay({ programmes: [programme], journey, horizon })
    await eachColleagues(store, { population, programmes: [programme], beside: false, underWay: false }, (group) => {
      if (!isAnyoneInStage(group)) {
        passed++
        return
      }
      go(group, (told) => {
        tallied.tell(told)
        byDay.tell(told)
      })
      tallied.endOfPeople()
      byDay.endOfPeople()
    })
    expect(passed).toBeGreaterThan(0)
    const { rows, total, slots } = tallied.result()
    const due = rows.flatMap(({ next }) => (next?.at == null ? [] : [`${berlinDay(next.at)} ${next.message}`]))
    const counted = byDay.result()
    expect(Object.fromEntries(counted.days.map(({ day: on, message, people }) => [`${on} ${message}`, people]))).toEqual(tally(due))
    expect([counted.people, counted.withoutDay]).toEqual([
      rows.filter(({ next }) => next !== null).length,
      rows.filter(({ next }) => next !== null && next.at === null).length,
    ])
    expect(counted.days.length).toBeGreaterThan(3)
    const wanted = literal.flatMap((group) => {
      const told = literalReplay({ programmes: [programme], journey, horizon }, group, t0, horizon + 60 * day, isOpen)
      return group.people.flatMap(({ contact, stays }) =>
        stays.flatMap(({ endedAt, startedAt, startKnownAt }) => {
          const mine = told.filter((one) => one.contact === contact && one.stay === startedAt)
          if (endedAt !== null || startKnownAt > horizon || mine.length === 0) return []
          const due = mine.filter(({ fate }) => fate === 'waiting').map(({ at }) => at ?? Number.POSITIVE_INFINITY)
          return [
            `${contact} ${startedAt} ${due.length === 0 ? null : Math.min(...due)} ${mine.filter(({ fate }) => fate === 'sent').length}`,
          ]
        }),
      )
    })
    const found = rows.map(
      ({ contact, enteredAt, next, sent }) =>
        `${contact} ${enteredAt} ${next === null ? null : (next.at ?? Number.POSITIVE_INFINITY)} ${sent}`,
    )
    expect(wanted.length).toBeGreaterThan(10)
    expect(found.sort()).toEqual(wanted.sort())
    expect([total, slots.reduce((sum, { people }) => sum + people, 0)]).toEqual([wanted.length, wanted.length])
  }, 120_000)
})

function tally(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1
  return counts
}

const berlin = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short' })
const berlinDay = (at: number) => berlin.format(at)

function mondayOf(at: number): string {
  const date = new Date(berlinDay(at))
  return new Date(date.getTime() - ((date.getUTCDay() + 6) % 7) * day).toISOString().slice(0, 10)
}

/** By each day of each stay that a sequence serves, in which months someone was to be written to. */
function monthsOf(told: readonly LiteralFate[], literal: readonly Colleagues[]) {
  const months = new Map<string, { audience: Set<string>; reached: Set<string>; sends: number }>()
  const of = (at: number) => {
    const month = berlinDay(at).slice(0, 7)
    const known = months.get(month) ?? { audience: new Set(), reached: new Set(), sends: 0 }
    months.set(month, known)
    return known
  }
  for (const { contact, stay, fate, at, message } of told) {
    if (/^(silent|failed|back)$/.test(message) === false && fate !== 'noConsent' && fate !== 'holdout') {
      const lived = literal
        .flatMap(({ people }) => people)
        .find((one) => one.contact === contact)
        ?.stays.find(({ startedAt }) => startedAt === stay)
      const end = Math.min(lived?.endedAt ?? horizon, horizon)
      for (let t = stay; t < end; t += hour) of(t).audience.add(contact)
      of(end).audience.add(contact)
    }
    if (fate !== 'sent') continue
    of(at as number).reached.add(contact)
    of(at as number).sends++
  }
  const inOrder = [...months].sort(([a], [b]) => (a < b ? -1 : 1))
  return inOrder.map(([month, { audience, reached, sends }]) => ({ month, reached: reached.size, sends, audience: audience.size }))
}

function leavings(sent: readonly LiteralFate[], literal: readonly Colleagues[]) {
  const ends = sent.map(({ contact, stay, at }) => {
    const lived = literal
      .flatMap(({ people }) => people)
      .find((one) => one.contact === contact)
      ?.stays.find(({ startedAt }) => startedAt === stay)
    return { at: at as number, ended: lived?.endedAt ?? Number.POSITIVE_INFINITY, known: lived?.endKnownAt ?? Number.POSITIVE_INFINITY }
  })
  return {
    afterKnownLeaving: ends.filter(({ at, known }) => at >= known).length,
    afterLeavingNotReceived: ends.filter(({ at, ended, known }) => at >= ended && at < known).length,
  }
}

/** The share of decided messages that were sent, each account, or person without one, a cluster. */
function shareOf(told: readonly LiteralFate[], literal: readonly Colleagues[]) {
  const clusters = new Map(literal.flatMap(({ account, people }) => people.map(({ contact }) => [contact, account || contact] as const)))
  const decided = told.filter(({ fate }) => !['waiting', 'noConsent', 'holdout'].includes(fate))
  const { value, low, high } = proportion(
    decided.map(({ contact, fate }) => ({ cluster: clusters.get(contact) ?? '', hits: fate === 'sent' ? 1 : 0, trials: 1 })),
  )
  return [value, low, high].map((one) => one?.toFixed(9))
}

function owedOf(literal: readonly Colleagues[]): number {
  return literal.flatMap(({ people }) => people).reduce((sum, { met }) => sum + (met.get(ruleKey(on('bought')))?.length ?? 0), 0)
}
