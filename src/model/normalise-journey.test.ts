import { describe, expect, it } from 'vitest'
import { dayMs } from './duration.ts'
import type { JourneySpec } from './journey-spec.ts'
import { normaliseJourney, shareOf } from './normalise-journey.ts'

const event = (name: string) => ({ kind: 'event', names: [name], channels: [], touchpoints: [] })
const bare: JourneySpec = {
  journey: 'b2b-software',
  subject: 'contact',
  stages: [{ id: 'first_look', lifecycle: 'awareness', entry: 'seen' }],
}

const full: JourneySpec = {
  journey: 'j',
  name: 'Journey',
  description: 'All of it.',
  subject: 'deal',
  personas: [{ id: 'p', name: 'Persona', description: 'Who.', when: { subject: 'role', is: 'Head' } }],
  stages: [
    { id: 'a', name: 'A', lifecycle: 'awareness', entry: 'seen', reentry: 'entry' },
    {
      id: 'b',
      lifecycle: 'advocacy',
      entry: 'asked',
      exit: { completed: 'won', dropped: 'lost' },
      reentry: 'again',
      dropAfter: '45d',
      window: '60d',
      intended: { conversion: '55%', median: '36h', emotion: -1.5, tolerance: { conversion: 0.03, median: '10%' } },
      steps: [
        { id: 'one', rule: 'x' },
        { id: 'two', name: 'Second', rule: 'y', optional: true },
      ],
      goal: 'First',
      goals: ['Second'],
      actions: 'act',
      questions: ['q1', 'q2'],
      concerns: 'concern',
      touchpoints: 'touch',
      thoughts: 'thought',
      emotions: 'emotion',
      friction: 'friction',
      confusion: 'confusion',
      opportunities: 'opportunity',
    },
  ],
  restartAfter: '180d',
  handOffs: [{ id: 'h', from: 'a', to: 'b', reason: 'why' }],
  value: { amount: 'amount', currency: { property: 'currency' }, won: 'won', lost: 'lost' },
}

describe('[J2] a definition with nothing left out', () => {
  const journey = normaliseJourney(full)

  it('keeps its head, personas, hand-offs and value', () => {
    expect(journey).toMatchObject({ id: 'j', name: 'Journey', description: 'All of it.', subjectType: 'deal', restartAfterMs: 180 * dayMs })
    expect(journey.personas).toEqual([
      {
        id: 'p',
        name: 'Persona',
        description: 'Who.',
        rule: { kind: 'property', of: 'subject', name: 'role', comparator: 'is', values: ['Head'] },
      },
    ])
    expect(journey.handOffs).toEqual([{ id: 'h', name: 'H', from: 'a', to: 'b', reason: 'why' }])
    expect(journey.value).toEqual({
      amount: 'amount',
      currency: { kind: 'property', name: 'currency' },
      won: event('won'),
      lost: event('lost'),
    })
  })

  it('keeps its stages in order, counted from 1', () => {
    expect(journey.stages.map(({ id, index, lifecycle }) => [id, index, lifecycle])).toEqual([
      ['a', 1, 'awareness'],
      ['b', 2, 'advocacy'],
    ])
    expect(journey.stages.map(({ reentry }) => reentry)).toEqual([{ kind: 'entry' }, { kind: 'rule', rule: event('again') }])
    expect(journey.stages[1]).toMatchObject({ entry: event('asked'), completed: event('won'), dropped: event('lost') })
  })

  it('has its times in ms, its shares as numbers, its median in days', () => {
    expect(journey.stages[1]).toMatchObject({
      dropAfterMs: 45 * dayMs,
      windowMs: 60 * dayMs,
      until: null,
      intended: { conversion: 0.55, medianDays: 1.5, emotion: -1.5, conversionTolerance: 0.03, medianTolerance: 0.1 },
      steps: [
        { id: 'one', name: 'One', rule: event('x'), optional: false },
        { id: 'two', name: 'Second', rule: event('y'), optional: true },
      ],
    })
  })

  it('keeps every lane', () => {
    expect(journey.stages[1]?.lanes).toEqual({
      goals: ['First', 'Second'],
      actions: ['act'],
      questions: ['q1', 'q2'],
      concerns: ['concern'],
      touchpoints: ['touch'],
      thoughts: ['thought'],
      emotions: ['emotion'],
      friction: ['friction'],
      confusion: ['confusion'],
      opportunities: ['opportunity'],
    })
  })
})

describe('[J5] a definition with everything left out', () => {
  it('is as total', () => {
    const { stages, ...journey } = normaliseJourney(bare)
    expect(journey).toEqual({
      id: 'b2b-software',
      name: 'B2b software',
      description: '',
      subjectType: 'contact',
      personas: [],
      restartAfterMs: null,
      deadlines: [],
      handOffs: [],
      value: null,
    })
    expect(stages).toMatchObject([
      {
        name: 'First look',
        completed: null,
        dropped: null,
        reentry: { kind: 'none' },
        dropAfterMs: null,
        windowMs: 30 * dayMs,
        until: null,
        intended: { conversion: null, medianDays: null, emotion: null, conversionTolerance: 0.05, medianTolerance: 0.2 },
        steps: [],
      },
    ])
    expect(Object.values(stages[0]?.lanes ?? { none: ['x'] }).flat()).toEqual([])
  })

  it('[J6] without entry, or without a rule of a persona, has null there', () => {
    const drawn = normaliseJourney({ ...bare, stages: [{ id: 'a', lifecycle: 'growth' }], personas: [{ id: 'p' }] })
    expect(drawn.stages[0]).toMatchObject({ entry: null, completed: null, reentry: { kind: 'none' } })
    expect(drawn.personas).toEqual([{ id: 'p', name: 'P', description: '', rule: null }])
  })

  it('without a lost rule keeps deals open', () => {
    const value = { amount: 'amount', currency: 'EUR', won: 'won' }
    expect(normaliseJourney({ ...bare, value }).value).toMatchObject({ currency: { kind: 'fixed', code: 'EUR' }, lost: null })
  })
})

describe('shareOf', () => {
  it.each([
    ['55%', 0.55],
    ['12.5 %', 0.125],
    ['7%', 0.07],
    ['100%', 1],
    [0.3, 0.3],
    [undefined, null],
  ])('reads %j', (text, share) => expect(shareOf(text)).toBe(share))
})
