import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { App } from '../../src/app/app.ts'
import { openApp } from '../../src/app/open-app.ts'
import { layEmptyData } from '../empty-data.ts'
import { eventually } from './eventually.ts'
import { openStageOf, type Stage } from './open-page.ts'

let stage: Stage
let app: App
let data: string
let axe: string
const start = async () => {
  app = await openApp({ data, command: 'a test' })
  stage = await openStageOf(app)
}
beforeAll(async () => {
  data = await layEmptyData(await mkdtemp(join(tmpdir(), 'desirepath-data-set-')))
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await start()
}, 240_000)
afterAll(async () => {
  await stage?.close()
  await app?.close()
  await rm(data, { recursive: true, force: true })
})

afterEach(async () => {
  for (const { id } of await app.uploads()) await app.dropUpload(id)
})

const patienceMs = 120_000
const phone = { viewport: { width: 390, height: 844 } }
const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
const wizardOf = (page: Page, name: string) => page.locator('.file-wizard', { has: page.getByRole('heading', { name, exact: true }) })
const sorted = async (all: Locator) => (await all.allTextContents()).toSorted()
const deals =
  'deal_id,account,product,opened_on,closed_on,deal_stage\nd1,Acme,Basic,2025-01-02,2025-02-03,Won\nd2,Best,Pro,2025-01-05,2025-02-20,Lost\nd3,Nobody,Pro,2025-01-09,,Open\n'
const accounts = 'account,sector\nAcme,retail\nBest,finance\n'
const products = 'product,price\nBasic,10\nPro,20\n'
const visits = 'contact_id,event,date\nc1,visit,03/04/2025\nc2,visit,05/06/2025\n'
const pdf = '%PDF-1.7 and so on'

async function expectSound(page: Page) {
  const { violations } = (await page.evaluate(`${axe}; axe.run(document)`)) as AxeResults
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join('\n')}`).join('\n')).toBe('')
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
}

test('several files are one data set: joins in words, one question answered, one bad file left out, one click, one undo', async () => {
  const page = await stage.open('/add', phone)
  await page.waitForSelector('.drop')
  const given = { 'deals.csv': deals, 'accounts.csv': accounts, 'products.csv': products, 'visits.csv': visits, 'report.csv': pdf }
  const dropped = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer()
    for (const [name, text] of Object.entries(files)) transfer.items.add(new File([text], name))
    return transfer
  }, given)
  await page.dispatchEvent('.drop', 'drop', { dataTransfer: dropped })
  const head = page.locator('.data-set')
  await head.waitFor()
  expect(await head.locator('.joins li').allTextContents()).toEqual([
    'deals.csv joins accounts.csv on the account: column account to column account. Of the first 3 rows that name one, 2 match (2 accounts) and 1 row (1 account) does not.',
  ])
  expect(await page.locator('.left-out li').allTextContents()).toEqual([
    expect.stringContaining('products.csv each row describes one product, which deals.csv names in its column product'),
  ])
  await wizardOf(page, 'report.csv').locator('.failure').waitFor()
  expect(await wizardOf(page, 'report.csv').locator('.failure').textContent()).toContain('report.csv is a PDF')
  const all = head.getByRole('button', { name: 'Import all 4 files' })
  expect(await all.isDisabled()).toBe(true)
  await eventually(() => head.locator('.failure').textContent()).toMatch(
    /(report|visits)\.csv and (visits|report)\.csv cannot be imported as they stand/,
  )
  await wizardOf(page, 'visits.csv').getByLabel('4 March 2025 (MM/DD/YYYY)').check()
  await eventually(() => wizardOf(page, 'visits.csv').locator('.sample-sum').textContent()).toContain('4 Mar 2025 to 6 May 2025')
  await expectSound(page)

  await head.getByRole('button', { name: 'Import the other 3 without report.csv' }).click()
  await page.getByRole('heading', { name: 'What next?' }).waitFor({ timeout: patienceMs })
  const whole = page.locator('.data-set-import')
  expect(await sorted(whole.locator('.import[data-state="complete"] h2'))).toEqual(['accounts.csv', 'deals.csv', 'visits.csv'])
  expect(await page.getByRole('link', { name: 'Draft a journey from this' }).getAttribute('href')).toBe('/draft?subject=deal')
  await eventually(() => sorted(page.locator('.left-out b'))).toEqual(['products.csv', 'report.csv'])
  await expectSound(page)

  await page.goto(`${stage.url}/imports`)
  await whole.getByRole('button', { name: 'Undo the import of all 3 files' }).click()
  expect(await whole.locator('.decision p').first().textContent()).toMatch(/^This goes: 7 events,/)
  await whole.getByRole('button', { name: 'Undo this import' }).click()
  await eventually(async () => (await app.dataSetImports()).map(({ state }) => state)).toEqual(['undone'])
  expect((await app.imports()).map(({ state }) => state)).toEqual(['undone', 'undone', 'undone'])
  expect((await app.names()).names).toEqual([])
  await page.close()
}, 180_000)

test('what a person has set survives a reload and a start of the server, until it is forgotten', async () => {
  let page = await stage.open('/add')
  await page.setInputFiles('.drop input', [file('visits.csv', visits), file('again.csv', visits), file('accounts.csv', accounts)])
  await wizardOf(page, 'visits.csv').getByLabel('4 March 2025 (MM/DD/YYYY)').check()
  await wizardOf(page, 'visits.csv').getByText('Read as you set it.').waitFor()
  await eventually(() => page.locator('.left-out').textContent()).toContain('its content is that of visits.csv')
  await page.getByRole('button', { name: 'Leave out accounts.csv' }).click()
  await eventually(() => sorted(page.locator('.left-out b'))).toEqual(['accounts.csv', 'again.csv'])
  await stage.close()
  await app.close()
  await start()
  page = await stage.open('/add')
  const wizard = wizardOf(page, 'visits.csv')
  await wizard.getByText('Read as you set it.').waitFor()
  expect(await wizard.getByLabel('4 March 2025 (MM/DD/YYYY)').isChecked()).toBe(true)
  await eventually(() => sorted(page.locator('.left-out b'))).toEqual(['accounts.csv', 'again.csv'])
  expect(await page.locator('.kept-until').textContent()).toMatch(/with what you set, until .* UTC: a day after it came/)
  await wizard.getByRole('button', { name: 'Forget what I set' }).click()
  await eventually(() => wizard.locator('.failure').textContent()).toContain('Day and month cannot be told apart')
  await page.reload()
  await wizard.locator('.failure').waitFor()
  for (const { id } of await app.uploads()) await app.dropUpload(id)
  expect(await readdir(join(data, 'uploads'))).toEqual([])
  await page.close()
}, 120_000)

test('a folder is given: files in folders inside it are not taken, one with a password is told, and Cancel all leaves nothing', async () => {
  const before = (await app.names()).names
  const folder = join(data, 'given')
  await mkdir(join(folder, 'inner'), { recursive: true })
  const rows = Array.from({ length: 400_000 }, (_, i) => `c${i % 900},visit,2025-01-${10 + (i % 20)}T10:00:${10 + (i % 50)}Z`)
  await writeFile(join(folder, 'visits.csv'), `contact_id,event,timestamp\n${rows.join('\n')}\n`)
  await writeFile(join(folder, 'people.csv'), 'contact_id,country\nc1,DE\nc2,FR\n')
  await writeFile(join(folder, 'notes.md'), '# not data')
  await writeFile(join(folder, 'inner', 'more.csv'), 'contact_id,city\nc1,Bern\n')
  const locked = [Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1016), Buffer.from('EncryptedPackage', 'utf16le'), Buffer.alloc(480)]
  await writeFile(join(folder, 'locked.xlsx'), Buffer.concat(locked))
  const page = await stage.open('/add', phone)
  const chooser = page.locator('.choose-folder input')
  await chooser.setInputFiles(folder)
  await page.locator('.data-set').waitFor()
  await wizardOf(page, 'locked.xlsx').locator('.failure').waitFor()
  await eventually(() => sorted(page.locator('.file-wizard h2'))).toEqual(['locked.xlsx', 'people.csv', 'visits.csv'])
  expect(await wizardOf(page, 'locked.xlsx').locator('.failure').textContent()).toMatch(/protected by a password.*Save as/)
  await page.getByRole('button', { name: 'Import the other 2 without locked.xlsx' }).click()
  await page.getByRole('button', { name: 'Cancel all' }).click()
  await eventually(async () => (await app.dataSetImports())[0]?.state).toBe('cancelled')
  await page.getByText('Nothing of the 2 files was taken over.').waitFor()
  expect((await app.names()).names).toEqual(before)
  await rm(join(folder, 'visits.csv'))
  for (const name of ['people.csv', 'locked.xlsx']) await rm(join(folder, name))
  await chooser.setInputFiles(folder)
  await page.getByRole('alert').getByText('Right in this folder lies no file that may be data').waitFor()
  await expectSound(page)
  await page.close()
}, 120_000)

const shared = process.env.DESIREPATH_TEST_DATA ?? join(import.meta.dirname, '../../../shared/data')
const crm = join(shared, 'maven_crm')

test(`the files of a CRM join by themselves${existsSync(crm) ? '' : ': not checked, maven_crm is not there'}`, async () => {
  if (!existsSync(crm)) return
  const page = await stage.open('/add')
  const names = ['accounts.csv', 'products.csv', 'sales_pipeline.csv', 'sales_teams.csv']
  await page.setInputFiles(
    '.drop input',
    names.map((name) => join(crm, name)),
  )
  const all = page.getByRole('button', { name: 'Import all 2 files' })
  await eventually(() => all.isEnabled()).toBe(true)
  expect((await page.locator('.joins li').allTextContents()).map((text) => text.replace(/(?<=\d)\s(?=\d)/g, ''))).toEqual([
    'sales_pipeline.csv joins accounts.csv on the account: column account to column account. All 85 accounts of the first 1765 rows that name one are there.',
  ])
  await all.click()
  await page.getByRole('heading', { name: 'What next?' }).waitFor({ timeout: patienceMs })
  const taken = (await app.imports()).filter(({ state }) => state === 'complete').map(({ file: name, added }) => `${name} ${added}`)
  expect(taken.toSorted()).toEqual(['accounts.csv 0', 'sales_pipeline.csv 15011'])
  await page.close()
}, 120_000)
