import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { layEmptyData } from './empty-data.ts'

/** For the tests this variable names the public data sets, for the program its data directory. */
const env = { ...process.env, DESIREPATH_DATA: '' }
const program = new URL('../bin/desirepath.mjs', import.meta.url).pathname

let folder: string
const running: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desirepath-process-'))
})
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

function run(...given: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [program, ...given], { cwd: folder, encoding: 'utf8', env })
}

/** Starts a command; `said` waits until it has written something, on either stream, that matches. */
function start(...given: string[]): { child: ChildProcess; said(pattern: RegExp): Promise<string>; exit: Promise<number | null> } {
  const child = spawn(process.execPath, [program, ...given], { cwd: folder, env })
  running.push(child)
  let text = ''
  const waiting: (() => void)[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      text += chunk
      for (const look of waiting) look()
    })
  }
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  const said = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(text)
        if (match !== null) resolve(match[0])
      }
      waiting.push(look)
      look()
      exit.then((code) => reject(new Error(`it ended with ${code} and said: ${text}`)))
    })
  return { child, said, exit }
}

const rows = 100_000

/** A log of many events, large enough to be interrupted. */
function writeLog(): void {
  const file = openSync(join(folder, 'log.csv'), 'w')
  writeFileSync(file, 'contact,event,time\n')
  for (let first = 0; first < rows; first += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, position) => {
      const number = first + position
      return `c${number % 5000},${number % 7 === 0 ? 'Bought' : 'Visited'},${new Date(Date.UTC(2025, 0, 1) + number * 60_000).toISOString()}\n`
    })
    writeFileSync(file, lines.join(''))
  }
  closeSync(file)
  const stage = (id: string, event: string) => `  - { id: ${id}, lifecycle: acquisition, entry: { event: ${event} } }\n`
  writeFileSync(
    join(folder, 'trial.yaml'),
    `journey: trial\nsubject: contact\nstages:\n${stage('visit', 'Visited')}${stage('buy', 'Bought')}`,
  )
}

describe('processes', () => {
  it('serve holds the data directory, takes the commands of others, and ends at Ctrl-C', { timeout: 300_000 }, async () => {
    const server = start('serve', '--port', '0')
    const url = await server.said(/http:\/\/127\.0\.0\.1:\d+/)
    expect((await fetch(`${url}/api/journeys`)).status).toBe(200)
    expect(run('journey', 'list')).toMatchObject({ status: 0, stdout: expect.stringContaining('There are no journeys yet') })
    const second = run('serve', '--port', '0')
    expect(second.status).toBe(6)
    expect(second.stderr).toContain(`held by "desirepath serve" (process ${server.child.pid}, since `)
    expect(second.stderr).toContain(`at ${url}): use it there, stop it, or use another --data`)
    server.child.kill('SIGINT')
    expect(await server.exit).toBe(0)
    expect(run('journey', 'list').status).toBe(0)
  })

  it('import survives Ctrl-C and kill -9, and the next run completes it with each event once', { timeout: 300_000 }, async () => {
    writeLog()
    await layEmptyData(join(folder, '.desirepath'))
    const cancelled = start('import', 'log.csv')
    await cancelled.said(/reading/)
    cancelled.child.kill('SIGINT')
    await cancelled.said(/Cancelling/)
    expect(await cancelled.exit).toBe(7)

    const killed = start('import', 'log.csv')
    await killed.said(/reading/)
    killed.child.kill('SIGKILL')
    await killed.exit

    const done = run('import', 'log.csv', '--json')
    expect(done.status, done.stderr).toBe(0)
    expect(JSON.parse(done.stdout)).toMatchObject([{ state: 'complete', rows, rejected: 0 }])
    const again = JSON.parse(run('import', 'log.csv', '--json').stdout)
    expect(again, 'every event was there').toMatchObject([{ added: 0, duplicates: rows }])
    const states = (JSON.parse(run('imports', '--json').stdout) as { state: string }[]).map(({ state }) => state)
    expect(states).toEqual(['complete', 'complete', 'interrupted', 'cancelled'])

    expect(run('journey', 'apply', 'trial.yaml').status).toBe(0)
    const figures = run('figures', 'trial', '--json')
    expect(figures.status, figures.stderr).toBe(0)
    expect(JSON.parse(figures.stdout).subjects).toBe(5000)
  })
})
