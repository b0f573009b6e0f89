import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Report } from './report.ts'

const program = fileURLToPath(new URL('../bin/desirepath.mjs', import.meta.url))

/** Opening a map of the demo that was computed before: each time by a new process, from its start to the figures printed. */
export async function benchKept(folder: string): Promise<Report> {
  const data = join(folder, 'data')
  await run(['--data', data, 'demo', '--once'])
  const journey = (JSON.parse(await run(['--data', data, '--json', 'journey', 'list'])) as { id: string }[])[0]?.id ?? ''
  const times = async (command: string[]) => {
    const taken: number[] = []
    for (let one = 0; one < 3; one += 1) {
      const from = performance.now()
      await run(command)
      taken.push((performance.now() - from) / 1000)
    }
    return taken.sort((a, b) => a - b)[1] as number
  }
  const bare = await times(['--data', data, 'journey', 'list'])
  const kept = await times(['--data', data, 'figures', journey])
  return [
    { what: 'a new process that lists the journeys', value: `${bare.toFixed(2)} s`, goal: '', met: null },
    { what: 'a new process that opens a kept map', value: `${kept.toFixed(2)} s`, goal: 'at most 1 s more', met: kept <= bare + 1 },
  ]
}

/** What a command prints. */
function run(words: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [said, warned] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    warned += chunk.toString()
  })
  return new Promise((resolve, reject) => {
    child.once('close', (code) => (code === 0 ? resolve(said) : reject(new Error(`desirepath ${words.join(' ')} failed: ${warned}`))))
  })
}
