import { describe, expect, it } from 'vitest'
import { createRandom } from './random.ts'

const draws = <T>(n: number, draw: () => T) => Array.from({ length: n }, draw)
const mean = (xs: number[]) => xs.reduce((sum, x) => sum + x, 0) / xs.length
const middle = (xs: number[]) => xs.toSorted((a, b) => a - b)[Math.floor(xs.length / 2)] ?? Number.NaN

describe('createRandom', () => {
  it('gives the same draws for the same seed and other draws for another', () => {
    const first = draws(50, createRandom('demo').uniform)
    expect(draws(50, createRandom('demo').uniform)).toEqual(first)
    expect(draws(50, createRandom('demo2').uniform)).not.toEqual(first)
    expect(createRandom(7).uniform()).toBe(createRandom('7').uniform())
  })

  it('keeps the published stream: a change of these numbers changes every demo', () => {
    const random = createRandom(1)
    expect(draws(3, random.uniform)).toMatchInlineSnapshot(`
      [
        0.9703804095316604,
        0.30370547412538285,
        0.4449587625174414,
      ]
    `)
  })

  it('forks by name, however many draws were made before', () => {
    const random = createRandom(1)
    const early = random.fork('deals').uniform()
    draws(10, random.uniform)
    expect(random.fork('deals').uniform()).toBe(early)
    expect(random.fork('visits').uniform()).not.toBe(early)
  })

  it('has uniform draws in [0, 1) with even tenths and no correlation with the next', () => {
    const xs = draws(100_000, createRandom('uniform').uniform)
    expect(xs.every((x) => x >= 0 && x < 1)).toBe(true)
    const tenths = Array.from({ length: 10 }, (_, k) => xs.filter((x) => Math.floor(x * 10) === k).length)
    // Chi-square with 9 degrees of freedom: above 27.9 in one run of a thousand.
    expect(tenths.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0)).toBeLessThan(27.9)
    const lag = mean(xs.slice(1).map((x, i) => (x - 0.5) * ((xs[i] ?? 0) - 0.5))) * 12
    expect(Math.abs(lag)).toBeLessThan(0.012)
  })

  it('starts neighbouring seeds and forks far apart', () => {
    const starts = Array.from({ length: 20_000 }, (_, seed) => createRandom(seed).uniform())
    expect(mean(starts)).toBeCloseTo(0.5, 2)
    expect(new Set(starts).size).toBe(starts.length)
    const forks = Array.from({ length: 20_000 }, (_, i) => createRandom('x').fork(`subject ${i}`).uniform())
    expect(mean(forks)).toBeCloseTo(0.5, 2)
  })

  it('meets the named distributions', () => {
    const random = createRandom('shapes')
    const normals = draws(100_000, () => random.normal(3, 2))
    expect(mean(normals)).toBeCloseTo(3, 1)
    expect(Math.sqrt(mean(normals.map((x) => (x - 3) ** 2)))).toBeCloseTo(2, 1)
    expect(mean(draws(100_000, () => random.exponential(4))) / 4).toBeCloseTo(1, 1)
    const logNormals = draws(100_000, () => random.logNormal(10, 0.5))
    expect(middle(logNormals) / 10).toBeCloseTo(1, 1)
    expect(middle(logNormals.map((x) => Math.abs(Math.log(x / 10)))) / (0.5 * 0.67449)).toBeCloseTo(1, 1)
    const logLogistics = draws(100_000, () => random.logLogistic(24, 2))
    expect(middle(logLogistics) / 24).toBeCloseTo(1, 1)
    // P(T > t) = 1 / (1 + (t / median)^shape) = 0.1 at three medians.
    expect(logLogistics.filter((x) => x > 72).length / 100_000).toBeCloseTo(0.1, 2)
  })

  it('picks, weighs and decides with the right shares', () => {
    const random = createRandom('shares')
    const picked = draws(30_000, () => random.pick(['a', 'b', 'c']))
    expect(picked.filter((x) => x === 'c').length / 30_000).toBeCloseTo(1 / 3, 1)
    const weighed = draws(30_000, () =>
      random.weighted([
        ['a', 1],
        ['never', 0],
        ['b', 3],
      ]),
    )
    expect(weighed.filter((x) => x === 'b').length / 30_000).toBeCloseTo(0.75, 1)
    expect(weighed).not.toContain('never')
    expect(draws(30_000, () => random.chance(0.2)).filter(Boolean).length / 30_000).toBeCloseTo(0.2, 1)
    expect(new Set(draws(1000, () => random.integer(5)))).toEqual(new Set([0, 1, 2, 3, 4]))
  })

  it('refuses draws from nothing', () => {
    const random = createRandom(1)
    expect(() => random.pick([])).toThrow('cannot draw one of 0')
    expect(() => random.integer(2.5)).toThrow('2.5')
    expect(() => random.weighted([['a', 0]])).toThrow('add up to 0')
    expect(() => random.weighted([['a', -1]])).toThrow('weight -1')
  })
})
