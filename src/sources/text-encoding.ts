import { isUtf8 } from 'node:buffer'

/** Encodings that can be read. Windows-1252 is what older office programs write in Western Europe. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const
export type Encoding = (typeof encodings)[number]

/** Tells the encoding from the beginning of a file: a byte-order mark, else UTF-8 where the bytes are valid UTF-8, else Windows-1252. */
export function detectEncoding(sample: Uint8Array): { encoding: Encoding; certain: boolean } {
  if (sample[0] === 0xff && sample[1] === 0xfe) return { encoding: 'utf-16le', certain: true }
  if (sample[0] === 0xfe && sample[1] === 0xff) return { encoding: 'utf-16be', certain: true }
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) return { encoding: 'utf-8', certain: true }
  if (isUtf8(wholeCharacters(sample))) return { encoding: 'utf-8', certain: true }
  return mostlyUtf8(sample) ? { encoding: 'utf-8', certain: false } : { encoding: 'windows-1252', certain: false }
}

/** Turns a byte stream into UTF-8 bytes without byte-order mark. UTF-8 passes unchanged, also where it is broken: the line reader tells. */
export async function* toUtf8(chunks: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<Uint8Array> {
  if (encoding === 'utf-8') yield* withoutMark(chunks)
  else {
    const decoder = new TextDecoder(encoding)
    for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }))
    const rest = decoder.decode()
    if (rest !== '') yield Buffer.from(rest)
  }
}

async function* withoutMark(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | null = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (head === null) yield chunk
    else {
      head = Buffer.concat([head, chunk])
      if (head.length < 3) continue
      yield head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head
      head = null
    }
  }
  if (head !== null && head.length > 0) yield head
}

function wholeCharacters(sample: Uint8Array): Uint8Array {
  let end = sample.length
  for (let back = 1; back <= 3 && back <= sample.length; back++) {
    const byte = sample[sample.length - back] ?? 0
    if (byte >= 0xc0) {
      end = sample.length - back
      break
    }
    if (byte < 0x80) break
  }
  return sample.subarray(0, end)
}

/** More valid multi-byte characters than broken bytes: a UTF-8 file with some lines of another encoding. */
function mostlyUtf8(sample: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(sample)
  let broken = 0
  let valid = 0
  for (const character of text) {
    if (character === '\uFFFD') broken++
    else if (character > '\u007F') valid++
  }
  return valid > broken
}
