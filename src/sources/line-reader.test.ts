import { describe, expect, it } from 'vitest'
import { readLines } from './line-reader.ts'

async function lines(chunks: readonly Uint8Array[], maxBytes = 1000) {
  async function* bytes() {
    yield* chunks
  }
  const found: string[] = []
  const rejects: string[] = []
  for await (const block of readLines(bytes(), '\n', maxBytes)) {
    block.lines.forEach((line, index) => void found.push(`${block.first + index} ${line}`))
    rejects.push(...block.rejects.map(({ line, code }) => `${line} ${code}`))
  }
  return { found, rejects }
}

describe('readLines', () => {
  it('joins lines and characters over chunk borders', async () => {
    const bytes = Buffer.from('één\nzwei 😀\r\ndrei')
    const single = Array.from(bytes, (byte) => Buffer.from([byte]))
    expect((await lines(single)).found).toEqual(['1 één', '2 zwei 😀', '3 drei'])
  })

  it('[E8] rejects a line of another encoding, and counts on', async () => {
    const bytes = Buffer.concat([Buffer.from('a\n'), Buffer.from('caf\xe9\n', 'latin1'), Buffer.from('ü\n')])
    expect(await lines([bytes])).toEqual({ found: ['1 a', '3 ü'], rejects: ['2 encoding'] })
  })

  it('[E8] rejects a line that is too long, whole in one chunk or over many', async () => {
    const long = Buffer.from(`a\n${'x'.repeat(50)}\nb\n`)
    expect(await lines([long], 10)).toEqual({ found: ['1 a', '3 b'], rejects: ['2 lineTooLong'] })
    const cut = [long.subarray(0, 20), long.subarray(20, 40), long.subarray(40)]
    expect(await lines(cut, 10)).toEqual({ found: ['1 a', '3 b'], rejects: ['2 lineTooLong'] })
  })
})
