import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type EditorPlace, editorPlace, startText } from './editor-place.ts'
import { eventually } from './eventually.ts'

let place: EditorPlace
beforeAll(async () => {
  place = await editorPlace()
}, 240_000)
afterAll(() => place.close())

/** Every test begins without a draft, from the first text. */
beforeEach(async () => {
  await place.closePages()
  await place.app.dropDraft('sales')
  if ((await place.app.showJourney('sales')).text !== startText) await place.app.restoreVersion('sales', 1)
})

const stageOf = (page: Page, name: string) => page.getByRole('region', { name: `Stage ${name}`, exact: true })
const draftText = async () => (await place.app.draft('sales')).text

/** A human cell of a stage, in the view by stage or by lane. */
const cellOf = (page: Page, stage: string, lane: string, view: 'stage' | 'lane') =>
  view === 'stage' ? stageOf(page, stage).getByLabel(lane) : page.getByRole('table').getByLabel(`${lane} of ${stage}`)

/** The editor, with its form drawn. */
async function openEditor(options?: Parameters<EditorPlace['open']>[1]): Promise<Page> {
  const page = await place.open(undefined, options)
  await stageOf(page, 'Looks').waitFor()
  return page
}

test('a cell is edited in place; the draft survives a reload; undo gives the text back, and comments stay', async () => {
  const page = await openEditor()
  await stageOf(page, 'Looks').getByLabel('Goals').fill('Find out\nCompare')
  await eventually(draftText).toContain('goals:')
  expect(await draftText()).toBe(
    startText.replace('    window: 30d\n  - id: buy', '    window: 30d\n    goals:\n      - Find out\n      - Compare\n  - id: buy'),
  )
  await page.reload()
  expect(await stageOf(page, 'Looks').getByLabel('Goals').inputValue()).toBe('Find out\nCompare')

  await stageOf(page, 'Looks').getByLabel('Name').fill('Looks round')
  await eventually(draftText).toContain('Looks round')
  await page.getByRole('button', { name: 'Undo' }).click()
  await eventually(draftText).not.toContain('Looks round')
  expect(await draftText()).toContain('journey: sales # ours')
  await page.getByRole('button', { name: 'Redo' }).click()
  await eventually(draftText).toContain('Looks round')
}, 240_000)

test('a rule is a sentence with a live count, and its effect on the figures shows before it is saved', async () => {
  const page = await openEditor()
  const rule = stageOf(page, 'Buys').locator('.rule').first()
  await eventually(() => rule.locator('.live-count').textContent()).toContain('30 contacts')
  await rule.locator('summary').click()
  await rule.getByLabel('Event').fill('read')
  await rule.getByLabel('Event').press('Enter')
  await eventually(() => rule.locator('.sentence').textContent()).toBe('buy or read')
  await eventually(() => rule.locator('.live-count').textContent()).toContain('40 contacts')
  const row = page.locator('.effect tr', { hasText: 'Buys' })
  await expect.poll(() => row.locator('td').first().textContent(), { timeout: 60_000 }).toMatch(/30.*becomes.*40/)
  await eventually(draftText).toContain('read')
  expect((await place.app.showJourney('sales')).text).not.toContain('read')

  // Counting that takes long shows so and can be stopped, and begun again.
  await page.route('**/api/preview', () => {})
  await stageOf(page, 'Looks').getByLabel('By when').fill('46d')
  await page.getByRole('button', { name: 'Stop counting' }).click()
  await page.getByText('Not counted for the text as it stands.').waitFor()
  expect(await page.locator('.effect').count()).toBe(0)
  await page.unroute('**/api/preview')
  await page.getByRole('button', { name: 'Count now' }).click()
  await page.locator('.effect').waitFor()
}, 240_000)

test('stages are inserted, moved, copied and removed by keyboard, with a word on what refers to them; the text beside is the same document', async () => {
  const page = await openEditor()
  const press = (name: string) => page.getByRole('button', { name, exact: true }).press('Enter')
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? (document.activeElement as HTMLInputElement).value)
  await press('Insert a stage before Buys')
  await eventually(draftText).toMatch(/id: look[\s\S]*id: stage-3[\s\S]*id: buy/)
  await eventually(focused).toBe('New stage')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('Tries')
  await eventually(draftText).toContain('name: Tries')
  await press('Move Tries earlier')
  await eventually(draftText).toMatch(/id: stage-3[\s\S]*id: look[\s\S]*id: buy/)
  await eventually(focused).toBe('Move Tries later')
  await press('Move Looks later')
  await page.getByText('The hand-off “Handed on” now goes backwards.').waitFor()
  await eventually(draftText).toMatch(/id: stage-3[\s\S]*id: buy[\s\S]*id: look/)
  await press('Copy Looks')
  await stageOf(page, 'Looks (copy)').waitFor()
  await eventually(draftText).toMatch(/name: Looks \(copy\)\n {4}lifecycle: awareness\n {4}questions/)
  await press('Remove Buys')
  await page.getByText('After “Tries” then comes “Looks”. The hand-off “Handed on” names it and goes, too.').waitFor()
  await press('Remove')
  await eventually(draftText).not.toContain('handOffs')
  expect(await draftText()).not.toContain('id: buy')
  await eventually(focused).toBe('Looks')
  const text = page.getByLabel('The definition as text')
  await text.fill((await text.inputValue()).replace('name: Tries', 'name: Searches'))
  await stageOf(page, 'Searches').waitFor()
}, 240_000)

test('steps of a stage are added as sentences with a live count, put in order, made optional and removed, by the form or as text', async () => {
  const page = await openEditor()
  const steps = page.getByRole('region', { name: 'Steps inside Looks' })
  await steps.getByRole('button', { name: 'Add a step' }).press('Enter')
  await eventually(() => page.evaluate(() => document.activeElement?.getAttribute('id') !== null && document.activeElement?.tagName)).toBe(
    'INPUT',
  )
  await page.keyboard.type('Reads')
  await steps.getByLabel('Event').fill('read')
  await steps.getByLabel('Event').press('Enter')
  await eventually(() => steps.locator('summary').first().textContent()).toBe('Reads: first read')
  await eventually(() => steps.locator('.live-count').textContent()).toBe('20 contacts, 20 times')
  await steps.getByLabel('Must it happen').selectOption('optional')
  await steps.getByRole('button', { name: 'Insert before step 1' }).press('Enter')
  await steps.locator('li').first().getByLabel('Event').fill('ask')
  await steps.locator('li').first().getByLabel('Event').press('Enter')
  await eventually(draftText).toContain(
    '    steps:\n      - id: step-2\n        rule: ask\n      - id: step-1\n        rule: read\n        name: Reads\n        optional: true\n',
  )
  await steps.getByRole('button', { name: 'Move step 1 later' }).press('Enter')
  await eventually(() => steps.locator('summary').allTextContents()).toEqual(['Reads: first read, or not', 'then ask'])
  const text = page.getByLabel('The definition as text')
  await text.fill((await text.inputValue()).replace('rule: ask', 'rule: { event: ask, atLeast: 2, within: 7d }'))
  await eventually(() => steps.locator('summary').last().textContent()).toBe('then ask at least 2 times within 7 days')
  await steps.getByRole('button', { name: 'Remove step 1' }).press('Enter')
  await steps.getByRole('button', { name: 'Remove step 1' }).press('Enter')
  await eventually(draftText).toBe(startText)
}, 240_000)

test('by lane, the same lane of all stages stands on one row, arrow keys go from cell to cell, and undo takes a text back', async () => {
  const page = await openEditor()
  await page.getByLabel('By lane').check()
  const cell = (stage: string, lane: string) => cellOf(page, stage, lane, 'lane')
  const top = async (stage: string, lane: string) => (await cell(stage, lane).boundingBox())?.y
  expect(await top('Looks', 'Concerns')).toBe(await top('Buys', 'Concerns'))
  await cell('Looks', 'Goals').focus()
  await page.keyboard.type('Find out')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.type('Own it')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowLeft')
  await eventually(() => page.evaluate(() => (document.activeElement as HTMLTextAreaElement).labels?.[0]?.textContent)).toBe(
    'Questions of Looks',
  )
  await eventually(draftText).toMatch(/goals:\n {6}- Find out[\s\S]*goals:\n {6}- Own it/)
  await page.getByRole('button', { name: 'Undo' }).click()
  await eventually(() => cell('Buys', 'Goals').inputValue()).toBe('')
  expect(await draftText()).toContain('Find out')
  await page.setViewportSize({ width: 390, height: 800 })
  await stageOf(page, 'Looks').waitFor()
  expect(await stageOf(page, 'Looks').getByLabel('Goals').inputValue()).toBe('Find out')
}, 240_000)

test('a wrong value is told at its place and keeps the draft from being saved', async () => {
  const page = await openEditor()
  await stageOf(page, 'Looks').getByLabel('By when').fill('soon')
  await stageOf(page, 'Looks').locator('.findings [data-kind=error]', { hasText: 'is not a duration' }).first().waitFor()
  await eventually(() => page.getByRole('button', { name: /Save as version/ }).isDisabled()).toBe(true)
  await stageOf(page, 'Looks').getByLabel('By when').fill('45d')
  await eventually(() => page.getByRole('button', { name: /Save as version/ }).isDisabled()).toBe(false)
}, 240_000)

test('a draft is saved as a version with a note, compared with the one before, and that one is restored', async () => {
  const before = (await place.app.versions('sales'))[0]?.number ?? 0
  const page = await openEditor()
  await stageOf(page, 'Looks').getByLabel('By when').fill('45d')
  await page.getByLabel('Note').fill('People take longer')
  await page.getByRole('button', { name: `Save as version ${before + 1}` }).click()
  await page.waitForURL('**/journeys/sales', { timeout: 60_000 })
  await page.goto(`${new URL(page.url()).origin}/journeys/sales/versions`)
  await page.getByText('People take longer').waitFor()
  await page.getByText('Stage “Looks” · window').waitFor()
  expect(await page.locator('.differences').textContent()).toContain('30 days45 days')
  await page.getByRole('button', { name: 'Compare the figures, too' }).click()
  await page.locator('.effect').waitFor({ timeout: 90_000 })
  await page
    .getByRole('button', { name: `Restore as version ${before + 2}` })
    .first()
    .click()
  await eventually(async () => (await place.app.showJourney('sales')).text).toBe(startText)
}, 240_000)

test('two browsers type at once, one by lane and one by stage: different cells both stand, of one cell both texts are kept until someone decides', async () => {
  const [one, two] = [await openEditor(), await openEditor()]
  await one.getByLabel('By lane').check()
  const cell = (page: Page, stage: string, lane: string) => cellOf(page, stage, lane, page === one ? 'lane' : 'stage')
  await one.getByText('Someone else edits this, too').waitFor()
  await Promise.all([
    cell(one, 'Looks', 'Goals').pressSequentially('Find out what it is', { delay: 15 }),
    cell(two, 'Buys', 'Concerns').pressSequentially('Will it last a year', { delay: 15 }),
  ])
  await eventually(draftText).toMatch(/Find out what it is[\s\S]*Will it last a year/)
  // The other's words appear without a reload, and it is said where they are.
  await eventually(() => cell(one, 'Buys', 'Concerns').inputValue()).toBe('Will it last a year')
  await eventually(() => cell(two, 'Looks', 'Goals').inputValue()).toBe('Find out what it is')
  await one.getByText('Changed by someone else: Buys · concerns').waitFor()
  await one.getByText(/now at: Concerns.*Buys/).waitFor()
  await one.getByRole('button', { name: 'Seen' }).click()
  await eventually(() => one.getByText('Changed by someone else').count()).toBe(0)

  await Promise.all([
    cell(one, 'Looks', 'Questions').fill('What does it cost a year?'),
    cell(two, 'Looks', 'Questions').fill('What will it cost us?'),
  ])
  const met = (page: Page) => page.getByRole('alert', { name: 'Two people wrote here' })
  await Promise.all([met(one).waitFor(), met(two).waitFor()])
  for (const page of [one, two])
    for (const words of ['What does it cost a year?', 'What will it cost us?']) expect(await met(page).textContent()).toContain(words)
  await met(two).getByRole('button', { name: 'Keep both' }).click()
  await eventually(async () => (await place.app.draft('sales')).conflicts).toEqual([])
  const text = await draftText()
  for (const words of ['What does it cost a year?', 'What will it cost us?', 'Find out what it is', 'Will it last a year'])
    expect(text).toContain(words)
  await two.goto('about:blank')
  await eventually(() => one.getByText('Someone else edits this, too').count()).toBe(0)
}, 180_000)

test.each([
  ['wide, light', 1440, 'light'],
  ['phone, dark', 390, 'dark'],
] as const)(
  'the editor and the versions are clean for assistive technology and fit: %s',
  async (_, width, colorScheme) => {
    const page = await openEditor({ viewport: { width, height: 900 }, colorScheme })
    await stageOf(page, 'Looks').locator('summary').first().click()
    await stageOf(page, 'Looks').getByLabel('By when').fill('soon')
    await stageOf(page, 'Looks').locator('.findings').first().waitFor()
    await stageOf(page, 'Looks').getByRole('button', { name: 'Add a step' }).click()
    for (const path of [null, ...(width > 760 ? ['by lane'] : []), '/journeys/sales/versions']) {
      if (path === 'by lane') await page.getByLabel('By lane').check()
      else if (path) {
        await page.goto(new URL(path, page.url()).href)
        await page
          .getByRole('heading', { name: /^Version \d/ })
          .first()
          .waitFor()
      }
      await page.evaluate(axe.source)
      const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run())
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    }
  },
  120_000,
)

test('by keyboard alone: a rule is opened and changed, a stage moved, undone, the draft saved', async () => {
  const page = await openEditor()
  await stageOf(page, 'Looks').getByLabel('Name').focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await stageOf(page, 'Looks').getByLabel('Event').waitFor()
  for (let i = 0; i < 3; i++) await page.keyboard.press('Tab')
  await page.keyboard.type('read')
  await page.keyboard.press('Enter')
  await eventually(() => stageOf(page, 'Looks').locator('.sentence').first().textContent()).toBe('visit or read')
  await page.getByRole('button', { name: 'Move Looks later' }).focus()
  await page.keyboard.press('Enter')
  await eventually(draftText).toMatch(/id: buy[\s\S]*id: look/)
  await page.keyboard.press('Control+z')
  await eventually(draftText).toMatch(/id: look[\s\S]*id: buy/)
  const save = page.getByRole('button', { name: /Save as version/ })
  const isSaved = () =>
    page.waitForURL('**/journeys/sales', { timeout: 5_000 }).then(
      () => true,
      () => false,
    )
  // While a draft is being checked it cannot be saved: Enter does nothing then.
  for (let tries = 0; tries < 10; tries++) {
    await eventually(() => save.isEnabled()).toBe(true)
    await page.getByLabel('Note').focus()
    await page.keyboard.press('Enter')
    if (await isSaved()) return
  }
  expect.unreachable('The draft was never saved.')
}, 240_000)
