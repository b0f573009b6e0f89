import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readJson } from './json.ts'
import { JsonCutter } from './json-cutter.ts'

/** Reads a text in pieces of `size` bytes. */
async function read(text: string, list: string | null = null, size = 7) {
  const bytes = Buffer.from(text)
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  const reader = readJson(pieces(), 'export.json', list)
  const rows = []
  const rejects = []
  for await (const batch of reader.batches()) {
    rows.push(...batch.rows)
    rejects.push(...batch.rejects)
  }
  const named = rows.map(({ cells }) => Object.fromEntries(reader.columns.map((column, index) => [column, cells[index]])))
  return {
    rows: named,
    lines: rows.map(({ line }) => line),
    rejects: rejects.map(({ line, code }) => `${line} ${code}`),
    notes: reader.notes,
  }
}

describe('one list of objects', () => {
  it('gives a row an object, with its line; nested keys are joined, lists stay text', async () => {
    const text = '\n[\n {"a": 1, "b": {"c": "x]y"}},\n {"a": null, "d": [1, {"e": "\\"}"}]}\n]\n'
    const { rows, lines, rejects } = await read(text)
    expect(rows).toEqual([
      { a: '1', 'b.c': 'x]y', d: undefined },
      { a: undefined, 'b.c': undefined, d: '[1,{"e":"\\"}"}]' },
    ])
    expect(lines).toEqual([3, 4])
    expect(rejects).toEqual([])
  })

  it('keeps the digits of long ids, and text of several bytes cut between pieces', async () => {
    expect((await read('[{"id": 12345678901234567890, "city": "Zürich 😀"}]', null, 1)).rows).toEqual([
      { id: '12345678901234567890', city: 'Zürich 😀' },
    ])
  })

  it('[E8] what is no object, no JSON or longer than 1 MiB is a reject; those around it stand', async () => {
    const text = `[{"a":1},\n2,"x",null,\n{"a":tru},\n{"a":"${'y'.repeat(1_100_000)}"},\n{"a":4}]`
    const { rows, rejects } = await read(text, null, 65_536)
    expect(rows).toEqual([{ a: '1' }, { a: '4' }])
    expect(rejects).toEqual(['2 json', '2 json', '2 json', '3 json', '4 lineTooLong'])
  })
})

describe('an object that holds a list', () => {
  it('takes the first list of objects, also further in, and says which', async () => {
    const { rows, notes } = await read(
      '{"took": 3, "tags": ["a"], "hits": {"total": 2, "hits": [{"a": 1}, {"a": 2}]}, "errors": [{"b": 1}]}',
    )
    expect(rows).toEqual([{ a: '1' }, { a: '2' }])
    expect(notes).toEqual(['Read is the list "hits.hits" of the file. Others: errors; choose one in the mapping with list: name.'])
  })

  it('takes the list that the mapping names', async () => {
    expect((await read('{"a": [{"x": 1}], "b": {"c": [{"y": 2}]}}', 'b.c')).rows).toEqual([{ y: '2' }])
    await expect(read('{"a": [{"x": 1}]}', 'c')).rejects.toThrow('holds no list "c" with anything in it. Its lists of objects: a.')
  })

  it('without a list it is refused with what is needed', async () => {
    for (const text of ['{"a": 1}', '{"a": [1, 2]}', '[]', '[[1]]', '{"a": {"b": {"c": {"d": {"e": [{}]}}}}}']) {
      await expect(read(text), text).rejects.toThrow('holds no list of objects')
    }
  })
})

describe('broken JSON', () => {
  it.each([
    ['[{"a":1},{"a":', 'cut off'],
    ['{"rows":[{"a":1}]', 'cut off'],
    ['{"rows":[{"a":1}}', 'closes nothing'],
    ['[{"a":1}]\n[{"a":2}]', 'line 2): after its end'],
    ['nothing', 'it begins with'],
    [`${'{"a":'.repeat(600)}`, 'nested more than 500 deep'],
  ])('%s is told with its line', async (text, words) => {
    await expect(read(text)).rejects.toThrow(words)
  })
})

describe('JsonCutter', () => {
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'binary' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      tie('list'),
      tie('object'),
    ),
    list: fc.array(tie('value'), { maxLength: 4 }),
    object: fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
  })).value

  it('cuts out what JSON.parse would give, however the text is cut into pieces', () => {
    fc.assert(
      fc.property(
        fc.array(json, { maxLength: 6 }),
        fc.dictionary(fc.string(), json, { maxKeys: 3 }),
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        (list, around, size, spaced) => {
          const text = JSON.stringify({ ...around, 'the list': list }, null, spaced ? 2 : 0)
          const cutter = new JsonCutter('x', (path) => path === 'the list')
          const found = []
          for (let at = 0; at < text.length; at += size) found.push(...cutter.push(text.slice(at, at + size)))
          cutter.end()
          expect(found.map(({ raw }) => JSON.parse(raw) as unknown)).toEqual((JSON.parse(text) as { 'the list': unknown[] })['the list'])
        },
      ),
      { numRuns: 500 },
    )
  })
})
