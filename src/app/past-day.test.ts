import { expect, test } from 'vitest'
import { AppError } from '../core/error.ts'
import type { Filter } from '../map/journey-map.ts'
import { askedDay, onlyToday } from './past-day.ts'

const now = Date.UTC(2025, 6, 1, 12)
const asked = (filter: Partial<Filter>) => askedDay({ where: {}, ...filter }, now)

function refusal(filter: Partial<Filter>): string {
  try {
    asked(filter)
  } catch (error) {
    if (error instanceof AppError && error.code === 'usage') return error.message
  }
  throw new Error('it was not refused')
}

test('[L4] [K6] a past day ends with its last ms in its time zone', () => {
  expect(asked({})).toBeNull()
  expect(asked({ asOf: '2025-03-30' })).toEqual({ day: '2025-03-30', timeZone: 'UTC', known: 'now', end: Date.UTC(2025, 2, 31) - 1 })
  const inZurich = asked({ asOf: '2025-03-30', timeZone: 'Europe/Zurich', known: 'then' })
  expect(inZurich).toMatchObject({ known: 'then', end: Date.UTC(2025, 2, 30, 22) - 1 })
  expect(asked({ asOf: '2025-07-01' })?.end).toBe(Date.UTC(2025, 6, 2) - 1)
  expect(asked({ asOf: '2025-07-02', timeZone: 'Pacific/Kiritimati' })?.day).toBe('2025-07-02')
})

test('[L4] a day that is none, or is yet to come, and a reading without a day are refused with the way out', () => {
  expect(refusal({ asOf: '2025-02-30' })).toContain('"2025-02-30" is no day of the calendar')
  expect(refusal({ asOf: '30.6.2025' })).toContain('like 2025-06-30')
  expect(refusal({ asOf: '2025-07-02' })).toContain('yet to come')
  expect(refusal({ asOf: '2025-06-30', timeZone: 'Zurich' })).toContain('Europe/Zurich')
  expect(refusal({ known: 'then' })).toContain('what was known then')
  expect(refusal({ timeZone: 'UTC' })).toContain('name a past day')
  expect(refusal({ version: 2 })).toContain('an older version')
  expect(() => onlyToday({ where: {}, asOf: '2025-06-30' }, 'The list of a campaign')).toThrow('computed of today only')
  expect(() => onlyToday({ where: {} }, 'The list of a campaign')).not.toThrow()
})
