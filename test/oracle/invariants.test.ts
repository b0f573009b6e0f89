import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { caseArbitrary, type OracleCase } from './arbitrary.ts'
import { type OracleStay, oracleStays } from './stays.ts'
import { subjectsOf } from './subjects.ts'

const runs = { numRuns: 400 }

function stays({ journey, events, facts, horizon }: OracleCase): OracleStay[] {
  return oracleStays(journey, events, facts, horizon)
}

function bySubject(all: readonly OracleStay[]): OracleStay[][] {
  return [...new Set(all.map((stay) => stay.subject))].map((subject) => all.filter((stay) => stay.subject === subject))
}

/** A case with its events shuffled and some sent twice. */
const shuffledArbitrary = caseArbitrary().chain((drawn) =>
  fc
    .tuple(fc.shuffledSubarray(drawn.events, { minLength: drawn.events.length }), fc.subarray(drawn.events))
    .map(([events, again]) => ({ drawn, shuffled: { ...drawn, events: [...events, ...again] } })),
)

describe('invariants of stays', () => {
  it('[E2][E5] permutation and repetition of the input change nothing', () => {
    fc.assert(
      fc.property(shuffledArbitrary, ({ drawn, shuffled }) => {
        const facts = { properties: [...drawn.facts.properties].reverse(), links: [...drawn.facts.links].reverse() }
        expect(stays({ ...shuffled, facts })).toEqual(stays(drawn))
      }),
      runs,
    )
  })

  it('[V7] stays of a subject never overlap and touch unless the one before was dropped or completed', () => {
    fc.assert(
      fc.property(caseArbitrary(), (drawn) => {
        for (const own of bySubject(stays(drawn))) {
          for (const [place, stay] of own.entries()) {
            expect(stay.endedAt ?? drawn.horizon).toBeGreaterThanOrEqual(stay.startedAt)
            const next = own[place + 1]
            if (next === undefined) continue
            expect(stay.endedAt).not.toBeNull()
            expect(next.startedAt).toBeGreaterThanOrEqual(stay.endedAt as number)
            if (stay.ending === 'advanced' || stay.ending === 'returned') expect(next.startedAt).toBe(stay.endedAt)
          }
        }
      }),
      runs,
    )
  })

  it('[V6] only the last stay of a subject can be open, and then its deadline is past the horizon', () => {
    fc.assert(
      fc.property(caseArbitrary(), (drawn) => {
        for (const own of bySubject(stays(drawn))) {
          for (const stay of own.slice(0, -1)) expect(stay.ending).not.toBe('open')
          for (const stay of own) {
            expect(stay.endedAt === null).toBe(stay.ending === 'open')
            if (stay.ending === 'open') expect(stay.deadline ?? Number.POSITIVE_INFINITY).toBeGreaterThan(drawn.horizon)
            else expect(stay.deadline).toBeNull()
          }
        }
      }),
      runs,
    )
  })

  it('[V1][V3][V5] every ending is followed by the opening that belongs to it', () => {
    fc.assert(
      fc.property(caseArbitrary(), (drawn) => {
        for (const own of bySubject(stays(drawn))) {
          for (const [place, stay] of own.entries()) expectBeginning(own[place - 1], stay)
        }
      }),
      runs,
    )
  })

  it('[V6] the stays known at an earlier horizon are those of the later one cut there', () => {
    fc.assert(
      fc.property(caseArbitrary(), fc.integer({ min: 0, max: 120 }), (drawn, earlier) => {
        const horizon = Math.min(earlier, drawn.horizon)
        const cut = stays(drawn)
          .filter((stay) => stay.startedAt <= horizon)
          .map((stay) =>
            stay.endedAt === null || stay.endedAt > horizon ? { ...stay, endedAt: null, ending: 'open', nextStage: 0 } : stay,
          )
        const pick = (stay: (typeof cut)[number]) => ({
          ...stay,
          instanceOver: null,
          deadline: null,
          ...(stay.ending === 'open' ? { lastActivityAt: null } : {}),
        })
        expect(stays({ ...drawn, horizon }).map(pick)).toEqual(cut.map(pick))
      }),
      runs,
    )
  })

  it('[V5] a stay dropped by silence lasted exactly dropAfter beyond its last activity', () => {
    fc.assert(
      fc.property(caseArbitrary(), (drawn) => {
        for (const stay of stays(drawn)) {
          const dropAfter = drawn.journey.stages[stay.stage - 1]?.dropAfterMs ?? null
          if (stay.ending === 'droppedBySilence') expect((stay.endedAt as number) - stay.lastActivityAt).toBe(dropAfter)
          else if (stay.endedAt !== null && dropAfter !== null) expect(stay.endedAt - stay.lastActivityAt).toBeLessThan(dropAfter)
        }
      }),
      runs,
    )
  })

  it('[E10] one subject’s stays do not depend on the events of others', () => {
    fc.assert(
      fc.property(caseArbitrary({ subjectTypes: ['contact'] }), (drawn) => {
        const own = drawn.events.filter((one) => subjectsOf('contact', one, drawn.facts, new Map()).has('c1'))
        const bare = (stay: OracleStay) => ({ ...stay, underWay: null })
        const alone = stays({ ...drawn, events: own }).filter((stay) => stay.subject === 'c1')
        expect(alone.map(bare)).toEqual(
          stays(drawn)
            .filter((stay) => stay.subject === 'c1')
            .map(bare),
        )
      }),
      runs,
    )
  })

  it('the generator meets every way to open and to end a stay', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(caseArbitrary(), (drawn) => {
        for (const stay of stays(drawn)) {
          seen.add(stay.openedBy).add(stay.ending).add(`persona ${stay.persona}`)
          if (stay.skipped.length > 0) seen.add('skipped')
          if (stay.instance > 1) seen.add('second instance')
        }
      }),
      { numRuns: 1500, seed: 1 },
    )
    const expected = ['first', 'advanced', 'returned', 'resumed', 'recovered', 'open', 'completed', 'droppedBySilence', 'droppedByExit']
    expect([...seen]).toEqual(
      expect.arrayContaining([...expected, 'skipped', 'second instance', 'persona p1', 'persona p2', 'persona unassigned']),
    )
  })
})

/** What may stand before a stay, by how it was opened. */
function expectBeginning(before: OracleStay | undefined, stay: OracleStay): void {
  const sameInstance = before?.instance === stay.instance
  expect(stay.openedBy === 'first').toBe(!sameInstance)
  if (before === undefined || !sameInstance) {
    expect(stay.position).toBe(1)
    expect(stay.instance).toBe((before?.instance ?? 0) + 1)
    if (before !== undefined) expect(before.instanceOver).toBe(true)
    return
  }
  expect(stay.position).toBe(before.position + 1)
  expect(stay.persona).toBe(before.persona)
  const dropped = before.ending === 'droppedBySilence' || before.ending === 'droppedByExit'
  if (stay.openedBy === 'resumed') expect([dropped, stay.stage]).toEqual([true, before.stage])
  if (stay.openedBy === 'recovered') expect([dropped, stay.stage === before.stage]).toEqual([true, false])
  if (stay.openedBy === 'advanced')
    expect([before.ending, before.nextStage, stay.stage > before.stage]).toEqual(['advanced', stay.stage, true])
  if (stay.openedBy === 'returned')
    expect([before.ending, before.nextStage, stay.stage < before.stage]).toEqual(['returned', stay.stage, true])
}
