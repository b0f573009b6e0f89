import { expect, it } from 'vitest'
import { readSignalName, type ShownSignal, signalKinds, signalName, signalWords } from './shown-signal.ts'

const shown = (parts: Partial<ShownSignal>): ShownSignal => ({ kind: 'support', byDay: 10, name: '', days: 0, ...parts })

it.each([
  ['10d event import failed', shown({ kind: 'event', name: 'import failed' })],
  ['3d repeated 2d tour: day 1', shown({ kind: 'repeated', byDay: 3, name: '2d tour: day 1' })],
  ['10d support', shown({})],
  ['10d returned', shown({ kind: 'returned' })],
  ['10d silence 4d', shown({ kind: 'silence', days: 4 })],
  ['10d longStay 28.5d', shown({ kind: 'longStay', days: 28.5 })],
])('[R5] %s is a signal written and read', (text, signal) => {
  expect(signalName(signal)).toBe(text)
  expect(readSignalName(text)).toEqual(signal)
})

it.each([
  '',
  'support',
  '10d',
  '10d event',
  '10d support now',
  '10d silence',
  '10d silence soon',
  '10 silence 4d',
  '10d mail sent',
  'xd support',
])('[R5] "%s" is none', (text) => expect(readSignalName(text)).toBeNull())

it('says each kind in other words', () => {
  expect(new Set(signalKinds.map((kind) => signalWords(shown({ kind, name: 'x', days: 2 })))).size).toBe(signalKinds.length)
})
