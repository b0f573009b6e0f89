import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import type { CarriedFile } from '../app/hand-over.ts'
import { AppError } from '../core/error.ts'

/** Larger exports than this are none of ours: bytes of one file, and how many files. */
const limits = { bytes: 20_000_000, files: 5_000 }

/**
 * Writes files into a folder, which is made where it is missing. Errors: `conflict` where the folder holds something else, unless `replace`, which
 * takes away what an earlier export wrote there; `usage` where it cannot be written.
 */
export async function writeExport(folder: string, files: readonly CarriedFile[], replace: boolean): Promise<void> {
  const found = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new AppError('usage', `${folder} cannot be written: ${error.code === 'ENOTDIR' ? 'it is a file' : error.message}`, null, error)
  })
  if (found.length > 0) {
    if (!replace)
      throw new AppError('conflict', `${folder} is not empty: name another folder, or say --replace where it holds an earlier export.`)
    await removeEarlier(folder)
  }
  for (const { path, encoding, content } of files) {
    const place = placeIn(folder, path)
    await mkdir(dirname(place), { recursive: true })
    await writeFile(place, Buffer.from(content, encoding))
  }
}

/** Takes away the files that the manifest of an earlier export lists, and nothing else. */
async function removeEarlier(folder: string): Promise<void> {
  const text = await readFile(join(folder, 'export.json'), 'utf8').catch(() => null)
  const listed = text === null ? null : filesOf(text)
  if (listed === null)
    throw new AppError('conflict', `${folder} holds no earlier export (no export.json that lists its files): name another folder.`)
  for (const path of listed) await rm(placeIn(folder, path), { force: true })
}

function filesOf(manifest: string): string[] | null {
  try {
    const { format, files } = JSON.parse(manifest) as { format?: unknown; files?: unknown }
    return format === 'desirepath-programme-export' && Array.isArray(files) ? files.map(String) : null
  } catch {
    return null
  }
}

/** Where a file of an export stands. Errors: `invalid` for a path outside the folder. */
function placeIn(folder: string, path: string): string {
  const place = resolve(folder, path)
  if (!place.startsWith(`${resolve(folder)}${sep}`))
    throw new AppError('invalid', `The export names ${JSON.stringify(path)}, which is outside ${folder}.`)
  return place
}

/** The files of an export: those of a folder with its folders, or one file, which may be its zip. Errors: `usage` where it cannot be read or is too large. */
export async function readExport(path: string): Promise<CarriedFile[]> {
  const about = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new AppError(
      'usage',
      `${path} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file or folder' : error.message}`,
      null,
      error,
    )
  })
  if (!about.isDirectory()) return [await carried(path, basename(path))]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  if (files.length > limits.files)
    throw new AppError('usage', `${path} holds ${files.length} files, more than any export: name the folder of the export.`)
  return Promise.all(files.sort().map((file) => carried(file, relative(path, file).replaceAll(sep, '/'))))
}

async function carried(file: string, path: string): Promise<CarriedFile> {
  const { size } = await stat(file)
  if (size > limits.bytes) throw new AppError('usage', `${file} is larger than any file of an export: name the folder of the export.`)
  return carriedBytes(path, await readFile(file))
}

function carriedBytes(path: string, bytes: Uint8Array): CarriedFile {
  try {
    return { path, encoding: 'utf8', content: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { path, encoding: 'base64', content: Buffer.from(bytes).toString('base64') }
  }
}
