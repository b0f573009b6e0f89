import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePath, pathText, valueAt, valueText } from './document-path.ts'

describe('[J5] paths in the document', () => {
  it('are read as people write them', () => {
    expect(pathText(['stages', 2, 'entry', 'event'])).toBe('stages[2].entry.event')
    expect(pathText(['stages', 0, 'entry', 'where', 'utm source', 'gte'])).toBe('stages[0].entry.where["utm source"].gte')
    expect(pathText([])).toBe('')
  })

  it('are the same after reading back, whatever the keys', () => {
    const path = fc.array(fc.oneof(fc.string(), fc.nat(1000)), { maxLength: 6 })
    fc.assert(
      fc.property(path, (segments) => {
        expect(parsePath(pathText(segments))).toEqual(segments)
      }),
    )
  })

  it('lead to the value, and never into the prototype', () => {
    expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1)
    expect(valueAt({}, ['constructor'])).toBeUndefined()
    expect(valueAt('text', ['length'])).toBeUndefined()
  })
})

describe('valueText', () => {
  it.each([
    ['a "b"', '"a \\"b\\""'],
    [3, '3'],
    [null, 'nothing'],
    [undefined, 'nothing'],
    [[1], 'a list'],
    [{ a: 1 }, 'a group of keys'],
  ])('shows %j', (value, text) => expect(valueText(value)).toBe(text))

  it('cuts long values', () => expect(valueText('x'.repeat(500))).toHaveLength(58))
})
