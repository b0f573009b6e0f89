import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { AppError } from '../core/error.ts'

/** A file on disk, looked at: `bytes` unpacks it where it is gzip; `sample` is its unpacked beginning (at most 1 MiB). */
export interface ByteSource {
  path: string
  totalBytes: number
  /** True for a gzip file: it is read from the beginning only. */
  packed: boolean
  sample: Uint8Array
  /** True when the sample is the whole content. */
  whole: boolean
  /** Streams the content. `onRaw` hears of every chunk as read from disk, before it is unpacked: for progress and digest. */
  bytes(onRaw: (chunk: Uint8Array) => void): AsyncIterable<Uint8Array>
}

const sampleBytes = 1 << 20
/** Small enough that rows are garbage before they grow old: at 1 MiB the collector takes half of the time. */
const chunkBytes = 1 << 16

/** Opens a file for import. Errors: `notFound`; `invalid` for a folder and an empty file. */
export async function openByteSource(path: string): Promise<ByteSource> {
  const found = await stat(path).catch(() => null)
  if (found === null) throw new AppError('notFound', `There is no file ${path}. Check the path and try again.`)
  if (found.isDirectory()) throw new AppError('invalid', `${path} is a folder; an import takes one file. Import its files one by one.`)
  if (found.size === 0) throw emptyFile(path)
  const head = await readHead(path)
  const gzip = head[0] === 0x1f && head[1] === 0x8b
  const bytes = (onRaw: (chunk: Uint8Array) => void) => contentOf(path, gzip, onRaw)
  const { sample, whole } = await sampleOf(bytes(() => {}))
  if (sample.length === 0) throw emptyFile(path)
  return { path, totalBytes: found.size, packed: gzip, sample, whole, bytes }
}

/** The SHA-256 of what passes, in hex: tells the same file again. */
export function digester(): { update(chunk: Uint8Array): void; hex(): string } {
  const hash = createHash('sha256')
  return { update: (chunk) => void hash.update(chunk), hex: () => hash.digest('hex') }
}

function emptyFile(path: string): AppError {
  return new AppError('invalid', `${path} is empty. An import needs a file with at least one row.`)
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path).catch((cause: unknown) => {
    throw new AppError('invalid', `${path} cannot be opened: ${reason(cause)}. Check who may read it.`, null, cause)
  })
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

async function* contentOf(path: string, gzip: boolean, onRaw: (chunk: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  const raw = createReadStream(path, { highWaterMark: chunkBytes })
  const heard = overheard(raw, onRaw)
  const content = gzip ? pipeline(Readable.from(heard, { objectMode: false }), createGunzip({ chunkSize: chunkBytes }), () => {}) : heard
  try {
    for await (const chunk of content) yield chunk as Buffer
  } catch (cause) {
    const hint = gzip ? ' The packed file is cut off or damaged: fetch it again.' : ''
    throw new AppError('invalid', `${path} cannot be read to its end: ${reason(cause)}.${hint} Nothing of it was imported.`, null, cause)
  } finally {
    raw.destroy()
  }
}

async function* overheard(raw: AsyncIterable<unknown>, onRaw: (chunk: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of raw) {
    onRaw(chunk as Buffer)
    yield chunk as Buffer
  }
}

async function sampleOf(bytes: AsyncIterable<Uint8Array>): Promise<{ sample: Uint8Array; whole: boolean }> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of bytes) {
    chunks.push(chunk)
    length += chunk.length
    if (length > sampleBytes) return { sample: Buffer.concat(chunks).subarray(0, sampleBytes), whole: false }
  }
  return { sample: Buffer.concat(chunks), whole: true }
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
