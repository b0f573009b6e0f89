import { describe, expect, it } from 'vitest'
import type { Journey } from '../../src/model/journey.ts'
import type { OracleEvent } from './facts.ts'
import { all, atLeast, event, noFacts, on, smallJourney } from './small-journey.ts'
import { type OracleStay, oracleStays, oracleTouches } from './stays.ts'

/** One line a stay: instance.position, stage, [start, end), how opened > how ended, where next, stages skipped. */
function lines(journey: Journey, events: readonly OracleEvent[], horizon: number): string[] {
  return oracleStays(journey, events, noFacts, horizon).map(line)
}

function line(stay: OracleStay): string {
  const next = stay.nextStage === 0 ? '' : ` ${stay.nextStage}`
  const skipped = stay.skipped.length === 0 ? '' : ` skipped ${stay.skipped.join(',')}`
  return `${stay.instance}.${stay.position} s${stay.stage} [${stay.startedAt},${stay.endedAt ?? '…'}) ${stay.openedBy} > ${stay.ending}${next}${skipped}`
}

const three = smallJourney([{ entry: on('a') }, { entry: on('b') }, { entry: on('c') }])
const silent = smallJourney(
  [
    { entry: on('a'), dropAfterMs: 10 },
    { entry: on('b'), dropAfterMs: 10 },
    { entry: on('c'), dropAfterMs: 10 },
  ],
  { restartAfterMs: 20 },
)

describe('instances', () => {
  it('[V1] starts an instance at the first stage entry; events before it open nothing', () => {
    expect(lines(three, [event('x', 1), event('a', 5)], 9)).toEqual(['1.1 s1 [5,…) first > open'])
  })

  it('[V1] starts a new instance, at whatever stage, after completion', () => {
    const journey = smallJourney([{ entry: on('a') }, { entry: on('b'), completed: on('won') }, { entry: on('c') }])
    expect(lines(journey, [event('b', 1), event('won', 3), event('x', 4), event('c', 5)], 9)).toEqual([
      '1.1 s2 [1,3) first > completed',
      '2.1 s3 [5,…) first > open',
    ])
  })

  it('[V1] ends an instance when an event comes restartAfter after the last customer event, not a moment sooner', () => {
    const resumed = ['1.1 s1 [0,10) first > droppedBySilence', '1.2 s1 [19,…) resumed > open']
    expect(lines(silent, [event('a', 0), event('x', 19)], 20)).toEqual(resumed)
    expect(lines(silent, [event('a', 0), event('x', 20)], 20)).toEqual(['1.1 s1 [0,10) first > droppedBySilence'])
    expect(lines(silent, [event('a', 0), event('x', 20), event('b', 21)], 21)).toEqual([
      '1.1 s1 [0,10) first > droppedBySilence',
      '2.1 s2 [21,…) first > open',
    ])
  })

  it('[V1] measures restartAfter from the start of the last stay when no customer event came later', () => {
    const byCompany = [event('a', 0), event('b', 8, { initiator: 'company' }), event('x', 27)]
    expect(lines(silent, byCompany, 27)).toEqual([
      '1.1 s1 [0,8) first > advanced 2',
      '1.2 s2 [8,18) advanced > droppedBySilence',
      '1.3 s2 [27,…) resumed > open',
    ])
  })

  it('[V1] counts customer events while away after an exit, which open nothing, against restartAfter', () => {
    const journey = smallJourney([{ entry: on('a'), dropped: on('lost') }, { entry: on('b') }], { restartAfterMs: 20 })
    expect(lines(journey, [event('a', 0), event('lost', 1), event('x', 15), event('b', 30)], 30)).toEqual([
      '1.1 s1 [0,1) first > droppedByExit',
      '1.2 s2 [30,…) recovered > open',
    ])
    expect(lines(journey, [event('a', 0), event('lost', 1), event('b', 30)], 30)).toEqual([
      '1.1 s1 [0,1) first > droppedByExit',
      '2.1 s2 [30,…) first > open',
    ])
  })

  it('[V1] lets an open stay without dropAfter keep its instance through any silence', () => {
    const journey = smallJourney([{ entry: on('a') }, { entry: on('b') }], { restartAfterMs: 20 })
    expect(lines(journey, [event('a', 0), event('b', 900)], 900)).toEqual([
      '1.1 s1 [0,900) first > advanced 2',
      '1.2 s2 [900,…) advanced > open',
    ])
  })

  it('[V1] tells instances that are over from those that may go on', () => {
    const over = (events: OracleEvent[]) => oracleStays(silent, events, noFacts, 40).map((stay) => stay.instanceOver)
    expect(over([event('a', 0)])).toEqual([false])
    expect(over([event('a', 0), event('send', 30, { initiator: 'company' })])).toEqual([true])
  })
})

describe('one event, one effect', () => {
  it('[V2] drops for silence before it applies the event', () => {
    expect(lines(silent, [event('a', 0), event('b', 12)], 12)).toEqual([
      '1.1 s1 [0,10) first > droppedBySilence',
      '1.2 s2 [12,…) recovered > open',
    ])
  })

  it('[V2] lets the furthest later entry win, and one event open only one stay', () => {
    const journey = smallJourney([{ entry: on('a') }, { entry: on('b', 'bc') }, { entry: on('bc') }])
    expect(lines(journey, [event('a', 0), event('bc', 3)], 9)).toEqual([
      '1.1 s1 [0,3) first > advanced 3',
      '1.2 s3 [3,…) advanced > open skipped 2',
    ])
  })

  it('[V2] prefers a later entry to an exit, and an exit to an entry of the current stage', () => {
    const journey = smallJourney([{ entry: on('a', 'lost'), dropped: on('b', 'lost') }, { entry: on('b') }])
    expect(lines(journey, [event('a', 0), event('b', 3)], 9)).toEqual(['1.1 s1 [0,3) first > advanced 2', '1.2 s2 [3,…) advanced > open'])
    expect(lines(journey, [event('a', 0), event('lost', 3)], 9)).toEqual(['1.1 s1 [0,3) first > droppedByExit'])
  })

  it('[V2] prefers an entry of the current stage to the re-entry of an earlier one', () => {
    const journey = smallJourney([{ entry: on('a', 'b'), reentry: { kind: 'entry' } }, { entry: on('b') }])
    expect(lines(journey, [event('b', 0), event('b', 2), event('a', 3)], 9)).toEqual([
      '1.1 s2 [0,3) first > returned 1',
      '1.2 s1 [3,…) returned > open',
    ])
  })

  it('[V2] returns to no earlier stage by default', () => {
    expect(lines(three, [event('b', 0), event('a', 3)], 9)).toEqual(['1.1 s2 [0,…) first > open'])
  })

  it('[V2] returns to the re-entered stage furthest along', () => {
    const back = { reentry: { kind: 'rule' as const, rule: on('back') } }
    const journey = smallJourney([{ entry: on('a'), ...back }, { entry: on('b'), ...back }, { entry: on('c') }])
    expect(lines(journey, [event('c', 0), event('back', 3)], 9)).toEqual([
      '1.1 s3 [0,3) first > returned 2',
      '1.2 s2 [3,…) returned > open',
    ])
  })

  it('[V2] counts for a re-entry rule of its own only events since the stay began, its opening event included', () => {
    const reentry = { kind: 'rule' as const, rule: atLeast(3, on('a', 'b'), null) }
    const journey = smallJourney([{ entry: on('a'), reentry }, { entry: on('b') }])
    const early = [event('a', 0), event('a', 1), event('b', 2), event('a', 3)]
    expect(lines(journey, early, 9)).toEqual(['1.1 s1 [0,2) first > advanced 2', '1.2 s2 [2,…) advanced > open'])
    expect(lines(journey, [...early, event('a', 4)], 9).slice(1)).toEqual([
      '1.2 s2 [2,4) advanced > returned 1',
      '1.3 s1 [4,…) returned > open',
    ])
  })

  it('[V2] counts for a re-entry by the entry rule all that came before', () => {
    const journey = smallJourney([{ entry: atLeast(2, on('a'), null), reentry: { kind: 'entry' } }, { entry: on('b') }])
    expect(lines(journey, [event('a', 0), event('b', 2), event('a', 3)], 9)).toEqual([
      '1.1 s2 [2,3) first > returned 1',
      '1.2 s1 [3,…) returned > open',
    ])
  })

  it('[V2] lets completed win when both exits come at one event', () => {
    const journey = smallJourney([{ entry: on('a'), completed: on('end'), dropped: on('end') }])
    expect(lines(journey, [event('a', 0), event('end', 3)], 9)).toEqual(['1.1 s1 [0,3) first > completed'])
  })

  it('[V2] knows an exit only inside its own stage; met while away it is activity', () => {
    const journey = smallJourney([
      { entry: on('a'), completed: on('won'), dropAfterMs: 10 },
      { entry: on('b'), completed: on('paid') },
    ])
    expect(lines(journey, [event('a', 0), event('paid', 5), event('won', 20)], 21)).toEqual([
      '1.1 s1 [0,15) first > droppedBySilence',
      '1.2 s1 [20,…) resumed > open',
    ])
  })

  it('[V2] judges later and earlier, while away, against the stage left', () => {
    const journey = smallJourney([
      { entry: on('a'), reentry: { kind: 'entry' }, dropAfterMs: 10 },
      { entry: on('b'), dropAfterMs: 10 },
      { entry: on('c'), dropAfterMs: 10 },
    ])
    expect(lines(journey, [event('b', 0), event('a', 12), event('c', 30)], 30)).toEqual([
      '1.1 s2 [0,10) first > droppedBySilence',
      '1.2 s1 [12,22) recovered > droppedBySilence',
      '1.3 s3 [30,…) recovered > open',
    ])
  })
})

describe('advancing, returning, skipping', () => {
  it('[V3] advances to a later stage and returns to an earlier one', () => {
    const journey = smallJourney([{ entry: on('a'), reentry: { kind: 'entry' } }, { entry: on('b') }])
    expect(lines(journey, [event('a', 0), event('b', 2), event('a', 5), event('b', 7)], 9)).toEqual([
      '1.1 s1 [0,2) first > advanced 2',
      '1.2 s2 [2,5) advanced > returned 1',
      '1.3 s1 [5,7) returned > advanced 2',
      '1.4 s2 [7,…) advanced > open',
    ])
  })

  it('[V3] skips the stages strictly between that were not entered before in the instance', () => {
    const journey = smallJourney([
      { entry: on('a'), reentry: { kind: 'entry' } },
      { entry: on('b') },
      { entry: on('c') },
      { entry: on('d') },
    ])
    expect(lines(journey, [event('a', 0), event('b', 1), event('a', 2), event('d', 3)], 9).at(-1)).toBe(
      '1.4 s4 [3,…) advanced > open skipped 3',
    )
  })

  it('[V3] skips also by a recovered stay that jumps, never by a step back or a first entry', () => {
    const journey = smallJourney([{ entry: on('a'), reentry: { kind: 'entry' }, dropAfterMs: 10 }, { entry: on('b') }, { entry: on('c') }])
    expect(lines(journey, [event('a', 0), event('c', 15)], 15).at(-1)).toBe('1.2 s3 [15,…) recovered > open skipped 2')
    expect(lines(journey, [event('c', 0), event('a', 3)], 3)).toEqual(['1.1 s3 [0,3) first > returned 1', '1.2 s1 [3,…) returned > open'])
  })

  it('[V3] forgets the stages of an earlier instance', () => {
    const journey = smallJourney([{ entry: on('a') }, { entry: on('b') }, { entry: on('c'), completed: on('won') }])
    const events = [event('a', 0), event('b', 1), event('c', 2), event('won', 3), event('a', 4), event('c', 5)]
    expect(lines(journey, events, 9).at(-1)).toBe('2.2 s3 [5,…) advanced > open skipped 2')
  })
})

describe('exits', () => {
  it('[V4] ends the instance by completed, only the stay by dropped', () => {
    const journey = smallJourney([{ entry: on('a'), completed: on('won'), dropped: on('lost') }])
    expect(lines(journey, [event('a', 0), event('won', 2), event('a', 4)], 9)).toEqual([
      '1.1 s1 [0,2) first > completed',
      '2.1 s1 [4,…) first > open',
    ])
    expect(lines(journey, [event('a', 0), event('lost', 2), event('a', 4)], 9)).toEqual([
      '1.1 s1 [0,2) first > droppedByExit',
      '1.2 s1 [4,…) resumed > open',
    ])
  })
})

describe('silence', () => {
  it('[V5] drops at the end of the silence, and an event exactly there comes after', () => {
    expect(lines(silent, [event('a', 0), event('x', 9)], 18)).toEqual(['1.1 s1 [0,…) first > open'])
    expect(lines(silent, [event('a', 0), event('x', 10)], 18)).toEqual([
      '1.1 s1 [0,10) first > droppedBySilence',
      '1.2 s1 [10,…) resumed > open',
    ])
  })

  it('[V5] drops only when the end of the silence is known at the horizon', () => {
    expect(lines(silent, [event('a', 0)], 9)).toEqual(['1.1 s1 [0,…) first > open'])
    expect(lines(silent, [event('a', 0)], 10)).toEqual(['1.1 s1 [0,10) first > droppedBySilence'])
  })

  it('[V5] lets no company event that enters nothing move a clock', () => {
    const send = event('send', 9, { initiator: 'company' })
    expect(lines(silent, [event('a', 0), send], 12)).toEqual(['1.1 s1 [0,10) first > droppedBySilence'])
    expect(lines(silent, [event('a', 0), event('a', 9, { initiator: 'company' })], 12)).toEqual(['1.1 s1 [0,10) first > droppedBySilence'])
    expect(lines(silent, [event('a', 0), { ...send, occurredAt: 12 }], 12)).toEqual(['1.1 s1 [0,10) first > droppedBySilence'])
  })

  it('[V5] starts the clock of a stay that a company event opens at its start', () => {
    expect(lines(silent, [event('a', 0), event('b', 8, { initiator: 'company' })], 18)).toEqual([
      '1.1 s1 [0,8) first > advanced 2',
      '1.2 s2 [8,18) advanced > droppedBySilence',
    ])
  })

  it('[V5] resumes after silence by activity or by an entry of the same stage, a company\u2019s too', () => {
    expect(lines(silent, [event('a', 0), event('a', 12, { initiator: 'company' })], 12)).toEqual([
      '1.1 s1 [0,10) first > droppedBySilence',
      '1.2 s1 [12,…) resumed > open',
    ])
  })

  it('[V5] opens after a drop by exit only by an entry', () => {
    const journey = smallJourney([
      { entry: on('a'), reentry: { kind: 'rule', rule: on('back') } },
      { entry: on('b'), dropped: on('lost') },
      { entry: on('c') },
    ])
    const lost = [event('b', 0), event('lost', 2), event('x', 3)]
    expect(lines(journey, lost, 9)).toEqual(['1.1 s2 [0,2) first > droppedByExit'])
    expect(lines(journey, [...lost, event('a', 4)], 9)).toHaveLength(1)
    expect(lines(journey, [...lost, event('b', 4)], 9).at(-1)).toBe('1.2 s2 [4,…) resumed > open')
    expect(lines(journey, [...lost, event('back', 4)], 9).at(-1)).toBe('1.2 s1 [4,…) recovered > open')
    expect(lines(journey, [...lost, event('c', 4)], 9).at(-1)).toBe('1.2 s3 [4,…) recovered > open')
  })

  it('[V5] never ends a stay by silence without dropAfter', () => {
    expect(lines(three, [event('a', 0)], 100000)).toEqual(['1.1 s1 [0,…) first > open'])
  })
})

describe('horizon', () => {
  it('[V6] keeps a stay that has not ended as still in, and lets no later event in', () => {
    expect(lines(three, [event('a', 0), event('b', 5)], 4)).toEqual(['1.1 s1 [0,…) first > open'])
    expect(lines(three, [event('a', 0), event('b', 5)], 5)).toHaveLength(2)
  })
})

describe('shape of stays', () => {
  it('[V7] makes stays touch, except after a drop', () => {
    const stays = oracleStays(silent, [event('a', 0), event('b', 5), event('c', 20)], noFacts, 20)
    expect(stays.map((stay) => [stay.startedAt, stay.endedAt])).toEqual([
      [0, 5],
      [5, 15],
      [20, null],
    ])
  })

  it('[V7] keeps the clock, and the deadline only while a stay is open', () => {
    const [first, second] = oracleStays(silent, [event('a', 0), event('x', 3), event('b', 5), event('x', 7)], noFacts, 8)
    expect(first).toMatchObject({ lastActivityAt: 3, deadline: null })
    expect(second).toMatchObject({ lastActivityAt: 7, deadline: 17 })
    expect(oracleStays(three, [event('a', 0)], noFacts, 8)[0]).toMatchObject({ lastActivityAt: 0, deadline: null })
  })

  it('[V7] stays of no length are possible and keep their order', () => {
    const numbered = (name: string, sequence: number) => event(name, 0, { sequence })
    expect(lines(three, [numbered('a', 1), numbered('b', 2), numbered('c', 3)], 1)).toEqual([
      '1.1 s1 [0,0) first > advanced 2',
      '1.2 s2 [0,0) advanced > advanced 3',
      '1.3 s3 [0,…) advanced > open',
    ])
  })
})

describe('order', () => {
  it('[E3] reads events of one instant without sequence by the earliest stage they enter, those that enter none last', () => {
    const events = [event('c', 0, { id: '1' }), event('x', 0, { id: '2' }), event('b', 0, { id: '3' }), event('a', 0, { id: '4' })]
    expect(lines(three, events, 1).map((text) => text.slice(4, 6))).toEqual(['s1', 's2', 's3'])
  })

  it('[E3] reads events with a sequence first, by source, then sequence', () => {
    const events = [
      event('a', 0, { source: 'aaa' }),
      event('c', 0, { source: 'web', id: '1', sequence: 2 }),
      event('b', 0, { source: 'web', id: '2', sequence: 1 }),
    ]
    expect(lines(three, events, 1)).toEqual(['1.1 s2 [0,0) first > advanced 3', '1.2 s3 [0,…) advanced > open'])
  })

  it('[E3] [J3] counts events of one instant alike, whatever their order, and so what they enter', () => {
    const journey = smallJourney([{ entry: all(on('a'), atLeast(2, on('a'), null)) }, { entry: on('b') }])
    const events = [event('a', 0, { id: '1' }), event('b', 0, { id: '2' }), event('a', 0, { id: '3' })]
    expect(lines(journey, events, 1)).toEqual(['1.1 s1 [0,0) first > advanced 2', '1.2 s2 [0,…) advanced > open'])
  })

  it('[E2] takes an event that arrives twice once', () => {
    const twice = smallJourney([{ entry: atLeast(2, on('a'), null) }])
    expect(lines(twice, [event('a', 0), event('a', 0)], 5)).toEqual([])
    expect(lines(twice, [event('a', 0), event('a', 0, { id: 'other' })], 5)).toHaveLength(1)
  })
})

describe('who acts', () => {
  it('[E6] lets machine events enter nothing, company events only meet rules', () => {
    expect(lines(three, [event('a', 0, { initiator: 'machine' })], 5)).toEqual([])
    expect(lines(three, [event('a', 0, { initiator: 'company' })], 5)).toHaveLength(1)
    expect(lines(silent, [event('a', 0), event('x', 9, { initiator: 'machine' })], 10)[0]).toContain('droppedBySilence')
  })

  it('[E6] places touches of customer and company, not of machines, in their stays', () => {
    const touch = (at: number, initiator: OracleEvent['initiator']) => event('x', at, { initiator, touchpoint: 'mail' })
    const events = [
      event('a', 1, { touchpoint: 'form' }),
      touch(0, 'customer'),
      touch(2, 'company'),
      touch(3, 'machine'),
      event('b', 4, { touchpoint: 'call' }),
    ]
    expect(oracleTouches(three, events, noFacts, 9).map((t) => [t.stage, t.touchpoint, t.at])).toEqual([
      [1, 'form', 1],
      [1, 'mail', 2],
      [2, 'call', 4],
    ])
  })
})

describe('stages that are drawn, not measured', () => {
  it('[J6] are entered by nobody and skipped by nobody', () => {
    const journey = smallJourney([{ entry: on('a') }, { entry: null }, { entry: on('c') }, { entry: null, dropped: on('d') }])
    const stays = oracleStays(journey, [event('a', 0), event('c', 2), event('d', 3)], noFacts, 9)
    expect(stays.map(({ stage, skipped, ending }) => [stage, skipped, ending])).toEqual([
      [1, [], 'advanced'],
      [3, [], 'open'],
    ])
    expect(oracleStays(smallJourney([{ entry: null }]), [event('a', 0)], noFacts, 9)).toEqual([])
  })
})

describe('what is known about a stay', () => {
  const known = (parts: { name: string; value: string; validFrom: number | null }) => ({ objectType: 'contact', objectId: 'c1', ...parts })

  it('[J4] fixes the first persona in listed order that holds at the start of the instance', () => {
    const rule = (value: string) => ({
      kind: 'property' as const,
      of: 'subject' as const,
      name: 'tier',
      comparator: 'is' as const,
      values: [value],
    })
    const persona = (id: string, value: string) => ({ id, name: id, description: '', rule: rule(value) })
    const journey = smallJourney([{ entry: on('a') }, { entry: on('b'), completed: on('won') }], {
      personas: [persona('big', 'pro'), persona('small', 'free')],
    })
    const facts = { properties: [known({ name: 'tier', value: 'pro', validFrom: 5 })], links: [] }
    const events = [event('a', 0), event('b', 6), event('won', 7), event('a', 8)]
    expect(oracleStays(journey, events, facts, 9).map((stay) => stay.persona)).toEqual(['unassigned', 'unassigned', 'big'])
  })

  it('[E7] gives each stay the account held at its start; the first known reaches back', () => {
    const link = (toId: string, since: number | null) => ({ fromType: 'contact', fromId: 'c1', toType: 'account', toId, since })
    const facts = { properties: [], links: [link('A', 3), link('B', 5)] }
    const events = [event('a', 0), event('b', 4), event('c', 5)]
    expect(oracleStays(three, events, facts, 9).map((stay) => stay.account)).toEqual(['A', 'A', 'B'])
    expect(oracleStays(three, events, noFacts, 9).map((stay) => stay.account)).toEqual(['', '', ''])
  })

  it('[M11] calls an instance already under way when first seen within the largest dropAfter of the start of its source', () => {
    const other = (at: number) => event('x', at, { objects: { contact: ['c2'] } })
    const underWay = (startedAt: number) => oracleStays(silent, [other(100), event('a', startedAt)], noFacts, 200)[0]?.underWay
    expect(underWay(109)).toBe(true)
    expect(underWay(110)).toBe(false)
    const crm = oracleStays(silent, [other(100), event('a', 115, { source: 'crm' }), event('b', 116)], noFacts, 200)
    expect(crm.map((stay) => stay.underWay)).toEqual([true, true])
    expect(oracleStays(three, [event('a', 0)], noFacts, 9)[0]?.underWay).toBe(false)
  })
})
