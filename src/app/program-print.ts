import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { programVersion } from './program-version.ts'

/** Folders of the program of which figures are made. */
const making = ['core', 'core/statistics', 'model', 'journeys', 'measures', 'map', 'app']

let print: string | null = null

/** Another text for every program that may compute figures otherwise: its version, and how large and of when its files are. Figures that another one kept are not shown. */
export function programPrint(): string {
  print ??= createHash('sha256')
    .update(JSON.stringify([programVersion(), ...making.flatMap(stampsIn)]))
    .digest('hex')
    .slice(0, 16)
  return print
}

function stampsIn(folder: string): string[] {
  const path = join(dirname(fileURLToPath(import.meta.url)), '..', folder)
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[jt]s$/.test(entry.name))
    .map(({ name }) => {
      const { size, mtimeMs } = statSync(join(path, name))
      return `${folder}/${name} ${size} ${mtimeMs}`
    })
    .sort()
}
