import { afterAll, beforeAll, expect, test } from 'vitest'
import { softwareStages } from '../fixtures/fixture-stages.ts'
import { openStage, type Stage } from './open-page.ts'

let stage: Stage
let wide: Stage
beforeAll(async () => {
  stage = await openStage()
  wide = await openStage({
    stages: Array.from({ length: 15 }, (_, index) => ({ ...softwareStages[index % 6], id: `s${index}` })) as typeof softwareStages,
  })
})
afterAll(async () => {
  await stage.close()
  await wide.close()
})

const sheet = '[0 0 1191.12 841.91998]'

test.each([
  ['six stages', () => stage],
  ['fifteen stages', () => wide],
])('prints %s whole on one sheet of A3 landscape', async (_, which) => {
  const page = await which().open('/journeys/b2b')
  await page.waitForSelector('.map')
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1')
  expect(pdf.match(/\/Type \/Page\n/g)).toHaveLength(1)
  expect(pdf).toContain(`/MediaBox ${sheet}`)
})

test('on paper nothing of the map is cut and the controls are gone', async () => {
  const page = await stage.open('/journeys/b2b')
  await page.waitForSelector('.map')
  await page.setViewportSize({ width: 1527, height: 1062 })
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  const seen = await page.evaluate(() => ({
    map: document.querySelector('.map')?.getBoundingClientRect().right ?? 0,
    bottom: document.querySelector('.map-page')?.getBoundingClientRect().bottom ?? 0,
    controls: [...document.querySelectorAll('.segments, .top, .filters')].filter((element) => element.getClientRects().length > 0).length,
    ground: getComputedStyle(document.querySelector('.map .lane') as Element).backgroundColor,
  }))
  expect(seen.map).toBeLessThanOrEqual(1528)
  expect(seen.bottom).toBeLessThanOrEqual(1063)
  expect(seen.controls).toBe(0)
  expect(seen.ground).toBe('rgb(255, 255, 255)')
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  expect(await page.locator('.map-page').getAttribute('style')).toBeFalsy()
})
