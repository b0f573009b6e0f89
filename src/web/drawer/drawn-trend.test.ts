import { expect, it } from 'vitest'
import { drawnTrend } from './drawn-trend.ts'

const months = (entries: Record<string, number>) =>
  Object.entries(entries).map(([month, entered]) => ({
    month,
    entered,
    converted: { value: 0, low: null, high: null, n: entered, note: null },
  }))
const drawn = (entries: Record<string, number>) =>
  drawnTrend(months(entries) as unknown as Parameters<typeof drawnTrend>[0]).map(({ month }) => month)

it('a few months years before all others are not drawn', () => {
  expect(drawn({ '1990-03': 1, '1999-03': 1, '2024-12': 50, '2025-02': 40 })).toEqual(['2024-12', '2025-02'])
  expect(drawn({ '1990-03': 1, '1990-04': 0, '2020-01': 0, '2024-12': 50 })).toEqual(['2024-12'])
})

it('all are, where the gap is short, where there is none, and where most entries are before it', () => {
  expect(drawn({ '2019-12': 1, '2024-12': 50 })).toEqual(['2019-12', '2024-12'])
  expect(drawn({ '2010-01': 90, '2024-12': 50 })).toEqual(['2010-01', '2024-12'])
  expect(drawn({ '2024-12': 50 })).toEqual(['2024-12'])
  expect(drawn({})).toEqual([])
})
