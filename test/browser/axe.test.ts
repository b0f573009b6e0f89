import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
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

/** What axe finds in the light theme by all its rules, then in the dark one by those that look at colours: nothing else differs. */
async function violations(page: Page): Promise<string> {
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  const [light, lightGround] = [await found(page, {}), await ground()]
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await eventually(ground).not.toBe(lightGround)
  await eventually(() => page.locator('[data-mantine-color-scheme="light"]').count()).toBe(0)
  const dark = await found(page, { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } })
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  return [...light, ...dark.map((one) => `dark: ${one}`)].join('\n')
}

async function found(page: Page, options: RunOptions): Promise<string[]> {
  const { violations } = (await page.evaluate(`${axe}; axe.run(document, ${JSON.stringify(options)})`)) as AxeResults
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`).join('\n   ')}`,
  )
}

const places = [
  { path: '/', ready: '.journeys li' },
  { path: '/journeys/b2b', ready: '.map' },
  { path: '/journeys/b2b?view=actual', ready: '.map' },
  { path: '/journeys/b2b?view=intended', ready: '.map' },
  { path: '/journeys/b2b/stages/evaluation', ready: '.plot-frame svg' },
  { path: '/journeys/b2b/stages/evaluation?set=converted', ready: '.people-table' },
  { path: '/journeys/b2b/stages/evaluation?set=converted&subject=acc-00002', ready: '.spans' },
  { path: '/journeys/b2b/paths', ready: '.variants' },
  { path: '/journeys/b2b/paths?cases=holds&event=awareness', ready: '.people-table' },
  { path: '/journeys/b2b/paths?repeats=joined&from=2030-01-01', ready: '.state' },
  { path: '/imports', ready: '.imports-actions' },
  { path: '/add', ready: '.drop' },
]

describe('axe finds nothing in the light and in the dark theme', () => {
  test.each(places)('at $path', async ({ path, ready }) => {
    const page = await stage.open(path, { colorScheme: 'light' })
    await page.waitForSelector(ready)
    expect(await violations(page)).toBe('')
    await page.close()
  })

  test('on a phone', async () => {
    const page = await stage.open('/journeys/b2b', { colorScheme: 'light', viewport: { width: 390, height: 844 } })
    await page.waitForSelector('.phone')
    expect(await violations(page)).toBe('')
    await page.close()
  })

  test('with filters, rows and an import open', async () => {
    const page = await stage.open('/journeys/b2b?where.country=DE', { colorScheme: 'light' })
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await page.getByRole('button', { name: 'Add' }).waitFor()
    expect(await violations(page)).toBe('')
    await page.goto(`${stage.url}/imports`)
    await page.evaluate(() => fetch('/api/imports?name=events.csv', { method: 'POST', body: 'a,b\n1,2\n' }))
    await page.reload()
    await page.locator('.import[data-state="complete"] summary').first().click()
    await page.waitForSelector('.rejects')
    expect(await violations(page)).toBe('')
    await page.close()
  })
})
