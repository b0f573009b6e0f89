import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxRecordLines, RecordReader, readCsv } from './csv.ts'
import type { Reject } from './reject.ts'
import type { Row } from './row-reader.ts'

const options = { separator: ',', lineEnd: '\n', header: true } as const

async function read(
  chunks: readonly (string | Uint8Array)[],
  given: Partial<{ separator: string; lineEnd: '\n' | '\r'; header: boolean }> = {},
) {
  async function* bytes() {
    for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
  }
  const reader = readCsv(bytes(), { ...options, ...given })
  const rows: Row[] = []
  const rejects: Reject[] = []
  for await (const batch of reader.batches()) {
    rows.push(...batch.rows)
    rejects.push(...batch.rejects)
  }
  return { columns: [...reader.columns], rows, rejects, cells: rows.map((row) => row.cells) }
}

describe('readCsv', () => {
  it('reads quoted cells with separators, quotes and line breaks, and keeps line numbers', async () => {
    const { columns, rows, rejects } = await read(['a,b\n1,"x, ""y""\nz"\n\n3,4\n'])
    expect(columns).toEqual(['a', 'b'])
    expect(rows.map(({ line, cells }) => ({ line, cells }))).toEqual([
      { line: 2, cells: ['1', 'x, "y"\nz'] },
      { line: 5, cells: ['3', '4'] },
    ])
    expect(rejects).toEqual([])
  })

  it('takes a quote inside an unquoted cell for text, and CRLF or CR for line ends', async () => {
    expect((await read(['a,b\r\n5" pipe,x\r\n'])).cells).toEqual([['5" pipe', 'x']])
    expect((await read(['a,b\r1,2\r3,4'], { lineEnd: '\r' })).cells).toEqual([
      ['1', '2'],
      ['3', '4'],
    ])
  })

  it('[E8] sets rows aside whose columns change halfway, and reads on', async () => {
    const { cells, rejects } = await read(['a,b\n1,2\n3\n4,5,6\n7,8\n'])
    expect(cells).toEqual([
      ['1', '2'],
      ['7', '8'],
    ])
    expect(rejects.map(({ line, code }) => ({ line, code }))).toEqual([
      { line: 3, code: 'columns' },
      { line: 4, code: 'columns' },
    ])
    expect(rejects[1]?.message).toContain('It has 3, the header has 2.')
  })

  it('[E8] gives up only the first line of a quote that is never closed', async () => {
    const { cells, rejects } = await read(['a,b\n1,"open\n3,4\n5,6\n'])
    expect(rejects.map(({ line, code }) => ({ line, code }))).toEqual([{ line: 2, code: 'quotes' }])
    expect(cells).toEqual([
      ['3', '4'],
      ['5', '6'],
    ])
  })

  it('[E8] rejects text after a closing quote and says what it saw', async () => {
    const { cells, rejects } = await read(['a,b\n"1"x,2\n3,4\n'])
    expect(cells).toEqual([['3', '4']])
    expect(rejects[0]).toMatchObject({ line: 2, code: 'quotes' })
    expect(rejects[0]?.message).toContain('"x,2"')
  })

  it('[E8] skips a line of 100 MB in bounded memory and reads the lines around it', async () => {
    const filler = Buffer.alloc(1 << 20, 'x')
    async function* bytes() {
      yield Buffer.from('a,b\n1,2\n9,')
      for (let index = 0; index < 100; index++) yield filler
      yield Buffer.from('\n3,4\n')
    }
    const before = process.memoryUsage().rss
    const cells: string[][] = []
    const rejects: Reject[] = []
    for await (const batch of readCsv(bytes(), options).batches()) {
      cells.push(...batch.rows.map((row) => row.cells))
      rejects.push(...batch.rejects)
    }
    expect(cells).toEqual([
      ['1', '2'],
      ['3', '4'],
    ])
    expect(rejects.map(({ line, code, raw }) => ({ line, code, length: raw.length }))).toEqual([
      { line: 3, code: 'lineTooLong', length: 1000 },
    ])
    expect(process.memoryUsage().rss - before).toBeLessThan(80e6)
  })

  it('survives a record of more lines than allowed without using up the stack', () => {
    const reader = new RecordReader(',')
    const lines = ['"open', ...Array.from({ length: maxRecordLines + 5 }, () => 'x'), '"""', '"""', 'a,b']
    const { rows, rejects } = reader.push({ first: 1, lines, rejects: [] })
    expect(rejects[0]).toMatchObject({ line: 1, code: 'quotes' })
    expect(rows.some(({ cells }) => cells.join() === 'a,b') || reader.end().rows.some(({ cells }) => cells.join() === 'a,b')).toBe(true)
  })

  it('names empty and repeated columns', async () => {
    expect((await read(['a,,a\n1,2,3\n'])).columns).toEqual(['a', 'column 2', 'a (2)'])
    expect((await read(['1,2\n'], { header: false })).columns).toEqual(['column 1', 'column 2'])
  })

  it('reads what csv-parse reads, however the bytes are cut', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '😀', ' ', ',', ';', '"', '\n', '1'), maxLength: 6 })
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 7 }), async (rows, size) => {
        const text = `h1,h2,h3\n${rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join('\n')}\n`
        const bytes = Buffer.from(text)
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        )
        expect((await read(chunks)).cells).toEqual(parse(text, { from_line: 2, relax_column_count: true }))
      }),
      { numRuns: 300 },
    )
  })
})
