import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { preparedFolder } from '../prepared-folder.ts'

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
export function builtWeb(): Promise<string> {
  return preparedFolder('web', sources, build)
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
