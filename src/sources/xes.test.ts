import { describe, expect, it } from 'vitest'
import type { Reject } from './reject.ts'
import { maxXmlGap, readXes } from './xes.ts'

async function read(chunks: readonly string[]) {
  async function* bytes() {
    for (const chunk of chunks) yield Buffer.from(chunk)
  }
  const reader = readXes(bytes(), 'log.xes')
  const rows: { line: number; values: Record<string, string> }[] = []
  const rejects: Reject[] = []
  for await (const batch of reader.batches()) {
    rejects.push(...batch.rejects)
    for (const { line, cells } of batch.rows) {
      const values = reader.columns.flatMap((column, index) => (cells[index] === undefined ? [] : [[column, cells[index]]]))
      rows.push({ line, values: Object.fromEntries(values) })
    }
  }
  return { rows, rejects, notes: reader.notes }
}

const log = (inside: string) => `<?xml version="1.0"?>\n<log>\n${inside}\n</log>`
const name = '<string key="concept:name" value="a"/>'

describe('readXes', () => {
  it('reads events with their own and their trace’s attributes, nested ones and lists', async () => {
    const list = '<list key="tags"><values><string key="t" value="x"/><string key="t" value="y"/></values></list>'
    const nested = '<string key="cost" value="5"><string key="currency" value="EUR"/></string>'
    const { rows } = await read([
      log(`<trace><string key="concept:name" value="c &amp; d"/><event>${name}${nested}${list}</event></trace>`),
    ])
    expect(rows).toEqual([
      { line: 3, values: { 'concept:name': 'a', 'case:concept:name': 'c & d', cost: '5', 'cost.currency': 'EUR', tags: '["x","y"]' } },
    ])
  })

  it('fills nothing in from the declared defaults', async () => {
    const { rows } = await read([
      log(`<global scope="event"><string key="org" value="UNKNOWN"/></global><trace><event>${name}</event></trace>`),
    ])
    expect(rows[0]?.values).toEqual({ 'concept:name': 'a' })
  })

  it('gives each event classifier as a column, also with keys of several words', async () => {
    const declared = '<global scope="event"><string key="concept:name" value=""/><string key="my key" value=""/></global>'
    const event = `<event>${name}<string key="my key" value="k"/></event>`
    const { rows } = await read([
      log(
        `${declared}<classifier name="Both" keys="concept:name my key"/><classifier name="Quoted" keys="'my key'"/><trace>${event}</trace>`,
      ),
    ])
    expect(rows[0]?.values).toMatchObject({ 'classifier:Both': 'a+k', 'classifier:Quoted': 'k' })
  })

  it('[E8] rejects an event with one attribute twice, with different values', async () => {
    const { rows, rejects } = await read([
      log(`<trace><event>${name}${name}</event><event>${name}<string key="concept:name" value="b"/></event></trace>`),
    ])
    expect(rows.length).toBe(1)
    expect(rejects.map(({ code }) => code)).toEqual(['repeatedAttribute'])
  })

  it.each([
    ['<log><trace></log>', 'line 1'],
    ['<html/>', 'outermost element is <html>'],
    ['<log><trace><log/></trace></log>', '<log> stands inside <trace>'],
    ['<log><trace><event a=b/></trace></log>', 'line 1'],
    ['<log><string key="a" value="&nope;"/></log>', 'line 1'],
    ['<log>\n<trace>\n', 'line 3'],
    ['', 'line 1'],
  ])('says where %j is broken', async (text, place) => {
    await expect(read([text])).rejects.toThrow(place)
  })

  it('stops at a text without end instead of keeping it in memory', async () => {
    const filler = 'x'.repeat(1 << 20)
    const chunks = ['<log><string key="a" value="', ...Array.from({ length: (maxXmlGap >> 20) + 2 }, () => filler)]
    await expect(read(chunks)).rejects.toThrow('16 MiB without a tag')
  })

  it('leaves out what is no XES and says so', async () => {
    expect((await read([log(`<trace><event>${name}<text key="x" value="y"/></event></trace>`)])).notes).toEqual([
      '<text> (first on line 3) is no XES element; it was left out.',
    ])
  })
})
