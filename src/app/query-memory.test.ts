import { describe, expect, it } from 'vitest'
import { machineMemory, queryMemory } from './query-memory.ts'

const gib = 2 ** 30

describe('the memory of queries', () => {
  it('is half of the machine unless it is said', () => {
    expect([queryMemory(undefined, 8 * gib), queryMemory('', 8 * gib), queryMemory('3G', 8 * gib)]).toEqual([4 * gib, 4 * gib, 3 * gib])
  })

  it.each([
    ['lots', 'is no size'],
    ['100M', 'is less than 512 MiB'],
    ['9G', 'is more than the 8 GiB of this machine'],
  ])('refuses %j', (said, why) => {
    expect(() => queryMemory(said, 8 * gib)).toThrow(why)
  })

  it('knows the machine', () => {
    expect(machineMemory()).toBeGreaterThan(gib / 2)
  })
})
