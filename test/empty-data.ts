import { cpSync, existsSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openApp } from '../src/app/open-app.ts'
import { oneAtATime } from './browser/one-at-a-time.ts'
import { sourceFingerprint } from './source-fingerprint.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

/** Lays a data folder at `path` as the first start leaves it, both stores made and empty; a first start itself takes seconds. Gives `path`. */
export async function layEmptyData(path: string): Promise<string> {
  cpSync(await emptyData(), path, { recursive: true })
  return path
}

/** Lays a document store that was made and is empty at `path`. Gives `path`. */
export async function layEmptyDocuments(path: string): Promise<string> {
  cpSync(join(await emptyData(), 'documents'), path, { recursive: true })
  return path
}

/** Made once for each state of the sources. */
async function emptyData(): Promise<string> {
  const folder = join(
    root,
    'node_modules/.cache/desirepath-empty-data',
    await sourceFingerprint(['src/store/**/*', 'src/app/open-app.ts', 'package-lock.json']),
  )
  if (existsSync(folder)) return folder
  return oneAtATime('empty-data', async () => {
    if (existsSync(folder)) return folder
    const fresh = `${folder}.${process.pid}`
    await mkdir(join(folder, '..'), { recursive: true })
    const app = await openApp({ data: fresh, command: 'test' })
    await app.imports()
    await app.names()
    await app.close()
    await rename(fresh, folder)
    return folder
  })
}
