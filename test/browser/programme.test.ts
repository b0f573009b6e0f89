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

test('[R3] from the map to a design: a message moved by key or by hand says at once whom it still reaches, without asking the server', async () => {
  const page = await stage.open('/journeys/b2b')
  await page.getByRole('link', { name: 'E-mails' }).click()
  const first = page.getByRole('slider', { name: 'Message 1' })
  await first.waitFor()
  expect(await first.getAttribute('aria-valuetext')).toMatch(/^day 8, reaches 90\s%$/)
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await first.focus()
  await page.keyboard.press('PageUp')
  await page.keyboard.press('PageUp')
  expect(await first.getAttribute('aria-valuetext')).toMatch(/^day 21, /)
  const card = page.locator('.message-card').nth(1)
  expect(await card.textContent()).toContain('Only 1 day after message 1')
  const second = page.getByRole('slider', { name: 'Message 2' })
  const box = await second.boundingBox()
  const field = await page.locator('.curve-field').boundingBox()
  if (box === null || field === null) throw new Error('The curve is not drawn.')
  await page.mouse.move(box.x + 12, box.y + 12)
  await page.mouse.down()
  await page.mouse.move(field.x + field.width, box.y + 12, { steps: 4 })
  await page.mouse.up()
  await eventually(() => second.getAttribute('aria-valuetext')).toMatch(/^day 29, reaches 20\s%$/)
  expect(await card.textContent()).toContain('moved from day 22')
  expect(await page.locator('.message-card').nth(1).textContent()).not.toContain('Only')
  expect(asked).toEqual([])
  await page.getByRole('button', { name: 'Back to the designed days' }).click()
  expect(await first.getAttribute('aria-valuenow')).toBe('8')
  await page.close()
})

test('[R1] what people decide stands in the address, and nobody may be written to until someone says who', async () => {
  const page = await stage.open('/journeys/b2b/programme')
  await page.getByLabel('Who may be written to').selectOption('assumed')
  await eventually(() => page.url()).toContain('consent=assumed')
  const gap = page.getByLabel('At least, between two messages')
  await gap.fill('10')
  await gap.press('Enter')
  await eventually(() => page.url()).toContain('gap=10')
  await gap.fill('0')
  await gap.blur()
  await eventually(() => gap.inputValue()).toBe('10')
  await page.getByRole('link', { name: /40 contacts may be written to now\. Show who is in the stage/ }).waitFor()
  await page.close()
})

test('the design is clean for screen readers in both themes, and fits a phone', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await stage.open('/journeys/b2b/programme', { colorScheme, viewport: { width: 390, height: 844 } })
    await page.locator('.message-card').first().waitFor()
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    const { violations } = (await page.evaluate(`${axe}; axe.run(document)`)) as AxeResults
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await page.close()
  }
})

test('[R6] from the design to a kept programme: moved, named, capped, checked as one writes, planned, paused with a reason, all in the log', async () => {
  const page = await stage.open('/journeys/b2b/programme?consent=assumed')
  await page.getByRole('slider', { name: 'Message 1' }).press('ArrowRight')
  await page.getByLabel('Name', { exact: true }).fill('Spring mails')
  await page.getByRole('button', { name: 'Keep as a programme' }).click()
  await page.getByRole('heading', { name: 'Spring mails' }).waitFor()
  expect(page.url()).toContain('programme=spring-mails')
  await page.locator('.check-list li', { hasText: 'unsubscribe' }).first().waitFor()
  const message = page.locator('.kept-message').first()
  await message.locator('summary').click()
  expect(await message.getByLabel('Day').inputValue()).toBe('9')
  await message.getByLabel('Name', { exact: true }).fill('Fits your tools')
  await message.getByLabel('Name', { exact: true }).press('Enter')
  await page.getByLabel('At most, in one stage').fill('1')
  await page.getByLabel('At most, in one stage').blur()
  await page.getByText('Changed here, not kept yet.').waitFor()
  await page.getByLabel('Your name, for the log').fill('Ada')
  await page.getByRole('button', { name: 'Keep the changes' }).click()
  await page.getByText(/Kept\. 2 parts changed\./).waitFor()
  await page.getByRole('link', { name: 'Content plan' }).click()
  await page.getByRole('columnheader', { name: 'answered by' }).waitFor()
  await page.getByRole('button', { name: 'Pause everything' }).click()
  await page.getByLabel('Why').fill('A fault in the shop')
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await page.getByText('Everything is paused').first().waitFor()
  await page.getByRole('link', { name: 'Log' }).click()
  await eventually(() => page.locator('.programme-log').textContent()).toMatch(/paused, with all others.*A fault in the shop.*kept by Ada/)
  await page.getByRole('button', { name: 'Go on sending' }).first().click()
  await page.getByRole('button', { name: 'Pause everything' }).waitFor()
  for (const part of ['', '&part=plan', '&part=who', '&part=export', '&part=text', '&part=log']) {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`${stage.url}/journeys/b2b/programme?programme=spring-mails${part}`)
    await page.getByRole('heading', { name: 'Spring mails' }).waitFor()
    await page.locator('.check-list, .programme-table, .programme-log').first().waitFor()
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    const { violations } = (await page.evaluate(`${axe}; axe.run(document)`)) as AxeResults
    expect(violations.map(({ id, nodes }) => `${part} ${id}: ${nodes[0]?.html}`)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  }
  await page.close()
})

test('[R10] today’s e-mails: the sentence first, then each message; a number opens the e-mails behind it', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await stage.open('/journeys/b2b/programme', { colorScheme, viewport: { width: 390, height: 844 } })
    await page.getByRole('link', { name: 'Today’s e-mails' }).click()
    expect(await page.locator('.audit-sentence').textContent()).toMatch(/\d\s% of/)
    await page
      .getByRole('button', { name: /elsewhere|%.*Show them/ })
      .first()
      .click()
    await page.locator('.send-people tbody tr').first().waitFor()
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    const { violations } = (await page.evaluate(`${axe}; axe.run(document)`)) as AxeResults
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await page.close()
  }
})
