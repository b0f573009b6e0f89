import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { KeptFile } from '../model/file-preview.ts'

/** Of the files whose content another one before has, too: the id with that one's name. Only files of one size are read; one that is gone meanwhile is passed over. */
export async function sameFiles(files: readonly (KeptFile & { path: string })[]): Promise<Map<string, string>> {
  const same = new Map<string, string>()
  const seen = new Map<string, string>()
  for (const file of files) {
    if (files.filter(({ bytes }) => bytes === file.bytes).length < 2) continue
    const digest = await digestOf(file).catch(() => null)
    if (digest === null) continue
    const first = seen.get(digest)
    if (first === undefined) seen.set(digest, file.name)
    else same.set(file.id, first)
  }
  return same
}

/** What is kept never changes, so each is read once. */
const digests = new Map<string, Promise<string>>()

function digestOf({ id, path }: KeptFile & { path: string }): Promise<string> {
  const known = digests.get(id) ?? hashed(path)
  digests.set(id, known)
  known.catch(() => digests.delete(id))
  return known
}

async function hashed(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
