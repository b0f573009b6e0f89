import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { layEmptyData } from './empty-data.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const rows = 40_000
let folder: string
let before: Step
let after: Step
const place = (name: string) => join(folder, name)

interface Step {
  step: 'progress' | 'done'
  phase?: string
  state?: string
  imports?: string[]
  figures?: { funnel: object; stays: { total: number; count: number; rows: string }[] }
}

/** Runs the program of the test; kills it (SIGKILL) `waitMs` after the phase. Gives its last word, and null when it was killed before it. */
async function run(name: string, work: string, file = '', killAt = '', waitMs = 0): Promise<Step | null> {
  const child = spawn(join(root, 'node_modules/.bin/node'), [join(root, 'test/refresh-child.ts'), place(name), work, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let last: Step | null = null
  let killed = false
  for await (const line of createInterface({ input: child.stdout })) {
    const step = JSON.parse(line) as Step
    if (step.step === 'done') last = step
    if (killed || step.phase !== killAt) continue
    killed = true
    setTimeout(() => child.kill('SIGKILL'), waitMs)
  }
  return last
}

/** Visits of 3,000 contacts over 80 days; the second half is a file of its own. */
function writeLog(name: string, from: number): string {
  const lines = Array.from({ length: rows / 2 }, (_, i) => {
    const row = from + i
    const at = new Date(1.6e12 + Math.floor((row * 80 * 86_400_000) / rows)).toISOString()
    return `${at},u${(row * 7919) % 3000},visit ${((row * 7919 + Math.floor(row / 3000) * 5) % 3001) % 9},/page/${Math.floor(row / 3000 + row) % 10}`
  })
  writeFileSync(place(name), `timestamp,user_id,event,touchpoint\n${lines.join('\n')}\n`)
  return place(name)
}

let first: string
let second: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desirepath-refresh-'))
  first = writeLog('first.csv', 0)
  second = writeLog('second.csv', rows / 2)
  await layEmptyData(place('base'))
  before = (await run('base', 'import,figures', first)) as Step
  cpSync(place('base'), place('whole'), { recursive: true })
  after = (await run('whole', 'import,figures', second)) as Step
  expect([before.imports, after.imports]).toEqual([['complete'], ['complete', 'complete']])
  expect(before.figures?.stays.filter(({ total }) => total < 100)).toEqual([])
  expect(after.figures).not.toEqual(before.figures)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('kill -9', { timeout: 240_000 }, () => {
  it.each([0, 250])('%i ms into a refresh after an import: the next run has the figures of an undisturbed one', async (waitMs) => {
    const name = `refreshing-${waitMs}`
    cpSync(place('base'), place(name), { recursive: true })
    const ended = await run(name, 'import', second, 'refreshing', waitMs)
    if (waitMs === 0) expect(ended).toBeNull()
    expect(await run(name, 'figures')).toEqual(after)
  })

  it('in the middle of a refresh without news leaves the same figures', async () => {
    cpSync(place('base'), place('again'), { recursive: true })
    expect(await run('again', 'refresh', '', 'refreshing', 100)).toBeNull()
    expect(await run('again', 'figures')).toEqual(before)
  })

  it('while an import stores what the refresh after it needs: the next run finishes both', async () => {
    cpSync(place('base'), place('storing'), { recursive: true })
    expect(await run('storing', 'import', second, 'storing')).toBeNull()
    const repaired = await run('storing', 'figures')
    const isWhole = repaired?.imports?.every((state) => state === 'complete')
    expect(repaired?.figures).toEqual(isWhole ? after.figures : before.figures)
    expect((await run('storing', 'import,figures', second))?.figures).toEqual(after.figures)
  })
})
