import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LocalApp } from '../../src/app/app.ts'
import { openLocalApp } from '../../src/app/open-app.ts'
import { plantedWorld } from '../campaign-world.ts'
import { layEmptyData } from '../empty-data.ts'
import { openStageOf, type Stage } from './open-page.ts'

const definition = `journey: buying
name: Buying
subject: contact
stages:
  - { id: look, name: Looks, lifecycle: awareness, entry: visit, window: 30d }
  - { id: buy, name: Buys, lifecycle: acquisition, entry: buy, window: 30d }
`
let data: string
let app: LocalApp
let stage: Stage
let axe: string
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'desirepath-calendar-'))
  app = await openLocalApp({ data: await layEmptyData(join(data, 'data')), command: 'test' })
  const rows = plantedWorld('page', { begin: Date.parse('2026-01-20'), end: Date.parse('2026-05-10') })
  const lines = rows.map(({ at, contact, account, name }) => `${new Date(at).toISOString()},${contact},${account},${name}`)
  const people = [...new Set(rows.map(({ contact, country }) => `${contact},${country}`))]
  for (const [name, text] of [
    ['events.csv', ['timestamp,user_id,account,event', ...lines]],
    ['contacts.csv', ['contact_id,country', ...people]],
  ] as const) {
    await writeFile(join(data, name), `${text.join('\n')}\n`)
    await app.importFile({ path: join(data, name), source: null, mapping: null, refresh: false })
  }
  await app.applyJourney(definition)
  stage = await openStageOf(app, /status of 422/)
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
}, 60_000)
afterAll(async () => {
  await stage.close()
  await app.close()
  await rm(data, { recursive: true })
})

async function violations(page: Page): Promise<string[]> {
  const results = (await page.evaluate(`${axe}; axe.run(document)`)) as AxeResults
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join('\n   ')}`)
}

const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

test('[K1] [K4] [M7] a campaign is added by keyboard, marks the trend, and shows its before and after, whose counts open their people', async () => {
  const page = await stage.open('/calendar', { colorScheme: 'dark' })
  await page.getByRole('heading', { name: 'No campaigns yet' }).waitFor()
  await page.getByText('No journey has a deadline yet').waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Add a campaign' }).focus()
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe('name')
  await page.keyboard.type('Spring in Germany')
  await page.getByLabel('First day').fill('2026-03-30')
  await page.getByLabel('Last day, included').fill('2026-03-01')
  await page.getByLabel('Time zone').fill('UTC')
  await page.getByLabel('Audience').selectOption('property')
  await page.getByLabel('Property', { exact: true }).fill('country')
  await page.getByLabel('is', { exact: true }).fill('DE')
  await page.getByLabel('Cost').fill('9000')
  await page.getByLabel('Currency').fill('eur')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('The last day, 2026-03-01, is before the first').waitFor()
  await page.getByLabel('First day').fill('2026-03-01')
  await page.getByLabel('Last day, included').fill('2026-03-30')
  await page.getByLabel('Note').press('Enter')
  await page.getByRole('status').getByText('1 campaign added: spring-in-germany.').waitFor()
  const looks = page.getByRole('region', { name: 'Looks' })
  await looks.getByText('Against the days before').waitFor()
  expect(await looks.locator('dl').first().textContent()).toMatch(
    /entries a day \+\d.*Audience less outside.*per extra entry: \d+\.\d\d EUR/,
  )
  // The last stage has no goal: that is said once, and its entries are compared.
  const buys = page.getByRole('region', { name: 'Buys' })
  expect(await buys.getByText('Moved on: not compared: the last stage has no goal: entries alone are compared.').count()).toBe(1)
  expect(await buys.locator('dl').first().textContent()).not.toContain('moved on')
  expect(await page.locator('.campaign-notes').textContent()).toMatch(/an association, not an effect.*There is no year before/)
  expect(await page.getByRole('list', { name: 'Campaigns over time' }).getByRole('link').count()).toBe(1)
  expect(await violations(page)).toEqual([])

  const count = looks.locator('tbody tr').first().getByRole('link').first()
  const entered = await count.textContent()
  await count.click()
  await page.getByText(`${entered} stays of`).waitFor()
  expect(await page.locator('#drawer-title').textContent()).toBe('Who entered: campaign spring-in-germany, during')

  await page.goto(`${stage.url}/journeys/buying/stages/look`)
  const marks = page.getByRole('list', { name: 'Campaigns marked above' })
  await marks.scrollIntoViewIfNeeded()
  expect(await marks.textContent()).toBe('Spring in Germany 1–30 Mar 2026')
  const trend = page.locator('section[aria-labelledby="trend"]')
  await expect.poll(() => trend.locator('svg rect').count()).toBeGreaterThan(0)
  await marks.getByRole('link').click()
  await page.getByRole('heading', { name: 'Before and after: Spring in Germany' }).waitFor()
  await page.close()
}, 60_000)

test('[K1] on a phone nothing runs over; a file with a wrong row is refused, one is changed by import, one is removed', async () => {
  await app.keepCampaign({ id: 'fair', name: 'Fair', from: '2026-04-01', to: '2026-04-03' }, true)
  const page = await stage.open('/calendar?campaign=fair', { viewport: { width: 390, height: 844 } })
  await page.getByRole('region', { name: 'Looks' }).waitFor()
  expect(await overflow(page)).toBe(0)
  expect(await violations(page)).toEqual([])
  const take = (text: string) =>
    page.locator('.file-choice input').setInputFiles({ name: 'campaigns.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await take('id,name,from,to\nfair,Fair,2026-04-01,2026-04-31\n')
  await page.getByRole('alert').getByText('line 2: to: "2026-04-31" is no day').waitFor()
  await take('id,name,from,to\nfair,The fair,2026-04-01,2026-04-03\n')
  await page.getByRole('status').getByText('Changed: fair (name).').waitFor()
  await page.getByRole('button', { name: 'Remove The fair' }).click()
  await page.keyboard.press('Enter')
  await page.getByRole('status').getByText('The fair is removed.').waitFor()
  expect((await app.campaigns()).map(({ id }) => id)).not.toContain('fair')
  await page.close()
}, 60_000)

test('[R6] [M7] messages of kept programmes stand day by day beside campaigns; each number opens its people; a paused one says so', async () => {
  const programme = (id: string, days: number[]) => `programme: ${id}
name: Mails ${id}
journey: buying
timeZone: Europe/Berlin
consent: { assumed: a test }
holdout: 0%
limits: { minGap: 3d, weekdays: [mon, tue, wed, thu, fri], hours: 08:00-18:00 }
sequences:
  - stage: look
    messages: [${days.map((day) => `{ id: day-${day}, day: ${day}, question: Why ${day}? }`).join(', ')}]
`
  await app.keepProgramme(programme('one', [2, 9, 16]), '')
  await app.keepProgramme(programme('two', [5, 12]), '')
  await app.pauseProgrammes('two', 'The texts are being written', '')
  await app.keepCampaign({ id: 'may', name: 'May fair', from: '2026-05-01', to: '2026-05-31' }, true)
  // What the calendar counts is, programme by programme, who is next by local day.
  const calendar = await app.programmeCalendar({ from: null, to: null })
  const berlin = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short' })
  for (const id of ['one', 'two']) {
    const all = { stage: null, persona: null, message: null, day: null, beside: false, limit: 10_000, offset: 0 }
    const { rows } = await app.programmeWho(id, all)
    const counted = new Map<string, number>()
    for (const { next } of rows) {
      const key = next?.at == null ? null : `${berlin.format(next.at)} ${next.message}`
      if (key !== null) counted.set(key, (counted.get(key) ?? 0) + 1)
    }
    const own = calendar.days.filter((one) => one.programme === id)
    expect(own.length).toBeGreaterThan(2)
    expect(new Map(own.map(({ day, message, people }) => [`${day} ${message}`, people]))).toEqual(counted)
    const [first] = own as [(typeof own)[number]]
    expect((await app.programmeWho(id, { ...all, message: first.message, day: first.day })).total).toBe(first.people)
  }
  // The file for a tool says the same of each, and takes out whoever is in no stage any more.
  const fields = await app.programmeFields('one', { target: 'hubspot', limit: 10_000, offset: 0 })
  const dueIn = (row: string[]) => `${row[fields.columns.indexOf('one_next_day')]} ${row[fields.columns.indexOf('one_next_message')]}`
  const told = fields.rows.map(dueIn).filter((key) => key !== ' ')
  expect(Object.groupBy(told, (key) => key)).toEqual(
    Object.fromEntries(
      calendar.days
        .filter(({ programme: of }) => of === 'one')
        .map(({ day, message, people }) => [`${day} ${message}`, new Array(people).fill(`${day} ${message}`)]),
    ),
  )
  const inLook = (set: 'stillIn' | 'entered') => app.subjects('buying', { stage: 'look', set, filter: { where: {} }, limit: 1, offset: 0 })
  expect([fields.inStage, fields.total]).toEqual([(await inLook('stillIn')).total, (await inLook('entered')).total])
  const bound = await app.programmeCalendar({ from: '2026-05-12', to: '2026-05-13' })
  expect(new Set(bound.days.map(({ day }) => day))).toEqual(new Set(['2026-05-12', '2026-05-13']))
  await expect(app.programmeCalendar({ from: '2026-05-32', to: null })).rejects.toThrow('"2026-05-32" is no day of the calendar')

  const page = await stage.open('/calendar', { colorScheme: 'dark' })
  const part = page.getByRole('region', { name: 'E-mail programmes' })
  await part.getByText('paused: The texts are being written').waitFor()
  expect(await part.getByRole('list', { name: 'Campaigns that meet messages' }).textContent()).toMatch(
    /^“May fair” meets “Mails one”: \d+ messages go out on its days, most on \d+ May 2026 \(\d+\)\./,
  )
  expect(await violations(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await overflow(page)).toBe(0)
  expect(await violations(page)).toEqual([])
  const [first] = calendar.days as [(typeof calendar.days)[number]]
  const words = first.people === 1 ? '1 person' : `${first.people} people`
  await part
    .getByRole('link', { name: new RegExp(`: ${words}\\. Show them`) })
    .first()
    .click()
  await page
    .getByRole('status')
    .getByText(new RegExp(`^${words} due “day-\\d+” on \\d+ May 2026`))
    .waitFor()
  await page.getByRole('link', { name: 'Show everyone' }).click()
  await page.getByText(/people in a stage now/).waitFor()
  for (const id of ['one', 'two']) await app.removeProgramme(id, '')
  await app.removeCampaign('may')
  await page.close()
}, 90_000)

test('[K6] [K7] [K8] a deadline added in the editor ends a window, anchors the filter, draws its intakes and stands on the calendar', async () => {
  const page = await stage.open('/journeys/buying/edit')
  await page.locator('summary', { hasText: 'Deadlines (0)' }).click()
  const part = page.locator('details', { has: page.locator('summary', { hasText: 'Deadlines' }) })
  await part.getByRole('button', { name: 'Add' }).click()
  await part.getByLabel('Name').fill('Open day')
  await part.getByLabel('Month-day').fill('04-15')
  const looks = page.getByRole('region', { name: 'Stage Looks', exact: true })
  await looks.getByLabel('Moving on counts').selectOption({ label: 'by Open day' })
  await looks.getByLabel('So long before it').waitFor()
  const save = page.getByRole('button', { name: 'Save as version 2' })
  await expect.poll(() => save.isEnabled()).toBe(true)
  await save.click()
  await page.waitForURL('**/journeys/buying', { timeout: 60_000 })
  await page.getByText('by Open day').first().waitFor()

  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('group', { name: 'Before a deadline' }).getByRole('combobox').selectOption({ label: 'Open day 2026-04-15' })
  await page.getByLabel('weeks before').fill('2')
  const chip = page.getByRole('button', { name: 'entered from 2026-04-02 to 2026-04-15, the 2 weeks before Open day 2026-04-15' })
  await chip.waitFor()
  expect(new URL(page.url()).searchParams.get('anchor')).toMatch(/:2026-04-15$/)

  await page.goto(`${stage.url}/journeys/buying/stages/look`)
  const intakes = page.getByRole('region', { name: 'Week by week, by Open day' })
  await intakes.waitFor()
  await page.getByText('Counted from entry, not back from Open day').first().waitFor()
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    expect(await violations(page)).toEqual([])
  }
  await page.setViewportSize({ width: 390, height: 844 })
  await expect.poll(() => intakes.locator('svg').first().getAttribute('viewBox')).toMatch(/^0 0 358 /)
  expect(await overflow(page)).toBe(0)
  for (const picture of await intakes.locator('svg').all()) expect(await touching(picture)).toEqual([])

  await page.goto(`${stage.url}/calendar`)
  const strip = page.getByRole('region', { name: 'Deadlines' })
  const days = strip.getByRole('list', { name: 'Open day, Buying: days shown' })
  await days.waitFor()
  expect(await days.getByRole('listitem').allTextContents()).toEqual(['15 Apr 2026'])
  expect(await strip.textContent()).toContain('every year on 15 April')
  expect(await overflow(page)).toBe(0)
  expect(await violations(page)).toEqual([])
  // The same day stands at the same place of both strips.
  const left = async (locator: Locator) => (await locator.boundingBox())?.x ?? Number.NaN
  const months = page.locator('.strip-months')
  expect(await left(months.nth(0))).toBe(await left(months.nth(1)))
  await strip.getByRole('link', { name: 'Open day: edit the deadlines of Buying' }).click()
  await page.getByRole('region', { name: 'Stage Looks', exact: true }).waitFor()
  await page.close()
}, 90_000)

/** The words of a picture that lie on one another. */
function touching(picture: Locator): Promise<string[]> {
  return picture.locator('text').evaluateAll((texts) => {
    const boxes = texts.map((text) => ({ words: text.textContent ?? '', box: text.getBoundingClientRect() }))
    return boxes.flatMap(({ words, box: a }, i) =>
      boxes
        .slice(i + 1)
        .filter(({ box: b }) => a.left < b.right && b.left < a.right && a.top < b.bottom - 2 && b.top < a.bottom - 2)
        .map((other) => `${words} · ${other.words}`),
    )
  })
}
