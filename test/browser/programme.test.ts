import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runLine, witness } from '../../src/cli/fake-app.test-support.ts'
import { backtestSchema } from '../../src/map/backtest.ts'
import { backtestDifferences } from '../../src/map/backtest-words.ts'
import { count, countOf, percent } from '../../src/map/format.ts'
import { fixtureApp } from '../fixtures/fixture-app.ts'
import { eventually } from './eventually.ts'
import { openStageOf, type Stage } from './open-page.ts'

const app = fixtureApp()
let stage: Stage
beforeAll(async () => {
  // One test hands in a broken zip, which is refused.
  stage = await openStageOf(app, /400 \(Bad Request\)/)
})
afterAll(() => stage.close())

/** Fails where the page is not clean for screen readers, or wider than it should be. */
async function expectClean(page: Page, place: string): Promise<void> {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  const { violations } = (await page.evaluate(`${axe}; axe.run(document)`)) as AxeResults
  expect(violations.map(({ id, nodes }) => `${place} ${id}: ${nodes[0]?.html}`)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth), place).toBe(page.viewportSize()?.width)
}

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

test('[M7] the count behind a sign of trouble opens its people', async () => {
  const page = await stage.open('/journeys/b2b/programme')
  await page.getByText('1 sign without a message, and why').click()
  await page.getByRole('link', { name: /someone does nothing for 7 days: 12 stays\. Show them/ }).click()
  await page.getByRole('heading', { name: 'Who showed this sign: doing nothing for 7 d, by day 10' }).waitFor()
  await page.getByRole('region', { name: 'People' }).locator('tbody tr').first().waitFor()
  expect(new URL(page.url()).searchParams.get('name')).toBe('10d silence 7d')
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
  await page.getByRole('link', { name: 'Hand over' }).click()
  await page.getByLabel('Hand over to').selectOption('hubspot')
  const fields = page.getByRole('link', { name: 'Download the contact fields' })
  await eventually(() => fields.getAttribute('href')).toBe('/api/programmes/spring-mails/fields.csv?target=hubspot')
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

test('[R7] the backtest of a kept programme: the figures of the command line, who stands behind one, other limits, and two designs side by side', async () => {
  const text =
    'programme: past-mails\njourney: b2b\nconsent: { assumed: a test }\nsequences:\n  - { stage: consideration, messages: [{ id: first, day: 8 }, { id: second, day: 22 }] }\n'
  await fetch(`${stage.url}/api/programmes`, { method: 'POST', body: JSON.stringify({ text, by: '' }) })
  const page = await stage.open('/journeys/b2b/programme?programme=past-mails&part=backtest')
  const told = witness(app)
  expect(await runLine('--json programme backtest past-mails', told)).toBe(0)
  const { run } = backtestSchema.parse(JSON.parse(told.out))
  const against = { kind: 'designed', minGapDays: 7, perSequence: 1 } as const
  const { against: other } = await app.programmeBacktest('past-mails', { gaps: [], caps: [], against, beside: false })
  expect(run.sends).toBeGreaterThan(100)
  const lead = page.locator('.backtest .audit-sentence').first()
  await eventually(() => lead.textContent()).toContain(`${count(run.sends)} messages to ${count(run.reached)} people, on stays from`)
  expect(await page.locator('.backtest-check').textContent()).toContain('0 sent after a leaving that was known, as it must be.')
  const months = await page.locator('.backtest-months .figure-button').allTextContents()
  expect(months).toEqual(run.months.slice(-24).map(({ audience }) => count(audience)))
  for (const { name, sent, share } of run.messages) {
    const row = await page.locator('.programme-table tbody tr', { hasText: name }).first().textContent()
    expect(row).toContain(percent(share))
    expect(row).toContain(count(sent))
  }
  const twice = run.perPerson.at(-1)
  await page.locator('.backtest-bars').first().getByRole('button').last().click()
  await page.getByRole('heading', { name: `${count(twice?.people ?? 0)} people got ${twice?.sends} message` }).waitFor()
  await page.getByText('How many people would have got so many messages').waitFor()
  await eventually(() => page.locator('.send-people .lead-in').last().textContent()).toBe(countOf(twice?.people ?? 0, 'person'))
  await page.getByRole('button', { name: 'Close' }).click()
  await page.locator('#backtest-variants ~ .table-frame tbody tr').nth(2).waitFor()
  await page.getByLabel('At most, in one stage').fill('1')
  await page.getByRole('button', { name: 'Replay both' }).click()
  await page.locator('.backtest-pair').waitFor()
  const cells = await page
    .locator('.backtest-pair tr', { hasText: /^messages\d/ })
    .locator('td')
    .allTextContents()
  if (other === null) throw new Error('nothing stands beside it')
  expect(cells).toEqual([count(run.sends), count(other.sends)])
  expect(await page.locator('.backtest-against .audit-sentence').textContent()).toContain(backtestDifferences(run, other).join('; '))
  await page.setViewportSize({ width: 390, height: 844 })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectClean(page, colorScheme)
  }
  await page.close()
})

test('[R10] [R11] which events are e-mails is said in the address; the stays of an effect open', async () => {
  const page = await stage.open('/journeys/b2b/programme?part=audit')
  await page.getByText('Which events are e-mails').click()
  await page.getByRole('button', { name: 'Mail clicked does not say clicked' }).click()
  await eventually(() => new URL(page.url()).searchParams.get('clicked')).toBe('|')
  await page.getByRole('button', { name: 'Guess them from the data again' }).click()
  await eventually(() => new URL(page.url()).searchParams.get('clicked')).toBeNull()
  await page.getByLabel('Quarter').selectOption('2025-Q4')
  await eventually(() => page.url()).toContain('quarter=2025-Q4')
  await page.getByRole('button', { name: /Guide: 60\s% of \d+ stays\. Show them/ }).click()
  await page.getByRole('heading', { name: /^Guide: 60\s% of/ }).waitFor()
  await page.locator('.send-people tbody th a').first().waitFor()
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

test('[R3] [R5] the whole way from the map to a tool and back: kept, a message written, tested, checked, handed over as the command line does, compared', async () => {
  const page = await stage.open('/journeys/b2b')
  await page.getByRole('link', { name: 'E-mails' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Whole way')
  await page.getByRole('button', { name: 'Keep as a programme' }).click()
  await page.getByRole('heading', { name: 'Whole way' }).waitFor()

  await page.getByRole('button', { name: 'Add a message to Consideration' }).click()
  const form = page.getByRole('form', { name: 'New message for Consideration' })
  const day = form.getByLabel('Day since entering the stage')
  await day.fill('9')
  await form.getByText(/Only 1 day from “/).waitFor()
  await day.fill('15')
  await eventually(() => form.locator('.draft-reach').textContent()).toMatch(/still reaches 90\s%/)
  await form.getByText(/Only 1 day from “/).waitFor({ state: 'detached' })
  await form.getByLabel('Name', { exact: true }).fill('What it takes')
  await form.getByLabel('Question or concern that it answers').fill('How long does it take?')
  await form.getByLabel('Leads to').fill('Pricing page')
  await form.getByLabel('Idea for the subject').fill('Two weeks, not two months')
  await form.getByRole('button', { name: 'Add this message' }).click()
  const named = (name: string) => page.locator('.kept-message').filter({ has: page.locator('summary b', { hasText: name }) })
  const added = named('What it takes')
  await eventually(() => added.locator('summary').textContent()).toMatch(/day 15 · still reaches 90\s%.*How long does it take\?/)
  expect(await page.locator('.kept-message summary b').allTextContents()).toHaveLength(3)

  await page.getByRole('button', { name: 'Add a message for those who stumble' }).click()
  const friction = page.getByRole('form', { name: 'New message for those who stumble' })
  expect(await friction.getByRole('button', { name: 'Add this message' }).isDisabled()).toBe(true)
  await friction.getByRole('textbox', { name: 'Event' }).fill('payment failed')
  await friction.getByLabel('Name', { exact: true }).fill('Stuck')
  await friction.getByRole('button', { name: 'Add this message' }).click()
  const stuck = named('Stuck')
  await stuck.locator('summary').click()
  await stuck.getByRole('button', { name: 'Remove message Stuck' }).click()
  await stuck.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo the last change' }).click()
  await stuck.waitFor()
  const people = page.getByRole('region', { name: 'Sender and people' })
  await people.getByLabel('Address to unsubscribe').fill('http://acme.example')
  await people.getByLabel('Sender’s name').fill('Acme')
  await people.getByText(/it must begin with https:/).waitFor()
  await people.getByLabel('Sender’s address').fill('hello@acme.example')
  await people.getByLabel('Address to unsubscribe').fill('https://acme.example/u')
  await people.getByLabel('Address to unsubscribe').press('Enter')
  await people.getByText(/it must begin with https:|whom the messages come from/).waitFor({ state: 'detached' })
  expect(await people.getByLabel('Sender’s name').inputValue()).toBe('Acme')
  await page.getByRole('button', { name: 'Keep the changes' }).click()
  await page.getByText(/Kept\. \d+ parts changed\./).waitFor()

  await added.locator('summary').click()
  await added.getByRole('button', { name: /send a test/ }).click()
  await added.getByLabel('Contact whose data it shows').fill('c1')
  await added.getByRole('button', { name: 'Show it' }).click()
  await added.frameLocator('iframe').getByRole('heading', { name: 'Hello c1' }).waitFor()
  await added.getByLabel('Send the test to').fill('me@example.com')
  await added.getByRole('button', { name: 'Send the test' }).click()
  await added.getByText('Sent to me@example.com through mail.example.com:587').waitFor()
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('button', { name: 'Add a message to Consideration' }).click()
  await page.getByRole('button', { name: 'Add messages for another stage' }).click()
  await page.getByRole('button', { name: 'Add a message that an event owes' }).click()
  await expectClean(page, 'forms')

  await page.getByRole('link', { name: 'Hand over' }).click()
  await page.getByLabel('Hand over to').selectOption('hubspot')
  await page.getByRole('status').filter({ hasText: 'HubSpot' }).waitFor()
  await eventually(() => page.locator('.check-list').first().textContent()).toContain('Applies to 4 messages: ')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download the files' }).click()])
  const zip = await readFile(await download.path())
  const files = unzipSync(zip)
  const { date } = JSON.parse(strFromU8(files['export.json'] ?? new Uint8Array())) as { date: string }
  const folder = await mkdtemp(join(tmpdir(), 'desirepath-hand-over-'))
  const line = ['programme', 'export', 'whole-way', '--target', 'hubspot', '--date', date, '--out', 'pack']
  expect(await runLine(line, witness(app, { folder }))).toBe(0)
  for (const [path, bytes] of Object.entries(files)) {
    expect((await readFile(join(folder, 'pack', path))).equals(Buffer.from(bytes)), path).toBe(true)
  }

  const given = (name: string, buffer: Uint8Array) =>
    page.getByLabel('Choose the zip or files').setInputFiles({ name, mimeType: 'application/zip', buffer: Buffer.from(buffer) })
  await given('whole-way.zip', zip)
  await page.getByText('No differences: the export (whole-way.zip) says what the programme says.').waitFor()
  await page.getByLabel('Choose the folder').setInputFiles(join(folder, 'pack'))
  await page.getByText(`No differences: the export (${Object.keys(files).length} files) says what the programme says.`).waitFor()
  await rm(folder, { recursive: true })
  const messages = JSON.parse(strFromU8(files['messages.json'] ?? new Uint8Array())) as { id: string; workflow: string }[]
  const path = messages.find(({ id }) => id === 'stuck')?.workflow ?? ''
  const changed = strFromU8(files[path] ?? new Uint8Array()).replace('"2880"', '"4320"')
  await given('edited.zip', zipSync({ ...files, [path]: strToU8(changed) }))
  await page.getByText('"stuck": delay is 2 days in the programme, 3 days in the export.').waitFor()
  await given('broken.zip', strToU8('no zip'))
  await page.getByRole('alert').filter({ hasText: 'broken.zip is no zip that can be read' }).waitFor()
  await expectClean(page, 'hand over')

  await page.getByRole('link', { name: 'All programmes' }).click()
  await page.getByRole('img', { name: /programmes?; .*All of it stands in words below/ }).waitFor()
  const section = page.getByRole('region', { name: 'Whole way' })
  expect(await section.textContent()).toMatch(/Who can be in it.*Caps.*Data needed.*event payment failed.*Systems involved/)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectClean(page, `all programmes, ${colorScheme}`)
  }
  const [picture] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Picture (SVG)' }).click()])
  expect(await readFile(await picture.path(), 'utf8')).toContain('Whole way · priority 0 · 4 messages')
  await page.close()
})
