import { expect, test } from 'vitest'
import { anchorDays, anchorWords } from './anchor-words.ts'

const deadlines = [{ id: 'open-day', name: 'Open day', timeZone: 'Europe/Zurich', text: '', days: [] }]

test('[K8] a period before a deadline is named by it, with its days as they are lived there', () => {
  const anchor = 'open-day:2025'
  expect(anchorWords({ anchor, beforeDays: 56 }, deadlines)).toBe('8 weeks before Open day 2025')
  expect(anchorWords({ anchor, beforeDays: 10 }, deadlines)).toBe('10 days before Open day 2025')
  expect(anchorWords({ anchor: 'gone:2024' }, deadlines)).toBe('8 weeks before gone 2024')
  // 23 March 0:00 in Zurich is before, 18 May 0:00 after the change of the clock.
  const filter = { anchor, beforeDays: 56, from: Date.UTC(2025, 2, 22, 23), to: Date.UTC(2025, 4, 17, 22), where: {} }
  expect(anchorDays(filter, deadlines)).toEqual(['2025-03-23', '2025-05-17'])
  expect(anchorDays({ where: {}, from: 0, to: 1 }, deadlines)).toBeNull()
})
