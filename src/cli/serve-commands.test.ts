import { describe, expect, it } from 'vitest'
import type { App, JourneySummary } from '../app/app.ts'
import { AppError } from '../core/error.ts'
import { runLine, witness } from './fake-app.test-support.ts'

describe('serve', () => {
  const serving = (seen: { closed: boolean; options?: unknown }) => async (_: App, options: unknown) => {
    seen.options = options
    const close = async () => {
      seen.closed = true
    }
    return { url: 'http://127.0.0.1:4400', socket: '/work/socket', close }
  }

  it('shows where the page is, and ends at Ctrl-C', async () => {
    const server = { closed: false }
    const journeys = [{ id: 'b2b', name: 'B2B' }] as JourneySummary[]
    const map = async () => {
      throw new AppError('store', 'no room')
    }
    const seen = witness({ announce: async () => {}, journeys: async () => journeys, map }, { startServer: serving(server) })
    const running = runLine('serve', seen)
    await expect.poll(() => seen.out).toContain('Open http://127.0.0.1:4400')
    expect(seen.asked).toEqual([
      { name: 'announce', given: [{ address: 'http://127.0.0.1:4400', socket: '/work/socket' }] },
      { name: 'journeys', given: [] },
      { name: 'map', given: ['b2b', { where: {} }] },
    ])
    expect(server).toMatchObject({ closed: false, options: { port: 4400, host: '127.0.0.1' } })
    seen.interrupt()
    expect(await running).toBe(0)
    expect(server.closed).toBe(true)
    expect(seen.err).toBe('The map of B2B cannot be computed yet: no room\n')
  })

  it('warns before it opens the data to the network', async () => {
    const seen = witness({ announce: async () => {}, journeys: async () => [] }, { startServer: serving({ closed: false }) })
    const running = runLine('serve --host 0.0.0.0 --port 0', seen)
    await expect.poll(() => seen.out).toContain('Open')
    expect(seen.err).toContain('everyone who can reach this machine sees all data in /work/.desirepath')
    seen.interrupt()
    await running
  })

  it('opens the browser when asked to, and says the address where there is none', async () => {
    const pages: string[] = []
    for (const opened of [true, false]) {
      const openPage = async (url: string) => {
        pages.push(url)
        return opened
      }
      const seen = witness({ announce: async () => {}, journeys: async () => [] }, { startServer: serving({ closed: false }), openPage })
      const running = runLine('serve --open', seen)
      await expect.poll(() => pages).toHaveLength(opened ? 1 : 2)
      seen.interrupt()
      expect(await running).toBe(0)
      expect(seen.err).toBe(opened ? '' : 'No browser could be opened: copy the address http://127.0.0.1:4400 into one.\n')
    }
    expect(pages).toEqual(['http://127.0.0.1:4400', 'http://127.0.0.1:4400'])
  })

  it('opens the page of the server that runs already', async () => {
    const pages: string[] = []
    const openPage = async (url: string) => {
      pages.push(url)
      return true
    }
    const openLocalApp = async () => {
      throw new AppError('locked', 'held', { holder: { address: 'http://127.0.0.1:4711' } })
    }
    const demoCompany = async () => ({ journeyText: '', files: [], lines: () => [] })
    for (const command of ['serve', 'demo']) {
      const seen = witness({}, { openPage, openLocalApp, demoCompany })
      expect(await runLine(`${command} --open`, seen)).toBe(0)
      expect(seen.out).toBe('It is running already: http://127.0.0.1:4711\n')
      expect(await runLine(command, witness({}, { openLocalApp, demoCompany }))).toBe(6)
    }
    expect(pages).toEqual(['http://127.0.0.1:4711', 'http://127.0.0.1:4711'])
  })
})
