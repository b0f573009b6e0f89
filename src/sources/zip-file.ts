import { crc32 } from 'node:zlib'
import { type Entry, type ZipFile as OpenZip, openPromise } from 'yauzl'
import { AppError } from '../core/error.ts'

/** A zip archive on disk, open for reading. */
export interface ZipFile {
  /** The names of its entries, in the archive's order. */
  readonly names: readonly string[]
  /** The packed size of an entry in bytes; 0 where there is none of this name. */
  packedBytes(name: string): number
  /** An entry's text (UTF-8) piece by piece; `onPacked` hears how many packed bytes each piece stands for. */
  text(name: string, onPacked?: (bytes: number) => void): AsyncGenerator<string>
  close(): void
}

/** Opens a zip archive. Errors: `invalid` where it is cut off or damaged. */
export async function openZip(path: string): Promise<ZipFile> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false }).catch((cause: unknown) => {
    throw damaged(path, cause)
  })
  const entries = await entriesOf(zip, path)
  return {
    names: [...entries.keys()],
    packedBytes: (name) => entries.get(name)?.compressedSize ?? 0,
    text: (name, onPacked) => textOf(zip, path, entries.get(name), name, onPacked ?? (() => {})),
    close: () => zip.close(),
  }
}

async function entriesOf(zip: OpenZip, path: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  try {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry)
  } catch (cause) {
    zip.close()
    throw damaged(path, cause)
  }
  return entries
}

async function* textOf(zip: OpenZip, path: string, entry: Entry | undefined, name: string, onPacked: (bytes: number) => void) {
  if (entry === undefined)
    throw new AppError('invalid', `${path} has no part ${name}; it is damaged. Save it again in the program it comes from.`)
  const decoder = new TextDecoder('utf-8')
  const share = entry.uncompressedSize === 0 ? 0 : entry.compressedSize / entry.uncompressedSize
  try {
    const stream = await zip.openReadStreamPromise(entry)
    try {
      let sum = 0
      for await (const chunk of stream) {
        sum = crc32(chunk as Uint8Array, sum)
        onPacked((chunk as Uint8Array).length * share)
        yield decoder.decode(chunk as Uint8Array, { stream: true })
      }
      if (sum !== entry.crc32) throw new Error(`the checksum of ${name} is another`)
    } finally {
      stream.destroy()
    }
  } catch (cause) {
    throw cause instanceof AppError ? cause : damaged(path, cause)
  }
  yield decoder.decode()
}

function damaged(path: string, cause: unknown): AppError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new AppError('invalid', `${path} is cut off or damaged: fetch or save it again. Nothing of it was imported. (${why})`, null, cause)
}
