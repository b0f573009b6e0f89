import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { openStage, type Stage } from './open-page.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

test('[M15] [M7] a slice is compared with everyone else by one click, and with people of its own; both stand in the address, counts open their people', async () => {
  const page = await stage.open('/journeys/b2b?where.country=DE')
  await page.getByRole('link', { name: 'Compare with…' }).click()
  await page.getByRole('heading', { name: 'Who moved on' }).waitFor()
  expect(await page.locator('.comparison-facts').textContent()).toContain('everyone but those of: country is DE at entry')
  expect(await page.locator('.comparison-facts').textContent()).toContain('associations, not effects')
  await page.getByLabel('B is').selectOption('own')
  await page.getByRole('heading', { name: 'B is not chosen yet' }).waitFor()
  const second = page.getByRole('region', { name: 'Slice B' })
  await second.getByLabel('Persona').selectOption('it')
  await page.getByRole('heading', { name: 'Who moved on' }).waitFor()
  await eventually(() => page.url()).toContain('b.persona=it')
  expect(new URL(page.url()).searchParams.get('where.country')).toBe('DE')
  const people = page.getByRole('link', { name: /, B: .* entered\. Show the people/ }).first()
  const counted = (await people.textContent())?.replace(' entered', '')
  await people.click()
  await page.getByRole('dialog').waitFor()
  await eventually(() => page.getByRole('dialog').textContent()).toContain(counted ?? 'no count')
  expect(new URL(page.url()).searchParams.get('persona')).toBe('it')
  expect(new URL(page.url()).searchParams.get('where.country')).toBeNull()
})

test('the comparison is clean for screen readers in both themes, and fits a phone', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await stage.open('/journeys/b2b/compare?persona=it', { colorScheme, viewport: { width: 390, height: 844 } })
    await page.getByRole('heading', { name: 'Who moved on' }).waitFor()
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    const { violations } = (await page.evaluate(`${axe}; axe.run(document)`)) as AxeResults
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  }
})
