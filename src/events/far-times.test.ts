import { expect, it } from 'vitest'
import { farTimes } from './far-times.ts'

function noticeOf(...dates: (readonly [string, number])[]): string | null {
  const times = farTimes()
  for (const [date, count] of dates) for (let nth = 0; nth < count; nth++) times.add(Date.parse(date) + nth)
  return times.notice()
}

it('events years before all others are told, with the earliest, whatever order they come in', () => {
  const text =
    '12 of 4000 events are before 2005, the earliest on 1990-03-02; all others are from 2024 on. If these dates are wrong, the data only seem to begin then, and figures over time are stretched: undo the import, correct the file and import it again.'
  expect(noticeOf(['1990-03-02', 5], ['2004-12-31T23:59:59Z', 7], ['2024-01-01', 2_000], ['2025-06-01', 1_988])).toBe(text)
  expect(noticeOf(['2025-06-01', 1_988], ['2004-12-31T23:59:59Z', 7], ['2024-01-01', 2_000], ['1990-03-02', 5])).toBe(text)
  expect(noticeOf(['1999-12-31', 1], ['2020-06-01', 99])).toContain(
    '1 of 100 events is before 2000, on 1999-12-31; all others are from 2020 on.',
  )
})

it('a history without a gap, a short gap, and many old events are as they should be', () => {
  expect(noticeOf(...Array.from({ length: 25 }, (_, year) => [`${2000 + year}-05-01`, 1 + year * year] as const))).toBeNull()
  expect(noticeOf(['2015-05-01', 1], ['2020-05-01', 1_000])).toBeNull()
  expect(noticeOf(['2000-05-01', 60], ['2020-05-01', 940])).toBeNull()
  expect(noticeOf(['2000-05-01', 1])).toBeNull()
  expect(noticeOf()).toBeNull()
})
