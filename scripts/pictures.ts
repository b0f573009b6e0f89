// Makes the pictures of the documents anew, in docs/images: npm run pictures [-- NAME…]. They show the real page in Chromium.
// Those of the public data sets are made where these are (DESIREPATH_DATA, else ../shared/data); the others are named and left as they were.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { launchChromium } from '../test/browser/chromium.ts'

/** What a picture shows: an address of the page over some data, and how large the window is. */
interface Picture {
  name: string
  world: keyof typeof worlds
  path: string
  width: number
  height: number
  dark?: boolean
  /** Text of the heading to which the drawer is scrolled. */
  scrollTo?: string
}

/** How data come about: a data directory that is kept, or commands in a fresh one; `{data}` is the folder of the public data sets. */
const worlds = {
  demo: { kept: '.desirepath-demo', needs: '', commands: ['demo --once'] },
  maven: {
    kept: null,
    needs: 'maven_crm',
    commands: [
      'import {data}/maven_crm/sales_pipeline.csv --mapping examples/maven-crm.mapping.yaml',
      'import {data}/maven_crm/accounts.csv --mapping examples/maven-accounts.mapping.yaml',
      'journey apply examples/maven-crm.yaml',
    ],
  },
  helpdesk: {
    kept: null,
    needs: 'helpdesk_italian',
    commands: [
      'import {data}/helpdesk_italian/helpdesk.xes.gz --mapping examples/helpdesk.mapping.yaml',
      'journey apply examples/helpdesk.yaml',
    ],
  },
  sepsis: {
    kept: null,
    needs: 'sepsis',
    commands: ['import {data}/sepsis/sepsis.csv.gz --mapping examples/sepsis.mapping.yaml', 'journey apply examples/sepsis.yaml'],
  },
} as const

const pictures: readonly Picture[] = [
  { name: 'map', world: 'demo', path: '/journeys/b2b-software', width: 1640, height: 1100 },
  { name: 'map-phone', world: 'demo', path: '/journeys/b2b-software', width: 390, height: 844 },
  { name: 'maven-stage', world: 'maven', path: '/journeys/maven-crm/stages/engaging', width: 1280, height: 900 },
  { name: 'helpdesk-map', world: 'helpdesk', path: '/journeys/helpdesk', width: 1440, height: 900 },
  { name: 'helpdesk-reopened', world: 'helpdesk', path: '/journeys/helpdesk/stages/resolved?set=returned', width: 1280, height: 800 },
  { name: 'sepsis-map', world: 'sepsis', path: '/journeys/sepsis', width: 1440, height: 900 },
]

const root = fileURLToPath(new URL('../', import.meta.url))
const data = process.env.DESIREPATH_DATA ?? join(root, '../shared/data')
const images = join(root, 'docs/images')
const environment = { ...process.env, DESIREPATH_DATA: '' }

async function makePictures(wanted: readonly string[]): Promise<void> {
  const unknown = wanted.filter((name) => !pictures.some((picture) => picture.name === name))
  if (unknown.length > 0) throw new Error(`There is no picture ${unknown.join(', ')}: ${pictures.map(({ name }) => name).join(', ')}`)
  run(['scripts/build.mjs', 'web'])
  mkdirSync(images, { recursive: true })
  const chosen = pictures.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  const browser = await launchChromium()
  try {
    for (const [name, world] of Object.entries(worlds)) {
      const mine = chosen.filter((picture) => picture.world === name)
      if (mine.length > 0) await ofWorld(browser, world, mine)
    }
  } finally {
    await browser.close()
  }
}

async function ofWorld(browser: Browser, world: (typeof worlds)[keyof typeof worlds], mine: readonly Picture[]): Promise<void> {
  if (world.needs !== '' && !existsSync(join(data, world.needs))) {
    return console.warn(`Not made, because ${join(data, world.needs)} is absent: ${mine.map(({ name }) => name).join(', ')}`)
  }
  const folder = world.kept === null ? mkdtempSync(join(tmpdir(), 'desirepath-pictures-')) : join(root, world.kept)
  try {
    for (const command of world.commands) {
      run(['bin/desirepath.mjs', '--data', folder, ...command.split(' ').map((word) => word.replace('{data}', data))])
    }
    const { url, stop } = await serve(folder)
    try {
      for (const picture of mine) await take(browser, url, picture)
    } finally {
      await stop()
    }
  } finally {
    if (world.kept === null) rmSync(folder, { recursive: true, force: true })
  }
}

function run(words: readonly string[]): void {
  const { status } = spawnSync(process.execPath, words, { cwd: root, env: environment, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error(`node ${words.join(' ')} ended with ${status}`)
}

/** Serves a data directory on a free port until stopped. */
async function serve(folder: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const words = ['bin/desirepath.mjs', '--data', folder, '--json', 'serve', '--port', '0']
  const child = spawn(process.execPath, words, { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    url: await addressOf(child),
    stop: async () => {
      child.kill('SIGINT')
      await ended
    },
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  let words = ''
  for await (const part of child.stdout ?? []) {
    words += part
    const url = /"url": "([^"]+)"/.exec(words)?.[1]
    if (url !== undefined) return url
  }
  throw new Error('The page was not served.')
}

async function take(browser: Browser, url: string, { name, path, width, height, dark = false, scrollTo }: Picture): Promise<void> {
  const phone = width < 600 ? { hasTouch: true, isMobile: true, deviceScaleFactor: 2 } : {}
  const colorScheme = dark ? 'dark' : 'light'
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce', locale: 'en-GB', ...phone })
  const page = await context.newPage()
  await page.goto(url + path)
  await settled(page)
  if (scrollTo !== undefined) {
    await page.getByRole('heading', { name: scrollTo }).scrollIntoViewIfNeeded()
    await settled(page)
  }
  await page.screenshot({ path: join(images, `${name}.png`) })
  await context.close()
  console.log(`docs/images/${name}.png`)
}

/** Waits until the figures are there and the fonts are loaded; the page's live connection stays open, so the network never falls silent. */
async function settled(page: Page): Promise<void> {
  await page.locator('.stage-name, .drawer h2').first().waitFor({ timeout: 120_000 })
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"], .skeleton') === null, null, { timeout: 120_000 })
  await page.evaluate(() => document.fonts.ready)
  await page.waitForTimeout(1500)
}

await makePictures(process.argv.slice(2))
