import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** A folder for the tests of one file, removed after them; `file` writes a file there and gives its path. */
export function temporaryFiles(): { folder: string; file(name: string, text: string | Uint8Array): string } {
  const folder = mkdtempSync(join(tmpdir(), 'desirepath-cli-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return {
    folder,
    file: (name, text) => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    },
  }
}
