import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { startServer } from '../src/api/server.ts'
import { openApp } from '../src/app/open-app.ts'
import { builtWeb } from '../test/browser/built-web.ts'
import { launchChromium } from '../test/browser/chromium.ts'

/**
 * Times the way from a file to its map in the page, step by step: what a person clicks, and what they wait for.
 * Usage: node scripts/file-to-map.ts FILE [folder for pictures]
 */
const [given = '', pictures = ''] = process.argv.slice(2)
if (given === '') throw new Error('Name the file: node scripts/file-to-map.ts FILE')
const data = mkdtempSync(join(tmpdir(), 'desirepath-file-to-map-'))
const app = await openApp({ data, command: 'file-to-map' })
const [webRoot, browser] = await Promise.all([builtWeb(), launchChromium()])
const server = await startServer(app, { port: 0, webRoot })
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
const steps: { what: string; seconds: number }[] = []
const patience = { timeout: 300_000 }

async function step(what: string, act: (page: Page) => Promise<unknown>): Promise<void> {
  const begun = performance.now()
  await act(page)
  steps.push({ what, seconds: (performance.now() - begun) / 1000 })
  if (pictures !== '') await page.screenshot({ path: join(pictures, `file-to-map-${steps.length}.png`) })
}

try {
  await page.goto(`${server.url}/add`)
  await page.waitForSelector('.drop')
  await step('drop the file, see what becomes of it', async () => {
    await page.setInputFiles('input[type=file]', resolve(given))
    await page.locator('.sample-sum').waitFor(patience)
  })
  await step('click “Import”', async () => {
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByRole('heading', { name: 'What next?' }).waitFor(patience)
  })
  await step('click “Draft a journey from this”', async () => {
    await page.getByRole('link', { name: 'Draft a journey from this' }).click()
    await page.locator('button:enabled', { hasText: 'Keep this journey' }).waitFor(patience)
  })
  await step('click “Keep this journey”, see the map', async () => {
    await page.getByRole('button', { name: 'Keep this journey' }).click()
    await page.locator('.map').waitFor(patience)
  })
  for (const { what, seconds } of steps) process.stdout.write(`${seconds.toFixed(1).padStart(6)} s  ${what}\n`)
  const waited = steps.reduce((sum, { seconds }) => sum + seconds, 0)
  process.stdout.write(`${waited.toFixed(1).padStart(6)} s  waited in all, for one file dropped and ${steps.length - 1} clicks\n`)
} finally {
  await browser.close()
  await server.close()
  await app.close()
  rmSync(data, { recursive: true, force: true })
}
