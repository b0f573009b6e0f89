import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OracleEvent } from '../../test/oracle/facts.ts'
import { event, on, smallJourney } from '../../test/oracle/small-journey.ts'
import type { OracleStay } from '../../test/oracle/stays.ts'
import { engineStays, fillStore, temporaryEventStore } from '../../test/stays-on-engine.ts'
import { createRandom } from '../core/random.ts'
import { proportion } from '../core/statistics/proportion.ts'
import { windowEnds } from '../model/deadline.ts'
import type { Stage } from '../model/journey.ts'
import { designDeadlineSequence } from '../programme/design-deadline.ts'
import type { SequenceFacts } from '../programme/design-sequence.ts'
import type { EventStore } from '../store/event-store.ts'
import { type DeadlinePresence, deadlinePresence, halfWeek } from './deadline-presence.ts'
import { dayMs } from './measure.ts'

const deadline = { id: 'intake', name: 'Intake', dates: [], yearly: { month: 9, day: 1 }, timeZone: 'Europe/Amsterdam' }
const until = { deadline, beforeDays: 14 }
const journey = smallJourney([{ entry: on('a'), dropped: on('reject'), windowMs: null, until, dropAfterMs: null }, { entry: on('b') }], {
  deadlines: [deadline],
})
const horizon = Date.UTC(2025, 0, 15)
const begin = Date.UTC(2022, 8, 20)

/** Applicants of families that come over the whole year, most of them in spring; half of them move on some weeks later. */
function applicants(count: number): OracleEvent[] {
  const random = createRandom('intake')
  const whole = (below: number) => Math.floor(random.uniform() * below)
  return Array.from({ length: count }, (_, i) => i).flatMap((i) => {
    const start = begin + whole(2) * 365 * dayMs + Math.floor((120 + 230 * random.uniform() ** 0.6) * dayMs)
    const at = (name: string, ms: number) =>
      event(name, ms, { id: `${name} ${i}`, objects: { contact: [`c${i}`], account: [`f${whole(count / 2)}`] } })
    const end = start + Math.floor((10 + 150 * random.uniform()) * dayMs)
    return [at('a', start), ...(random.chance(0.5) ? [at('b', end)] : random.chance(0.5) ? [at('reject', end)] : [])]
  })
}

let store: EventStore
let remove: () => Promise<void>
let stays: Omit<OracleStay, 'instanceOver'>[]
let presence: DeadlinePresence
beforeAll(async () => {
  ;({ store, remove } = await temporaryEventStore())
  await fillStore(store, applicants(300), { properties: [], links: [] })
  stays = (await engineStays(store, journey, horizon, new Map([['web', begin - 1000 * dayMs]]))).filter(({ stage }) => stage === 1)
  const population = { journey, version: 1, horizon, filter: { where: {} } }
  const rows = await store.rows<Parameters<typeof deadlinePresence.shape>[0][number]>(deadlinePresence.sql(population, null))
  presence = deadlinePresence.shape(rows, population, null).get(1) as DeadlinePresence
})
afterAll(() => remove())

/** The stays whose own window is over, each with its end. */
const over = () =>
  stays.flatMap((stay) => {
    const end = windowEnds(until, horizon).find(({ at }) => at >= stay.startedAt)?.at
    return end === undefined || end > horizon ? [] : [{ ...stay, end, left: stay.endedAt ?? Number.POSITIVE_INFINITY }]
  })

describe('[R3] [K7] presence before a deadline', () => {
  it('is the share that had entered and not left so many half weeks before, with its interval by cluster', () => {
    const all = over()
    expect(presence.n).toBe(all.length)
    expect(presence.n).toBeGreaterThan(200)
    for (const [k, found] of presence.present.entries()) {
      const moment = (end: number) => end - k * halfWeek * dayMs
      const rows = all.map(({ account, startedAt, left, end }) => ({
        cluster: account,
        hits: Number(startedAt <= moment(end) && left > moment(end)),
        trials: 1,
      }))
      const share = proportion(rows)
      expect(found.hits).toBe(share.hits)
      expect(found.low).toBeCloseTo(share.low as number, 9)
      expect(found.high).toBeCloseTo(share.high as number, 9)
      const lived = all.map(({ startedAt, left, end }) => Math.max(0, Math.min(end, left) - Math.max(startedAt, moment(end))) / dayMs)
      expect(presence.area[k]).toBeCloseTo(lived.reduce((sum, days) => sum + days, 0) / presence.n, 9)
    }
  })

  it('gives messages in whole weeks that count back from the end of the window, and says so', () => {
    const facts: SequenceFacts = {
      ...{ stage: journey.stages[0] as Stage, persona: null, survival: undefined, touchpoints: [], audience: { value: 0, sources: [] } },
      ...{ entriesAYear: 150, conversion: null, evidence: [], notes: [] },
    }
    const choices = { minGapDays: 7, cap: 4, firstDay: 1, holdout: 0.1 }
    const design = designDeadlineSequence(facts, until, presence, choices)
    expect(design.slots).toHaveLength(4)
    for (const [k, { day, reach, sources }] of design.slots.entries()) {
      expect(day % 7).toBe(-0)
      expect(day).toBeLessThanOrEqual(-7)
      if (k > 0) expect(day - (design.slots[k - 1]?.day ?? 0)).toBeGreaterThanOrEqual(7)
      expect(reach).toBe(presence.present[-day / halfWeek]?.value)
      expect(sources[0]).toMatchObject({ kind: 'figure', set: 'windowOver', count: presence.n })
    }
    expect(design).toMatchObject({ stays: presence.n, deadline: { id: 'intake', name: 'Intake', beforeDays: 14 } })
    expect(design.notes[0]).toBe(
      'Messages count back from 2 weeks before Intake, in whole weeks, and go to whoever is in the stage then, whenever they came (R3, K7).',
    )
    const first = design.window?.value.first as number
    const most = Math.max(...presence.present.slice(2).map(({ value }) => value ?? 0))
    expect(presence.present[-first / halfWeek]?.value).toBeGreaterThanOrEqual(0.2 * most)
    expect(presence.present[-first / halfWeek + 1]?.value).toBeLessThan(0.2 * most)
    expect(design.curve.days.at(-1)).toBe(0)
    for (const [none, why] of [
      [undefined, 'no deadline of this stage is over yet'],
      [{ ...presence, n: 12 }, '12 stays with their deadline behind them, and 30 are needed'],
    ] as const)
      expect(designDeadlineSequence(facts, until, none, choices)).toMatchObject({
        window: null,
        slots: [],
        notes: [`No design: ${why}${none ? '.' : ', so that nothing is known of when people are here.'}`, expect.anything()],
      })
  })
})
