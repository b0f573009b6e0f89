import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { oneAtATime } from './browser/one-at-a-time.ts'
import { sourceFingerprint } from './source-fingerprint.ts'

const cache = fileURLToPath(new URL('../node_modules/.cache/', import.meta.url))
const keptForMs = 2 * 86_400_000

/** A folder that takes long to make, made once for each state of the sources it comes from. `make` fills it; whoever changes what is in it takes a copy. */
export async function preparedFolder(name: string, sources: readonly string[], make: (path: string) => Promise<void>): Promise<string> {
  const all = join(cache, `desirepath-${name}`)
  const folder = join(all, await sourceFingerprint(sources))
  if (existsSync(folder)) return folder
  return oneAtATime(name, async () => {
    if (existsSync(folder)) return folder
    await mkdir(all, { recursive: true })
    await removeOld(all)
    const fresh = `${folder}.${process.pid}`
    await rm(fresh, { recursive: true, force: true })
    await make(fresh)
    await utimes(fresh, new Date(), new Date())
    await rename(fresh, folder)
    return folder
  })
}

/** Of states of the sources that are long gone. */
async function removeOld(all: string): Promise<void> {
  for (const name of await readdir(all)) {
    const { mtimeMs } = await stat(join(all, name))
    if (Date.now() - mtimeMs > keptForMs) await rm(join(all, name), { recursive: true, force: true })
  }
}
