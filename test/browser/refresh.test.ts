import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { App } from '../../src/app/app.ts'
import { AppError } from '../../src/core/error.ts'
import type { RefreshState } from '../../src/model/refresh-state.ts'
import { fixtureApp } from '../fixtures/fixture-app.ts'
import { eventually } from './eventually.ts'
import { openStageOf, type Stage } from './open-page.ts'

/** An application whose refresh is as the test says. */
let state: RefreshState = { journey: 'b2b', version: 3, shown: 3, state: 'current', step: null, share: 1, seconds: 0, message: null }
let told: (state: RefreshState) => void = () => {}
let begun = 0
let maps = 0
const invented = fixtureApp()
const app: App = {
  ...invented,
  map: (...given) => {
    maps += 1
    return invented.map(...given)
  },
  // What was asked for has no time of computing: the server keeps no answer.
  journeys: async () => (await invented.journeys()).map((one) => ({ ...one, refreshedAt: null })),
  refreshState: async () => state,
  watchRefreshes: (listener) => {
    told = listener
    return () => {}
  },
  refresh: async () => {
    begun += 1
    become({ state: 'running', step: 'joining', share: 0.1, message: null })
  },
  cancelRefresh: async () => {
    if (state.step === 'placing') throw new AppError('conflict', 'It is just being put in place.')
    become({ state: 'cancelled', step: null })
  },
}
function become(changes: Partial<RefreshState>): void {
  state = { ...state, ...changes }
  told(state)
}

let stage: Stage
beforeAll(async () => {
  stage = await openStageOf(app, /status of 409/)
})
afterAll(() => stage.close())

test('[L5] the page says what is being computed and what is shown, can stop it and begin it again, and asks for the new figures at its end', async () => {
  const page = await stage.open('/journeys/b2b')
  const banner = page.getByRole('region', { name: 'Refresh' })
  await page.locator('.map').waitFor()
  expect(await banner.count()).toBe(0)

  become({ version: 4, state: 'running', step: 'assigning', share: 0.45, seconds: 12 })
  await banner.getByText('Version 4 is being computed.').waitFor()
  expect(await banner.textContent()).toContain('Until then you see version 3.')
  expect(await banner.textContent()).toContain('finding the stages, 45 %, 12 s')
  expect(await banner.getByRole('progressbar').getAttribute('value')).toBe('45')

  await banner.getByRole('button', { name: 'Stop' }).click()
  await banner.getByText('The refresh was stopped. You see version 3, not version 4.').waitFor()
  await banner.getByRole('button', { name: 'Compute now' }).click()
  await banner.getByText('joining events to their subjects, 10 %').waitFor()
  expect(begun).toBe(1)

  become({ step: 'placing' })
  await banner.getByRole('button', { name: 'Stop' }).click()
  await banner.getByRole('alert').filter({ hasText: 'It is just being put in place.' }).waitFor()

  const before = maps
  become({ shown: 4, state: 'current', step: null, share: 1 })
  await eventually(() => banner.count()).toBe(0)
  await eventually(async () => maps).toBeGreaterThan(before)
})

test('[L5] a refresh that failed says why on a phone, too, and can be tried again', async () => {
  const page = await stage.open('/journeys/b2b', { viewport: { width: 390, height: 844 } })
  become({ version: 4, shown: 4, state: 'failed', message: 'The disk is full.' })
  const banner = page.getByRole('region', { name: 'Refresh' })
  await banner.getByText('The refresh failed. The disk is full. You see the figures from before it.').waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  await banner.getByRole('button', { name: 'Try again' }).click()
  await banner.getByText('New data is being counted.').waitFor()
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  const { violations } = (await page.evaluate(`${axe}; axe.run(document)`)) as AxeResults
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  become({ state: 'current' })
})
