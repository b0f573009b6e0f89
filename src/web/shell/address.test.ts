import { expect, test } from 'vitest'
import { filterQuery, parseAddress, slicesOf, viewOf, withoutCases, withoutDrawer, writeAddress } from './address.ts'

test('an address is read and written without loss, plain enough to be typed', () => {
  const search = '?persona=it&from=2025-01-01&where.country=DE'
  expect(writeAddress(parseAddress(search))).toBe(search)
  expect(writeAddress({})).toBe('')
  expect(writeAddress({ persona: undefined, from: '' })).toBe('')
})

test('the last day of the address is counted, so the server gets the first instant after it', () => {
  expect(filterQuery({ from: '2025-01-01', until: '2025-01-31', 'where.plan': 'a b' })).toEqual({
    persona: undefined,
    from: Date.UTC(2025, 0, 1),
    to: Date.UTC(2025, 1, 1),
    'where.plan': 'a b',
  })
  expect(filterQuery({ from: 'soon' }).from).toBeUndefined()
  expect(filterQuery({ anchor: 'open-day:2025', before: '56' })).toMatchObject({ anchor: 'open-day:2025', beforeDays: '56' })
  expect(filterQuery({ anchor: 'open-day:2025', from: '2025-01-01' })).not.toHaveProperty('anchor')
})

test('[M11] what happened in a period is asked for only where there is a period', () => {
  expect(filterQuery({ from: '2025-01-01', period: 'lived' })).toMatchObject({ from: Date.UTC(2025, 0, 1), period: 'lived' })
  expect(filterQuery({ period: 'lived' })).not.toHaveProperty('period')
  expect(filterQuery({ from: '2025-01-01', period: 'x' })).not.toHaveProperty('period')
})

test('an unknown view is the gap; the drawer can be taken off an address', () => {
  expect(viewOf({ view: 'sideways' })).toBe('gap')
  expect(viewOf({ view: 'actual' })).toBe('actual')
  expect(slicesOf({ 'where.a': '1', persona: 'x' })).toEqual([['a', '1']])
  const list = { repeats: 'joined', cases: 'follows', event: 'a', next: 'b', way: 'x', shown: '3', page: '2', subject: 's' }
  expect(writeAddress(withoutCases(list))).toBe('?repeats=joined')
  expect(writeAddress(withoutDrawer({ view: 'actual', set: 'entered', subject: 'x', page: '2' }))).toBe('?view=actual')
})
