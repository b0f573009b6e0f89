import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { proposeMapping } from '../src/events/propose-mapping.ts'
import { xlsxOf } from '../src/sources/xlsx-files.test-support.ts'
import { type ImportPlace, openImportPlace } from './import-place.ts'

let place: ImportPlace
beforeAll(async () => {
  place = await openImportPlace()
})
afterAll(() => place.close())

const notesOf = async (name: string, content: string | Uint8Array) => (await proposeMapping(place.file(name, content))).notes.join('\n')
const lines = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index)).join('\n')

describe('separators', () => {
  it('one that is unusual is told, and is read once the mapping gives it', async () => {
    const content = `timestamp^user_id^event\n${lines(20, (index) => `2024-01-01^u${index}^visit`)}\n`
    const { error } = await place.tryText('hat.csv', content)
    expect(error?.message).toMatch(/hat\.csv.*one column only\. Its first line holds "\^": give that in the mapping as separator/)
    const mapping = "kind: events\nseparator: '^'\ntime: timestamp\nname: event\nobjects: {contact: user_id}\n"
    expect((await place.tryText('hat2.csv', content, { mapping })).record).toMatchObject({ added: 20, rejected: 0 })
  })

  it('a mapping with the wrong one is told which one fits', async () => {
    const mapping = "kind: events\nseparator: ';'\ntime: timestamp\nname: event\nobjects: {contact: user_id}\n"
    const { error, record } = await place.tryText('wrong.csv', 'timestamp,user_id,event\n2024-01-01,ann,visit\n', { mapping })
    expect(record).toBeNull()
    expect(error?.message).toMatch(
      /does not fit .*wrong\.csv[\s\S]*Cut at ";", it has one column only\. Its first line holds ",": give that/,
    )
  })

  it('the line in which a spreadsheet says its separator is no row', async () => {
    for (const end of ['\n', '\r\n']) {
      const { record, rejects } = await place.tryText(
        `sep${end.length}.csv`,
        ['sep=;', 'timestamp;user_id;event', '2024-01-01;ann;a, b', ''].join(end),
      )
      expect(record).toMatchObject({ rows: 1, added: 1 })
      expect(rejects).toEqual([])
    }
  })
})

describe('column names', () => {
  it('a file without them is told how to say so', async () => {
    const { error } = await place.tryText('bare.csv', '2024-01-01,ann,visit\n2024-01-02,bob,visit\n')
    expect(error?.message).toMatch(/bare\.csv has no row of column names\. Give a mapping with header: false/)
    const sheet =
      '<sheetData><row r="1"><c r="A1"><v>17</v></c><c r="B1" t="str"><v>ann</v></c></row><row r="2"><c r="A2"><v>18</v></c><c r="B2" t="str"><v>bob</v></c></row></sheetData>'
    expect((await place.tryText('bare.xlsx', xlsxOf({ sheets: { S: sheet } }))).error?.message).toContain('has no row of column names')
  })

  it('names that stand twice are numbered and told', async () => {
    expect(await notesOf('twice.csv', 'timestamp,user_id,event,email,email\n2024-01-01,ann,visit,a,b\n')).toContain(
      'Some columns have one name; the later ones are read as "email (2)".',
    )
    expect(await notesOf('once.csv', 'timestamp,user_id,event,email\n2024-01-01,ann,visit,a\n')).not.toContain('one name')
  })

  it('300 columns are read, and how to keep fewer is said', async () => {
    const names = ['timestamp', 'user_id', 'event', ...Array.from({ length: 297 }, (_, index) => `field ${index}`)]
    const content = `${names.join(',')}\n${lines(10, (index) => ['2024-01-01', `u${index}`, 'visit', ...Array.from({ length: 297 }, (_, at) => String(at))].join(','))}\n`
    expect(await notesOf('wide.csv', content)).toContain(
      'The file has 300 columns. All that have no other part become properties; to keep fewer, list them',
    )
    expect((await place.tryText('wide.csv', content)).record).toMatchObject({ added: 10, rejected: 0 })
    const [row] = await place.store.rows<{ count: number; last: string }>(
      "SELECT length(properties) AS count, properties['field 296'] AS last FROM events FINAL WHERE source = 'wide.csv' LIMIT 1",
    )
    expect(row).toEqual({ count: 297, last: '296' })
  })
})

describe('two columns of times', () => {
  const content = (later: (index: number) => string) =>
    `timestamp,created_at,user_id,event\n${lines(10, (index) => `2024-01-0${(index % 9) + 1}T10:00:00,${later(index)},u${index},visit`)}\n`

  it('which is taken is told, and how often and how far the other differs', async () => {
    const differs = await notesOf(
      'differ.csv',
      content((index) => `2024-01-0${(index % 9) + 1}T1${index < 4 ? 2 : 0}:00:00`),
    )
    expect(differs).toContain(
      'Events happen at "timestamp". Other columns of times: "created_at" differs from it in 4 of 10 rows, in the middle by 2 hours.',
    )
    expect(
      await notesOf(
        'agree.csv',
        content((index) => `2024-01-0${(index % 9) + 1} 10:00`),
      ),
    ).toContain('"created_at" agrees with it')
    expect(
      await notesOf(
        'empty.csv',
        content((index) => (index === 0 ? 'soon' : '')),
      ),
    ).not.toContain('columns of times')
  })
})

describe('ids that a spreadsheet made numbers of', () => {
  const rows = (id: (index: number) => string) => `timestamp,deal_id,event\n${lines(3000, (index) => `2024-01-01,${id(index)},visit`)}\n`

  it('a file whose beginning holds some is refused with the way out, and nothing of it is stored', async () => {
    const { error } = await place.tryText(
      'excel.csv',
      rows((index) => `1.2345${index % 10}E+15`),
    )
    expect(error?.message).toMatch(
      /Column "deal_id" of .*excel\.csv holds "1\.23450E\+15": a spreadsheet made a number of the id.*Format the column as text/,
    )
    expect(
      (
        await place.tryText(
          'german.csv',
          rows((index) => `"1,2345${index % 10}E+11"`),
        )
      ).error?.message,
    ).toContain('a spreadsheet made a number of the id')
    expect(await place.store.rows("SELECT count() AS events FROM events WHERE source IN ('excel.csv', 'german.csv')")).toEqual([
      { events: 0 },
    ])
  })

  it('[E8] one far behind is a reject', async () => {
    const { record, rejects } = await place.tryText(
      'late.csv',
      rows((index) => (index === 2500 ? '1.23457E+15' : `12E${index}`)),
    )
    expect(record).toMatchObject({ added: 2999, rejected: 1 })
    expect(rejects).toMatchObject([{ line: 2502, code: 'shortenedId', message: expect.stringContaining('1.23457E+15') }])
  })

  it('in a spreadsheet, ids of 16 digits stand where their file has every digit', async () => {
    const cells = (id: string) =>
      `<row r="1"><c t="str"><v>timestamp</v></c><c t="str"><v>deal_id</v></c><c t="str"><v>event</v></c></row><row r="2"><c t="str"><v>2024-01-01</v></c><c><v>${id}</v></c><c t="str"><v>visit</v></c></row>`
    const book = (id: string) => xlsxOf({ sheets: { S: `<sheetData>${cells(id)}</sheetData>` } })
    expect((await place.tryText('exact.xlsx', book('1234567890123450'))).record).toMatchObject({ added: 1 })
    expect(await place.store.rows("SELECT objects['deal'][1] AS id FROM events FINAL WHERE source = 'exact.xlsx'")).toEqual([
      { id: '1234567890123450' },
    ])
    expect((await place.tryText('short.xlsx', book('1.23456789012345E+15'))).error?.message).toContain(
      'a spreadsheet made a number of the id',
    )
  })
})
