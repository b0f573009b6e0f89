import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openByteSource } from '../src/sources/byte-source.ts'
import { guessMapping } from '../src/sources/guess-mapping.ts'
import { inspectFile } from '../src/sources/inspect-file.ts'
import { xlsxOf, zipOf } from '../src/sources/xlsx-files.test-support.ts'
import { type ImportPlace, openImportPlace, storedEvents } from './import-place.ts'

let place: ImportPlace
beforeAll(async () => {
  place = await openImportPlace()
})
afterAll(() => place.close())

const columns = ['event_id', 'timestamp', 'user_id', 'event', 'amount', 'vip', 'note']
const rows = Array.from({ length: 500 }, (_, index) => ({
  event_id: `e${index}`,
  timestamp: new Date(Date.UTC(2024, 0, 1) + index * 3_600_000 + (index % 7) * 1000).toISOString().slice(0, 19),
  user_id: `u${index % 37}`,
  event: ['visit', 'sign up', 'buy'][index % 3] as string,
  amount: index % 5 === 0 ? null : index / 8,
  vip: index % 2 === 0,
  note: index % 11 === 0 ? `line one\nand "two", ü 😀 ${index}` : null,
}))

const csvText = [
  columns.join(','),
  ...rows.map((row) =>
    Object.values(row)
      .map((value) => (value === null ? '' : `"${String(value).replaceAll('"', '""')}"`))
      .join(','),
  ),
].join('\n')

/** Imports a file under one source name into an emptied store; gives all that is stored. */
async function stored(path: string, mapping: string | null = null): Promise<string[]> {
  await place.store.run('TRUNCATE TABLE events')
  const record = await place.run(path, { source: 'same', mapping })
  expect(record).toMatchObject({ state: 'complete', rejected: 0, rows: rows.length, added: rows.length })
  expect(record.bytes).toBeGreaterThan(0)
  expect(record.digest).toMatch(/^[0-9a-f]{64}$/)
  return storedEvents(place.store)
}

async function xlsx(name: string): Promise<string> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('Events')
  sheet.addRow(columns)
  for (const row of rows) {
    const line = sheet.addRow([...Object.values(row)])
    line.getCell(2).value = new Date(`${row.timestamp}Z`)
    line.getCell(2).numFmt = 'yyyy-mm-dd hh:mm:ss'
  }
  await book.xlsx.writeFile(join(place.folder, name))
  return join(place.folder, name)
}

describe('the same rows in another format', () => {
  it('[E2] JSON, NDJSON and XLSX store the events that CSV stores', async () => {
    const asCsv = await stored(place.file('same.csv', csvText))
    expect(asCsv).toHaveLength(rows.length)
    expect(await stored(place.file('same.json', JSON.stringify(rows)))).toEqual(asCsv)
    expect(await stored(place.file('nested.json', JSON.stringify({ next: null, results: rows }, null, 1)))).toEqual(asCsv)
    expect(await stored(place.file('same.ndjson', rows.map((row) => JSON.stringify(row)).join('\n')))).toEqual(asCsv)
    expect(await stored(await xlsx('same.xlsx'))).toEqual(asCsv)
    expect(await stored(place.file('wide.json', Buffer.from(`\ufeff${JSON.stringify(rows)}`, 'utf16le')))).toEqual(asCsv)
  })

  it('content wins over the ending, and a note says so', async () => {
    const path = await xlsx('wrong.csv')
    expect(await stored(path)).toHaveLength(rows.length)
    const { notes } = guessMapping(await inspectFile(await openByteSource(path)))
    expect(notes.map(({ message }) => message)).toContain(
      'By its content the file is a spreadsheet (XLSX), whatever its ending says; it is read as that.',
    )
  })

  it('a title above the column names is passed over, and another sheet is chosen in the mapping', async () => {
    const book = new ExcelJS.Workbook()
    const report = book.addWorksheet('Report')
    report.addRow(['Events of May'])
    report.mergeCells('A1:C1')
    report.addRow([])
    report.addRows([
      ['timestamp', 'user_id', 'event'],
      ['2024-05-01', 'ann', 'visit'],
    ])
    book.addWorksheet('More').addRows([
      ['timestamp', 'user_id', 'event'],
      ['2024-05-01', 'bob', 'visit'],
      ['2024-05-02', 'bob', 'buy'],
    ])
    const path = join(place.folder, 'report.xlsx')
    await book.xlsx.writeFile(path)
    const { notes } = await inspectFile(await openByteSource(path))
    expect(notes.map(({ message }) => message).join('\n')).toMatch(
      /others: "More"[\s\S]*Row 3 has the column names; above it stands "Events of May"/,
    )
    expect(await place.run(path)).toMatchObject({ added: 1 })
    const mapping = 'kind: events\nsheet: More\ntime: timestamp\nname: event\nobjects: {contact: user_id}\n'
    expect(await place.run(path, { mapping, source: 'more' })).toMatchObject({ added: 2 })
  })
})

const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(3000)])
const password = Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le'), Buffer.alloc(500)])
const sheet = xlsxOf({ sheets: { S: '<sheetData><row r="1"><c r="A1" t="str"><v>a</v></c></row></sheetData>' } })

describe('files that are not what they seem, in one sentence with the way out', () => {
  const failing: [string, string | Uint8Array, RegExp][] = [
    ['secret.xlsx', password, /is protected by a password\. Open it .* take the password off/],
    ['old.xls', ole, /older office program \(\.xls\)\. Open it and save it as \.xlsx/],
    ['cut.xlsx', sheet.subarray(0, sheet.length - 30), /is cut off or damaged: fetch or save it again/],
    ['binary.xlsb', zipOf({ 'xl/workbook.bin': 'x' }), /binary spreadsheet \(XLSB\)\. Save it as \.xlsx/],
    ['open.ods', zipOf({ mimetype: 'x', 'content.xml': '<x/>' }), /OpenDocument file/],
    ['export.zip', zipOf({ 'a/contacts.csv': 'x', 'deals.csv': 'y' }), /zip archive that holds a\/contacts\.csv, deals\.csv\. Unpack it/],
    ['login.csv', '<!DOCTYPE html><html><body>Please log in</body></html>', /is a web page, no table/],
    ['old.xml', '<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>', /XML of 2003/],
    ['paper.pdf', '%PDF-1.7 x', /is a PDF/],
    ['cut.json', JSON.stringify(rows).slice(0, 2000), /cut off\. Fetch it again/],
    ['one.json', '{"user_id": "ann", "event": {"name": "x"}\n', /is cut off/],
  ]
  it.each(failing)('%s', async (name, content, words) => {
    const before = await place.store.rows('SELECT count() AS events FROM events')
    const { error, record } = await place.tryText(name, content)
    expect(record).toBeNull()
    expect(error?.message).toMatch(words)
    expect(error?.message).toContain(name)
    expect(await place.store.rows('SELECT count() AS events FROM events')).toEqual(before)
  })
})
