import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { appMethods } from './app-methods.ts'
import { openLocalApp } from './open-app.ts'

it('every method of the application can be asked for from another process', async () => {
  const data = mkdtempSync(join(tmpdir(), 'desirepath-methods-'))
  const app = await openLocalApp({ data, command: 'test' })
  try {
    const own = ['addUpload', 'announce', 'watchRefreshes', 'close']
    expect(Object.keys(appMethods).sort()).toEqual(
      Object.keys(app)
        .filter((name) => !own.includes(name))
        .sort(),
    )
  } finally {
    await app.close()
    rmSync(data, { recursive: true })
  }
})

it('an argument that no method knows is refused, not dropped', () => {
  const query = { stage: 'a', set: 'entered', filter: { where: {} }, limit: 1, offset: 0 }
  expect(appMethods.subjects.given.safeParse(['j', query]).success).toBe(true)
  expect(appMethods.subjects.given.safeParse(['j', { ...query, more: 1 }]).success).toBe(false)
  expect(appMethods.map.given.safeParse(['j', { where: {}, more: 1 }]).success).toBe(false)
  expect(appMethods.map.given.safeParse(['j', { where: {} }, 1]).success).toBe(false)
})

it('an argument that may be left out may be', () => {
  for (const given of [
    ['text', { where: {} }],
    ['text', { where: {} }, undefined],
  ])
    expect(appMethods.previewMap.given.safeParse(given).success).toBe(true)
  expect(appMethods.previewMap.given.safeParse(['text']).success).toBe(false)
})
