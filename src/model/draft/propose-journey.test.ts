import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fixtureDraft } from '../../../test/fixtures/fixture-draft.ts'
import { type InventedEvent, traceEvidence } from '../../../test/fixtures/trace-evidence.ts'
import { parseJourney } from '../parse-journey.ts'
import type { DraftEvidence } from './draft-evidence.ts'
import { proposeJourney } from './propose-journey.ts'
import type { DraftOptions } from './proposed-journey.ts'

const day = 86_400_000
const errorsOf = (text: string) => parseJourney(text).findings.filter(({ kind }) => kind === 'error')

describe('a draft of an invented log', () => {
  const draft = fixtureDraft({})

  it('finds the stages, the ways into them, and the end that were put in', () => {
    expect(draft.stages.map(({ entry }) => entry.map(({ text }) => text))).toEqual([
      ['Article read', 'Ad clicked'],
      ['Demo requested', 'Trial started'],
      ['Contract signed'],
      ['Go-live confirmed'],
    ])
    expect(draft.stages.map(({ subjects }) => subjects)).toEqual([400, 240, 160, 120])
    expect(draft.lost.map(({ text }) => text)).toEqual(['Deal lost'])
  })

  it('gives a reason with figures for every part, at paths of the document', () => {
    const { spec } = parseJourney(draft.text)
    for (const [place, stage] of draft.stages.entries()) {
      const paths = stage.reasons.map(({ path }) => path)
      expect(paths).toContain(`stages[${place}]`)
      for (const key of ['window', 'dropAfter', 'reentry'] as const) {
        const isSet = spec?.stages[place]?.[key] !== undefined
        if (paths.includes(`stages[${place}].${key}`)) expect(isSet).toBe(true)
      }
      for (const { text } of stage.reasons) expect(text).toMatch(/\.$/)
    }
  })

  it('takes at most so many stages', () => {
    expect(fixtureDraft({ stages: 2 }).stages).toHaveLength(2)
    expect(fixtureDraft({ stages: 1 }).stages).toHaveLength(1)
  })

  it('lays out an arrangement as it is given, with its own figures', () => {
    const [first, second, third, fourth] = draft.stages.map(({ entry }) => entry.map(({ key }) => key)) as [
      string[],
      string[],
      string[],
      string[],
    ]
    const arranged = fixtureDraft({
      name: 'Ours',
      arrangement: {
        stages: [{ entry: first, name: 'Looks' }, { entry: [...second, ...third] }, { entry: fourth, lifecycle: 'advocacy' }],
        goal: ['["Report shared"]'],
        lost: [],
      },
    })
    expect(errorsOf(arranged.text)).toEqual([])
    expect(arranged.stages.map(({ name, subjects, lifecycle }) => [name, subjects, lifecycle])).toEqual([
      ['Looks', 400, 'awareness'],
      ['Acquisition', 240, 'acquisition'],
      ['Go-live confirmed', 120, 'advocacy'],
    ])
    expect(arranged.text).toContain('journey: ours\n')
    expect(arranged.text).toContain('completed: Report shared')
  })

  it('refuses an arrangement of what the data do not hold, or of two stages with the same events', () => {
    const stage = { entry: ['["Article read"]'] }
    expect(() => fixtureDraft({ arrangement: { stages: [{ entry: ['["Nothing"]'] }], goal: [], lost: [] } })).toThrow(
      /\["Nothing"\], which the data do not hold/,
    )
    expect(() => fixtureDraft({ arrangement: { stages: [stage, stage], goal: [], lost: [] } })).toThrow(/each stage needs one of its own/)
  })
})

const names = ['Ad clicked', 'Signed', 'Won: "deal"', 'lost', 'Release A', 'Release B', 'true', '# x', 'É ü', '1.5', 'entry']
const subjectArbitrary = fc.array(
  fc.record({ name: fc.constantFrom(...names), gap: fc.integer({ min: 0, max: 40 }), customer: fc.boolean() }),
  { minLength: 1, maxLength: 9 },
)
const logArbitrary = fc.array(subjectArbitrary, { minLength: 6, maxLength: 40 }).map((subjects) =>
  subjects.map((steps) => {
    let at = 0
    return steps.map(({ name, gap, customer }): InventedEvent => {
      at += gap * day
      return { name, at, customer }
    })
  }),
)
const propose = (log: InventedEvent[][], options: DraftOptions = {}) => proposeJourney(traceEvidence('contact', log, 400 * day), options)

describe('whatever the log', () => {
  it('the draft is a journey without errors, each stage with its own entry, and the same each time', () => {
    let drafts = 0
    fc.assert(
      fc.property(logArbitrary, (log) => {
        const { draft, message } = propose(log)
        expect(draft === null).toBe(message !== null)
        if (draft === null) return
        drafts += 1
        expect(errorsOf(draft.text)).toEqual([])
        const keys = draft.stages.flatMap(({ entry }) => entry.map(({ key }) => key))
        expect(new Set(keys).size).toBe(keys.length)
        expect(propose(log).draft).toEqual(draft)
      }),
      { numRuns: 150, seed: 7 },
    )
    expect(drafts).toBeGreaterThan(50)
  })

  it('the order in which subjects and event names come changes nothing', () => {
    fc.assert(
      fc.property(logArbitrary, fc.integer({ min: 0, max: 1000 }), (log, salt) => {
        const mixed = log.map((events, place) => ({ events, key: (place * 7919 + salt * 104729) % 1009 })).toSorted((a, b) => a.key - b.key)
        expect(propose(mixed.map(({ events }) => events))).toEqual(propose(log))
      }),
      { numRuns: 60, seed: 11 },
    )
  })

  it('an arrangement of its own stages is a journey without errors, too', () => {
    fc.assert(
      fc.property(logArbitrary, (log) => {
        const { draft } = propose(log)
        if (draft === null) return
        const stages = draft.stages.map(({ name, entry }) => ({ name, entry: entry.map(({ key }) => key) }))
        const arrangement = { stages: stages.toReversed(), goal: draft.lost.map(({ key }) => key), lost: draft.goal.map(({ key }) => key) }
        expect(errorsOf(propose(log, { arrangement }).draft?.text ?? 'x')).toEqual([])
      }),
      { numRuns: 60, seed: 3 },
    )
  })
})

describe('a log that says too little', () => {
  const sentenceOf = (evidence: DraftEvidence) => {
    const { draft, message } = proposeJourney(evidence, {})
    expect(draft).toBeNull()
    return message
  }
  const at = (n: number): InventedEvent => ({ name: n % 2 ? 'a' : 'b', at: n * day, customer: true })
  const of = (log: InventedEvent[][]) => sentenceOf(traceEvidence('contact', log, 100 * day))

  it('is told in one sentence: nothing, one event, one subject', () => {
    expect(of([])).toBe('There is not enough data for a draft: no event concerns a contact. Import a file first.')
    expect(of([[at(1)]])).toContain('0 of 1 with two events or more, 1 events in all')
    expect(of([Array.from({ length: 50 }, (_, n) => at(n))])).toContain('1 of 1 with two events or more')
  })

  it('is told where all events are of one name, or stand at one instant', () => {
    expect(of(Array.from({ length: 30 }, () => [at(1), at(3)]))).toContain('every event is “a”')
    const still = Array.from({ length: 30 }, () => [at(0), { ...at(1), at: 0 }])
    expect(of(still)).toContain('stand at one instant, so that no order can be seen')
  })
})

it('five hundred event names that each subject has few of end in a draft of few stages, in bounded time', () => {
  const log = Array.from({ length: 300 }, (_, subject) =>
    Array.from({ length: 8 }, (_, n): InventedEvent => ({ name: `e${(subject * 13 + n * 37) % 500}`, at: n * day, customer: true })),
  )
  const begun = performance.now()
  const { draft, message } = propose(log)
  expect(performance.now() - begun).toBeLessThan(20_000)
  if (draft === null) expect(message).toContain('not enough')
  else expect(draft.stages.length).toBeLessThan(9)
})
