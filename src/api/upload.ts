import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { AppError } from '../core/error.ts'
import { diskFull, isDiskFull } from '../store/disk-space.ts'

/** How the folders begin that hold the copies of what was sent. */
export const uploadPrefix = 'desirepath-upload-'

/** The name a file had when it was sent: the path of an upload's own copy is nobody's business. */
export function sentName(file: string): string {
  return file.includes(uploadPrefix) ? basename(file) : file
}

/** A received file: where it lies, its plain name, and how to remove it. */
export interface Upload {
  path: string
  name: string
  remove(): Promise<void>
}

/** The name of a sent file without folders and signs that a file system may refuse. Errors: `usage` where nothing is left. */
export function plainFileName(fileName: string): string {
  const name = basename(fileName.replaceAll('\\', '/')).replace(/[\p{Cc}<>:"|?*]/gu, '_')
  if (name === '' || name === '.' || name === '..') throw new AppError('usage', `"${fileName}" is no file name.`)
  return name
}

/** Writes a request body to a file of its own under the system's temporary folder, piece by piece. An aborted upload leaves nothing behind. */
export async function receiveUpload(body: globalThis.ReadableStream | null, fileName: string): Promise<Upload> {
  if (!body) throw new AppError('usage', 'The request has no body. Send the file itself as the body.')
  const name = plainFileName(fileName)
  const folder = await mkdtemp(join(tmpdir(), uploadPrefix))
  const remove = () => rm(folder, { recursive: true, force: true })
  const path = join(folder, name)
  try {
    await pipeline(Readable.fromWeb(body as ReadableStream), createWriteStream(path, { flags: 'wx', mode: 0o600 }))
  } catch (error) {
    await remove()
    if (isDiskFull(error)) throw diskFull(tmpdir(), `"${name}"`, error)
    throw new AppError('usage', `The upload of "${name}" broke off. Send it again.`, null, error)
  }
  if ((await stat(path)).size === 0) {
    await remove()
    throw new AppError('usage', `"${name}" is empty: there is nothing to import. Send the file itself as the body.`)
  }
  return { path, name, remove }
}
