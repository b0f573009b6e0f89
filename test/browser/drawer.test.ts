import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { openStage, type Stage } from './open-page.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const plain = (text: string | null) => Number((text ?? '').replaceAll('\u202f', '').match(/\d+/)?.[0])

test('[M7] a figure on the map opens exactly as many stays as it counts', async () => {
  const page = await stage.open('/journeys/b2b')
  for (const column of [1, 3]) {
    for (const figure of [0, 1]) {
      const link = page.locator(`[data-row="1"][data-column="${column}"] .people .figure`).nth(figure)
      const counted = plain(await link.textContent())
      await link.click()
      const lead = page.locator('.drawer .people-lead span')
      await lead.waitFor()
      expect(plain(await lead.textContent())).toBe(counted)
      await page.getByRole('button', { name: 'Close' }).click()
      await eventually(() => page.locator('.drawer').count()).toBe(0)
    }
  }
})

test('[M6] both sides of a stage add up to those who entered', async () => {
  const page = await stage.open('/journeys/b2b/stages/evaluation')
  const entered = page.locator('.drawer .lead .figure').first()
  await entered.waitFor()
  const together = await page.locator('.flow tfoot td.number').allTextContents()
  expect(together.map(plain)).toEqual([plain(await entered.textContent()), plain(await entered.textContent())])
})

test('[M1] names the population of each share', async () => {
  const page = await stage.open('/journeys/b2b/stages/evaluation')
  const rows = page.locator('section:has(#by-window) tbody tr')
  await rows.first().waitFor()
  expect(await rows.count()).toBe(6)
  for (const text of await rows.locator('.population').allTextContents()) expect(text).toMatch(/of [\d\u202f]+ \D+/)
  await page.getByText(/instances that entered any stage/).waitFor()
})

test('draws the curves, with words and a table beside each picture', async () => {
  const page = await stage.open('/journeys/b2b/stages/evaluation')
  await eventually(() => page.locator('.drawer .plot-frame svg').count()).toBe(3)
  const words = await page.locator('.drawer .plot').evaluateAll((plots) => plots.map((plot) => plot.getAttribute('aria-label')))
  expect(words[0]).toMatch(/^Evaluation: after 90 days .* are still in/)
  await page.locator('.as-table summary').first().click()
  expect(await page.locator('.as-table').first().locator('tbody tr').count()).toBeGreaterThan(10)
})

test('reads the rules as sentences', async () => {
  const page = await stage.open('/journeys/b2b/stages/evaluation')
  const rules = page.locator('.rules')
  await rules.waitFor()
  expect(await rules.textContent()).toContain('A stay begins when')
  expect(await rules.textContent()).toContain('90 days')
})

test('pages through the people, offers them as CSV, and leads to a timeline and back', async () => {
  const page = await stage.open('/journeys/b2b/stages/consideration?set=entered')
  const rows = page.locator('.people-table tbody tr')
  await rows.first().waitFor()
  expect(await rows.count()).toBe(50)
  const first = await rows.first().textContent()
  await page.getByRole('link', { name: 'Next' }).click()
  await eventually(() => rows.first().textContent()).not.toBe(first)
  expect(page.url()).toContain('page=2')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download as CSV' }).click()])
  expect(download.suggestedFilename()).toBe('b2b-consideration-entered.csv')
  const subject = await rows.first().getByRole('link').textContent()
  await rows.first().getByRole('link').click()
  await page.getByRole('heading', { name: subject ?? '' }).waitFor()
  await page.locator('.spans li').first().waitFor()
  expect(await page.locator('.events-table tbody tr').count()).toBeGreaterThan(0)
  await page.goBack()
  await rows.first().waitFor()
})

test('an address opens the same place again', async () => {
  const page = await stage.open('/journeys/b2b/stages/awareness?set=touchpoint&name=Peer+post&persona=lead')
  await page.getByRole('heading', { name: 'Who met this touchpoint: Peer post' }).waitFor()
  await page.locator('.people-table tbody tr').first().waitFor()
  const personas = await page.locator('.people-table tbody tr td:nth-child(2)').allTextContents()
  expect(new Set(personas)).toEqual(new Set(['Marketing lead']))
})

test('an unknown stage is said, not a blank drawer', async () => {
  const page = await stage.open('/journeys/b2b/stages/nowhere')
  await page.getByRole('heading', { name: /no stage “nowhere”/ }).waitFor()
})
