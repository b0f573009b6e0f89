import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { openStage, type Stage } from './open-page.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null
    return element?.dataset.row ? `${element.dataset.row},${element.dataset.column}` : (element?.textContent?.trim() ?? '')
  })

async function tabTo(page: Page, test: (text: string) => boolean): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab')
    if (test(await focused(page))) return
  }
  throw new Error('Tab never came there.')
}

test('Tab comes to the map, arrow keys go from cell to cell, Home and End to the ends of a row', async () => {
  const page = await stage.open('/journeys/b2b')
  await page.waitForSelector('.map')
  await tabTo(page, (text) => text === '0,1')
  await page.keyboard.press('ArrowRight')
  expect(await focused(page)).toBe('0,2')
  await page.keyboard.press('ArrowDown')
  expect(await focused(page)).toBe('1,2')
  await page.keyboard.press('End')
  expect(await focused(page)).toBe('1,6')
  await page.keyboard.press('Home')
  expect(await focused(page)).toBe('1,1')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  expect(await focused(page)).toBe('0,1')
})

test('from the map to a timeline and back, by keys only; Escape closes the drawer and gives the focus back', async () => {
  const page = await stage.open('/journeys/b2b')
  await page.waitForSelector('.map')
  await tabTo(page, (text) => text === '0,1')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  const figure = await focused(page)
  expect(figure).toMatch(/^\d+%$/)
  await page.keyboard.press('Enter')
  await eventually(() => focused(page)).toBe('Who moved on or reached the goal within the window')
  await page.locator('.people-table').waitFor()
  await tabTo(page, (text) => text.startsWith('acc-'))
  const subject = await focused(page)
  await page.keyboard.press('Enter')
  await eventually(() => focused(page)).toBe(subject)
  await page.locator('.spans').waitFor()
  await page.keyboard.press('Escape')
  await eventually(() => page.locator('.drawer').count()).toBe(0)
  await eventually(() => focused(page)).toBe(figure)
})

test('Enter on a cell opens its first figure, and Escape leads back to the stage from an address without opener', async () => {
  const page = await stage.open('/journeys/b2b/stages/evaluation')
  await page.locator('.drawer h3').first().waitFor()
  await page.keyboard.press('Escape')
  await eventually(() => focused(page)).toBe('3Evaluation')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Who moved on or reached the goal' }).waitFor()
})

test('the focus is always visible', async () => {
  const page = await stage.open('/journeys/b2b')
  await page.waitForSelector('.map')
  const unseen: string[] = []
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab')
    const seen = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement
      const shown = element instanceof HTMLInputElement && element.type === 'radio' ? element.nextElementSibling : element
      return shown ? getComputedStyle(shown).outlineStyle !== 'none' : false
    })
    if (!seen) unseen.push(await focused(page))
  }
  expect(unseen).toEqual([])
})

test('the tooltip also comes by focus', async () => {
  const page = await stage.open('/journeys/b2b')
  await page.waitForSelector('.map')
  await tabTo(page, (text) => text === '37%' || /^\d+%$/.test(text))
  await page.getByRole('tooltip').waitFor()
})
