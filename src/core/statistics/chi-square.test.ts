import { describe, expect, it } from 'vitest'
import { chiSquareTail, logGamma, regularisedGammaTail } from './chi-square.ts'

describe('chiSquareTail', () => {
  it('is exp(−x/2) times a polynomial at even degrees of freedom', () => {
    for (const x of [0.01, 0.5, 1, 3, 7, 20, 60, 300]) {
      let term = Math.exp(-x / 2)
      let sum = 0
      for (let half = 1; half <= 8; half++) {
        sum += term
        term *= x / 2 / half
        expect(chiSquareTail(x, 2 * half) / sum).toBeCloseTo(1, 11)
      }
    }
  })

  it('meets the normal tail at one degree of freedom and the usual table', () => {
    expect(chiSquareTail(1.959963984540054 ** 2, 1)).toBeCloseTo(0.05, 13)
    expect(chiSquareTail(2.5758293035489004 ** 2, 1)).toBeCloseTo(0.01, 13)
    expect(chiSquareTail(7.814727903251179, 3)).toBeCloseTo(0.05, 12)
    expect(chiSquareTail(11.070497693516351, 5)).toBeCloseTo(0.05, 12)
  })

  it('grows by x^a e^−x / Γ(a + 1) from a to a + 1, on both sides of the change of method', () => {
    for (const a of [0.5, 1.5, 4.5, 10.5, 40.5]) {
      for (const x of [0.1, a * 0.9, a, a + 0.99, a + 1.01, a * 2]) {
        const step = Math.exp(a * Math.log(x) - x - logGamma(a + 1))
        expect(regularisedGammaTail(a + 1, x) - regularisedGammaTail(a, x)).toBeCloseTo(step, 12)
      }
    }
  })

  it('is 1 at nothing', () => {
    expect(chiSquareTail(0, 3)).toBe(1)
    expect(chiSquareTail(4, 0)).toBe(1)
  })
})

describe('logGamma', () => {
  it('meets factorials and the half', () => {
    let factorial = 1
    for (let n = 1; n <= 20; n++) {
      expect(logGamma(n)).toBeCloseTo(Math.log(factorial), 11)
      factorial *= n
    }
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12)
  })
})
