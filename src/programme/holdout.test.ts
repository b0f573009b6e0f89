import { describe, expect, it } from 'vitest'
import { createRandom } from '../core/random.ts'
import { twoSidedChance } from '../core/statistics/false-discovery.ts'
import { isHeldOut, smallestEffect, tellsSomething } from './holdout.ts'

const contacts = Array.from({ length: 40_000 }, (_, i) => ({ account: '', contact: `c${i}` }))

describe('[R1] the holdout', () => {
  it('has its share of any contacts, numbered or named', () => {
    for (const [programme, share] of [
      ['spring', 0.1],
      ['spring', 0.5],
      ['b2b', 0.02],
    ] as const) {
      const held = contacts.filter((unit) => isHeldOut(programme, unit, share)).length
      const error = Math.sqrt(contacts.length * share * (1 - share))
      expect(Math.abs(held - contacts.length * share) / error, `${programme} ${share}`).toBeLessThan(4)
    }
    expect(contacts.some((unit) => isHeldOut('spring', unit, 0))).toBe(false)
    expect(contacts.every((unit) => isHeldOut('spring', unit, 1))).toBe(true)
  })

  it('keeps colleagues together, and whoever is held at a smaller share also at a larger one', () => {
    const colleagues = contacts.map(({ contact }, i) => ({ account: `a${i % 500}`, contact }))
    const arms = new Map<string, boolean>()
    for (const unit of colleagues) {
      const held = isHeldOut('spring', unit, 0.3)
      expect(arms.get(unit.account) ?? held).toBe(held)
      arms.set(unit.account, held)
    }
    expect(contacts.filter((unit) => isHeldOut('spring', unit, 0.1)).every((unit) => isHeldOut('spring', unit, 0.2))).toBe(true)
    expect(isHeldOut('p', { account: 'x', contact: '' }, 0.5)).toBe(isHeldOut('p', { account: 'x', contact: 'y' }, 0.5))
  })

  it('of one programme says nothing about that of another', () => {
    const both = contacts.filter((unit) => isHeldOut('spring', unit, 0.5) && isHeldOut('summer', unit, 0.5)).length
    expect(Math.abs(both - 10_000) / Math.sqrt(40_000 * 0.25 * 0.75)).toBeLessThan(4)
  })

  it('stays as it is: the same people for all time', () => {
    const held = contacts.slice(0, 60).filter((unit) => isHeldOut('welcome', unit, 0.1))
    expect(held.map(({ contact }) => contact)).toEqual(['c12', 'c21', 'c28'])
  })
})

describe('[R1] the smallest detectable effect', () => {
  it('is found four times in five by simulated holdouts, clusters included', () => {
    const random = createRandom('power')
    const [entries, share, converted, size] = [4000, 0.2, 0.3, 4]
    // Clusters of four that convert wholly alike: a design effect of four.
    const effect = smallestEffect({ entries, share, converted, designEffect: size }) as number
    const converting = (n: number, p: number) => {
      let count = 0
      for (let i = 0; i < n / size; i++) if (random.chance(p)) count += size
      return count / n
    }
    let found = 0
    for (let run = 0; run < 2000; run++) {
      const [held, treated] = [converting(entries * share, converted), converting(entries * (1 - share), converted + effect)]
      const pooled = held * share + treated * (1 - share)
      const error = Math.sqrt(pooled * (1 - pooled) * size * (1 / (entries * share) + 1 / (entries * (1 - share))))
      if (twoSidedChance((treated - held) / error) < 0.05) found++
    }
    expect(found / 2000).toBeGreaterThan(0.75)
    expect(found / 2000).toBeLessThan(0.85)
  })

  it('is none where an arm is empty, and such a holdout tells nothing', () => {
    expect(smallestEffect({ entries: 0, share: 0.1, converted: 0.3, designEffect: 1 })).toBeNull()
    expect(smallestEffect({ entries: 100, share: 0, converted: 0.3, designEffect: 1 })).toBeNull()
    expect(tellsSomething(null, 0.3)).toBe(false)
  })

  it('is told to be too large where messages would have to change more than half of all who convert', () => {
    const effect = (entries: number) => smallestEffect({ entries, share: 0.1, converted: 0.3, designEffect: 1 })
    expect(tellsSomething(effect(200), 0.3)).toBe(false)
    expect(tellsSomething(effect(5000), 0.3)).toBe(true)
    // Where nearly all convert there is no room above.
    expect(tellsSomething(0.2, 0.9)).toBe(false)
  })
})
