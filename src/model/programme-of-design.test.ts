import { expect, it } from 'vitest'
import { parseProgramme } from './parse-programme.ts'
import type { Cited, FrictionDesign, ProgrammeDesign, SequenceDesign, Slot } from './programme-design.ts'
import { type DesignChoices, programmeOfDesign } from './programme-of-design.ts'
import { programmeYaml } from './write-programme.ts'

const cited = <Value>(value: Value): Cited<Value> => ({ value, sources: [] })
const slot = (day: number, text: string | null, ideas: string[] = []): Slot => ({
  day,
  reach: 1,
  low: null,
  high: null,
  question: text === null ? null : { text, kind: 'question', count: null, quotes: [], firstAskedDay: null },
  subjectIdeas: ideas,
  sources: [],
})
const sequence = (stage: string, persona: string | null, slots: Slot[], advised = true): SequenceDesign => ({
  stage,
  stageName: stage.toUpperCase(),
  persona,
  stays: 100,
  audience: cited(10),
  window: slots.length === 0 ? null : cited({ first: 1, last: 30 }),
  slots,
  notes: [],
  holdout: { share: 0.1, smallestEffect: 0.05, advised, sources: [] },
  curve: { days: [], still: [], low: [], high: [] },
  goal: '',
  leadsTo: 'Pricing page',
  leadsToSources: [],
  deadline: null,
})
const friction = (signal: FrictionDesign['signal'], delay: number | null): FrictionDesign => ({
  stage: 'a',
  signal,
  signalText: 'nothing heard for 10 days',
  shownBy: '12d silence 10d',
  showed: 40,
  converted: { with: 0.1, without: 0.3, difference: -0.2, low: -0.3, high: -0.1 },
  delayDays: delay === null ? null : cited(delay),
  notes: [],
})
const choices: DesignChoices = {
  id: 'p',
  name: 'P',
  timeZone: 'Europe/Berlin',
  language: 'de',
  consent: { kind: 'unknown' },
  minGapDays: 7,
  perSequence: 5,
  holdout: null,
}
const design: ProgrammeDesign = {
  journey: { id: 'b2b', name: 'B2B', version: 3 },
  horizon: 0,
  sequences: [
    sequence('a', null, [slot(5, 'What?', ['What? {{ it }} {% x %}']), slot(12, null)]),
    sequence('a', 'buyer', [slot(4, 'Why?')], false),
    sequence('b', null, []),
  ],
  friction: [
    friction({ kind: 'silence', ms: 10 * 86_400_000 }, 7.5),
    friction({ kind: 'returned' }, null),
    friction({ kind: 'event', rule: { kind: 'event', names: [], channels: [], touchpoints: ['Pricing page'] } }, 7),
  ],
  notes: [],
}

it('[R3] each slot becomes a message with its day and question, and the document reads back the same', () => {
  const { programme, remarks } = programmeOfDesign(design, choices)
  expect(programme).toMatchObject({
    journey: 'b2b',
    holdout: 0.1,
    sender: null,
    unsubscribe: null,
    limits: { minGapDays: 7, perSequence: 5 },
  })
  expect(
    programme.sequences.map(({ stage, persona, messages }) => [
      stage,
      persona,
      messages.map(({ id, day, question }) => [id, day, question]),
    ]),
  ).toEqual([
    [
      'a',
      null,
      [
        ['a-1', 5, 'What?'],
        ['a-2', 12, null],
      ],
    ],
    ['a', 'buyer', [['a-buyer-1', 4, 'Why?']]],
  ])
  expect(programme.sequences[0]?.messages[0]).toMatchObject({ name: 'A: 1 of 2', leadsTo: 'Pricing page', language: 'de', body: '' })
  const read = parseProgramme(programmeYaml(programme, remarks))
  expect(read.findings).toEqual([])
  expect(read.programme).toEqual(programme)
  expect(programmeYaml(programme, remarks)).toContain('# On day 5 100 % of those who came in are still there (rule R3).\n')
})

it("braces in customers' words are no Liquid in subject ideas", () => {
  expect(programmeOfDesign(design, choices).programme.sequences[0]?.messages[0]?.subjects).toEqual([
    "What? {{ '{' }}{ it }} {{ '{' }}% x %}",
  ])
})

it('a friction design with a delay becomes a message that leads nowhere that sets it off', () => {
  const { friction: made } = programmeOfDesign(design, choices).programme
  expect(made.map(({ id, delayMs, leadsTo, name }) => [id, delayMs / 86_400_000, leadsTo, name])).toEqual([
    ['a-silence', 7.5, 'Pricing page', 'Nothing heard for 10 days'],
    ['a-event', 7, '', 'Nothing heard for 10 days'],
  ])
})

it('[R1] the holdout is the one chosen, else the one advised, else none', () => {
  expect(programmeOfDesign(design, { ...choices, holdout: 0.2 }).programme.holdout).toBe(0.2)
  expect(programmeOfDesign({ ...design, sequences: [sequence('a', null, [slot(5, null)], false)] }, choices).programme.holdout).toBe(0)
})

it('ids differ, also of long names', () => {
  const long = 'x'.repeat(64)
  const many = {
    ...design,
    sequences: [sequence(long, null, [slot(1, null), slot(9, null)]), sequence(long, 'buyer', [slot(1, null)])],
    friction: [],
  }
  const ids = programmeOfDesign(many, choices).programme.sequences.flatMap(({ messages }) => messages.map(({ id }) => id))
  expect(new Set(ids).size).toBe(3)
  expect(ids.every((id) => id.length <= 64)).toBe(true)
})
