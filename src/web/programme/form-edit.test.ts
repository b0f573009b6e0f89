import { expect, it } from 'vitest'
import { formEdit, refusedAfter } from './form-edit.ts'

const text = 'programme: p\njourney: b2b\n# who sends\nlimits: { hours: 08:00-18:00 }\n'

it('takes over a change that leaves the text readable, with its comments', () => {
  expect(formEdit(text, { kind: 'set', path: ['limits', 'hours'], value: '09:00-17:00' })).toEqual({
    text: text.replace('08:00-18:00', '09:00-17:00'),
  })
})

it('does not take over one that would make the text unreadable, and says what is wrong where', () => {
  expect(formEdit(text, { kind: 'set', path: ['unsubscribe'], value: 'http://acme.example' })).toEqual({
    refused: [
      {
        severity: 'error',
        text: expect.stringContaining('it must begin with https://'),
        wayOut: 'It is not taken over as it stands.',
        where: 'unsubscribe',
      },
    ],
  })
  expect(formEdit(text, { kind: 'remove', path: ['sender', 'name'] })).toBeNull()
})

it('says what was not taken over until its own field is, or the places of a list change', () => {
  const wrong = [{ severity: 'error' as const, text: 'wrong', wayOut: '', where: 'unsubscribe' }]
  const set = (...path: (string | number)[]) => ({ kind: 'set' as const, path, value: 'x' })
  const first = refusedAfter({}, set('unsubscribe'), wrong)
  const both = refusedAfter(first, set('sequences', 0, 'messages', 1, 'day'), wrong)
  expect(Object.keys(both)).toEqual(['unsubscribe', 'sequences[0].messages[1].day'])
  expect(Object.keys(refusedAfter(both, set('name'), []))).toHaveLength(2)
  expect(Object.keys(refusedAfter(both, { kind: 'remove', path: ['unsubscribe'] }, []))).toEqual(['sequences[0].messages[1].day'])
  expect(refusedAfter(both, { kind: 'remove', path: ['sequences', 0, 'messages', 0] }, [])).toEqual({})
})
