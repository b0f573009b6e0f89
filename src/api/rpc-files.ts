import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { SentFile } from '../app/app-call.ts'
import { standsAt, withAt } from '../app/argument-places.ts'
import { AppError } from '../core/error.ts'
import type { RpcBody } from './rpc-body.ts'
import { plainFileName, uploadPrefix } from './upload.ts'

/** The files of a call as they lie here. */
export interface ReceivedFiles {
  /** The arguments with the paths of the copies. */
  given: unknown[]
  /** Puts the sender's own paths in place of those of the copies, in a line of JSON. */
  named(line: string): string
  remove(): Promise<void>
}

/** Writes the files that follow a call to a folder of their own. A call that breaks off leaves nothing. Errors: `usage`, `cancelled`. */
export async function receiveFiles(
  body: RpcBody,
  given: unknown[],
  files: readonly SentFile[],
  signal: AbortSignal,
): Promise<ReceivedFiles> {
  const received: ReceivedFiles = { given, named: (line) => line, remove: async () => {} }
  if (files.length === 0) return received
  const folder = await mkdtemp(join(tmpdir(), uploadPrefix))
  received.remove = () => rm(folder, { recursive: true, force: true })
  const names = new Map<string, string>()
  try {
    for (const [position, file] of files.entries()) {
      const own = join(folder, String(position))
      await mkdir(own, { mode: 0o700 })
      const path = join(own, plainFileName(file.name))
      await pipeline(Readable.from(body.take(file.bytes)), createWriteStream(path, { flags: 'wx', mode: 0o600 }), { signal })
      const at = (file.index === null ? file.at : [...file.at, String(file.index)]) as [number, ...string[]]
      names.set(path, String(standsAt(received.given, at)))
      received.given = withAt(received.given, at, path)
    }
  } catch (error) {
    await received.remove()
    if (signal.aborted) throw new AppError('cancelled', 'Stopped while the file was being sent: nothing of it was read.', null, error)
    throw error instanceof AppError
      ? error
      : new AppError('usage', 'The file broke off while it was being sent. Run the command again.', null, error)
  }
  received.named = (line) => [...names].reduce((text, [mine, theirs]) => text.replaceAll(quoted(mine), quoted(theirs)), line)
  return received
}

function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}
