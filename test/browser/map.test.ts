import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { softwareStages } from '../fixtures/fixture-stages.ts'
import { eventually } from './eventually.ts'
import { openStage, type Stage } from './open-page.ts'

describe('the map', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage.close())

  test('shows every stage with its rate, its people and its shape of time', async () => {
    const page = await stage.open('/journeys/b2b')
    await page.waitForSelector('.map')
    expect(await page.locator('th.stage .stage-name').allTextContents()).toEqual(softwareStages.map((plan) => plan.name))
    expect(await page.locator('.lane-reach .rate-big').count()).toBe(softwareStages.length)
    expect(await page.locator('.lane-reach .people').first().textContent()).toMatch(/^[\d\u202f]+ entered · [\d\u202f]+ still in$/)
    expect(await page.locator('.lane-time .hill').count()).toBeGreaterThan(3)
    expect(await page.locator('.lane-time').textContent()).toContain('median not reached')
    expect(await page.title()).toBe('Marketing lead, mid-size manufacturer · Desirepath')
  })

  test('[M13] deals without amounts are no money', async () => {
    const page = await stage.open('/')
    await page.route('**/api/journeys/b2b/map', async (route) => {
      const map = (await (await route.fetch()).json()) as { stages: { value: { pipeline: number }[] }[] }
      for (const value of map.stages.flatMap((known) => known.value)) value.pipeline = 0
      await route.fulfill({ json: map })
    })
    await page.goto(`${stage.url}/journeys/b2b`)
    const open = page.locator('.value div', { has: page.getByRole('term').filter({ hasText: 'open' }) }).first()
    expect(await open.textContent()).toMatch(/^openno amounts\d+ deals?$/)
  })

  test('[J6] a stage without a rule shows what it lacks and no figure; a map without any is drawn', async () => {
    const page = await stage.open('/')
    const drawn = { all: false }
    await page.route('**/api/journeys/b2b/map', async (route) => {
      const map = (await (await route.fetch()).json()) as { stages: { entryText: string | null }[] }
      for (const [i, known] of map.stages.entries()) if (drawn.all || i === 1) known.entryText = null
      await route.fulfill({ json: map })
    })
    await page.goto(`${stage.url}/journeys/b2b`)
    const reach = page.locator('.lane-reach td').nth(1)
    await reach.waitFor()
    expect(await reach.textContent()).toMatch(/^no rule yet: say which event brings someone here/)
    expect(await page.locator('td[data-column="2"]').allTextContents()).not.toContainEqual(
      expect.stringMatching(/never seen|nobody yet|\d+ entered/),
    )
    drawn.all = true
    await page.goto(`${stage.url}/journeys/b2b?view=actual`)
    await page.getByRole('heading', { name: 'This map is drawn: no stage has a rule yet' }).waitFor()
    expect(await page.locator('.figure').count()).toBe(0)
    expect(await page.getByText('Actual', { exact: true }).count()).toBe(0)
  })

  test('joins neighbouring stages of one phase under one band', async () => {
    const page = await stage.open('/journeys/b2b')
    const bands = page.locator('.lifecycle th')
    await bands.first().waitFor()
    expect(await bands.allTextContents()).toEqual(['awareness', 'acquisition', 'onboarding', 'retention', 'advocacy'])
    expect(await bands.nth(1).getAttribute('colspan')).toBe('2')
  })

  test('says by sign and in words where actual and intended part', async () => {
    const page = await stage.open('/journeys/b2b')
    const gap = page.locator('[data-row="1"][data-column="2"] .gap')
    await gap.waitFor()
    expect(await gap.textContent()).toMatch(/^\d+ points below intended$/)
    expect(await gap.locator('svg').getAttribute('data-sign')).toBe('▼')
    expect(await page.locator('.never').first().textContent()).toBe('never seen')
    expect(await page.locator('.unplanned').first().textContent()).toBe('+ not planned')
  })

  test('[C5] shows intended, actual or both, as the address says', async () => {
    const page = await stage.open('/journeys/b2b')
    await page.getByText('Actual', { exact: true }).click()
    await eventually(() => page.url()).toContain('view=actual')
    expect(await page.locator('.map .intended').count()).toBe(0)
    expect(await page.locator('.lane-none').textContent()).toContain('No evidence yet for goal')
    await page.getByText('Intended', { exact: true }).click()
    await eventually(() => page.url()).toContain('view=intended')
    expect(await page.locator('.map .rate-big.figure').count()).toBe(0)
    expect(await page.locator('.map .rate-intended').count()).toBe(softwareStages.length)
  })

  test('marks what only the team wrote as an assumption', async () => {
    const page = await stage.open('/journeys/b2b')
    await page.waitForSelector('.map')
    expect(await page.locator('.lane-questions .lane').textContent()).toContain('assumption')
    expect(await page.locator('.lane-emotion .lane').textContent()).toContain('no evidence yet: intended only')
  })

  test('draws the emotion curve through all columns without a break', async () => {
    const page = await stage.open('/journeys/b2b')
    await page.waitForSelector('.emotion-line')
    const paths = await page.locator('.emotion-line').evaluateAll((lines) => lines.map((line) => line.getAttribute('d')))
    expect(new Set(paths).size).toBe(1)
    expect(paths[0]?.match(/C/g)?.length).toBe(softwareStages.length - 1)
    const boxes = await page.locator('.emotion-field').evaluateAll((fields) => fields.map((field) => field.getBoundingClientRect()))
    const breaks = boxes.slice(1).map((box, index) => Math.abs(box.left - (boxes[index]?.right ?? 0)))
    expect(Math.max(...breaks)).toBeLessThanOrEqual(1.5)
  })

  test('keeps filters in the address and counts fewer people under them', async () => {
    const page = await stage.open('/journeys/b2b')
    const facts = page.locator('.map-title p').first()
    await facts.waitFor()
    expect(await facts.textContent()).toContain('2\u202f000 accounts')
    await page.getByLabel('Persona').selectOption('it')
    await eventually(() => page.url()).toContain('persona=it')
    await eventually(() => facts.textContent()).not.toContain('2\u202f000 accounts')
    await page.goto(`${stage.url}/journeys/b2b?where.country=DE&from=2025-01-01&until=2025-12-31`)
    await page.getByRole('button', { name: /country is DE/ }).click()
    await eventually(() => page.url()).not.toContain('country')
    expect(page.url()).toContain('from=2025-01-01')
  })

  test('asks for the map once, before the page’s own script has run', async () => {
    const page = await stage.open('/')
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.goto(`${stage.url}/journeys/b2b?persona=it&from=2025-01-01&until=2025-06-30&where.country=DE`)
    await page.waitForSelector('.map')
    expect(asked.filter((path) => path.endsWith('/map'))).toHaveLength(1)
    expect(await page.locator('.chip').count()).toBe(3)
  })

  test('adds a slice by the filter panel', async () => {
    const page = await stage.open('/journeys/b2b')
    await page.getByRole('button', { name: 'Filter' }).click()
    await page.getByRole('checkbox', { name: /^AT/ }).check()
    await page.getByRole('checkbox', { name: /^CH/ }).check()
    await page.getByRole('button', { name: 'Add' }).click()
    await eventually(() => decodeURIComponent(page.url())).toContain('where.country=AT,CH')
    await page.getByRole('button', { name: /country is AT or CH/ }).waitFor()
  })

  test('hides and shows rows, and remembers them in the address', async () => {
    const page = await stage.open('/journeys/b2b')
    await page.getByText('Rows', { exact: true }).click()
    await page.getByLabel('Thoughts').uncheck()
    await eventually(() => page.url()).toContain('hide=thoughts')
    expect(await page.locator('.lane-thoughts').count()).toBe(0)
    await page.reload()
    await page.waitForSelector('.lane-goals')
    expect(await page.locator('.lane-thoughts').count()).toBe(0)
  })

  test('defines a figure in plain words, then by its statistical name', async () => {
    const page = await stage.open('/journeys/b2b')
    await page.locator('.rate-big').first().hover()
    const tip = page.getByRole('tooltip')
    await tip.waitFor()
    expect(await tip.textContent()).toMatch(/move on by day 60.*reached a later stage.*Aalen–Johansen/s)
    await page.keyboard.press('Escape')
    await eventually(() => tip.count()).toBe(0)
  })

  test('lets no label of time in stage leave its column or cover another', async () => {
    const page = await stage.open('/journeys/b2b')
    await page.waitForSelector('.hill')
    const outside = await page.locator('.lane-time td').evaluateAll((cells) =>
      cells.flatMap((cell) => {
        const column = cell.getBoundingClientRect()
        return [...cell.querySelectorAll('.hill-intended, .hill-label > span')].filter((label) => {
          const box = label.getBoundingClientRect()
          return box.left < column.left - 1 || box.right > column.right + 1
        })
      }),
    )
    expect(outside).toEqual([])
  })

  test('follows the system theme, and a chosen one stays', async () => {
    const page = await stage.open('/journeys/b2b', { colorScheme: 'dark' })
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    await page.waitForSelector('.map')
    expect(await ground()).toBe('rgb(23, 25, 29)')
    await page.getByRole('button', { name: 'Light' }).click()
    expect(await ground()).toBe('rgb(250, 248, 244)')
    await page.reload()
    expect(await ground()).toBe('rgb(250, 248, 244)')
  })

  test('says so when a journey does not exist', async () => {
    const unknown = await openStage({}, /404/)
    const page = await unknown.open('/journeys/nothing')
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('alert').textContent()).toContain('There is no journey "nothing"')
    await unknown.close()
  })
})

describe('the map at its edges', () => {
  test('with 15 stages, long words and 5,000,000 people scrolls inside its frame, with the lane heads in sight', async () => {
    const stages = Array.from({ length: 15 }, (_, index) => ({
      ...softwareStages[index % 6],
      ...(index === 3 ? { name: 'Donaudampfschifffahrtsgesellschaftskapitän' } : {}),
      id: `stage-${index}`,
      advance: 0.8,
      leave: 0.1,
    })) as typeof softwareStages
    const stage = await openStage({ stages, scale: 2500 })
    const page = await stage.open('/journeys/b2b')
    await page.waitForSelector('.map-frame[data-wide]')
    expect(await page.locator('.map-title p').textContent()).toContain('5\u202f000\u202f000 accounts')
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    const cut = await page
      .locator('th.stage, .map td')
      .evaluateAll((cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth + 1).length)
    expect(cut).toBe(0)
    await page.locator('.map-frame').evaluate((frame) => frame.scrollTo(1200, 0))
    const head = await page.locator('.lane-reach .lane').boundingBox()
    expect(head?.x).toBeLessThan(20)
    await stage.close()
  })

  test('[M8] with a handful of people carries a caution at every rate', async () => {
    const stage = await openStage({ subjects: 5, stages: softwareStages.slice(0, 3) })
    const page = await stage.open('/journeys/b2b')
    await page.waitForSelector('.map')
    const rates = await page.locator('.lane-reach td:has(.rate-big)').count()
    expect(rates).toBeGreaterThan(0)
    expect(await page.locator('.lane-reach td:has(.rate-big):has(.caution)').count()).toBe(rates)
    await stage.close()
  })

  test('without data is the intended map and says what to do', async () => {
    const stage = await openStage({ subjects: 0 })
    const page = await stage.open('/journeys/b2b')
    await page.getByRole('heading', { name: /No data yet/ }).waitFor()
    expect(await page.locator('.state').textContent()).toContain('desirepath import events.csv')
    await stage.close()
  })

  test('without a journey tells the command and offers the import', async () => {
    const stage = await openStage({ empty: true })
    const page = await stage.open('/')
    await page.getByRole('heading', { name: 'There is no journey yet' }).waitFor()
    expect(await page.locator('.first-steps').textContent()).toContain('desirepath journey apply journey.yaml')
    await page.locator('.first-steps').getByRole('link', { name: 'add data' }).click()
    await page.getByText('Drop files or a folder here').waitFor()
    await stage.close()
  })

  test('lists the journeys and leads to each', async () => {
    const stage = await openStage()
    const page = await stage.open('/')
    await page.getByRole('link', { name: 'Marketing lead, mid-size manufacturer' }).click()
    await page.waitForSelector('.map')
    await stage.close()
  })
})
