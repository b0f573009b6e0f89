import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from './open-page.ts'

let stage: Stage
let axe: string
beforeAll(async () => {
  stage = await openStage()
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
})
afterAll(() => stage.close())

async function violations(page: Page): Promise<string[]> {
  const results = (await page.evaluate(`${axe}; axe.run(document)`)) as AxeResults
  return results.violations.map(
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

for (const colorScheme of ['light', 'dark'] as const) {
  describe(`axe finds nothing in the ${colorScheme} theme`, () => {
    test.each(places)('at $path', async ({ path, ready }) => {
      const page = await stage.open(path, { colorScheme })
      await page.waitForSelector(ready)
      expect((await violations(page)).join('\n')).toBe('')
      await page.close()
    })

    test('on a phone', async () => {
      const page = await stage.open('/journeys/b2b', { colorScheme, viewport: { width: 390, height: 844 } })
      await page.waitForSelector('.phone')
      expect((await violations(page)).join('\n')).toBe('')
    })

    test('with filters, rows and an import open', async () => {
      const page = await stage.open('/journeys/b2b?where.country=DE', { colorScheme })
      await page.getByRole('button', { name: 'Filter', exact: true }).click()
      await page.getByRole('button', { name: 'Add' }).waitFor()
      expect((await violations(page)).join('\n')).toBe('')
      await page.goto(`${stage.url}/imports`)
      await page.evaluate(() => fetch('/api/imports?name=events.csv', { method: 'POST', body: 'a,b\n1,2\n' }))
      await page.reload()
      await page.locator('.import[data-state="complete"] summary').first().click()
      await page.waitForSelector('.rejects')
      expect((await violations(page)).join('\n')).toBe('')
    })
  })
}
