import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { startServer } from '../../src/api/server.ts'
import type { App } from '../../src/app/app.ts'
import { openAppPlace } from '../app-place.ts'
import { builtWeb } from './built-web.ts'
import { launchChromium } from './chromium.ts'

/** The journey that the editor's tests begin from, with a comment that must stay. */
export const startText = `journey: sales # ours
name: Sales
subject: contact
stages:
  # the first one
  - id: look
    name: Looks
    lifecycle: awareness
    entry: visit
    questions:
      - What does it cost?
    window: 30d
  - id: buy
    name: Buys
    lifecycle: acquisition
    entry: buy
    window: 30d
handOffs:
  - { id: on, name: Handed on, from: look, to: buy }
`

/** A real application with a little data, its page in a browser. */
export interface EditorPlace {
  app: App
  browser: Browser
  open(path?: string, options?: BrowserContextOptions): Promise<Page>
  /** Closes every page, so that none writes on. */
  closePages(): Promise<void>
  close(): Promise<void>
}

export async function editorPlace(): Promise<EditorPlace> {
  const place = await openAppPlace()
  const { app } = place
  const at = (day: number) => new Date(Date.UTC(2024, 0, day)).toISOString()
  const rows = Array.from({ length: 40 }, (_, i) => [
    `${at(i + 1)},p${i},visit`,
    `${at(i + 2)},p${i},${i % 2 ? 'ask' : 'read'}`,
    ...(i % 4 ? [`${at(i + 10)},p${i},buy`] : []),
  ]).flat()
  await place.importText('events.csv', `timestamp,user_id,event\n${rows.join('\n')}\n`)
  await app.applyJourney(startText)
  // The first count joins all events: no test should wait for that.
  await app.countRule('contact', 'visit')
  const [webRoot, browser] = await Promise.all([builtWeb(), launchChromium()])
  const server = await startServer(app, { port: 0, webRoot })
  const complaints: string[] = []
  return {
    app,
    browser,
    open: async (address = '/journeys/sales/edit', options) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...options })
      const page = await context.newPage()
      page.on('pageerror', (error) => complaints.push(error.message))
      await page.goto(server.url + address)
      return page
    },
    closePages: async () => {
      // A page that goes elsewhere says that it leaves; one whose context is closed does not.
      await Promise.all(browser.contexts().flatMap((context) => context.pages().map((page) => page.goto('about:blank'))))
      await Promise.all(browser.contexts().map((context) => context.close()))
      // What a leaving page sent last has arrived by then.
      await new Promise((resolve) => setTimeout(resolve, 300))
    },
    close: async () => {
      await browser.close()
      await server.close()
      await place.close()
      if (complaints.length > 0) throw new Error(`The page complained: ${complaints.join('\n')}`)
    },
  }
}
