import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launchChromium } from '../test/browser/chromium.ts'
import type { Report } from './report.ts'

const program = fileURLToPath(new URL('../bin/desirepath.mjs', import.meta.url))

/** From opening the demo's map, cold cache, processor slowed 4 ×, to its figures on the screen; and from starting to being served. */
export async function benchPage(folder: string): Promise<Report> {
  const from = performance.now()
  const demo = await serveDemo(join(folder, 'data'))
  const made = (performance.now() - from) / 1000
  const browser = await launchChromium()
  try {
    const times: number[] = []
    for (let run = 0; run < 5; run += 1) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
      const page = await context.newPage()
      const session = await context.newCDPSession(page)
      await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
      const opened = performance.now()
      await page.goto(demo.url, { waitUntil: 'commit' })
      await page.waitForSelector('.lane-reach .rate-big')
      times.push((performance.now() - opened) / 1000)
      await context.close()
    }
    const median = times.sort((a, b) => a - b)[2] as number
    return [
      { what: 'the demo from nothing to a served map', value: `${made.toFixed(1)} s`, goal: '', met: null },
      { what: 'figures visible, processor slowed 4 ×', value: `${median.toFixed(2)} s`, goal: 'within 1.0 s', met: median <= 1 },
    ]
  } finally {
    await browser.close()
    await demo.stop()
  }
}

function serveDemo(data: string): Promise<{ url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [program, '--data', data, 'demo', '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return new Promise((resolve, reject) => {
    let said = ''
    const read = (chunk: Buffer) => {
      said += chunk.toString()
      const url = /http:\/\/\S+\/journeys\/\S+/.exec(said)?.[0]
      if (url === undefined) return
      resolve({
        url,
        stop: async () => {
          child.kill('SIGINT')
          await ended
        },
      })
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', () => reject(new Error(`The demo ended before it served a page: ${said}`)))
  })
}
