import { expect, it } from 'vitest'
import { fixtureDesign } from '../../test/fixtures/fixture-design.ts'
import { percent } from '../map/format.ts'
import { messageRows } from './message-rows.ts'
import { messageSources } from './message-sources.ts'
import { sampleMessage, sampleProgramme } from './programme.test-support.ts'

const [first] = fixtureDesign.sequences
const cited = {
  ...(first as NonNullable<typeof first>),
  slots: [
    {
      ...(first as NonNullable<typeof first>).slots[0],
      sources: [
        {
          kind: 'figure' as const,
          rule: 'R3',
          text: '90 % of 200 stays are still there on day 8.',
          stage: 'consideration',
          set: 'entered',
          count: 200,
        },
        { kind: 'assumption' as const, text: 'At least 7 days between two.', published: 'a survey' },
      ],
    },
  ],
}
const design = { ...fixtureDesign, sequences: [cited as NonNullable<typeof first>] }
const message = (day: number) => sampleMessage(`m${day}`, day)
const rowsOf = (changes: Parameters<typeof sampleProgramme>[0]) =>
  messageRows(sampleProgramme({ friction: [], transactional: [], ...changes }))
const sourcesOf = (changes: Parameters<typeof sampleProgramme>[0]) => rowsOf(changes).map((row) => messageSources(design, row))

it('[R3] a message on a day of the design carries the sources of its slot, another says that people chose it and how many are still there', () => {
  const sequences = [{ stage: 'consideration', persona: null, messages: [message(8), message(10), message(500)] }]
  expect(sourcesOf({ sequences })).toEqual([
    {
      reach: 0.9,
      texts: [
        '90 % of 200 stays are still there on day 8. (rule R3; 200 in stage consideration, set entered)',
        'Assumption: At least 7 days between two. (a survey)',
      ],
    },
    {
      reach: 0.9,
      texts: [
        'People chose this day: the data suggest another, or none.',
        `Of 200 stays ${percent(0.9)} are still there by then (rule R3).`,
      ],
    },
    { reach: null, texts: ['People chose this day: the data suggest another, or none.'] },
  ])
})

it('a persona that the design does not part reads the curve of all, but no slot of theirs; a stage without a design says so', () => {
  const sequences = [
    { stage: 'consideration', persona: 'it', messages: [message(8)] },
    { stage: 'awareness', persona: null, messages: [message(8)] },
  ]
  expect(sourcesOf({ sequences })).toEqual([
    {
      reach: 0.9,
      texts: [
        'People chose this day: the data suggest another, or none.',
        `Of 200 stays ${percent(0.9)} are still there by then (rule R3).`,
      ],
    },
    { reach: null, texts: ['People chose this day: the data suggest no message for this stage.'] },
  ])
})

it('[R5] a sign that was judged says how many showed it, another that nothing was asked about it; without a design nothing is said', () => {
  const signed = (ms: number) => ({
    ...sampleMessage('f', 0),
    stage: 'consideration',
    signal: { kind: 'silence' as const, ms },
    delayMs: 0,
  })
  const friction = [signed(7 * 86_400_000), signed(86_400_000)]
  expect(sourcesOf({ sequences: [], friction }).map(({ texts }) => texts)).toEqual([
    ['12 stays showed this sign by the day on which it is judged (rule R5).', 'Not proposed: too few showed it.'],
    ['People chose this sign: nothing of the data was asked about it.'],
  ])
  for (const row of rowsOf({})) expect(messageSources(null, row)).toEqual({ reach: null, texts: [] })
})
