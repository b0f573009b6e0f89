import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportRecord } from '../src/model/import-record.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const rows = 500_000
let folder: string
let file: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'desirepath-crash-'))
  file = join(folder, 'log.csv')
  // Every tenth row stands twice: equal rows must not be lost or doubled by a repair.
  const lines = Array.from({ length: rows }, (_, index) => {
    const at = index % 10 === 9 ? index - 1 : index
    return `${new Date(1.6e12 + at * 60_000).toISOString()},u${at % 5000},visit ${at % 7},/page/${at % 100}`
  })
  writeFileSync(file, `timestamp,user_id,event,page\n${lines.join('\n')}\n`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Step {
  step: 'recovered' | 'progress' | 'imported'
  phase?: string
  state?: string
  rows?: number
  events?: number
  staged?: number
  record?: ImportRecord
  repaired?: ImportRecord[]
}

/** Runs the importing program; kills it (SIGKILL) `waitMs` after the first step that `when` holds for. Gives the steps it told. */
async function run(place: string, given: string, when: (step: Step) => boolean = () => false, waitMs = 0): Promise<Step[]> {
  const child = spawn(join(root, 'node_modules/.bin/node'), [join(root, 'test/import-child.ts'), place, given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const steps: Step[] = []
  let killed = false
  for await (const line of createInterface({ input: child.stdout })) {
    const step = JSON.parse(line) as Step
    steps.push(step)
    if (!killed && when(step)) {
      killed = true
      setTimeout(() => child.kill('SIGKILL'), waitMs)
    }
  }
  return steps
}

const told = (steps: Step[], step: Step['step']) => steps.findLast((one) => one.step === step)

describe('kill -9 in the middle of an import', () => {
  it('while it reads: nothing of it stays, it is called interrupted, and the next import is whole', async () => {
    const place = join(folder, 'reading')
    const cut = await run(place, file, ({ step, rows: read = 0 }) => step === 'progress' && read > 100_000)
    expect(told(cut, 'imported')).toBeUndefined()
    const next = await run(place, file)
    expect(told(next, 'recovered')).toMatchObject({ events: 0, staged: 0, repaired: [{ state: 'interrupted', added: 0 }] })
    expect(told(next, 'imported')).toMatchObject({ events: rows, record: { state: 'complete', added: rows, duplicates: 0 } })
  })

  it.each([0, 60, 200, 500])('while it stores, after %i ms: the next start finishes it, each event once', async (waitMs) => {
    const place = join(folder, `storing-${waitMs}`)
    await run(place, file, ({ step, phase }) => step === 'progress' && phase === 'storing', waitMs)
    const repaired = told(await run(place, ''), 'recovered')
    const finished = (repaired?.repaired ?? [])[0]
    expect([rows, 0]).toContain(repaired?.events)
    expect(repaired?.staged).toBe(0)
    if (finished !== undefined)
      expect(finished).toMatchObject(repaired?.events === 0 ? { state: 'interrupted' } : { state: 'complete', added: rows, duplicates: 0 })
    const again = told(await run(place, file), 'imported')
    expect(again).toMatchObject({ events: rows, record: { state: 'complete' } })
  })
})
