import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from './open-page.ts'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

test('shows one stage a screen; the emotion curve leads to the others', async () => {
  const page = await stage.open('/journeys/b2b', phone)
  await page.waitForSelector('.phone')
  expect(await page.locator('.phone .stage-name').allTextContents()).toEqual(['Awareness'])
  const tabs = page.getByRole('tab')
  expect(await tabs.count()).toBe(6)
  await tabs.nth(3).tap()
  expect(await page.locator('.phone .stage-name').textContent()).toBe('Onboarding')
  expect(await tabs.nth(3).getAttribute('aria-selected')).toBe('true')
  await page.keyboard.press('ArrowRight')
  expect(await page.locator('.phone .stage-name').textContent()).toBe('Value & renewal')
  expect(await page.locator('.phone .emotion-line').count()).toBe(1)
})

test.each([
  '/',
  '/journeys/b2b',
  '/journeys/b2b?view=intended&where.country=DE&from=2025-01-01',
  '/journeys/b2b/stages/evaluation',
  '/journeys/b2b/stages/evaluation?set=converted',
  '/journeys/b2b/stages/evaluation?set=converted&subject=acc-00002',
  '/journeys/b2b/paths',
  '/journeys/b2b/paths?cases=follows&event=awareness&next=consideration',
  '/journeys/b2b/paths?cases=all&subject=acc-00002',
  '/imports',
])('does not overflow sideways at %s', async (path) => {
  const page = await stage.open(path, phone)
  await page.waitForSelector('h1, .phone')
  await page.waitForLoadState('networkidle')
  const widths = await page.evaluate(() => ({
    page: document.documentElement.scrollWidth,
    drawer: document.querySelector('.drawer')?.scrollWidth ?? 0,
    window: innerWidth,
  }))
  expect(widths.page).toBeLessThanOrEqual(390)
  expect(widths.drawer).toBeLessThanOrEqual(390)
})

test.each(['stages/evaluation?set=converted', 'paths?cases=all'])(
  'each row of the list at %s is read without scrolling sideways',
  async (path) => {
    const page = await stage.open(`/journeys/b2b/${path}`, phone)
    const first = page.locator('.people-table tbody tr').first()
    await first.waitFor()
    expect(await first.locator('td').count()).toBeGreaterThan(3)
    const frame = page.locator('.table-frame', { has: first })
    expect(await frame.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
  },
)

test('a timeline shows of every event in which stage it was', async () => {
  const page = await stage.open('/journeys/b2b/stages/evaluation?set=converted&subject=acc-00002', phone)
  const stages = page.locator('.events-table tbody td:last-child')
  await stages.first().waitFor()
  for (const cell of await stages.all()) {
    const box = await cell.boundingBox()
    expect((box?.x ?? 0) + (box?.width ?? 391)).toBeLessThanOrEqual(390)
  }
})
