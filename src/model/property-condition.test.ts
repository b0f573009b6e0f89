import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bothConditions, type ConditionPart, conditionText, conditionWords, readCondition, readWhere } from './property-condition.ts'

const parts: fc.Arbitrary<ConditionPart> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('is' as const, 'isNot' as const),
    values: fc.uniqueArray(
      fc.oneof(fc.string(), fc.constantFrom('pro', 'R & D', 'Paris, TX', '5" disk', '>=50', '!x', '', ' a ', '&&', '"')),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
  }),
  fc.record({
    kind: fc.constantFrom('gte' as const, 'gt' as const, 'lte' as const, 'lt' as const),
    bound: fc.integer({ min: -1e6, max: 1e6 }),
  }),
)

describe('[M12] conditions on a property', () => {
  it('are read back as they were written, whatever the values', () => {
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1, maxLength: 3 }), (condition) => {
        expect(readCondition(conditionText(condition))).toEqual(condition)
      }),
    )
  })

  it.each([
    ['pro', 'is pro'],
    ['pro, team', 'is pro or team'],
    ['!pro,team', 'is neither pro nor team'],
    ['>=50 && <100', 'is at least 50 and is below 100'],
    ['R & D', 'is R & D'],
    ['"Paris, TX"', 'is Paris, TX'],
    ['""', 'is not known'],
    ['!""', 'is known'],
    ['pro,""', 'is pro or not known'],
  ])('%s: %s', (text, words) => {
    const read = readCondition(text)
    expect(typeof read === 'string' ? read : conditionWords(read)).toBe(words)
  })

  it.each(['', 'pro,', '>=', '>=fifty', '"open', '!', 'a &&'])('%s is none, and the reason is told', (text) => {
    expect(readCondition(text)).toEqual(expect.any(String))
  })

  it('are named with their property on the command line; two on one property both hold', () => {
    expect(readWhere('seats>=50')).toEqual({ property: 'seats', condition: '>=50' })
    expect(readWhere('plan!=pro,team')).toEqual({ property: 'plan', condition: '!pro,team' })
    expect(readWhere('size=a=b')).toEqual({ property: 'size', condition: 'a=b' })
    expect(readWhere('account.x<3')).toEqual({ property: 'account.x', condition: '<3' })
    expect([readWhere('plan'), readWhere('=pro'), readWhere('plan=')]).toEqual([null, null, null])
    expect(bothConditions('>=50', '<100 && >=50')).toBe('>=50 && <100')
  })
})
