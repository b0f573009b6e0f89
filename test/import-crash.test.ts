import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportRecord } from '../src/model/import-record.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const rows = 100_000
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
  step: 'recovered' | 'progress' | 'statement' | 'imported'
  statement?: string
  phase?: string
  state?: string
  rows?: number
  events?: number
  staged?: number
  record?: ImportRecord
  repaired?: ImportRecord[]
}

/** Where a program is killed (SIGKILL): `waitMs` after the first step that `when` holds for. It stands still at the statement that begins with `until`. */
interface Death {
  when(step: Step): boolean
  waitMs?: number
  until?: string
}

/** Runs the importing program. Gives the steps it told. */
async function run(place: string, given: string, { when, waitMs = 0, until = '' }: Death = { when: () => false }): Promise<Step[]> {
  const child = spawn(join(root, 'node_modules/.bin/node'), [join(root, 'test/import-child.ts'), place, given, until], {
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
  it('while it reads: nothing of it stays, it is called interrupted, and the next import is whole', { timeout: 240_000 }, async () => {
    const place = join(folder, 'reading')
    const cut = await run(place, file, { when: ({ step, rows: read = 0 }) => step === 'progress' && read > rows / 3 })
    expect(told(cut, 'imported')).toBeUndefined()
    const next = await run(place, file)
    expect(told(next, 'recovered')).toMatchObject({ events: 0, staged: 0, repaired: [{ state: 'interrupted', added: 0 }] })
    expect(told(next, 'imported')).toMatchObject({ events: rows, record: { state: 'complete', added: rows, duplicates: 0 } })
  })

  it.each([
    ['before anything is laid aside', 'CREATE OR REPLACE TABLE events_aside'],
    ['while events are laid aside', 'INSERT INTO events_aside', 60],
    ['when all is laid aside, none of it in place', 'ALTER TABLE events ATTACH'],
    ['when events are in place, not told as a change', 'INSERT INTO changes'],
    ['when only what arrived is not moved away', 'ALTER TABLE staged_properties MOVE'],
  ])('while it stores, %s: the next start finishes it, each event once', { timeout: 240_000 }, async (_, statement, intoMs?: number) => {
    const place = join(folder, statement.replaceAll(' ', '-'))
    const when = ({ statement: begun = '' }: Step) => begun.startsWith(statement)
    const cut = await run(place, file, { when, ...(intoMs === undefined ? { until: statement } : { waitMs: intoMs }) })
    expect(cut.some(when)).toBe(true)
    expect(told(cut, 'imported')).toBeUndefined()
    const next = await run(place, file)
    const repaired = [{ state: 'complete', added: rows, duplicates: 0 }]
    expect(told(next, 'recovered')).toMatchObject({ events: rows, staged: 0, repaired })
    expect(told(next, 'imported')).toMatchObject({ events: rows, record: { state: 'complete', added: 0, duplicates: rows } })
  })
})
