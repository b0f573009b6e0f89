import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '../src/core/error.ts'
import { stagedImports } from '../src/events/staging.ts'
import { type ImportPlace, openImportPlace } from './import-place.ts'

let place: ImportPlace
beforeAll(async () => {
  place = await openImportPlace()
})
afterAll(() => place.close())

const header = 'timestamp,user_id,event'
const good = '2024-01-01T00:00:00Z,ann,visit'

async function codes(name: string, content: string | Uint8Array) {
  const { record, rejects, error } = await place.tryText(name, content)
  return { state: record?.state, added: record?.added, codes: rejects.map(({ line, code }) => `${line} ${code}`), error }
}

describe('rows that cannot be used', () => {
  it('[E4][E8] unparsable, early and future times are kept as rejects with line, code, message and text', async () => {
    const rows = [
      header,
      good,
      good,
      good,
      'soon,ann,visit',
      '1970-01-01,ann,visit',
      '2999-01-01,ann,visit',
      '2024-02-30,ann,visit',
      ',ann,visit',
    ]
    const { record, rejects } = await place.tryText('times.csv', `${rows.join('\n')}\n`)
    expect(record).toMatchObject({ state: 'complete', rows: 8, added: 3, rejected: 5 })
    expect(rejects.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '5 badTime',
      '6 timeTooEarly',
      '7 timeInFuture',
      '8 badTime',
      '9 missingTime',
    ])
    expect(rejects[0]).toMatchObject({ raw: 'soon,ann,visit', message: expect.stringContaining('timestamp is "soon"') })
    expect(record?.message).toBeNull()
  })

  it('[E4] dates decades before all others are taken, and told', async () => {
    const rows = ['1990-03-02,ann,visit', '2004-12-31,bob,visit', ...Array.from({ length: 98 }, (_, nth) => `2024-01-01,c${nth},visit`)]
    const { record } = await place.tryText('far.csv', `${[header, ...rows].join('\n')}\n1970-01-01,cid,visit\n`)
    expect(record).toMatchObject({ state: 'complete', added: 100, rejected: 1 })
    expect(record?.message).toContain('2 of 100 events are before 2005, the earliest on 1990-03-02; all others are from 2024 on.')
  })

  it('[E8] missing ids are rejects; "NA", "null" and "0" are ids', async () => {
    const rows = [header, '2024-01-01,NA,a', '2024-01-01,null,a', '2024-01-01,0,a', '2024-01-01,,a']
    expect(await codes('ids.csv', rows.join('\n'))).toMatchObject({ added: 3, codes: ['5 missingId'] })
    const ids = await place.store.rows("SELECT objects['contact'][1] AS id FROM events FINAL WHERE source = 'ids.csv' ORDER BY id")
    expect(ids).toEqual([{ id: '0' }, { id: 'NA' }, { id: 'null' }])
  })

  it('[E8] a line of 100 MB is one reject', async () => {
    const content = Buffer.concat([
      Buffer.from(`${header}\n${good}\n2024-01-01,ann,`),
      Buffer.alloc(100e6, 'x'),
      Buffer.from(`\n${good}\n`),
    ])
    expect(await codes('long.csv', content)).toMatchObject({ state: 'complete', added: 2, codes: ['3 lineTooLong'] })
  })

  it('[E8] columns that change halfway are rejects', async () => {
    const rows = [header, good, '2024-01-01T00:00:00Z,ann', 'timestamp,user_id,event,extra', '2024-01-02,ann,visit,x', good]
    expect(await codes('halfway.csv', rows.join('\n'))).toMatchObject({ added: 2, codes: ['3 columns', '4 columns', '5 columns'] })
  })

  it('[E8] a quote that is never closed costs its own line only', async () => {
    const rows = [header, '2024-01-01,ann,"visit', good, '2024-01-03,bob,visit']
    expect(await codes('quotes.csv', rows.join('\n'))).toMatchObject({ added: 2, codes: ['2 quotes'] })
  })

  it('[E8] lines of another encoding are rejects; a byte-order mark is none of the text', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`\ufeff${header}\n${good}\n2024-01-02,Zoë,visit\n`),
      Buffer.from('2024-01-03,Ren\xe9,visit\n', 'latin1'),
    ])
    expect(await codes('mixed.csv', bytes)).toMatchObject({ added: 2, codes: ['4 encoding'] })
  })

  it('text with tabs, backslashes, quotes, line breaks and zero bytes is stored as it was', async () => {
    const texts = ['a\tb', 'a\\nb', "it's", 'say "x"', 'two\nlines', '\\N', 'nul\u0000l', '😀', '{}', ' spaced ']
    const rows = texts.map((event) => JSON.stringify({ timestamp: '2024-01-01T00:00:00Z', user_id: 'u', event, note: event }))
    expect((await place.tryText('odd.ndjson', rows.join('\n'))).record).toMatchObject({ added: texts.length, rejected: 0 })
    const stored = await place.store.rows<{ name: string; note: string }>(
      "SELECT name, properties['note'] AS note FROM events FINAL WHERE source = 'odd.ndjson'",
    )
    expect(stored.map(({ name }) => name).sort()).toEqual([...texts].sort())
    expect(stored.every(({ name, note }) => name === note)).toBe(true)
  })
})

describe('files that cannot be used', () => {
  const failing: [string, string | Uint8Array, string][] = [
    ['empty.csv', '', 'is empty'],
    ['blank.csv', '\n\n', 'nothing but blank lines'],
    ['header.csv', `${header}\n`, 'column names but no rows'],
    ['empty.csv.gz', gzipSync(''), 'is empty'],
    ['cut.csv.gz', gzipSync(`${header}\n${`${good}\n`.repeat(1000)}`).subarray(0, 60), 'cut off or damaged'],
    ['sheet.csv', Buffer.from('PK\u0003\u0004abc'), 'is cut off or damaged'],
    ['none.csv', `${header}\nsoon,ann,visit\nlater,bob,visit\n`, 'is named like a time but holds "soon"'],
    ['broken.xes', '<log><trace><event>', 'line 1'],
  ]
  it.each(failing)('%s: a clear error', async (name, content, words) => {
    const { error } = await place.tryText(name, content)
    expect(error).toBeInstanceOf(AppError)
    expect(error?.message).toContain(words)
    expect(error?.message).toContain(name)
  })

  it('[E8] a file of which no row can be used fails, and its rejects are kept', async () => {
    const mapping = 'kind: events\ntime: {column: timestamp, format: iso}\nname: event\nobjects: {contact: user_id}\n'
    const { error, rejects } = await place.tryText('unusable.csv', `${header}\nsoon,ann,visit\nlater,bob,visit\n`, { mapping })
    expect(error?.message).toContain('None of the 2 rows')
    expect(rejects.map(({ code }) => code)).toEqual(['badTime', 'badTime'])
    expect((await place.log.list()).find(({ file }) => file.endsWith('unusable.csv'))).toMatchObject({
      state: 'failed',
      added: 0,
      rejected: 2,
    })
  })

  it('a file that breaks off in the middle leaves nothing', async () => {
    const packed = gzipSync(
      `${header}\n${Array.from({ length: 200_000 }, (_, index) => `2024-01-01,u${(index * 7919) % 200_000},visit ${(index * 104_729) % 999_983}`).join('\n')}\n`,
    )
    const { error } = await place.tryText('half.csv.gz', packed.subarray(0, packed.length - 1000))
    expect(error?.message).toContain('cut off or damaged')
    expect(await place.store.rows("SELECT count() AS events FROM events WHERE source = 'half.csv.gz'")).toEqual([{ events: 0 }])
    expect(await stagedImports(place.store)).toEqual([])
    expect((await place.log.list()).find(({ file }) => file.endsWith('half.csv.gz'))).toMatchObject({ state: 'failed', added: 0 })
  })

  it('dates that fit two formats are not guessed', async () => {
    const { error } = await place.tryText('us.csv', `${header}\n01/02/2024,ann,visit\n03/04/2024,ann,visit\n`)
    expect(error?.message).toContain('fit DD/MM/YYYY and MM/DD/YYYY alike')
  })

  it('a missing file and a folder are told apart', async () => {
    await expect(place.run(`${place.folder}/nowhere.csv`)).rejects.toThrow('There is no file')
    await expect(place.run(place.folder)).rejects.toThrow('is a folder')
  })
})
