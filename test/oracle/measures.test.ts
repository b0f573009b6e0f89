import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Stage } from '../../src/model/journey.ts'
import { caseArbitrary } from './arbitrary.ts'
import type { OracleFacts } from './facts.ts'
import {
  conversion,
  conversionWithoutSilence,
  countedStays,
  dailyChance,
  dayMs,
  funnel,
  lastActivityOfDropped,
  nextSteps,
  observe,
  observePeriod,
  observeWithoutSilence,
  reach,
  stayCounts,
  trend,
} from './measures.ts'
import { selectStays } from './slices.ts'
import { event, noFacts, on, smallJourney } from './small-journey.ts'
import { type OracleStay, oracleStays, oracleTouches } from './stays.ts'

/** A stay of stage 1 from 0 to 5 that ended by advancing to 2, unless told otherwise. */
function stay(parts: Partial<OracleStay>): OracleStay {
  return {
    subject: 'c1',
    account: '',
    persona: 'unassigned',
    instance: 1,
    position: 1,
    stage: 1,
    startedAt: 0,
    endedAt: 5,
    openedBy: 'first',
    ending: 'advanced',
    nextStage: 2,
    lastActivityAt: 0,
    deadline: null,
    skipped: [],
    underWay: false,
    instanceStartedAt: 0,
    instanceOver: false,
    ...parts,
  }
}

const open = { endedAt: null, ending: 'open', nextStage: 0 } as const
const silent = { ending: 'droppedBySilence', nextStage: 0 } as const
const stageOne = (windowMs: number): Stage => ({ ...(smallJourney([{ entry: on('a') }]).stages[0] as Stage), windowMs })

describe('conversion', () => {
  const four = [
    stay({ subject: 'c1', endedAt: 2 }),
    stay({ subject: 'c2', endedAt: 4, ...silent }),
    stay({ subject: 'c3', endedAt: 6, ending: 'completed', nextStage: 0 }),
    stay({ subject: 'c4', startedAt: 5, ...open }),
  ]

  it('[M2] counts advanced and completed as converted, within the window', () => {
    // Horizon 10: c4 is censored at 5. At 2: 1/4. At 4: 3/4 × 1/3 = 1/4 dropped. At 6 one is left at risk: the remaining 1/2 converts.
    expect(conversion(four, stageOne(2), 10)?.at).toMatchObject({ converted: 0.25, dropped: 0, still: 0.75 })
    expect(conversion(four, stageOne(5), 10)?.at.dropped).toBeCloseTo(0.25, 12)
    expect(conversion(four, stageOne(6), 10)?.at.converted).toBeCloseTo(0.75, 12)
  })

  it('[M2] gives the raw ratio with no regard to window or censoring', () => {
    expect(conversion(four, stageOne(2), 10)?.raw).toEqual({ numerator: 2, denominator: 4, value: 0.5 })
  })

  it('[M11] leaves instances already under way out of conversion, not out of counts', () => {
    const withUnderWay = [...four, stay({ subject: 'c5', endedAt: 1, underWay: true })]
    expect(conversion(withUnderWay, stageOne(2), 10)).toEqual(conversion(four, stageOne(2), 10))
    expect(stayCounts(withUnderWay, 1)).toMatchObject({ entered: 5, advanced: 2, underWay: 1 })
    expect(conversion([stay({ underWay: true })], stageOne(2), 10)).toBe(null)
  })

  it('[M2] joins resumed stays, and lets a recovered one end them, when silence is no end', () => {
    const joined = [
      stay({ endedAt: 3, ...silent }),
      stay({ position: 2, startedAt: 6, endedAt: 8, openedBy: 'resumed', ...silent }),
      stay({ position: 3, startedAt: 9, endedAt: null, stage: 2, openedBy: 'recovered', ending: 'open', nextStage: 0 }),
      stay({ subject: 'c2', stage: 2, endedAt: 3, ...silent }),
      stay({ subject: 'c2', position: 2, startedAt: 4, openedBy: 'recovered', ...open }),
      stay({ subject: 'c3', startedAt: 1, endedAt: 3, ...silent }),
      stay({ subject: 'c4', endedAt: 3, ...silent }),
      stay({ subject: 'c4', instance: 2, startedAt: 7, instanceStartedAt: 7, ...open }),
    ]
    const one = observeWithoutSilence(joined, countedStays(joined, 1), 10)
    expect(one).toEqual([
      { from: 0, to: 9, cause: 'converted' },
      { from: 0, to: 6, cause: null },
      { from: 0, to: 9, cause: null },
      { from: 0, to: 7, cause: null },
      { from: 0, to: 3, cause: null },
    ])
    expect(observeWithoutSilence(joined, countedStays(joined, 2), 10)).toContainEqual({ from: 0, to: 4, cause: 'returned' })
    expect(conversionWithoutSilence(joined, stageOne(8), 10)).toBe(0)
    expect(conversionWithoutSilence(joined, stageOne(9), 10)).toBe(0.5)
  })

  it('[M2] keeps a drop by exit as an end, so that the stay resumed after it is a stay of its own', () => {
    const exit = [
      stay({ endedAt: 3, ending: 'droppedByExit', nextStage: 0 }),
      stay({ position: 2, startedAt: 6, openedBy: 'resumed', ...open }),
    ]
    expect(observeWithoutSilence(exit, exit, 10)).toEqual([
      { from: 0, to: 3, cause: 'dropped' },
      { from: 0, to: 4, cause: null },
    ])
  })
})

describe('time', () => {
  it('[M3] shows of dropped stays the time to the last activity, without dropAfter', () => {
    const dropped = [2, 4, 8].map((lastActivityAt) => stay({ endedAt: 20, lastActivityAt, ...silent }))
    expect(lastActivityOfDropped([...dropped, stay({ lastActivityAt: 1 })], 1, 0.5)).toBe(4)
    expect(lastActivityOfDropped([stay({})], 1, 0.5)).toBe(null)
  })

  it('[M4] divides the exits of a day by the stay-days lived in it', () => {
    const ends = [0.5, 1, 1.5, 2, 2, 2.25]
    const stays = ends.map((days) => stay({ endedAt: days * dayMs }))
    stays.push(stay({ ...open }), stay({ endedAt: 1.5 * dayMs, ending: 'returned', nextStage: 1 }))
    const none = { advanced: 0, completed: 0, returned: 0, dropped: 0 }
    // Of 8 stays 7 live beyond half of day 0; on day 1 five live all of it or half; only 4 come to day 2: too few to say.
    expect(dailyChance(stays, 1, 3 * dayMs)).toEqual([
      { day: 0, stayDays: 7.5, exits: { ...none, advanced: 1 } },
      { day: 1, stayDays: 5, exits: { ...none, advanced: 2, returned: 1 } },
    ])
    expect(dailyChance([...stays, stay({ ...open })], 1, 3 * dayMs)[2]).toEqual({ day: 2, stayDays: 2.25, exits: { ...none, advanced: 3 } })
  })

  it('[M11] selects a period by entry, or sees it with delayed entry at its start', () => {
    const stays = [
      stay({ startedAt: 0, endedAt: 20 }),
      stay({ startedAt: 12, endedAt: 15 }),
      stay({ startedAt: 12, endedAt: 25 }),
      stay({ endedAt: 9 }),
      stay({ startedAt: 30, endedAt: 31 }),
      stay({ startedAt: 20, endedAt: 25 }),
    ]
    const cohort = selectStays(stays, { from: 12, to: 30, where: {} }, noFacts, 'contact')
    expect(observe(cohort, 40).map((one) => one.to)).toEqual([3, 13, 5])
    expect(observePeriod(stays, 10, 20, 40)).toEqual([
      { from: 10, to: 20, cause: null },
      { from: 0, to: 3, cause: 'converted' },
      { from: 0, to: 8, cause: null },
    ])
    expect(observePeriod([stay({ startedAt: 2, ...open })], 10, 20, 14)).toEqual([{ from: 8, to: 12, cause: null }])
  })

  it('[M12] slices by persona and by properties as known at stage entry', () => {
    const facts: OracleFacts = {
      properties: [{ objectType: 'contact', objectId: 'c1', name: 'tier', value: 'pro', validFrom: 5 }],
      links: [],
    }
    const stays = [stay({ startedAt: 4 }), stay({ startedAt: 5, persona: 'big' })]
    expect(selectStays(stays, { where: { tier: 'pro' } }, facts, 'contact')).toEqual([stays[1]])
    expect(selectStays(stays, { persona: 'unassigned', where: {} }, facts, 'contact')).toEqual([stays[0]])
  })
})

describe('counts', () => {
  const journey = smallJourney([{ entry: on('a') }, { entry: on('b'), completed: on('won') }, { entry: on('c') }])
  const of = (subject: string) => ({ objects: { contact: [subject] } })
  const events = [
    event('a', 0, of('c1')),
    event('b', 1, of('c1')),
    event('won', 2, of('c1')),
    event('a', 0, { ...of('c2'), id: 'c2a' }),
    event('c', 3, of('c2')),
    event('b', 4, of('c3')),
  ]
  const stays = oracleStays(journey, events, noFacts, 9)

  it('[M6] counts the stays of a stage by how they were opened and ended', () => {
    expect(stayCounts(stays, 1)).toMatchObject({ entered: 2, first: 2, advanced: 2, stillIn: 0, skipped: 0, subjects: 2 })
    expect(stayCounts(stays, 2)).toMatchObject({ entered: 2, first: 1, advancedIn: 1, completed: 1, stillIn: 1, skipped: 1 })
    expect(stayCounts(stays, 3)).toMatchObject({ entered: 1, advancedIn: 1, stillIn: 1 })
  })

  it('[M6] says where stays go next', () => {
    expect(nextSteps(stays, 1)).toEqual([
      { to: 2, how: 'advanced', stays: 1, share: { numerator: 1, denominator: 2, value: 0.5 } },
      { to: 3, how: 'advanced', stays: 1, share: { numerator: 1, denominator: 2, value: 0.5 } },
    ])
  })

  it('[M6] counts instances that came to a stage or beyond, or to all up to it, and those still running short of it', () => {
    const { instances, running, steps } = funnel(stays, journey)
    expect([instances, running]).toEqual([3, 2])
    expect(steps.map((step) => step.any.numerator)).toEqual([3, 3, 1])
    expect(steps.map((step) => step.all.numerator)).toEqual([2, 1, 0])
    expect(steps.map((step) => step.anyRunning)).toEqual([0, 0, 1])
    expect(steps.map((step) => step.allRunning)).toEqual([1, 2, 2])
  })

  it('[J6] passes in "every earlier one" over a stage that nobody can enter', () => {
    const drawn = smallJourney([{ entry: null }, { entry: on('a') }, { entry: null }, { entry: on('b') }])
    const { steps } = funnel(oracleStays(drawn, [event('a', 0), event('b', 1)], noFacts, 9), drawn)
    expect(steps.map((step) => step.all.numerator)).toEqual([1, 1, 1, 1])
    expect(steps.map((step) => step.any.numerator)).toEqual([1, 1, 1, 1])
  })

  it('[M6] reaches a stay by at least one touch', () => {
    const touch = (at: number, touchpoint: string, subject: string) =>
      event('x', at, { id: `${touchpoint} ${subject} ${at}`, touchpoint, ...of(subject) })
    const touched = [...events, touch(5, 'mail', 'c3'), touch(6, 'mail', 'c3'), touch(1, 'call', 'c2'), touch(1, 'mail', 'c9')]
    const touches = oracleTouches(journey, touched, noFacts, 9)
    expect(reach(stays, touches, 2, 'touchpoint')).toEqual([
      { name: 'mail', stays: 1, touches: 2, share: { numerator: 1, denominator: 2, value: 0.5 } },
    ])
    expect(reach(stays, touches, 1, 'touchpoint').map((one) => one.name)).toEqual(['call'])
  })

  it('[M11] shows the trend by month of entry in UTC', () => {
    const at = (text: string) => Date.parse(text)
    const begun = [
      stay({ startedAt: at('2026-01-31T23:59:59.999Z'), endedAt: at('2026-02-02T00:00:00Z') }),
      stay({ startedAt: at('2026-02-01T00:00:00Z'), ...open }),
    ]
    expect(trend(begun, stageOne(5 * dayMs), at('2026-03-01T00:00:00Z'))).toEqual([
      { month: '2026-01', entered: 1, converted: 1 },
      { month: '2026-02', entered: 1, converted: 0 },
    ])
  })

  it('[M6] entered = how opened = how ended, in every slice, and what one stage sends the next receives', () => {
    fc.assert(
      fc.property(
        caseArbitrary(),
        fc.constantFrom('p1', 'p2', 'unassigned', undefined),
        ({ journey: drawn, events: history, facts, horizon }, persona) => {
          const chosen = selectStays(oracleStays(drawn, history, facts, horizon), { persona, where: {} }, facts, drawn.subjectType)
          for (const { index } of drawn.stages) {
            const c = stayCounts(chosen, index)
            expect(c.first + c.advancedIn + c.returnedIn + c.resumed + c.recovered).toBe(c.entered)
            expect(c.stillIn + c.advanced + c.returned + c.completed + c.dropped).toBe(c.entered)
            expect(c.droppedBySilence + c.droppedByExit).toBe(c.dropped)
            expect(chosen.filter((one) => one.nextStage === index)).toHaveLength(c.advancedIn + c.returnedIn)
            expect(nextSteps(chosen, index).reduce((sum, step) => sum + step.stays, 0)).toBe(c.entered)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('[M2] incidences at the window add to 1, and silence that is no end never adds a drop by silence', () => {
    fc.assert(
      fc.property(caseArbitrary(), ({ journey: drawn, events: history, facts, horizon }) => {
        const all = oracleStays(drawn, history, facts, horizon)
        for (const stage of drawn.stages) {
          const at = conversion(all, stage, horizon)?.at
          if (at) expect(at.still + at.converted + at.returned + at.dropped).toBeCloseTo(1, 12)
          const joined = observeWithoutSilence(all, countedStays(all, stage.index), horizon)
          const exits = countedStays(all, stage.index).filter((one) => one.ending === 'droppedByExit').length
          expect(joined.filter((one) => one.cause === 'dropped')).toHaveLength(exits)
        }
      }),
      { numRuns: 300 },
    )
  })
})
