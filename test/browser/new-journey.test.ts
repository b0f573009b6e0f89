import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { openStage, type Stage } from './open-page.ts'

const table = `Customer journey: Buying a CRM,,
Stage,Notices,Buys
Needs,Find relief,A fair price
Channels,Blog,"Web shop
Telephone"
Pain points,,=SUM(A1)
Emotional journey,-1,2
KPIs,visits,orders
`
let stage: Stage
let axe: string
beforeAll(async () => {
  stage = await openStage({}, /status of (422|404)/)
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
})
afterAll(() => stage.close())

async function violations(page: Page): Promise<string[]> {
  const results = (await page.evaluate(`${axe}; axe.run(document)`)) as AxeResults
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join('\n   ')}`)
}

async function takeTable(page: Page): Promise<void> {
  await page.locator('.drop input').setInputFiles({ name: 'board.csv', mimeType: 'text/csv', buffer: Buffer.from(table) })
  await page.locator('.new-map .map').waitFor()
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the gallery and in the preview, ${colorScheme}`, async () => {
    const page = await stage.open('/new', { colorScheme })
    await page.locator('.gallery li').nth(4).waitFor()
    expect(await violations(page)).toEqual([])
    await takeTable(page)
    expect(await violations(page)).toEqual([])
    await page.close()
  })
}

test('[J6] a table becomes a map; a row left out gets a lane; a name is given; it is kept', async () => {
  const page = await stage.open('/new')
  await takeTable(page)
  expect(await page.locator('.new-map .stage-name').allTextContents()).toEqual(['Notices', 'Buys'])
  expect(await page.locator('.rows-table tbody th').allTextContents()).toEqual([
    'Needs',
    'Channels',
    'Pain points',
    'Emotional journey',
    'KPIs',
  ])
  await page.getByLabel('Row KPIs is kept as').selectOption('thoughts')
  await page.locator('.new-map .lane-thoughts').waitFor()
  expect(await page.locator('.new-map .lane-thoughts').textContent()).toContain('orders')
  await page.getByLabel('Name').fill('How people buy')
  await page.getByRole('button', { name: 'Use this name' }).click()
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/api/journeys'))
  await page.route('**/api/journeys', (route) =>
    route.request().method() === 'POST' ? route.fulfill({ status: 201, json: {} }) : route.continue(),
  )
  await page.route('**/api/journeys/how-people-buy/map', (route) =>
    route.fulfill({ status: 404, json: { code: 'notFound', message: 'not kept here', details: null } }),
  )
  const keep = page.getByRole('button', { name: 'Keep this journey' })
  await keep.waitFor()
  await keep.click()
  expect((await sent).postData()).toMatch(/journey: how-people-buy\nname: How people buy\n[\s\S]*=SUM\(A1\)/)
  await page.close()
})

test('a template is chosen by keyboard, says what the data hold, and fits a phone', async () => {
  const page = await stage.open('/new', { viewport: { width: 390, height: 800 } })
  const use = page.getByRole('button', { name: 'Use this template: B2B software' })
  await use.focus()
  await page.keyboard.press('Enter')
  await page.locator('.new-map .phone-stage').waitFor()
  expect(await page.locator('.bound').textContent()).toContain('Trial or demo begins with Demo requested')
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  const whose = page.getByRole('group', { name: 'Whose journey is it?' })
  expect(await whose.getByRole('radio', { checked: true }).count()).toBe(1)
  const asked = page.waitForRequest((request) => /templates\/.*subject=deal/.test(request.url()))
  await whose.getByLabel('a deal').check()
  await asked
  await eventually(() => whose.getByLabel('a deal').isChecked()).toBe(true)
  await page.getByRole('button', { name: 'Choose something else' }).click()
  await page.locator('.gallery').waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  await page.close()
})

test('a photo is refused in a sentence, pasted cells are read', async () => {
  const page = await stage.open('/new')
  await page
    .locator('.drop input')
    .setInputFiles({ name: 'map.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1]) })
  await eventually(() => page.getByRole('alert').textContent()).toContain('map.png holds binary data')
  await page.getByRole('button', { name: 'Choose something else' }).click()
  await page.getByLabel('Or copy the cells').fill('Stage\tA\tB\nActions\tx\ty')
  await page.getByRole('button', { name: 'Show the map' }).click()
  await page.locator('.new-map .map').waitFor()
  expect(await page.locator('.new-map .lane-actions').textContent()).toContain('x')
  await page.close()
})
