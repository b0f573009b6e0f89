import type { Page } from 'playwright-core'
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

/** What a list says to hold: "58 journeys begun of 40 accounts" is 58. */
const leadOf = async (page: Page) => {
  const lead = page.locator('.drawer .people-lead span')
  await lead.waitFor()
  return (await lead.textContent()) ?? ''
}

test('[M7] [M10] each number of a hand-off opens exactly those whom it counts, and the address holds the list', async () => {
  const page = await stage.open('/journeys/b2b')
  const figures = page.locator('.hand-offs .hand-off-counts .figure, .hand-offs .hand-off-reasons .figure')
  await figures.first().waitFor()
  expect(await figures.count()).toBe(8)
  for (let i = 0; i < 8; i += 1) {
    const link = figures.nth(i)
    const label = (await link.getAttribute('aria-label')) ?? ''
    expect(label).toMatch(/\d.*Show the people\.$/)
    const text = (await link.textContent()) ?? ''
    await link.focus()
    await page.keyboard.press('Enter')
    const lead = await leadOf(page)
    if (!text.startsWith('within')) expect([text, plain(lead)]).toEqual([text, plain(text)])
    expect(lead).toContain(i < 5 ? 'begun' : i === 5 || plain(text) !== 1 ? 'stays' : 'stay')
    if (i === 5) {
      await page.getByRole('heading', { name: 'Who have this reason of refusal: Marketing to sales, No budget' }).waitFor()
      expect(page.url()).toContain('set=reason&name=to-sales&reason=No+budget')
      await page.reload()
      expect(await leadOf(page)).toBe(lead)
    }
    await page.getByRole('button', { name: 'Close' }).click()
    await eventually(() => page.locator('.drawer').count()).toBe(0)
  }
})

test('[M6] [M7] each number of the funnel opens the journeys that it counts', async () => {
  const page = await stage.open('/journeys/b2b/stages/evaluation')
  const section = page.locator('section:has(#funnel)')
  const figures = section.locator('.figure')
  await figures.first().waitFor()
  const labels = await figures.evaluateAll((links) => links.map((link) => link.getAttribute('aria-label') ?? ''))
  expect(labels.length).toBeGreaterThan(12)
  for (const i of [0, 1, 4, 5, 6, 7]) {
    const link = figures.nth(i)
    await link.waitFor()
    const counted = plain(await link.textContent())
    expect(labels[i]).toContain('Show the people.')
    await link.click()
    const lead = await leadOf(page)
    expect([labels[i], plain(lead)]).toEqual([labels[i], counted])
    expect(lead).toContain('begun of')
    await page.locator('.people-table tbody tr').first().getByRole('link').click()
    await page.locator('.spans li').first().waitFor()
    await page.goto(`${stage.url}/journeys/b2b/stages/evaluation`)
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

test('[E7] a timeline names the other ids of a contact', async () => {
  const page = await stage.open('/journeys/b2b/stages/awareness?subject=acc-00001')
  await page.getByText('Also known as acc-00001-old.').waitFor()
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
