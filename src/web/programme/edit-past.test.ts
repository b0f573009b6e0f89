import { expect, it } from 'vitest'
import { noPast, pastOfChange, pastOfTyping, undone } from './edit-past.ts'

it('takes back one change after the other, and what was typed at a stretch at once', () => {
  const formed = pastOfChange(noPast, 'a')
  const typed = pastOfTyping(pastOfTyping(formed, 'b'), 'bx')
  const again = pastOfTyping(pastOfChange(typed, 'bxy'), 'c')
  expect(again.texts).toEqual(['a', 'b', 'bxy', 'c'])
  const first = undone(again)
  expect(first?.text).toBe('c')
  const second = first === null ? null : undone(first.past)
  expect([second?.text, second?.past.texts]).toEqual(['bxy', ['a', 'b']])
  expect(second === null ? null : pastOfTyping(second.past, 'bxy').texts).toEqual(['a', 'b', 'bxy'])
  expect(undone(noPast)).toBeNull()
})

it('keeps the last hundred', () => {
  const past = Array.from({ length: 150 }, (_, i) => String(i)).reduce(pastOfChange, noPast)
  expect([past.texts.length, past.texts[0], past.texts.at(-1)]).toEqual([100, '50', '149'])
})
