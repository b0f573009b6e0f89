import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type FigureKey, keptFigures } from './kept-figures.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desirepath-kept-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const key = (what: unknown, refresh = '1', of = 'today-1'): FigureKey => ({ of, refresh, what })

it('[L6] figures are found by version, refresh and question alone, by this and by a later process', () => {
  const kept = keptFigures(folder)
  kept.keep(key('map'), { n: 1 }, kept.moment())
  for (const other of [key('stage'), key('map', '2'), key('map', '1', 'today-2')]) expect(kept.take(other)).toBeNull()
  expect([kept.take(key('map')), keptFigures(folder).take(key('map'))]).toEqual([{ n: 1 }, { n: 1 }])
  kept.keep(key('map', '2'), { n: 2 }, kept.moment())
  kept.keep(key('map', '9', 'today-11'), { n: 3 }, kept.moment())
  kept.keepOnly('today-1', '2')
  expect([kept.take(key('map')), kept.take(key('map', '2')), kept.take(key('map', '9', 'today-11'))]).toEqual([null, { n: 2 }, { n: 3 }])
})

it('both bounds hold: those asked for longest ago go first', () => {
  const kept = keptFigures(folder, 8_000, 4_000)
  const text = 'x'.repeat(800)
  for (let n = 0; n < 6; n += 1) {
    kept.keep(key(n), { text }, kept.moment())
    kept.take(key(0))
  }
  expect(kept.size().bytes).toBeLessThanOrEqual(4_000)
  const later = keptFigures(folder, 8_000, 4_000)
  expect([0, 1, 2, 3, 4, 5].filter((n) => later.take(key(n)) !== null)).toEqual([0, 3, 4, 5])
  expect([0, 1, 2, 3, 4, 5].filter((n) => kept.take(key(n)) !== null)).toContain(0)
  later.keep(key('large'), { text: text.repeat(10) }, later.moment())
  expect(later.take(key('large'))).toBeNull()
})

it('[E9] what was begun before an emptying, or during it, is not kept after it', async () => {
  const kept = keptFigures(folder)
  kept.keep(key('old'), { n: 1 }, kept.moment())
  const begunBefore = kept.moment()
  await kept.emptying(async () => {
    expect(readdirSync(folder)).toEqual([])
    kept.keep(key('during'), { n: 1 }, kept.moment())
  })
  kept.keep(key('before'), { n: 1 }, begunBefore)
  expect(readdirSync(folder)).toEqual([])
  expect([kept.take(key('old')), kept.take(key('during')), kept.take(key('before'))]).toEqual([null, null, null])
  await expect(
    kept.emptying(async () => {
      throw new Error('no disk')
    }),
  ).rejects.toThrow('no disk')
  kept.keep(key('after'), { n: 1 }, kept.moment())
  expect(kept.take(key('after'))).toEqual({ n: 1 })
})
