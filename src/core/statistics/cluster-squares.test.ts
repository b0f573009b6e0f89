import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ClusterSquares } from './cluster-squares.ts'

const number = fc.double({ min: -5, max: 5, noNaN: true })
const vector = fc.tuple(number, number, number)

describe('[M5] ClusterSquares', () => {
  it('sums the squares of any form over clusters, after any changes', () => {
    const change = fc.record({ cluster: fc.integer({ min: 0, max: 4 }), by: vector })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), vector, (changes, form) => {
        const squares = new ClusterSquares(5, 3)
        for (const { cluster, by } of changes) squares.add(cluster, by)
        let expected = 0
        for (let cluster = 0; cluster < 5; cluster++) {
          const sums = form.map((_, i) => changes.reduce((sum, one) => sum + (one.cluster === cluster ? (one.by[i] ?? 0) : 0), 0))
          const value = form.reduce((sum, factor, i) => sum + factor * (sums[i] ?? 0), 0)
          expect(squares.value(cluster, form)).toBeCloseTo(value, 8)
          expected += value ** 2
        }
        expect(squares.sumOfSquares(form)).toBeCloseTo(expected, 6)
      }),
    )
  })
})
