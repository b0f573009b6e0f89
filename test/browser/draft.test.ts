import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { openStage, type Stage } from './open-page.ts'

let stage: Stage
let axe: string
beforeAll(async () => {
  stage = await openStage()
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
})
afterAll(() => stage.close())

const namesOf = (page: Page) => page.locator('.draft-stage').evaluateAll((cards) => cards.map((card) => card.getAttribute('aria-label')))
const begin = ['Article read', 'Demo requested', 'Contract signed', 'Go-live confirmed']

async function opened(options: Parameters<Stage['open']>[1] = {}): Promise<Page> {
  const page = await stage.open('/draft', options)
  await eventually(() => namesOf(page)).toEqual(begin)
  return page
}

describe('a journey is drafted in the page', () => {
  test('from the navigation: stages with their reach, and why on each', async () => {
    const page = await stage.open('/')
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Draft' }).click()
    await eventually(() => namesOf(page)).toEqual(begin)
    const card = page.locator('.draft-stage').nth(2)
    expect(await card.locator('.draft-reach').textContent()).toContain('160 reach it')
    await card.getByText('Why this stage').click()
    expect(await card.locator('.draft-why').textContent()).toContain('“Contract signed” parts what people do')
    await page.close()
  })

  test('renamed, joined, split, moved, dropped, and each change taken back', async () => {
    const page = await opened()
    await page.getByLabel('Name of stage 3').fill('Customer')
    await page.getByLabel('Name of stage 3').press('Enter')
    await eventually(() => namesOf(page)).toEqual(['Article read', 'Demo requested', 'Customer', 'Go-live confirmed'])
    await page.getByRole('button', { name: 'Join with next: Demo requested' }).click()
    await eventually(() => namesOf(page)).toEqual(['Article read', 'Demo requested', 'Go-live confirmed'])
    await page.getByRole('button', { name: 'Own stage: Trial started' }).click()
    await eventually(() => namesOf(page)).toEqual(['Article read', 'Demo requested', 'Trial started', 'Go-live confirmed'])
    await page.getByRole('button', { name: 'Earlier: Trial started' }).click()
    await eventually(() => namesOf(page)).toEqual(['Article read', 'Trial started', 'Demo requested', 'Go-live confirmed'])
    await page.getByRole('button', { name: 'Drop Trial started' }).click()
    await eventually(() => namesOf(page)).toEqual(['Article read', 'Demo requested', 'Go-live confirmed'])
    for (let i = 0; i < 5; i++) await page.getByRole('button', { name: 'Undo' }).click()
    await eventually(() => namesOf(page)).toEqual(begin)
    expect(await page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true)
    await page.close()
  })

  test('takes in what was not proposed, as the goal, and keeps the journey', async () => {
    const page = await opened()
    await page.getByText(/Seen, not proposed/).click()
    await page.getByLabel('Use Report shared').selectOption('goal')
    await eventually(() => page.locator('.draft-ends').textContent()).toContain('Report shared')
    await page.getByText('The document').click()
    await eventually(() => page.locator('.draft-text pre').textContent()).toContain('completed: Report shared')
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.method() === 'POST' && new URL(request.url()).pathname === '/api/journeys'),
      page.getByRole('button', { name: 'Keep this journey' }).click(),
    ])
    expect(sent.postData()).toContain('completed: Report shared')
    await page.waitForURL(/\/journeys\/b2b$/)
    await page.close()
  })

  test('by keyboard alone', async () => {
    const page = await opened()
    const join = page.getByRole('button', { name: 'Join with next: Article read' })
    for (let i = 0; i < 40 && !(await join.evaluate((button) => button === document.activeElement)); i++) await page.keyboard.press('Tab')
    expect(await join.evaluate((button) => button === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await eventually(() => page.locator('.draft-stage').count()).toBe(3)
    await page.close()
  })

  test.each(['light', 'dark'] as const)(
    'axe finds nothing in the %s theme, wide and on a phone, and nothing is wider than a phone',
    async (colorScheme) => {
      for (const viewport of [
        { width: 1440, height: 900 },
        { width: 390, height: 844 },
      ]) {
        const page = await opened({ colorScheme, viewport })
        for (const closed of await page.locator('.draft-page summary').all()) await closed.click()
        const results = (await page.evaluate(`${axe}; axe.run(document)`)) as AxeResults
        expect(results.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width)
        await page.close()
      }
    },
  )
})

test('without data the page says so, and where to add some', async () => {
  const empty = await openStage({ empty: true })
  const page = await empty.open('/draft')
  await page.getByRole('heading', { name: 'No draft yet' }).waitFor()
  expect(await page.locator('.state').textContent()).toContain('there are no events yet')
  expect(await page.locator('.state a').getAttribute('href')).toBe('/add')
  await empty.close()
})
