import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { type RunningServer, startServer } from '../../src/api/server.ts'
import type { App } from '../../src/app/app.ts'
import { type FixtureOptions, fixtureApp } from '../fixtures/fixture-app.ts'
import { builtWeb } from './built-web.ts'
import { launchChromium } from './chromium.ts'

/** A browser with the page served to it. Complaints of the page (errors, blocked content) are kept, and `close` fails if there are any. */
export interface Stage {
  url: string
  browser: Browser
  open(path: string, options?: BrowserContextOptions): Promise<Page>
  close(): Promise<void>
}

/** Serves an invented application and starts a browser. `expected`: complaints that a test brings about on purpose. */
export function openStage(options: FixtureOptions = {}, expected: RegExp = /^$/): Promise<Stage> {
  return openStageOf(fixtureApp(options), expected)
}

/** Serves an application and starts a browser; closing leaves the application open. */
export async function openStageOf(app: App, expected: RegExp = /^$/): Promise<Stage> {
  const [webRoot, browser] = await Promise.all([builtWeb(), launchChromium()])
  const server: RunningServer = await startServer(app, { port: 0, webRoot })
  const complaints: string[] = []
  return {
    url: server.url,
    browser,
    open: async (path, contextOptions) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...contextOptions })
      const page = await context.newPage()
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error' && !expected.test(message.text())) complaints.push(message.text())
      })
      await page.goto(server.url + path)
      return page
    },
    close: async () => {
      await browser.close()
      await server.close()
      if (complaints.length > 0) throw new Error(`The page complained: ${complaints.join('\n')}`)
    },
  }
}
