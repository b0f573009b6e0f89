import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { App } from '../../src/app/app.ts'
import { openApp } from '../../src/app/open-app.ts'
import { layEmptyData } from '../empty-data.ts'
import { eventually } from './eventually.ts'
import { openStageOf, type Stage } from './open-page.ts'

let stage: Stage
let app: App
let data: string
let axe: string
beforeAll(async () => {
  data = await layEmptyData(await mkdtemp(join(tmpdir(), 'desirepath-wizard-')))
  app = await openApp({ data, command: 'a test' })
  stage = await openStageOf(app)
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
}, 240_000)
afterAll(async () => {
  await stage?.close()
  await app?.close()
  await rm(data, { recursive: true, force: true })
})

const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
const wizardOf = (page: Page, name: string) => page.locator('.file-wizard', { has: page.getByRole('heading', { name, exact: true }) })
const openAdd = (options = {}) => stage.open('/add', options)

async function expectClean(page: Page) {
  const { violations } = (await page.evaluate(`${axe}; axe.run(document)`)) as AxeResults
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join('\n')}`).join('\n')).toBe('')
}

// The first import opens the engine.
const patienceMs = 120_000
const phone = { viewport: { width: 390, height: 844 } }
const expectNoSideways = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)

const good =
  'user_id,company,event,timestamp,page\nu1,acme,visit,2025-03-01T10:00:00Z,/\nu2,acme,visit,2025-03-02T10:00:00Z,/x\nu1,acme,signup,2025-03-04T10:00:00Z,\nu3,,visit,not a time,/\n'

test('from drop to imported by mouse: shown first, imported only when asked', async () => {
  const page = await openAdd()
  await page.waitForSelector('.drop')
  const dropped = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([text], 'visits.csv'))
    return transfer
  }, good)
  await page.dispatchEvent('.drop', 'drop', { dataTransfer: dropped })
  const wizard = wizardOf(page, 'visits.csv')
  await wizard.getByRole('button', { name: 'Import' }).waitFor()
  expect(await wizard.locator('.sample-sum').textContent()).toBe('All 4 rows: 3 events · 2 contacts · 1 account · 1 Mar 2025 to 4 Mar 2025')
  expect(await wizard.locator('.sample-table').first().locator('tbody tr').first().textContent()).toContain('contact u1')
  await wizard.getByText('1 row in the file would not be taken: see why').click()
  expect(await wizard.locator('.sample-rejects').textContent()).toContain('line 5: u3,,visit,not a time,/')
  expect((await app.imports()).length).toBe(0)
  await expectClean(page)
  await wizard.getByRole('button', { name: 'Import' }).click()
  await page.getByRole('heading', { name: 'What next?' }).waitFor({ timeout: patienceMs })
  expect(await page.locator('.import[data-state="complete"] .import-counts dd').allTextContents()).toEqual(['4', '3', '0', '1'])
  expect(await page.getByRole('link', { name: 'Draft a journey from this' }).getAttribute('href')).toBe('/draft?subject=contact')
  await eventually(() => wizard.count()).toBe(0)
  expect(await readdir(join(data, 'uploads'))).toEqual([])
  await expectClean(page)
}, 180_000)

test('pasted rows, by keyboard alone, with a column chosen that no name tells', async () => {
  const page = await openAdd()
  await page.waitForSelector('.drop')
  await page.locator('.paste summary').focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.insertText(
    'wer\twas\twann\na@x.example\tkauf\t2025-01-02 10:00\nb@x.example\tbesuch\t2025-01-03 11:00\nb@x.example\tkauf\t2025-01-04 11:00',
  )
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const wizard = wizardOf(page, 'pasted rows.csv')
  await wizard.locator('.failure').waitFor()
  expect(await wizard.locator('.failure').textContent()).toContain('Choose the column that says what happened')
  await expectClean(page)
  const what = wizard.getByLabel('What happened')
  await what.focus()
  await page.keyboard.type('was')
  await eventually(() => wizard.locator('.sample-sum').textContent()).toContain('3 events · 2 contacts')
  const start = wizard.getByRole('button', { name: 'Import' })
  // Each letter typed may pick another column: all must have been looked at.
  await eventually(() => what.inputValue()).toBe('was')
  await eventually(() => wizard.getAttribute('aria-busy')).toBe('false')
  await start.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'What next?' }).waitFor({ timeout: patienceMs })
  const [record] = await app.imports()
  expect(record).toMatchObject({ file: 'pasted rows.csv', source: 'pasted rows.csv', state: 'complete', added: 3 })
}, 180_000)

test('on a phone: a question about day and month stands before the import, and its answer counts', async () => {
  const page = await openAdd(phone)
  await page.setInputFiles('input[type=file]', file('days.csv', 'contact_id,event,date\nc1,visit,03/04/2025\nc1,buy,05/06/2025\n'))
  const wizard = wizardOf(page, 'days.csv')
  await wizard.locator('.decision').waitFor()
  expect(await wizard.locator('.decision legend').textContent()).toBe('In the column date, which day is 03/04/2025?')
  expect(await wizard.getByRole('button', { name: 'Import' }).isDisabled()).toBe(true)
  await expectNoSideways(page)
  await expectClean(page)
  await wizard.getByLabel('4 March 2025 (MM/DD/YYYY)').check()
  await eventually(() => wizard.locator('.sample-sum').textContent()).toContain('4 Mar 2025 to 6 May 2025')
  await wizard.getByText('As a file').click()
  expect(await wizard.locator('textarea').inputValue()).toContain('format: MM/DD/YYYY')
  await expectNoSideways(page)
  await wizard.getByRole('button', { name: 'Put away' }).click()
  await eventually(() => wizard.count()).toBe(0)
})

test('form and text are one document: remarks stay, and either changes what is shown', async () => {
  const page = await openAdd()
  await page.setInputFiles(
    'input[type=file]',
    file('deals.csv', 'deal_id,stage,started\nd1,offer,2025-01-01 10:00\nd2,won,2025-01-02 10:00\nd1,won,2025-01-05 10:00\n'),
  )
  const wizard = wizardOf(page, 'deals.csv')
  await wizard.getByText('As a file').click()
  const text = wizard.locator('textarea')
  await text.fill('# ours\nkind: events\ntime: started\nname: stage\nobjects: {deal: deal_id} # from the CRM\n')
  await wizard.getByRole('button', { name: 'Read the file so' }).click()
  await eventually(() => wizard.locator('.sample-sum').textContent()).toContain('3 events · 2 deals')
  await wizard.getByText('Change how it is read').click()
  await wizard.getByLabel('Who set it going').selectOption('the company')
  await wizard.getByLabel('Time zone').selectOption('Europe/Amsterdam')
  await eventually(() => wizard.locator('.sample-table').first().locator('tbody tr').first().textContent()).toContain('1 Jan 2025, 09:00')
  await wizard.getByText('As a file').click()
  const changed = await text.inputValue()
  expect(changed).toContain('# ours')
  expect(changed).toContain('# from the CRM')
  expect(changed).toContain('initiator: company')
  await text.fill('kind: [')
  await wizard.getByRole('button', { name: 'Read the file so' }).click()
  await eventually(() => wizard.locator('.failure').textContent()).toContain('no YAML')
  await wizard.getByRole('button', { name: 'Put away' }).click()
})

test('an import is undone from its card, after it was said what goes', async () => {
  const page = await openAdd(phone)
  await page.setInputFiles('input[type=file]', file('wrong.csv', good.replaceAll('visit', 'wrong visit')))
  await wizardOf(page, 'wrong.csv').getByRole('button', { name: 'Import' }).click()
  const card = page.locator('.import', { has: page.getByRole('heading', { name: 'wrong.csv' }) })
  await card.getByRole('button', { name: /^Undo the import of wrong\.csv/ }).focus()
  await page.keyboard.press('Enter')
  await card.locator('.decision').waitFor()
  expect(await card.locator('.decision p').first().textContent()).toMatch(/^This goes: 3 events, .*the list of 1 row not taken\./)
  await expectNoSideways(page)
  await expectClean(page)
  await page.keyboard.press('Enter')
  await eventually(() => card.getAttribute('data-state')).toBe('undone')
  expect((await app.imports()).find((one) => one.file === 'wrong.csv')).toMatchObject({ state: 'undone', rejected: 1 })
  const doctor = await app.doctor()
  expect(doctor.every(({ ok }) => ok)).toBe(true)
}, 180_000)

const bad: readonly { name: string; text: string; says: RegExp }[] = [
  { name: 'report.pdf', text: '%PDF-1.7 and so on', says: /report\.pdf is a PDF\. Give a table/ },
  { name: 'empty rows.csv', text: '\n\n\n', says: /nothing but blank lines/ },
  { name: 'no times.csv', text: 'contact_id,event,date\nc1,visit,soon\nc2,visit,later\n', says: /holds "soon", no time in a known format/ },
  { name: 'one column.csv', text: 'who%what%when\na%b%2025-01-01\nc%d%2025-01-02\n', says: /Choose the column/ },
]

test.each(bad)('says in a sentence what is wrong with $name, and imports nothing', async ({ name, text, says }) => {
  const page = await openAdd()
  const before = (await app.imports()).length
  await page.setInputFiles('input[type=file]', file(name, text))
  const wizard = wizardOf(page, name)
  await wizard.locator('.failure').waitFor()
  expect(await wizard.locator('.failure').textContent()).toMatch(says)
  expect(await wizard.locator('.failure').textContent()).not.toContain(data)
  const start = wizard.getByRole('button', { name: 'Import' })
  expect((await start.count()) === 0 || (await start.isDisabled())).toBe(true)
  await expectClean(page)
  await wizard.getByRole('button', { name: 'Put away' }).click()
  await eventually(() => wizard.count()).toBe(0)
  expect((await app.imports()).length).toBe(before)
})

test('300 columns are shown within a second and stay on the page', async () => {
  const page = await openAdd(phone)
  const names = Array.from({ length: 297 }, (_, index) => `field ${index}`)
  const rows = Array.from(
    { length: 300 },
    (_, row) => `c${row % 7},e${row % 3},2025-01-01T00:00:0${row % 10}Z,${names.map((_, index) => `v${index}`).join(',')}`,
  )
  await page.setInputFiles('input[type=file]', file('wide.csv', `contact_id,event,timestamp,${names.join(',')}\n${rows.join('\n')}\n`))
  const wizard = wizardOf(page, 'wide.csv')
  await wizard.getByText('All 300 columns').click()
  await expectNoSideways(page)
  const [kept] = await app.uploads()
  const startedAt = performance.now()
  await app.previewUpload(kept?.id ?? '', { mapping: null })
  expect(performance.now() - startedAt).toBeLessThan(5000)
  await wizard.getByRole('button', { name: 'Put away' }).click()
  await eventually(() => wizard.count()).toBe(0)
})
