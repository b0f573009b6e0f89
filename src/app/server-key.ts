import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../core/error.ts'

/** Characters a key must have: keys are hashed once, without salt, so that they must be too many to try. */
export const shortestKey = 32

/** Makes a key for a data directory and keeps its hash there in place of the one before. Errors: `store`. */
export async function makeKey(data: string): Promise<string> {
  const key = `dp_${randomBytes(32).toString('base64url')}`
  const file = keyFile(data)
  try {
    await writeFile(`${file}.new`, `${JSON.stringify({ sha256: hashOf(key).toString('hex') })}\n`, { mode: 0o600 })
    await rename(`${file}.new`, file)
  } catch (error) {
    await rm(`${file}.new`, { force: true }).catch(() => {})
    throw new AppError('store', `the hash of the key cannot be written to ${file}: check the rights and the free space`, { file }, error)
  }
  return key
}

/** Whether a key is the one of the data directory, or `own`, a key given to the server. Takes as long for a key that is nearly right. */
export async function isKey(given: string, data: string, own: string | null): Promise<boolean> {
  const hash = hashOf(given)
  const kept = await keptHash(data)
  const known = [kept, own === null ? null : hashOf(own)].filter((one) => one !== null)
  return known.map((one) => timingSafeEqual(one, hash)).includes(true)
}

function keyFile(data: string): string {
  return join(data, 'key.json')
}

async function keptHash(data: string): Promise<Buffer | null> {
  const file = keyFile(data)
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new AppError('store', `${file} cannot be read (${error.code}): check its rights`, { file }, error)
  })
  if (text === null) return null
  const hash = Buffer.from(/"sha256":"([0-9a-f]{64})"/.exec(text)?.[1] ?? '', 'hex')
  if (hash.length === 32) return hash
  throw new AppError('store', `${file} holds no hash of a key: make a new key with desirepath key`, { file })
}

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}
