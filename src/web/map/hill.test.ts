import { expect, test } from 'vitest'
import { hillOf } from './hill.ts'

const time = (shares: readonly number[], width = 10) => ({
  leaving: [],
  converting: [],
  lastActivityOfDropped: [],
  shape: shares.map((share, index) => ({ fromDay: index * width, toDay: (index + 1) * width, share })),
  verdict: 'unknown' as const,
  cautions: [],
})
const heights = (path: string) => [...path.matchAll(/[\d.]+,(-?[\d.]+)/g)].map((match) => Number(match[1]))

test('nothing to draw gives no hill', () => {
  expect(hillOf(time([]), 100, [])).toBeNull()
  expect(hillOf(time([0, 0]), 100, [])).toBeNull()
})

test('the hill stays inside its field and never overshoots', () => {
  const hill = hillOf(time([0.01, 0.5, 0, 0.3, 0.02, 0.01, 0.001]), 100_000, [])
  for (const height of heights(hill?.line ?? '')) {
    expect(height).toBeGreaterThanOrEqual(0)
    expect(height).toBeLessThanOrEqual(100)
  }
})

test('the intended and the median time are always inside the field', () => {
  expect(hillOf(time([0.5, 0.4]), 1000, [90, null])?.lastDay).toBeGreaterThan(90)
})

test('a long thin tail is cut, and what is cut is known', () => {
  const hill = hillOf(time([...Array<number>(10).fill(0.098), ...Array<number>(10).fill(0.002)]), 100_000, [])
  expect(hill?.lastDay).toBeLessThanOrEqual(110)
  expect(hill?.beyond).toBeCloseTo(0.02, 6)
})

test('few stays are drawn with few spans, so that no false peaks show', () => {
  const many = hillOf(time(Array<number>(24).fill(1 / 24)), 100_000, [])
  const few = hillOf(time(Array<number>(24).fill(1 / 24)), 8, [])
  expect(few?.line.match(/C/g)?.length).toBeLessThan(many?.line.match(/C/g)?.length ?? 0)
})
