import { describe, expect, it } from 'vitest'
import { smallJourney } from '../../test/oracle/small-journey.ts'
import { kaplanMeier } from '../core/statistics/kaplan-meier.ts'
import type { StageSurvival } from '../measures/stage-survival.ts'
import type { Stage } from '../model/journey.ts'
import { designSequence, type SequenceFacts } from './design-sequence.ts'
import { sequenceWindow } from './sequence-window.ts'

const dayMs = 86_400_000

/** The curve of stays that leave (or, with `seen`, are seen no longer) after so many days, as the measure gives it. */
function survivalOf(stays: readonly { days: number; left: boolean }[], windowDays = 60): StageSurvival {
  const curve = kaplanMeier(stays.map(({ days, left }, cluster) => ({ time: days * 2, left, cluster })))
  const at = (half: number) => curve.survival[curve.times.findLastIndex((time) => time <= half)] ?? 1
  const last = Math.max(...stays.map(({ days }) => days * 2))
  const still = Array.from({ length: last + 1 }, (_, half) => at(half))
  const area = still.map((_, half) => still.slice(0, half).reduce((sum, share) => sum + share / 2, 0))
  const areaAt = (day: number) => (area[Math.min(last, day * 2)] as number) + Math.max(0, day - last / 2) * at(last)
  const mark = (day: number | undefined) => (day === undefined ? null : { day, area: areaAt(day) })
  const few = curve.times.find((_, j) => (curve.survival[j] as number) <= 0.2 * at(2))
  const followed = still.map((_, half) => stays.filter(({ days }) => days * 2 > half).length)
  const descending = stays.map(({ days }) => days).sort((a, b) => b - a)
  return {
    stage: 1,
    n: stays.length,
    clusters: stays.length,
    still,
    low: still.map(() => null),
    high: still.map(() => null),
    followed,
    area,
    stillAtFirst: at(2),
    fewLeft: mark(few === undefined ? undefined : few / 2),
    lastFollowed: mark(descending[29]),
    window: mark(windowDays),
  }
}

const lanes = {
  ...smallJourney([{ entry: null }]).stages[0]?.lanes,
  goals: ['Be sure'],
  questions: ['Does it fit?', 'What does it cost?'],
  concerns: ['IT will say no'],
  touchpoints: ['Price list'],
} as Stage['lanes']
const stage = { ...(smallJourney([{ entry: null }]).stages[0] as Stage), lanes, windowMs: 60 * dayMs }
const share = { value: 0.8, low: null, high: null, numerator: 80, denominator: 100, population: 'stays', clusters: 100, note: null }

function factsOf(survival: StageSurvival | undefined, changes: Partial<SequenceFacts> = {}): SequenceFacts {
  return {
    stage,
    persona: null,
    survival,
    touchpoints: [
      { name: 'Nurture mail', channel: 'email', stays: 95, share },
      { name: 'Tour', channel: 'web', stays: 80, share },
      { name: 'Chat', channel: 'support', stays: 12, share },
    ],
    audience: { value: 5, sources: [] },
    entriesAYear: 4000,
    conversion: { share: 0.3, designEffect: 1 },
    evidence: [],
    notes: [],
    ...changes,
  }
}

const choices = { minGapDays: 7, cap: 5, firstDay: 1, holdout: 0.1 }
/** Ten stays leave on each of the days 1 to 50. */
const evenly = survivalOf(Array.from({ length: 500 }, (_, i) => ({ days: 1 + (i % 50), left: true })))

describe('[R2] the window', () => {
  it('ends with the least of few left, the window of the stage, and enough stays', () => {
    // After day 1 490 of 500 are there: a fifth of them are 98, and 90 are left from day 41 on.
    expect(sequenceWindow(evenly, 1)).toMatchObject({ window: { first: 1, last: 41 } })
    expect(sequenceWindow({ ...evenly, window: { day: 14, area: 12 } }, 1)).toMatchObject({
      window: { first: 1, last: 14 },
      ends: "the stage's window ends then",
    })
    const few = survivalOf(Array.from({ length: 40 }, (_, i) => ({ days: 1 + i, left: true })))
    expect(sequenceWindow(few, 1)).toMatchObject({ window: { first: 1, last: 11 }, ends: 'later fewer than 30 stays are followed' })
  })

  it.each([
    ['nobody came', undefined, 1, 'No design: nobody has entered this stage'],
    [
      '12 subjects',
      survivalOf(Array.from({ length: 12 }, (_, i) => ({ days: 5 + i, left: true }))),
      1,
      'No design: 12 stays, and 30 are needed',
    ],
    [
      'everybody leaves on day 0',
      survivalOf(Array.from({ length: 200 }, () => ({ days: 0.5, left: true }))),
      1,
      'No design: everybody leaves this stage before day 1',
    ],
    [
      'few are followed so far',
      survivalOf(Array.from({ length: 200 }, (_, i) => ({ days: i < 180 ? 0.5 : 9, left: false }))),
      1,
      'No design: on day 1, the first possible send, fewer than 30 of 200 stays',
    ],
    [
      'the first send comes after the window',
      survivalOf(
        Array.from({ length: 90 }, () => ({ days: 99, left: false })),
        20,
      ),
      21,
      "No design: the stage's window of 20 days is over by day 21",
    ],
  ] as const)('is none, and says why, where %s', (_, survival, first, why) => {
    expect(sequenceWindow(survival, first)).toMatchObject({ window: null, why: expect.stringContaining(why) })
    const design = designSequence(factsOf(survival), { ...choices, firstDay: first })
    expect(design).toMatchObject({ window: null, slots: [] })
    expect(design.notes[0]).toContain(why)
  })

  it('names what others publish as an assumption where the data are thin', () => {
    const { notes } = designSequence(factsOf(undefined), choices)
    expect(notes.join(' ')).toMatch(/as an assumption .* GetResponse 2013.* 8 messages in 49 days; GetResponse 2019: 53 %/)
  })
})

describe('a designed sequence', () => {
  it('[R3] has equal parts of the time lived in its window, and says where each number comes from', () => {
    const design = designSequence(factsOf(evenly), choices)
    expect(design.slots.length).toBeGreaterThan(2)
    for (const { day, reach, sources } of design.slots) {
      expect(reach).toBeCloseTo((50 - day) / 50, 9)
      expect(sources[0]).toMatchObject({ kind: 'figure', rule: 'R3', set: 'counted', count: 500 })
    }
    expect(design.window?.sources.at(-1)?.text).toContain('The window ends 41 days after entry: by then 80')
    expect(design.notes.join(' ')).toContain('with one more, two would lie less than 7 days apart')
    expect(design.curve.days.at(-1)).toBeGreaterThanOrEqual(41)
    expect(design.curve.still).toHaveLength(design.curve.days.length)
  })

  it('[R3] is held by the cap, which is named as an assumption with what is published', () => {
    const design = designSequence(factsOf(evenly), { ...choices, cap: 2 })
    expect(design.slots).toHaveLength(2)
    expect(design.notes[0]).toMatch(/^2 messages: the cap.*Assumption: .*GetResponse 2013/)
  })

  it('[R3] has no more messages than evidenced questions', () => {
    const evidence = [{ text: 'Why so dear?', quotes: ['why is it so dear'], count: 31, firstAskedDays: [3, 9, 20, 30] }]
    const design = designSequence(factsOf(evenly, { evidence }), choices)
    expect(design.slots).toHaveLength(1)
    expect(design.slots[0]?.question).toEqual({
      text: 'Why so dear?',
      kind: 'question',
      count: 31,
      quotes: ['why is it so dear'],
      firstAskedDay: 3,
    })
    expect(design.notes[0]).toContain('one for each question that people ask')
  })

  it('[R4] takes what people wrote on the map as assumptions, questions first, and tells what is missing', () => {
    const { slots, notes } = designSequence(factsOf(evenly), { ...choices, minGapDays: 5 })
    expect(slots.map(({ question }) => question && [question.kind, question.text, question.count])).toEqual([
      ['question', 'Does it fit?', null],
      ['question', 'What does it cost?', null],
      ['concern', 'IT will say no', null],
      ...slots.slice(3).map(() => null),
    ])
    expect(slots.length).toBeGreaterThan(3)
    expect(slots[0]?.sources[1]).toMatchObject({ kind: 'assumption', text: expect.stringContaining('questions') })
    expect(slots[0]?.subjectIdeas[0]).toBe('Does it fit?')
    expect(notes.join(' ')).toContain('without a question')
  })

  it('leads to the commonest touchpoint that is no e-mail, or to what people wrote', () => {
    expect(designSequence(factsOf(evenly), choices)).toMatchObject({
      leadsTo: 'Tour',
      goal: 'Be sure',
      leadsToSources: [{ kind: 'figure', set: 'touchpoint', name: 'Tour', count: 80 }],
    })
    expect(designSequence(factsOf(evenly, { touchpoints: [] }), choices)).toMatchObject({
      leadsTo: 'Price list',
      leadsToSources: [{ kind: 'assumption' }],
    })
  })

  it('says of a stage that nobody leaves that its window alone decides', () => {
    const staying = survivalOf(
      Array.from({ length: 80 }, () => ({ days: 90, left: false })),
      60,
    )
    const design = designSequence(factsOf(staying), choices)
    expect(design.window?.value).toEqual({ first: 1, last: 60 })
    expect(design.slots.map(({ day }) => day)).toEqual([7, 19, 31, 42, 54])
    expect(design.notes.join(' ')).toContain('Nobody has left this stage so far')
  })

  it('[R1] advises against a holdout that can tell nothing, with the number', () => {
    const thin = designSequence(factsOf(evenly, { entriesAYear: 120 }), choices).holdout
    expect(thin).toMatchObject({ share: 0.1, advised: false })
    expect(thin.smallestEffect).toBeCloseTo(2.8016 * Math.sqrt(0.3 * 0.7 * (1 / 12 + 1 / 108)), 3)
    expect(thin.sources[0]?.text).toMatch(/39\.1 percentage points, of 30\s% who convert: a holdout is advised against/)
    expect(designSequence(factsOf(evenly), choices).holdout.advised).toBe(true)
    expect(designSequence(factsOf(evenly, { conversion: null }), choices).holdout).toMatchObject({ smallestEffect: null, advised: false })
  })
})
