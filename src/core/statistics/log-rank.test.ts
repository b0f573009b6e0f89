import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LogRankRow, logRank } from './log-rank.ts'

const row = fc.record({ time: fc.integer({ min: 1, max: 15 }), left: fc.boolean(), group: fc.constantFrom('a', 'b', 'c') })
const rows = fc.array(row, { minLength: 2, maxLength: 60 })

describe('logRank', () => {
  it('meets a worked example with two groups', () => {
    // Times 1, 2 (a) and 2, 3 (b), all left: expected in a 1/2 + 2·(1/3); variance 1/4 + 2·(1/3)(2/3)·(1/2).
    const all: LogRankRow[] = [
      { time: 1, left: true, group: 'a' },
      { time: 2, left: true, group: 'a' },
      { time: 2, left: true, group: 'b' },
      { time: 3, left: true, group: 'b' },
    ]
    const found = logRank(all)
    expect(found.groups[0]?.expected).toBeCloseTo(7 / 6, 12)
    expect(found.chiSquare).toBeCloseTo((2 - 7 / 6) ** 2 / (1 / 4 + 2 / 9), 12)
  })

  it('observes as many as it expects, and does not depend on order or names', () => {
    fc.assert(
      fc.property(rows, (drawn) => {
        const found = logRank(drawn)
        const sum = (key: 'observed' | 'expected' | 'n') => found.groups.reduce((total, group) => total + group[key], 0)
        expect(sum('observed')).toBeCloseTo(sum('expected'), 9)
        expect(sum('n')).toBe(drawn.length)
        const names = { a: 'z', b: 'x', c: 'y' } as Record<string, string>
        const other = logRank(drawn.toReversed().map((one) => ({ ...one, group: names[one.group] ?? '' })))
        expect(other.chiSquare).toBeCloseTo(found.chiSquare, 8)
        expect(other.degreesOfFreedom).toBe(found.degreesOfFreedom)
        expect(found.p).toBeGreaterThanOrEqual(0)
        expect(found.p).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('finds nothing in one group or in equal groups', () => {
    const one = Array.from({ length: 9 }, (_, i) => ({ time: i, left: true, group: 'a' }))
    expect(logRank(one)).toMatchObject({ chiSquare: 0, degreesOfFreedom: 0, p: 1 })
    const twins = [...one, ...one.map((each) => ({ ...each, group: 'b' }))]
    expect(logRank(twins).chiSquare).toBeCloseTo(0, 12)
    expect(logRank(twins).degreesOfFreedom).toBe(1)
  })

  it('leaves out of the degrees of freedom a group that was never at risk of leaving', () => {
    const rowsOfTwo = Array.from({ length: 20 }, (_, i) => ({ time: i + 1, left: true, group: i % 2 }))
    expect(logRank([...rowsOfTwo, { time: 0.5, left: false, group: 2 }])).toMatchObject({ degreesOfFreedom: 1 })
  })
})
