import { expect, it } from 'vitest'
import { byteSize, byteSizeText } from './byte-size.ts'

it.each([
  ['4G', 4 * 2 ** 30],
  ['1.5GiB', 1.5 * 2 ** 30],
  ['512 mb', 512 * 2 ** 20],
  ['800000000', 800_000_000],
  ['0', 0],
  ['', null],
  ['lots', null],
  ['-1G', null],
  ['4GG', null],
])('reads %j as %j bytes', (text, bytes) => {
  expect(byteSize(text)).toBe(bytes)
})

it('writes sizes for people', () => {
  expect([4 * 2 ** 30, 1.5 * 2 ** 30, 300 * 2 ** 20].map(byteSizeText)).toEqual(['4 GiB', '1.5 GiB', '300 MiB'])
})
