import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AppError } from '../core/error.ts'
import { holdLock, type ServedAt } from './data-lock.ts'
import { diskFull, isDiskFull } from './disk-space.ts'

/** The layout of a data directory that this program writes and reads. */
export const dataFormat = 1

/** A data directory held by this process alone, until `release`. */
export interface DataDirectory {
  path: string
  /** Folder of the document store. */
  documents: string
  /** Folder of the event store. */
  events: string
  /** Lets a process that finds the directory held tell its user where it is served. */
  announce(served: ServedAt): Promise<void>
  release(): Promise<void>
}

/**
 * Makes the directory when missing and holds it for this process. `command` tells others who holds it, e.g. "desirepath serve".
 * Throws `locked` when another process holds it, `newerSchema` when a later program wrote it, `usage` when the path cannot be a data directory.
 */
export async function openDataDirectory(path: string, command: string): Promise<DataDirectory> {
  const full = resolve(path)
  await makeDirectory(full)
  await refuseForeign(full)
  const lock = await holdLock(join(full, 'lock.json'), full, command).catch((error: unknown) => {
    throw explained(full, error)
  })
  try {
    await checkFormat(full)
  } catch (error) {
    await lock.release()
    throw explained(full, error)
  }
  return { path: full, documents: join(full, 'documents'), events: join(full, 'events'), announce: lock.announce, release: lock.release }
}

function explained(path: string, error: unknown): unknown {
  return !(error instanceof AppError) && isDiskFull(error) ? diskFull(path, 'who uses the data directory', error) : error
}

async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    const isFile = await stat(path).then(
      (found) => !found.isDirectory(),
      () => false,
    )
    if (isFile) throw new AppError('usage', `--data ${path} is a file: name a folder`, { path })
    throw new AppError(
      'usage',
      `the data directory ${path} cannot be made (${code}): name a folder that you may write with --data`,
      { path },
      error,
    )
  }
}

async function refuseForeign(path: string): Promise<void> {
  const names = await readdir(path)
  const foreign = names.filter((name) => !name.startsWith('lock.json') && !name.startsWith('format.json'))
  if (foreign.length === 0 || names.includes('format.json')) return
  const shown = foreign.slice(0, 3).join(', ')
  throw new AppError('usage', `${path} holds other files (${shown}) and is no data directory: name a new or empty folder with --data`, {
    path,
  })
}

async function checkFormat(path: string): Promise<void> {
  const file = join(path, 'format.json')
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new AppError('store', `${file} cannot be read (${error.code}): check the rights of the data directory`, { file }, error)
  })
  if (text === null) {
    // Renamed into place, so that a file cut off in the middle is never read.
    await writeFile(`${file}.new`, `${JSON.stringify({ format: dataFormat })}\n`)
    await rename(`${file}.new`, file)
    return
  }
  const found = formatIn(text)
  if (found === null)
    throw new AppError('store', `${file} holds ${JSON.stringify(text.slice(0, 40))}, not {"format":${dataFormat}}: restore it`, { file })
  if (found > dataFormat) {
    const message = `this data directory was written by a newer Desirepath (format ${found}, this program knows ${dataFormat})`
    throw new AppError('newerSchema', `${message}: update the program or use another --data`, { found, known: dataFormat })
  }
}

function formatIn(text: string): number | null {
  try {
    const format = (JSON.parse(text) as { format?: unknown }).format
    return Number.isInteger(format) ? Number(format) : null
  } catch {
    return null
  }
}
