import { access, constants, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../core/error.ts'

const importable = /\.(csv|tsv|tab|txt|ndjson|jsonl|json|jsonocel|xml|xmlocel|xes|xlsx|parquet|sqlite|db)(\.gz)?$/i

/** The files that the given paths stand for: a folder stands for the files in it that may be data, in the order of their names. Errors: `usage`. */
export async function filesToImport(paths: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const path of paths) {
    const given = await stat(path).catch(() => null)
    if (given === null) throw new AppError('usage', `there is no file ${path}`, { path })
    found.push(...(given.isDirectory() ? await filesIn(path) : [path]))
  }
  for (const path of found) {
    await access(path, constants.R_OK).catch(() => {
      throw new AppError('usage', `${path} may not be read by you: change its rights`, { path })
    })
  }
  return [...new Set(found)]
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && importable.test(entry.name))
    .map(({ name }) => name)
  if (names.length === 0) {
    throw new AppError(
      'usage',
      `there is no file to import in the folder ${folder}: it takes CSV, TSV, NDJSON, JSON, XLSX, Parquet, XES and OCEL`,
      { folder },
    )
  }
  return names.sort().map((name) => join(folder, name))
}
