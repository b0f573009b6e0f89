import { existsSync, globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const root = new URL('..', import.meta.url).pathname
const read = (path: string) => readFileSync(root + path, 'utf8')
const guide = read('docs/guide/container.md')

interface Step {
  word: string
  rest: string
}

/** The instructions of a container file, with continued lines joined. */
function steps(text: string): Step[] {
  const lines = text
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
  return lines.filter((line) => line !== '').map((line) => ({ word: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }))
}

const file = steps(read('Containerfile'))
const last = file.slice(file.findLastIndex(({ word }) => word === 'FROM'))
const of = (word: string) => last.filter((step) => step.word === word).map(({ rest }) => rest)

it('the container file copies what is there, and not what is left out', () => {
  const ignored = read('.dockerignore').trim().split('\n')
  const copied = file
    .filter(({ word, rest }) => word === 'COPY' && !rest.startsWith('--from'))
    .flatMap(({ rest }) => rest.split(' ').slice(0, -1))
  expect(copied).toContain('.')
  for (const path of copied) expect(existsSync(root + path), path).toBe(true)
  for (const path of ['node_modules', 'dist', '.git', '.desirepath']) expect(ignored).toContain(path)
  const needed = globSync('{src,scripts,bin,vite.config.ts,package-lock.json}', { cwd: root })
  expect(needed.filter((path) => ignored.includes(path))).toEqual([])
})

it('the container runs without rights of root, keeps its data in a volume, and says how it is', () => {
  expect(of('USER')).toEqual(['node'])
  expect(of('VOLUME')).toEqual(['/data'])
  expect(of('ENV').join(' ')).toContain('DESIREPATH_DATA=/data')
  expect(of('RUN').join(' ')).toContain('install -d -o node -g node -m 700 /data')
  expect(of('HEALTHCHECK')[0]).toContain("fetch('http://127.0.0.1:4400/api/journeys')")
  expect(of('EXPOSE')).toEqual(['4400'])
  expect(JSON.parse(of('CMD')[0] ?? '')).toEqual(['demo', '--host', '0.0.0.0'])
})

it('every documented command publishes the page on this machine only', () => {
  const runs = [...guide.matchAll(/^podman run .*$/gm)].map(([line]) => line)
  expect(runs).toHaveLength(2)
  for (const line of runs) expect(line).toMatch(/ -p 127\.0\.0\.1:4400:4400 -v desirepath-\w+:\/data desirepath/)
})
