import { describe, expect, it } from 'vitest'
import { readNdjson } from './ndjson.ts'
import type { Reject } from './reject.ts'

async function read(text: string) {
  async function* bytes() {
    yield Buffer.from(text)
  }
  const reader = readNdjson(bytes(), { lineEnd: '\n' })
  const rejects: Reject[] = []
  const rows: Record<string, string>[] = []
  for await (const batch of reader.batches()) {
    rejects.push(...batch.rejects)
    for (const { cells } of batch.rows)
      rows.push(Object.fromEntries(reader.columns.flatMap((column, index) => (cells[index] === undefined ? [] : [[column, cells[index]]]))))
  }
  return { rows, rejects }
}

describe('readNdjson', () => {
  it('joins nested keys by dots, keeps lists as JSON, and leaves null out', async () => {
    const { rows } = await read('{"a":1,"b":{"c":true,"d":null},"e":[1,"x"]}\n{"z":"last"}')
    expect(rows).toEqual([{ a: '1', 'b.c': 'true', e: '[1,"x"]' }, { z: 'last' }])
  })

  it('keeps every digit of a long number', async () => {
    expect((await read('{"id":12345678901234567890,"n":1.5}')).rows).toEqual([{ id: '12345678901234567890', n: '1.5' }])
  })

  it('[E8] sets aside what is no JSON object, with its line', async () => {
    const { rows, rejects } = await read('{"a":1}\n{"a":\n[1]\n"x"\n\nnull\n{"a":2}\n')
    expect(rows).toEqual([{ a: '1' }, { a: '2' }])
    expect(rejects.map(({ line, code }) => `${line} ${code}`)).toEqual(['2 json', '3 json', '4 json', '6 json'])
  })

  it('[E8] sets rows aside that bring more than 2,000 different keys', async () => {
    const lines = Array.from({ length: 2005 }, (_, index) => JSON.stringify({ [`key${index}`]: 1 }))
    const { rows, rejects } = await read(lines.join('\n'))
    expect(rows.length).toBe(2000)
    expect(new Set(rejects.map(({ code }) => code))).toEqual(new Set(['tooManyColumns']))
  })

  it('does not stumble over keys that objects have by themselves', async () => {
    expect((await read('{"__proto__":"p","constructor":"c","toString":"t"}')).rows).toEqual([
      Object.fromEntries([
        ['__proto__', 'p'],
        ['constructor', 'c'],
        ['toString', 't'],
      ]),
    ])
  })
})
