import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { openStage, type Stage } from './open-page.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({}, /status of 404/)
})
afterAll(() => stage.close())

const figure = (text: string | null) => Number(text?.match(/^[\d\u202f]+/)?.[0].replaceAll('\u202f', ''))

test('the map leads to the paths under the same filters, and the paths lead back', async () => {
  const page = await stage.open('/journeys/b2b?view=actual&where.country=DE')
  await page.getByRole('link', { name: 'Paths', exact: true }).click()
  await page.locator('.variants').waitFor()
  expect(new URL(page.url()).pathname).toBe('/journeys/b2b/paths')
  expect(new URL(page.url()).searchParams.get('where.country')).toBe('DE')
  const some = figure(await page.locator('.paths-facts p').first().textContent())
  await page.getByRole('button', { name: /country is DE/ }).click()
  await eventually(async () => figure(await page.locator('.paths-facts p').first().textContent())).toBeGreaterThan(some)
  await page.getByRole('navigation', { name: 'Back' }).getByRole('link').click()
  await page.locator('.map').waitFor()
  expect(new URL(page.url()).search).toBe('?view=actual')
})

test('[P1] the cases of all rows and of what is folded away add up to all cases; more can be shown', async () => {
  const page = await stage.open('/journeys/b2b/paths')
  const rows = page.locator('.variants > li')
  await rows.first().waitFor()
  expect(await rows.count()).toBe(12)
  const all = figure(await page.locator('.paths-facts p').first().textContent())
  const shown = (await rows.locator('b').allTextContents()).reduce((sum, text) => sum + figure(text), 0)
  const folded = (await page.locator('.folded').first().textContent())?.match(/together ([\d\u202f]+) case/)?.[1]
  expect(shown + figure(folded ?? null)).toBe(all)
  await page.getByRole('button', { name: 'Show more' }).click()
  await eventually(() => rows.count()).toBeGreaterThan(12)
})

test('[P1] joining repeats is done by key, stands in the address, and is named beside the figures', async () => {
  const page = await stage.open('/journeys/b2b/paths')
  await page.getByText('Every event counts, repeats too.').waitFor()
  const twice = page
    .locator('.edges tbody tr', { has: page.getByRole('rowheader', { name: 'awareness' }) })
    .filter({ hasText: 'awarenessawareness' })
  expect(await twice.count()).toBe(1)
  await page.getByRole('checkbox', { name: 'Join repeats' }).focus()
  await page.keyboard.press('Space')
  await page.getByText('Repeats joined.').waitFor()
  await eventually(() => twice.count()).toBe(0)
  expect(new URL(page.url()).searchParams.get('repeats')).toBe('joined')
})

test('says when no case meets the filters', async () => {
  const page = await stage.open('/journeys/b2b/paths?from=2030-01-01')
  await page.getByRole('heading', { name: 'No paths to show' }).waitFor()
})

test('on paper the controls are gone and nothing is cut', async () => {
  const page = await stage.open('/journeys/b2b/paths')
  await page.locator('.variants').waitFor()
  await page.setViewportSize({ width: 688, height: 1000 })
  await page.emulateMedia({ media: 'print' })
  const seen = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    controls: [...document.querySelectorAll('.top, .paths-tools, button')].filter((element) => element.getClientRects().length > 0).length,
  }))
  expect(seen).toEqual({ width: 688, controls: 0 })
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  const sheets = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => Number(width) < Number(height))
  expect(new Set(sheets)).toEqual(new Set([true]))
})

test('[M7] each figure opens as many cases as it counts, page by page; a case opens its timeline', async () => {
  const page = await stage.open('/journeys/b2b/paths?where.country=DE')
  await page.locator('.variants').waitFor()
  const lead = page.locator('.drawer .people-lead span')
  const places = [
    '.paths-facts a',
    '.variants a',
    '.folded a',
    '.edges td a',
    '#steps ~ .table-frame td:nth-child(3) a',
    '#steps ~ .table-frame td:last-child a',
  ]
  for (const place of places) {
    const link = page.locator(place).first()
    const counted = figure(await link.textContent())
    expect(counted).toBeGreaterThan(0)
    await link.click()
    const wanted = place === '.edges td a' ? / ([\d\u202f]+) times in all/ : /^([\d\u202f]+) case/
    await eventually(async () => figure((await lead.textContent())?.match(wanted)?.[1] ?? null)).toBe(counted)
    expect(new URL(page.url()).searchParams.get('where.country')).toBe('DE')
    const rows = await page.locator('.drawer tbody tr').count()
    expect(rows).toBe(Math.min(50, figure(await lead.textContent())))
    await page.keyboard.press('Escape')
    await page.locator('.drawer').waitFor({ state: 'detached' })
    expect(new URL(page.url()).search).toBe('?where.country=DE')
  }
  await page.locator('.paths-facts a').first().click()
  const first = await page.locator('.drawer tbody th').first().textContent()
  await page.getByRole('link', { name: 'Next' }).click()
  await eventually(() => page.locator('.drawer tbody th').first().textContent()).not.toBe(first)
  await page.locator('.drawer tbody th a').first().click()
  await page.locator('.drawer .spans').waitFor()
  await page.getByRole('navigation', { name: 'Inside the drawer' }).getByRole('link').click()
  await page.getByText(/^page 2 of/).waitFor()
})

test('[M7] a list opens by key, reads out its heading, stands in the address with joined repeats, and gives the focus back', async () => {
  const page = await stage.open('/journeys/b2b/paths?repeats=joined')
  const link = page.getByRole('link', { name: /^\d+ cases went way 2\. Show the cases\.$/ })
  await link.focus()
  await page.keyboard.press('Enter')
  await page.locator('.drawer .people-table').waitFor()
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('drawer-title')
  await page.locator('.people-lead').getByText('Repeats joined.').waitFor()
  expect(await page.locator('.drawer .steps li').count()).toBeGreaterThan(0)
  await page.reload()
  await page.locator('.drawer .people-table').waitFor()
  await page.keyboard.press('Escape')
  await eventually(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')).toMatch(/went way 2/)
})

test('says when the address names an event that no case has', async () => {
  const page = await stage.open('/journeys/b2b/paths?cases=holds&event=gone')
  await page.getByRole('alert').getByText('No case has an event "gone"').waitFor()
})
