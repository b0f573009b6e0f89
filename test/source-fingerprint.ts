import { createHash } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))

/** A short text that is another as soon as one of the files is; `patterns` from the root of the repository, tests left out. */
export async function sourceFingerprint(patterns: readonly string[]): Promise<string> {
  const files = (await Array.fromAsync(glob([...patterns], { cwd: root, withFileTypes: true })))
    .filter((entry) => entry.isFile() && !/\.test(-support)?\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const hash = createHash('sha256')
  for (const file of files) hash.update(file.slice(root.length)).update(await readFile(file))
  return hash.digest('hex').slice(0, 20)
}
