import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { automationPlan } from '../../src/programme/automation.ts'
import { automationSvg } from '../../src/programme/automation-svg.ts'
import { sampleJourney, sampleMessage, sampleProgramme } from '../../src/programme/programme.test-support.ts'
import { renderMessage } from '../../src/programme/render-message.ts'
import { launchChromium } from './chromium.ts'

let browser: Browser
let axe: string
beforeAll(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  browser = await launchChromium()
})
afterAll(() => browser?.close())

const programme = sampleProgramme()
const contact = { id: 'c7', properties: { first_name: 'Grace' } }

/** Rules of WCAG: a message is shown inside the page of a mail program, so that rules of whole pages (one main part, one first heading) are not its own. */
const rules = "{ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }"

/** What axe finds, and how wide the page became. */
async function seen(html: string, width: number, colorScheme: 'light' | 'dark') {
  const page = await browser.newPage({ viewport: { width, height: 700 }, colorScheme })
  try {
    await page.setContent(html)
    const { violations } = (await page.evaluate(`${axe}; axe.run(document, ${rules})`)) as AxeResults
    const scrolls = await page.evaluate<number>('document.documentElement.scrollWidth')
    return { violations: violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), scrolls }
  } finally {
    await page.close()
  }
}

describe.each(['light', 'dark'] as const)('a message in the %s theme', (scheme) => {
  it.each([390, 800])('fits %i px, and axe finds nothing', async (width) => {
    const body =
      'Hello {{ contact.first_name }},\n\nsee https://example.org/a-long-address-that-must-not-make-a-phone-scroll-to-the-side?because=it-is-one-word.'
    const { html } = await renderMessage(programme, sampleMessage('m', 1, { body, asset: 'guide' }), contact)
    expect(await seen(html, width, scheme)).toEqual({ violations: [], scrolls: width })
  })

  it('axe finds nothing in the picture of all programmes either', async () => {
    const svg = automationSvg(automationPlan([{ programme, journey: sampleJourney(), paused: null }]))
    const page = `<!doctype html><html lang="en"><head><title>Programmes</title></head><body><main><h1>Programmes</h1>${svg}</main></body></html>`
    expect((await seen(page, 1200, scheme)).violations).toEqual([])
  })
})

it('a message without its language is found', async () => {
  const { html } = await renderMessage(programme, sampleMessage('m', 1), contact)
  const { violations } = await seen(html.replace('<html lang="en"', '<html'), 390, 'light')
  expect(violations).toEqual([expect.stringContaining('html-has-lang')])
})
