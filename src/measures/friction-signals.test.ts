import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OracleEvent } from '../../test/oracle/facts.ts'
import { event, on, smallJourney } from '../../test/oracle/small-journey.ts'
import type { OracleStay } from '../../test/oracle/stays.ts'
import { engineStays, fillStore, temporaryEventStore } from '../../test/stays-on-engine.ts'
import { createRandom } from '../core/random.ts'
import { kaplanMeier, survivalAt } from '../core/statistics/kaplan-meier.ts'
import { signalName } from '../map/shown-signal.ts'
import { judgeSignals } from '../programme/judge-signals.ts'
import type { EventStore } from '../store/event-store.ts'
import {
  frictionSignals,
  landmarkTrials,
  repeats,
  type SignalRow,
  type StageTrialsRow,
  silenceAfterSignals,
  usualGap,
} from './friction-signals.ts'
import { dayMs, type Measure, type Population } from './measure.ts'
import { subjectListSql, subjectTotalsSql } from './subject-list.ts'

type Stay = Omit<OracleStay, 'instanceOver'>

const landmark = { landmarkMs: 10 * dayMs, silenceMs: 4 * dayMs, longMs: 14 * dayMs }
const landmarks = new Map([[1, landmark]])
const dropAfterMs = 20 * dayMs
const journey = smallJourney(
  [
    { entry: on('a'), reentry: { kind: 'rule', rule: on('back') }, dropAfterMs, windowMs: 30 * dayMs },
    { entry: on('b'), dropAfterMs, windowMs: 30 * dayMs },
  ],
  { restartAfterMs: 60 * dayMs },
)
const horizon = 120 * dayMs

/** Contacts of shared accounts that enter, do this and that, some move on, some come back. Those with a failed import move on less often. */
function randomEvents(seed: string, contacts: number): OracleEvent[] {
  const random = createRandom(seed)
  const whole = (below: number) => Math.floor(random.uniform() * below)
  return Array.from({ length: contacts }, (_, i) => i).flatMap((i) => {
    const contact = `c${i}`
    const start = whole(80 * 24)
    const fails = random.chance(0.4)
    const at = (name: string, hour: number, parts: Partial<OracleEvent> = {}) =>
      event(name, Math.round(hour * 3_600_000), {
        id: `${name} ${hour} ${i} ${whole(1e9)}`,
        objects: { contact: [contact], account: [`k${i % Math.ceil(contacts / 3)}`] },
        ...parts,
      })
    const within = (days: number) => start + 0.5 + random.uniform() * days * 24
    const visits = Array.from({ length: whole(9) }, () =>
      at('viewed', within(16), { touchpoint: random.chance(0.5) ? 'Pricing' : 'Tour', channel: 'web' }),
    )
    return [
      at('a', start),
      ...visits,
      ...(fails ? [at('import failed', within(9), { channel: 'product', initiator: 'company' })] : []),
      ...(random.chance(0.3) ? [at('chat', within(20), { channel: 'Support' })] : []),
      ...(random.chance(0.5) ? [at('mail sent', within(20), { channel: 'email', initiator: 'company' })] : []),
      ...(random.chance(0.2) ? [at('scan', within(9), { channel: 'web', initiator: 'machine' })] : []),
      ...(random.chance(fails ? 0.3 : 0.75) ? [at('b', start + (11 + whole(12)) * 24)] : []),
      ...(random.chance(0.3) ? [at('back', start + (25 + whole(5)) * 24)] : []),
    ]
  })
}

let store: EventStore
let remove: () => Promise<void>
let events: OracleEvent[]
let stays: Stay[]
let population: Population
beforeAll(async () => {
  ;({ store, remove } = await temporaryEventStore())
  events = randomEvents('friction', 600)
  await fillStore(store, events, { properties: [], links: [] })
  stays = await engineStays(store, journey, horizon, new Map([['web', -100 * dayMs]]))
  population = { journey, version: 1, horizon, filter: { where: {} } }
})
afterAll(() => remove())

async function ask<Options, Row, Result>(measure: Measure<Options, Row, Result>, options: Options): Promise<Result> {
  return measure.shape(await store.rows<Row>(measure.sql(population, options)), population, options)
}

const endOf = (stay: Stay) => stay.endedAt ?? Number.POSITIVE_INFINITY
const moves = (stay: Stay) => ['advanced', 'completed'].includes(stay.ending) && endOf(stay) <= stay.startedAt + 30 * dayMs
/** Stays still in on day 10 whose window is over. */
const judged = () =>
  stays.filter(
    (stay) =>
      stay.stage === 1 && !stay.underWay && endOf(stay) > stay.startedAt + landmark.landmarkMs && stay.startedAt + 30 * dayMs <= horizon,
  )
const eventsOf = (subject: string) =>
  events
    .filter(({ objects, initiator }) => objects.contact?.[0] === subject && initiator !== 'machine')
    .sort((a, b) => a.occurredAt - b.occurredAt)

/** When a stay first showed a signal by the landmark, read literally from its events; null: it did not. */
function shownAt(stay: Stay, kind: SignalRow['kind'], name: string): number | null {
  const until = stay.startedAt + landmark.landmarkMs
  const inside = eventsOf(stay.subject).filter(
    ({ occurredAt, channel }) => occurredAt > stay.startedAt && occurredAt <= until && !/mail/i.test(channel),
  )
  if (kind === 'returned') return stay.openedBy === 'returned' ? stay.startedAt : null
  if (kind === 'event') return inside.find((one) => one.name === name)?.occurredAt ?? null
  if (kind === 'support') return inside.find(({ channel }) => channel.toLowerCase() === 'support')?.occurredAt ?? null
  if (kind === 'repeated') {
    const times = inside.filter(({ touchpoint }) => touchpoint === name).map(({ occurredAt }) => occurredAt)
    return times.find((time, i) => i >= 2 && time - (times[i - 2] as number) <= repeats.withinMs) ?? null
  }
  const acts = eventsOf(stay.subject).filter(
    ({ initiator, occurredAt }) => initiator === 'customer' && occurredAt >= stay.startedAt && occurredAt <= until,
  )
  const last = Math.max(stay.startedAt, ...acts.map(({ occurredAt }) => occurredAt))
  return until - last >= landmark.silenceMs ? last + landmark.silenceMs : null
}

const signals: [SignalRow['kind'], string][] = [
  ['event', 'import failed'],
  ['event', 'chat'],
  ['event', 'viewed'],
  ['repeated', 'Pricing'],
  ['repeated', 'Tour'],
  ['support', ''],
  ['returned', ''],
  ['silence', ''],
]

describe('[R5] signals', () => {
  it('are shown by the stays that a literal reading of their events finds, and no others', async () => {
    const rows = await ask(frictionSignals, { landmarks })
    expect(rows.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(signals.map(([kind, name]) => `${kind} ${name}`).sort())
    for (const [kind, name] of signals) {
      const row = rows.find((one) => one.kind === kind && one.name === name)
      const shown = judged().filter((stay) => shownAt(stay, kind, name) !== null)
      expect(shown.length, `${kind} ${name}`).toBeGreaterThan(3)
      expect([row?.n1, row?.h1], `${kind} ${name}`).toEqual([shown.length, shown.filter(moves).length])
    }
  })

  it('[M7] open exactly the stays that showed them, page by page; the long stay those still there after it', async () => {
    const day = landmark.landmarkMs / dayMs
    const long = judged().filter((stay) => endOf(stay) > stay.startedAt + landmark.longMs)
    const wanted = signals.map(([kind, name]): [string, Stay[]] => {
      const days = kind === 'silence' ? landmark.silenceMs / dayMs : 0
      return [signalName({ kind, byDay: day, name, days }), judged().filter((stay) => shownAt(stay, kind, name) !== null)]
    })
    for (const [name, expected] of [...wanted, [signalName({ kind: 'longStay', byDay: day, name: '', days: 14 }), long] as const]) {
      const query = { stage: 1, set: 'signal' as const, name, reason: '', limit: 1000, offset: 0 }
      const rows = await store.rows<{ subject: string; enteredAt: number }>(subjectListSql(population, query))
      const keys = rows.map(({ subject, enteredAt }) => `${subject} ${enteredAt}`)
      expect(keys.sort(), name).toEqual(expected.map(({ subject, startedAt }) => `${subject} ${startedAt}`).sort())
      const totals = await store.rows(subjectTotalsSql(population, query))
      expect(totals, name).toEqual([{ total: new Set(expected.map(({ subject }) => subject)).size, stays: expected.length }])
    }
  })

  it('have the difference of shares whose variance is Σ (u − v)² over accounts, cluster by cluster', async () => {
    const [rows, trials] = [await ask(frictionSignals, { landmarks }), await ask(landmarkTrials, { landmarks })]
    const found = judgeSignals(rows, trials)
    const all = judged()
    const clusters = [...new Set(all.map(({ account }) => account))]
    expect(trials[0]).toMatchObject({ n: all.length, h: all.filter(moves).length, clusters: clusters.length })
    expect(clusters.length).toBeLessThan(all.length)
    let compared = 0
    for (const { row, with: p1, without: p0, difference, low, high } of found) {
      const [yes, no] = [true, false].map((want) => all.filter((stay) => (shownAt(stay, row.kind, row.name) !== null) === want)) as [
        Stay[],
        Stay[],
      ]
      const share = (some: Stay[]) => some.filter(moves).length / some.length
      expect([p1, p0]).toEqual([share(yes), share(no)])
      if (low === null || high === null) continue
      const part = (some: Stay[], cluster: string) =>
        some.filter(({ account }) => account === cluster).reduce((sum, stay) => sum + Number(moves(stay)) - share(some), 0) / some.length
      const variance = clusters.reduce((sum, cluster) => sum + (part(yes, cluster) - part(no, cluster)) ** 2, 0)
      expect(high - low).toBeCloseTo(2 * 1.959963984540054 * Math.sqrt(variance), 9)
      expect((high + low) / 2).toBeCloseTo(difference as number, 9)
      compared++
    }
    expect(compared).toBeGreaterThan(4)
  })

  it('that were planted to go with fewer who move on hold, and others do not', async () => {
    const found = judgeSignals(await ask(frictionSignals, { landmarks }), await ask(landmarkTrials, { landmarks }))
    const holds = found.filter(({ holds }) => holds).map(({ row }) => `${row.kind} ${row.name}`)
    expect(holds).toContain('event import failed')
    expect(holds).not.toContain('repeated Tour')
    expect(holds).not.toContain('event chat')
  })

  it('tell the share who moved on of those still in beyond the long stay', async () => {
    const [trials] = (await ask(landmarkTrials, { landmarks })) as [StageTrialsRow]
    const long = judged().filter((stay) => endOf(stay) > stay.startedAt + landmark.longMs)
    expect(trials.long).toEqual({ n: long.length, h: long.filter(moves).length })
  })
})

describe('[R5] silence', () => {
  it('after a signal is the least time with at most twice those silent at dropAfter, as Kaplan–Meier of core/statistics has it', async () => {
    const wanted = signals.filter(([kind]) => kind !== 'returned').map(([kind, name]) => ({ stage: 1, kind, name, dropAfterMs: 3 * dayMs }))
    const found = await ask(silenceAfterSignals, { landmarks, signals: wanted })
    for (const [i, { kind, name }] of wanted.entries()) {
      const spells = judged().flatMap((stay, cluster) => {
        const at = shownAt(stay, kind, name)
        if (at === null) return []
        const next = eventsOf(stay.subject).find(({ initiator, occurredAt }) => initiator === 'customer' && occurredAt > at)
        return [{ time: (next?.occurredAt ?? horizon) - at, left: next !== undefined, cluster }]
      })
      const curve = kaplanMeier(spells)
      const level = 2 * survivalAt(curve, 3 * dayMs).value
      const least = level >= 1 ? 0 : curve.times.find((_, j) => (curve.survival[j] as number) <= level + 1e-9)
      expect(found.get(i), `${kind} ${name}`).toBe(least)
    }
    expect([...found.values()].some((s) => s > 0)).toBe(true)
  })

  it('is unusual beyond the longest gap of three in four stays (type 7)', async () => {
    const longest = stays
      .filter((stay) => stay.stage === 1 && !stay.underWay)
      .flatMap((stay) => {
        const times = eventsOf(stay.subject)
          .filter(({ initiator, occurredAt }) => initiator === 'customer' && occurredAt > stay.startedAt && occurredAt < endOf(stay))
          .map(({ occurredAt }) => occurredAt)
        return times.length === 0 ? [] : [Math.max(...times.map((time, i) => time - (times[i - 1] ?? stay.startedAt)))]
      })
      .sort((a, b) => a - b)
    const place = 0.75 * (longest.length - 1)
    const [low, high] = [longest[Math.floor(place)] as number, longest[Math.ceil(place)] as number]
    expect((await ask(usualGap, null)).get(1)).toBeCloseTo(low + (place % 1) * (high - low), 3)
  })
})
