import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { AppError } from '../core/error.ts'

/** A received file: where it lies, its plain name, and how to remove it. */
export interface Upload {
  path: string
  name: string
  remove(): Promise<void>
}

/** Writes a request body to a file of its own under the system's temporary folder, piece by piece. An aborted upload leaves nothing behind. */
export async function receiveUpload(body: globalThis.ReadableStream | null, fileName: string): Promise<Upload> {
  if (!body) throw new AppError('usage', 'The request has no body. Send the file itself as the body.')
  const name = basename(fileName.replaceAll('\\', '/')).replace(/[\p{Cc}<>:"|?*]/gu, '_')
  if (name === '' || name === '.' || name === '..') throw new AppError('usage', `"${fileName}" is no file name.`)
  const folder = await mkdtemp(join(tmpdir(), 'desirepath-upload-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  const path = join(folder, name)
  try {
    await pipeline(Readable.fromWeb(body as ReadableStream), createWriteStream(path, { flags: 'wx', mode: 0o600 }))
  } catch (error) {
    await remove()
    throw new AppError('usage', `The upload of "${name}" broke off. Send it again.`, null, error)
  }
  return { path, name, remove }
}
