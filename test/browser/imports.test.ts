import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { openStage, type Stage } from './open-page.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ importSteps: 12 })
})
afterAll(() => stage.close())

/** Sends a file as another program would, once the page listens. */
async function sendTo(page: Page, name: string) {
  await page.getByRole('heading', { name: 'Imports' }).waitFor()
  await eventually(() => page.locator('.skeleton').count()).toBe(0)
  await page.evaluate(
    (file) => fetch(`/api/imports?name=${file}`, { method: 'POST', body: 'contact,event,time\n1,seen,2025-01-01\n' }),
    name,
  )
}
const cardOf = (page: Page, name: string) => page.locator('.import', { has: page.getByRole('heading', { name }) })

test('takes a file, shows live progress with rate and time left, then the result', async () => {
  const page = await stage.open('/imports')
  await sendTo(page, 'events.csv')
  const card = cardOf(page, 'events.csv')
  await eventually(() => card.locator('.running p').textContent()).toMatch(/% · .* of .* · 10\u202f000 rows\/s · \d+\u202fs left/)
  const before = await card.locator('.import-counts dd').first().textContent()
  await eventually(() => card.locator('.import-counts dd').first().textContent()).not.toBe(before)
  await eventually(() => card.getAttribute('data-state')).toBe('complete')
  expect(await card.locator('h2').textContent()).toBe('events.csv')
  expect(await card.locator('.failure').count()).toBe(0)
})

test('shows rejected rows with line, reason and row, and gives them as CSV', async () => {
  const page = await stage.open('/imports')
  await sendTo(page, 'bad.csv')
  const card = cardOf(page, 'bad.csv')
  await eventually(() => card.getAttribute('data-state')).toBe('complete')
  await card.locator('summary').click()
  const rows = card.locator('.rejects tbody tr')
  await rows.first().waitFor()
  expect(await rows.first().textContent()).toContain('The time "31.02.2025" does not exist.')
  const [download] = await Promise.all([page.waitForEvent('download'), card.getByRole('link', { name: 'Download all as CSV' }).click()])
  expect(download.suggestedFilename()).toMatch(/^rejects-.*\.csv$/)
})

test('cancels a running import', async () => {
  const page = await stage.open('/imports')
  await sendTo(page, 'long.csv')
  const card = cardOf(page, 'long.csv')
  await card.getByRole('button', { name: 'Cancel' }).click()
  await eventually(() => card.getAttribute('data-state')).toBe('cancelled')
})

test('leads to where data is added', async () => {
  const page = await stage.open('/imports')
  await page.getByRole('link', { name: 'Add data' }).last().click()
  await page.waitForSelector('.drop')
  expect(new URL(page.url()).pathname).toBe('/add')
})

test('names a file by its last part; the whole path is in its title', async () => {
  const page = await stage.open('/imports')
  await sendTo(page, 'near.csv')
  await cardOf(page, 'near.csv').waitFor()
  const file = '/srv/exports/2025/sales pipeline.csv'
  await page.route('**/api/imports', async (route) => {
    const [first] = (await (await route.fetch()).json()) as object[]
    const message = `None of the 15214 rows of ${file} could be used; the rejects say why.`
    await route.fulfill({ json: [{ ...first, id: 'far', state: 'failed', file, message }] })
  })
  await page.reload()
  const heading = page.getByRole('heading', { name: 'sales pipeline.csv', exact: true })
  await heading.waitFor()
  expect(await heading.getAttribute('title')).toBe(file)
  expect(await page.locator('.failure').textContent()).toBe(
    'None of the 15\u202f214 rows of sales pipeline.csv could be used; the rejects say why.',
  )
})
