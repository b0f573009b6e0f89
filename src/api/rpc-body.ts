import { AppError } from '../core/error.ts'

/** The body of a call, read from its beginning. */
export interface RpcBody {
  /** The first line, without its end. Errors: `usage` for one that breaks off or is longer than allowed. */
  line(): Promise<string>
  /** The next so many bytes, as they come. Errors: `usage` when the body ends before. */
  take(bytes: number): AsyncGenerator<Uint8Array>
}

/** Bytes a first line may have: pasted rows and long documents fit. */
const longestLine = 64 * 2 ** 20
const newline = 10

/** Reads a request's body in two parts: a line of JSON, then bytes of files. */
export function rpcBody(body: ReadableStream<Uint8Array> | null): RpcBody {
  if (body === null) throw new AppError('usage', 'The call has no body.')
  const reader = body.getReader()
  let left: Uint8Array = new Uint8Array()

  async function next(): Promise<Uint8Array> {
    const { done, value } = await reader.read()
    if (done) throw new AppError('usage', 'The call broke off before it was whole. Run the command again.')
    return value
  }

  return {
    line: async () => {
      const parts: Uint8Array[] = []
      let length = 0
      for (;;) {
        const chunk = await next()
        const end = chunk.indexOf(newline)
        parts.push(end < 0 ? chunk : chunk.subarray(0, end))
        length += chunk.length
        if (end >= 0) {
          left = chunk.subarray(end + 1)
          return new TextDecoder().decode(Buffer.concat(parts))
        }
        if (length > longestLine)
          throw new AppError('usage', `The call is longer than ${longestLine / 2 ** 20} MiB. Import long tables as a file.`)
      }
    },
    take: async function* (bytes) {
      for (let missing = bytes; missing > 0; ) {
        const chunk = left.length > 0 ? left : await next()
        left = chunk.subarray(missing)
        const mine = chunk.subarray(0, missing)
        missing -= mine.length
        if (mine.length > 0) yield mine
      }
    },
  }
}
