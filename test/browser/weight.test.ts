import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { builtWeb } from './built-web.ts'

const most = 250_000

test('the first script and the first styles weigh at most 250 kB compressed; charts and controls come later', async () => {
  const folder = await builtWeb()
  const html = await readFile(join(folder, 'index.html'), 'utf8')
  const first = [...html.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? '')
  const sizes = await Promise.all(first.map(async (path) => gzipSync(await readFile(join(folder, path))).length))
  expect(first.length).toBeGreaterThan(1)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(most)
  const chunks = await readdir(join(folder, 'assets'))
  expect(chunks.some((name) => name.startsWith('plot-frame'))).toBe(true)
})
