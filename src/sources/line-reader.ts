import { isUtf8 } from 'node:buffer'
import { type Reject, reject } from './reject.ts'

/** Consecutive lines without their line ends; the first stands on line `first` (from 1). */
export interface LineBlock {
  first: number
  lines: string[]
  rejects: Reject[]
}

/** What ends a line: a line feed (with or without carriage return before it), or a carriage return alone (old Macintosh files). */
export type LineEnd = '\n' | '\r'

/** The longest line that is read, in bytes. A longer one becomes a reject and is skipped to its end, so that memory stays bounded. */
export const maxLineBytes = 1 << 20

/** Splits UTF-8 bytes into blocks of lines. Lines that are too long or not UTF-8 become rejects; the lines around them stand. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  lineEnd: LineEnd = '\n',
  maxBytes = maxLineBytes,
): AsyncGenerator<LineBlock> {
  const splitter = new LineSplitter(lineEnd, maxBytes)
  for await (const chunk of chunks) yield* splitter.push(chunk)
  yield* splitter.end()
}

class LineSplitter {
  private readonly end10: number
  private readonly lineEnd: LineEnd
  private readonly maxBytes: number
  private carry: Buffer = Buffer.alloc(0)
  private skipping = false
  private line = 1

  constructor(lineEnd: LineEnd, maxBytes: number) {
    this.lineEnd = lineEnd
    this.end10 = lineEnd.charCodeAt(0)
    this.maxBytes = maxBytes
  }

  *push(chunk: Uint8Array): Generator<LineBlock> {
    let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    if (this.skipping) {
      const end = bytes.indexOf(this.end10)
      if (end < 0) return
      this.skipping = false
      this.line++
      bytes = bytes.subarray(end + 1)
    }
    const whole = this.carry.length === 0 ? bytes : Buffer.concat([this.carry, bytes])
    const last = whole.lastIndexOf(this.end10)
    this.carry = whole.subarray(last + 1)
    if (last >= 0) yield* this.blocks(whole.subarray(0, last))
    if (this.carry.length > this.maxBytes) yield this.skip()
  }

  *end(): Generator<LineBlock> {
    if (!this.skipping && this.carry.length > 0) yield* this.blocks(this.carry)
  }

  private skip(): LineBlock {
    const rejects = [tooLong(this.line, this.carry)]
    this.carry = Buffer.alloc(0)
    this.skipping = true
    return { first: this.line, lines: [], rejects }
  }

  private *blocks(bytes: Buffer): Generator<LineBlock> {
    const first = this.line
    if (bytes.length <= this.maxBytes && isUtf8(bytes)) {
      const lines = this.split(bytes)
      this.line += lines.length
      yield { first, lines, rejects: [] }
    } else yield* this.checkedLines(bytes)
  }

  /** A block that is larger than one line may be, or holds bytes that are not UTF-8: looked at line by line. */
  private *checkedLines(bytes: Buffer): Generator<LineBlock> {
    let block: LineBlock = { first: this.line, lines: [], rejects: [] }
    for (let start = 0; start <= bytes.length; ) {
      const found = bytes.indexOf(this.end10, start)
      const line = bytes.subarray(start, found < 0 ? bytes.length : found)
      const bad = line.length > this.maxBytes ? tooLong(this.line, line) : isUtf8(line) ? null : notText(this.line, line)
      if (bad === null) block.lines.push(trimReturn(line.toString('utf8')))
      else {
        block.rejects.push(bad)
        yield block
        block = { first: this.line + 1, lines: [], rejects: [] }
      }
      this.line++
      if (found < 0) break
      start = found + 1
    }
    yield block
  }

  private split(bytes: Buffer): string[] {
    const text = bytes.toString('utf8')
    const lines = text.split(this.lineEnd)
    return text.includes('\r') ? lines.map(trimReturn) : lines
  }
}

function trimReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

function tooLong(line: number, bytes: Buffer) {
  return reject(line, 'lineTooLong', bytes.subarray(0, 4000).toString('utf8'))
}

function notText(line: number, bytes: Buffer) {
  return reject(line, 'encoding', bytes.toString('latin1'))
}
