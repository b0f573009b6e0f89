import { expect, test } from 'vitest'
import {
  ago,
  bytes,
  count,
  countedOf,
  countOf,
  days,
  daysInterval,
  daysWords,
  emotion,
  money,
  percent,
  percentInterval,
  plural,
  timeLeft,
} from './format.ts'

const words = (text: string | null) => text?.replaceAll('\u202f', ' ')

test('counts are grouped and take the right noun', () => {
  expect(words(count(5_000_000))).toBe('5 000 000')
  expect(count(-12)).toBe('−12')
  expect(countOf(1, 'account')).toBe('1 account')
  expect(words(countOf(18420, 'account'))).toBe('18 420 accounts')
  expect(['company', 'day', 'box', 'branch', 'deal'].map(plural)).toEqual(['companies', 'days', 'boxes', 'branches', 'deals'])
})

test('a percentage never rounds to a false 0 or 100', () => {
  expect(words(percent(0.312))).toBe('31 %')
  expect(words(percent(0.0042))).toBe('0.4 %')
  expect(words(percent(0.00001))).toBe('<0.1 %')
  expect(words(percent(0.9996))).toBe('>99.9 %')
  expect(words(percent(1 - 1e-15))).toBe('100 %')
  expect(words(percent(0.993))).toBe('99.3 %')
  expect(words(percent(0))).toBe('0 %')
  expect(words(percent(1))).toBe('100 %')
  expect(percent(null)).toBe('–')
  expect(words(percentInterval(0.303, 0.317))).toBe('30.3–31.7 %')
  expect(percentInterval(null, 0.3)).toBeNull()
})

test('days are short, in hours or minutes below one day, and open intervals say so', () => {
  expect(words(days(24.4))).toBe('24 d')
  expect(words(days(3.5))).toBe('3.5 d')
  expect(words(days(0.25))).toBe('6 h')
  expect(words(days(0.01))).toBe('14 min')
  expect(words(days(0))).toBe('0 d')
  expect(days(null)).toBe('–')
  expect(daysWords(1)).toBe('1 day')
  expect(daysWords(0.5)).toBe('12 hours')
  expect(words(daysInterval(22, 26))).toBe('22–26 d')
  expect(words(daysInterval(22, null))).toBe('over 22 d')
  expect(daysInterval(null, null)).toBeNull()
})

test('money is shortened, and an unknown currency stands behind it', () => {
  expect(money(340_000, 'EUR')).toBe('€340k')
  expect(money(1_212_000, 'USD')).toBe('$1.21M')
  expect(money(950, 'EUR')).toBe('€950')
  expect(money(950, 'points')).toBe('950 points')
})

test('times, sizes and feelings', () => {
  expect(ago(0, 30_000)).toBe('just now')
  expect(ago(0, 120_000)).toBe('2 min ago')
  expect(ago(0, 5 * 86_400_000)).toBe('5 days ago')
  expect(words(timeLeft(3900))).toBe('1 h 05 min')
  expect(words(bytes(1_234_000_000))).toBe('1.2 GB')
  expect([0.84, -1, 0.02].map(emotion)).toEqual(['+0.8', '−1', '0'])
})

test('[M1] a rate names what it is counted of', () => {
  expect(countedOf({ numerator: 40, denominator: 96, population: 'stays' })).toBe('40 of 96 stays')
  expect(countedOf({ numerator: null, denominator: 96, population: 'stays' })).toBe('of 96 stays')
})
