import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { layEmptyData } from './empty-data.ts'

const env = { ...process.env, DESIREPATH_DATA: '', DESIREPATH_KEY: '' }
const program = new URL('../bin/desirepath.mjs', import.meta.url).pathname

let folder: string
const running: ChildProcess[] = []
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desirepath-served-'))
  for (const name of ['.desirepath', 'killed']) await layEmptyData(join(folder, name))
  for (const name of ['a', 'b']) writeFileSync(join(folder, `${name}.csv`), `contact,event,time\n${name},Visited,2025-03-01T00:00:00Z\n`)
})
afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

function run(...given: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [program, ...given], { cwd: folder, encoding: 'utf8', env })
}

function start(...given: string[]): ChildProcess {
  const child = spawn(process.execPath, [program, ...given], { cwd: folder, env })
  running.push(child)
  return child
}

async function serve(...given: string[]): Promise<{ child: ChildProcess; url: string }> {
  const child = start('serve', '--port', '0', '--json', ...given)
  const [chunk] = await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data')
  return { child, url: (JSON.parse(String(chunk)) as { url: string }).url }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown[]> {
  const ended = once(child, 'exit')
  child.kill(signal)
  return ended
}

it('a server takes commands at the same time, and says honestly why not', { timeout: 180_000 }, async () => {
  const { child, url } = await serve()
  const started = ['a.csv', 'b.csv'].map((file) => once(start('import', file, '--json'), 'exit'))
  expect((await Promise.all(started)).map(([code]) => code)).toEqual([0, 0])
  const imports = JSON.parse(run('imports', '--server', url, '--json').stdout) as { state: string }[]
  expect(imports.map(({ state }) => state)).toEqual(['complete', 'complete'])
  const refused = run('import', 'a.csv', '--server', url)
  expect(refused).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringContaining('needs a key: make one there with desirepath key'),
  })
  expect(run('key', '--out', 'map.key').status).toBe(0)
  expect(run('import', 'a.csv', '--server', url, '--key-file', 'map.key').status).toBe(0)
  expect(run('serve')).toMatchObject({ status: 6, stderr: expect.stringContaining(`at ${url}): use it there`) })
  await end(child, 'SIGTERM')
  expect(run('journey', 'list', '--server', url)).toMatchObject({ status: 10, stderr: expect.stringContaining('nothing answers at') })
})

it('a killed server leaves a directory that the next command opens, and the next server serves', { timeout: 180_000 }, async () => {
  const socket = join(folder, 'killed', 'socket', 'commands')
  const first = await serve('--data', 'killed')
  await end(first.child, 'SIGKILL')
  expect(existsSync(socket)).toBe(true)
  expect(run('journey', 'list', '--data', 'killed').status).toBe(0)
  const second = await serve('--data', 'killed')
  expect(run('journey', 'list', '--data', 'killed').status).toBe(0)
  expect(await end(second.child, 'SIGINT')).toEqual([0, null])
  expect(existsSync(socket)).toBe(false)
})
