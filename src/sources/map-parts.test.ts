import { describe, expect, it } from 'vitest'
import type { ByteSource } from './byte-source.ts'
import { completeMapping } from './complete-mapping.ts'
import { describeMapping } from './describe-mapping.ts'
import { inspectFile } from './inspect-file.ts'
import { rowMapper } from './map-rows.ts'
import { normaliseMapping } from './mapping.ts'
import { openReader } from './open-reader.ts'
import { maxParts } from './part-rows.ts'

const now = Date.UTC(2025, 0, 1)

function source(text: string): ByteSource {
  const bytes = Buffer.from(text)
  async function* all() {
    yield bytes
  }
  return { path: 'x.ndjson', totalBytes: bytes.length, sample: bytes, whole: true, packed: false, bytes: all }
}

/** What a mapping makes of a file, as importing it does. */
async function read(mapping: object, rows: readonly object[] | string) {
  const file = source(typeof rows === 'string' ? rows : rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const wanted = normaliseMapping({ format: 'ndjson', ...mapping })
  const inspection = await inspectFile(file, wanted)
  const complete = completeMapping(wanted, inspection)
  const reader = openReader(file, inspection)
  const map = rowMapper(complete, reader.columns, now)
  const found = {
    events: [] as string[],
    properties: [] as string[],
    links: [] as string[],
    rejects: [] as string[],
    sequences: [] as number[],
  }
  for await (const batch of reader.batches()) {
    const { events, properties, links, rejects } = map(batch)
    for (const { id, name, objects, properties: own, sequence } of events) {
      found.events.push([id, name, objects.join(' '), own.join(' ')].join(' | '))
      found.sequences.push(sequence)
    }
    for (const { type, id, name, value } of properties) found.properties.push(`${type} ${id} ${name}=${value}`)
    for (const { fromType, fromId, toType, toId } of links) found.links.push(`${fromType} ${fromId} → ${toType} ${toId}`)
    for (const { line, code, message } of rejects) found.rejects.push(`${line} ${code} ${message}`)
  }
  return found
}

const talk = {
  kind: 'properties',
  key: { conversation: 'id' },
  parts: [
    {
      ...{ each: 'parts.list', kind: 'events', id: 'id', time: { column: 'at', format: 'iso' }, name: 'what' },
      objects: { conversation: '^.id', contact: { column: 'by.id', when: { '^.open': ['true'] } } },
    },
  ],
}

describe('parts of rows', () => {
  it('[E3] are events of their own, with what the row around them says, in the order of the list; ids of lists do not meet', async () => {
    const found = await read(talk, [
      {
        id: 7,
        open: true,
        parts: {
          list: [
            { id: 7, at: '2024-01-02', what: 'asked', by: { id: 'ann' }, note: 'x' },
            { id: 8, at: '2024-01-02', what: 'answered' },
          ],
        },
      },
      { id: 9, parts: { list: [{ id: 7, at: '2024-01-03', what: 'asked', by: { id: 'bob' }, later: 'y' }] } },
      { id: 10, open: true, parts: { list: [] } },
      { id: 11, open: true },
    ])
    expect(found.events).toEqual([
      'parts.list:7:7 | asked | contact ann conversation 7 | note x',
      'parts.list:7:8 | answered | conversation 7 | ',
      'parts.list:9:7 | asked | conversation 9 | later y',
    ])
    expect(found.sequences.slice(0, 2)).toEqual([1, 2])
    expect(found.properties.filter((text) => !text.endsWith('=')).sort()).toEqual([
      'conversation 10 open=true',
      'conversation 11 open=true',
      'conversation 7 open=true',
    ])
    expect(found.rejects).toEqual([])
  })

  it('are found by a path with a star, its text in ^key, and in lists inside of lists', async () => {
    const history = {
      kind: 'wide',
      key: { deal: 'id' },
      events: [{ column: 'made', name: 'made' }],
      parts: [
        {
          ...{ each: 'history.*', kind: 'events', time: 'at', name: 'value', where: { '^key': 'stage' } },
          objects: { deal: '^.id' },
          properties: 'none',
          change: { object: 'deal', name: '^key', value: 'value' },
        },
      ],
    }
    const stage = [
      { value: 'won', at: '2024-03-01' },
      { value: 'open', at: '2024-01-01' },
    ]
    const deal = await read(history, [{ id: 'd1', made: '2024-01-01', history: { stage, amount: [{ value: '5', at: '2024-01-01' }] } }])
    expect(deal.events).toEqual(['made:d1 | made | deal d1 | ', ' | won | deal d1 | ', ' | open | deal d1 | '])
    expect(deal.properties).toEqual(['deal d1 stage=won', 'deal d1 stage=open', 'deal d1 amount=5'])
    const deep = {
      ...{ kind: 'properties', key: { ticket: 'id' }, properties: 'none' },
      parts: [
        { each: ['audits', 'events'], kind: 'events', time: '^.at', name: 'what', objects: { ticket: '^.^.id', contact: '^.^.who' } },
      ],
    }
    const audits = [
      { at: '2024-01-01', events: [{ what: 'opened' }, { what: 'moved' }] },
      { at: '2024-01-02', events: [] },
    ]
    expect((await read(deep, [{ id: 1, who: 'ann', audits }])).events).toEqual([
      ' | opened | contact ann ticket 1 | ',
      ' | moved | contact ann ticket 1 | ',
    ])
  })

  it('may be links, of ids alone or of objects with an id; also where a cell holds several', async () => {
    const linked = {
      ...{ kind: 'properties', key: { deal: 'id' }, properties: 'none', objects: { contact: { column: 'people', several: true } } },
      parts: [{ each: 'firms', kind: 'properties', key: { deal: '^.id' }, objects: { account: 'value' }, properties: 'none' }],
    }
    const rows =
      '{"id": "d1", "firms": [12345678901234567890, "b"], "people": [{"id": 9007199254740993, "type": "x"}, {"id": 9007199254740993}, {"id": "bob"}]}\n'
    expect((await read(linked, rows)).links).toEqual([
      'deal d1 → contact 9007199254740993',
      'deal d1 → contact bob',
      'deal d1 → account 12345678901234567890',
      'deal d1 → account b',
    ])
  })

  it('[E8] what is no list is a reject, and so is a list that is too long; the rest is read', async () => {
    const good = {
      id: 2,
      open: true,
      parts: { list: [{ id: 1, at: '2024-01-02', what: 'asked' }, 'x', null, { id: 3, at: 'soon', what: 'y' }] },
    }
    const rows = [good, { id: 1, parts: { list: 'none' } }, { id: 3, parts: { list: '[{"id":' } }]
    const long = `{"id": 4, "parts": {"list": [${'1,'.repeat(maxParts)}1]}}\n`
    const found = await read(talk, `${rows.map((row) => `${JSON.stringify(row)}\n`).join('')}${long}`)
    expect(found.events).toEqual(['parts.list:2:1 | asked | conversation 2 | '])
    expect(found.rejects.map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual([
      '1 missingName',
      '1 badTime',
      '2 noList',
      '3 noList',
      '4 tooManyParts',
    ])
    expect(found.rejects[2]).toContain('parts.list is "none"')
    expect(found.rejects[4]).toContain('50,001')
  })

  it('a row that is left out has no parts; a path that no row has is an error with near names', async () => {
    const some = { ...talk, where: { open: 'true' } }
    const row = (open: boolean) => ({ id: 1, open, parts: { list: [{ id: 1, at: '2024-01-02', what: 'a' }] } })
    expect((await read(some, [row(true), row(false)])).events).toHaveLength(1)
    const wrong = { ...talk, parts: [{ ...talk.parts[0], each: 'parts.lists' }] }
    await expect(read(wrong, [row(true)])).rejects.toThrow(
      'no row at the beginning of x.ndjson has "parts.lists". Did you mean "parts.list"?',
    )
    const column = { ...talk, parts: [{ ...talk.parts[0], time: 'when' }] }
    await expect(read(column, [row(true)])).rejects.toThrow('time: no column "when".')
  })

  it('says so in plain words, and what is wrong with them in the mapping', () => {
    expect(describeMapping(normaliseMapping(talk)).join('\n')).toContain('A row also holds a list, "parts.list". What is said')
    const [part] = talk.parts
    expect(() => normaliseMapping({ ...talk, parts: [{ ...part, each: 'a.*.b.*' }] })).toThrow('parts.0.each: "a.*.b.*" has several stars')
    expect(() => normaliseMapping({ ...talk, parts: [{ ...part, objects: {} }] })).toThrow('parts.0.objects: names no object.')
    expect(() => normaliseMapping({ ...talk, parts: [{ ...part, sheet: 'x' }] })).toThrow('"sheet" is not known here')
  })
})
