import { describe, expect, it } from 'vitest'
import { editText } from '../../model/edit/edit-text.ts'
import { parseProgramme } from '../../model/parse-programme.ts'
import { freeId } from './free-id.ts'
import {
  type DraftSignal,
  dayDoubts,
  emptyContent,
  frictionInsertion,
  messageInsertion,
  owedInsertion,
  proposedDay,
  signalSpecOf,
  wholeDays,
} from './new-message.ts'

const text = `programme: p
journey: b2b
sequences:
  - stage: consideration
    messages:
      - { id: price, day: 5, question: What does it cost? } # asked most
      - { id: proof, day: 19 }
`
const read = (of: string) => {
  const { programme, findings } = parseProgramme(of)
  if (programme === null) throw new Error(JSON.stringify(findings))
  return programme
}
const textAfter = (operation: Parameters<typeof editText>[1] | null) => {
  const next = operation === null ? null : editText(text, operation)
  if (next === null) throw new Error('The change does not fit.')
  return next
}
const content = { ...emptyContent, name: ' What it costs ', question: 'Is it dear?', leadsTo: 'Pricing page', subject: 'Dear?', body: '' }
const signal = (change: Partial<DraftSignal>): DraftSignal => ({ kind: 'event', event: 'ticket opened', times: '1', days: '14', ...change })

describe('[R3] a message written by form', () => {
  it('stands in its sequence by its day, with an id of its own, and nothing else changes', () => {
    const next = textAfter(messageInsertion(read(text), { stage: 'consideration', persona: null }, 12, content))
    expect(next).toContain('# asked most')
    const [sequence] = read(next).sequences
    expect(sequence?.messages.map(({ id, day }) => [id, day])).toEqual([
      ['price', 5],
      ['what-it-costs', 12],
      ['proof', 19],
    ])
    expect(sequence?.messages[1]).toMatchObject({
      name: 'What it costs',
      question: 'Is it dear?',
      leadsTo: 'Pricing page',
      subjects: ['Dear?'],
      body: '',
    })
  })

  it('begins a sequence where a stage or persona has none', () => {
    const ofBuyers = messageInsertion(read(text), { stage: 'consideration', persona: 'buyer' }, 3, emptyContent)
    const added = read(textAfter(ofBuyers)).sequences[1]
    expect([added?.persona, added?.messages.map(({ id, day }) => [id, day])]).toEqual(['buyer', [['consideration-day-3', 3]]])
    const only = read('programme: p\njourney: b2b\n')
    const first = editText('programme: p\njourney: b2b\n', messageInsertion(only, { stage: 'decision', persona: null }, -7, emptyContent))
    expect(read(first ?? '').sequences[0]?.messages[0]).toMatchObject({ id: 'decision-day-7', day: -7 })
  })

  it('is proposed a least gap after the last one, before a deadline before the first one', () => {
    const days = (...all: number[]) => all.map((day) => ({ day })) as unknown as Parameters<typeof proposedDay>[0]
    expect([proposedDay(days(5, 19, 12), 7, false), proposedDay([], 7, false), proposedDay(days(3), 0, false)]).toEqual([26, 1, 4])
    expect([proposedDay(days(-30, -10), 7, true), proposedDay([], 7, true)]).toEqual([-37, -7])
  })

  it('is doubted where another one lies nearer than the least gap', () => {
    const { messages } = read(text).sequences[0] ?? { messages: [] }
    expect(dayDoubts(messages, 12, 7)).toEqual([])
    expect(dayDoubts(messages, 13, 7)).toEqual(['Only 6 days from “Proof”: the least is 7.'])
    expect(dayDoubts(messages, 5, 1)).toEqual(['“Price” is due on this day.'])
    expect(['', ' ', '2.5', 'soon', '-1', '7'].map((day) => wholeDays(day, 0))).toEqual([false, false, false, false, false, true])
  })
})

describe('[R5] a message for those who stumble, written by form', () => {
  it('has its sign, its delay and its stage', () => {
    const operation = frictionInsertion(
      read(text),
      { stage: 'consideration', signal: signal({ times: '3', days: '7' }), delay: '2' },
      content,
    )
    const [message] = read(textAfter(operation)).friction
    expect(message).toMatchObject({ id: 'what-it-costs', stage: 'consideration', delayMs: 2 * 86_400_000, signal: { kind: 'event' } })
    expect(signalSpecOf(signal({ times: '3', days: '7' }))).toEqual({ when: { event: 'ticket opened', atLeast: 3, within: '7d' } })
    expect(signalSpecOf(signal({}))).toEqual({ when: { event: 'ticket opened' } })
    expect(signalSpecOf(signal({ times: '2', days: '' }))).toEqual({ when: { event: 'ticket opened', atLeast: 2 } })
    expect(signalSpecOf(signal({ kind: 'silence' }))).toEqual({ silence: '14d' })
    expect(signalSpecOf(signal({ kind: 'longStay', days: '28' }))).toEqual({ longStay: '28d' })
    expect(signalSpecOf(signal({ kind: 'returned' }))).toBe('returned')
  })

  it.each([
    [signal({ event: ' ' }), '2'],
    [signal({ times: '0' }), '2'],
    [signal({ kind: 'silence', days: '0' }), '2'],
    [signal({ kind: 'longStay', days: '' }), '2'],
    [signal({}), '-1'],
    [signal({}), ''],
  ])('is not added while something is missing: %j, %j', (of, delay) =>
    expect(frictionInsertion(read(text), { stage: 'consideration', signal: of, delay }, content)).toBeNull(),
  )
})

it('a message that an event owes has its event, and is not added without one', () => {
  const [message] = read(textAfter(owedInsertion(read(text), ' order placed ', emptyContent))).transactional
  expect(message).toMatchObject({ id: 'order-placed', rule: { kind: 'event', names: ['order placed'] } })
  expect(owedInsertion(read(text), ' ', content)).toBeNull()
})

it('makes an id of a name, another where it is taken', () => {
  expect(freeId('Größe & Preis!', [], 'x')).toBe('gro-e-preis')
  expect(freeId('Price', ['price', 'price-2'], 'x')).toBe('price-3')
  expect(freeId('価格', [], 'stage-day-3')).toBe('stage-day-3')
  expect(freeId('a'.repeat(200), [], 'x')).toHaveLength(50)
})
