import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import { oneAtATime } from './one-at-a-time.ts'

const quiet = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
  '--metrics-recording-only',
]

const missing =
  'No Chromium was found, and the page cannot be tested without one. Install it with: npx playwright-core install --with-deps chromium (or name a Chrome by DESIREPATH_CHROMIUM=/path/to/chrome)'

/** Starts a headless Chromium: the one named, the one from the packages on Linux x64, or an installed one. Without any it fails with the line that installs it. */
export async function launchChromium(): Promise<Browser> {
  const path = process.env.DESIREPATH_CHROMIUM ?? (await packaged()) ?? installed()
  if (path) return chromium.launch({ executablePath: path, args: quiet })
  return chromium.launch({ channel: 'chrome', args: quiet }).catch((cause) => {
    throw new Error(missing, { cause })
  })
}

/** The Chromium inside the packages, with the libraries a bare system lacks; unpacked by one process at a time. */
async function packaged(): Promise<string | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs22.x'
  const { TMPDIR } = process.env
  // It is unpacked into the temporary folder: of all runs, not of this one.
  delete process.env.TMPDIR
  try {
    const { default: bundle } = await import('@sparticuz/chromium')
    return await oneAtATime('chromium', () => bundle.executablePath())
  } catch {
    return null
  } finally {
    if (TMPDIR !== undefined) process.env.TMPDIR = TMPDIR
  }
}

function installed(): string | null {
  const path = chromium.executablePath()
  return path && existsSync(path) ? path : null
}
