import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sourceFingerprint } from '../source-fingerprint.ts'
import { oneAtATime } from './one-at-a-time.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const sources = [
  'src/web/**/*',
  'src/core/**/*.ts',
  'src/map/*.ts',
  'src/model/**/*.ts',
  'src/api/contract.ts',
  'vite.config.ts',
  'package-lock.json',
]

/** The folder of the page built from the sources as they are now; built once for each state of them. Fails with the build's own words. */
export async function builtWeb(): Promise<string> {
  const folder = join(root, 'node_modules/.cache/desirepath-web', await sourceFingerprint(sources))
  return oneAtATime('web-build', async () => {
    if (existsSync(join(folder, 'index.html'))) return folder
    const fresh = `${folder}.${process.pid}`
    await mkdir(join(folder, '..'), { recursive: true })
    await build(fresh)
    await rm(folder, { recursive: true, force: true })
    await rename(fresh, folder)
    return folder
  })
}

function build(outDir: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const vite = join(root, 'node_modules/vite/bin/vite.js')
    const child = spawn(process.execPath, [vite, 'build', '--config', join(root, 'vite.config.ts'), '--outDir', outDir], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production' },
    })
    let words = ''
    child.stdout.on('data', (part) => (words += part))
    child.stderr.on('data', (part) => (words += part))
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`The page does not build:\n${words}`))))
  })
}
