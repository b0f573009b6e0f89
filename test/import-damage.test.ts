import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '../src/core/error.ts'
import { createRandom } from '../src/core/random.ts'
import { readParquet } from '../src/sources/parquet.ts'
import type { RowReader } from '../src/sources/row-reader.ts'
import { readXlsx } from '../src/sources/xlsx.ts'
import { type ImportPlace, openImportPlace } from './import-place.ts'

let place: ImportPlace
beforeAll(async () => {
  place = await openImportPlace()
})
afterAll(() => place.close())

async function cellsOf(reader: RowReader): Promise<string> {
  const rows: string[][] = []
  for await (const batch of reader.batches()) for (const { cells } of batch.rows) rows.push(cells)
  return JSON.stringify([reader.columns, rows])
}

/** Changes some bytes between `from` and `to`, many times; each time the file reads as before, or is refused. */
async function damage(path: string, times: number, to: number, open: (path: string) => RowReader): Promise<{ refused: number }> {
  const whole = readFileSync(path)
  const expected = await cellsOf(open(path))
  const random = createRandom(20_241_101)
  let refused = 0
  for (let time = 0; time < times; time++) {
    const bytes = Buffer.from(whole)
    for (let flips = 1 + random.integer(3); flips > 0; flips--) bytes[random.integer(to)] = random.integer(256)
    const damaged = place.file('damaged', bytes)
    const outcome = await cellsOf(open(damaged)).catch((error: unknown) => error)
    if (outcome === expected) continue
    expect(outcome, `time ${time}`).toBeInstanceOf(AppError)
    refused++
  }
  return { refused }
}

describe('a damaged file is refused, or reads as it was: no cell is ever read wrong', () => {
  it('Parquet: any byte of its pages', async () => {
    const path = join(place.folder, 'whole.parquet')
    await place.store.run(`INSERT INTO FUNCTION file('${path}', Parquet) SELECT concat('e', toString(number)) AS id, toDateTime64('2024-01-01 00:00:00', 3, 'UTC') + number AS time,
      if(number % 5 = 0, NULL, number / 8) AS amount, [number, number + 1] AS list, toLowCardinality(toString(number % 7)) AS low FROM numbers(300) SETTINGS output_format_parquet_compression_method = 'snappy'`)
    const whole = readFileSync(path)
    const pages = whole.length - 8 - whole.readUInt32LE(whole.length - 8)
    const { refused } = await damage(path, 300, pages, (file) => readParquet(file, statSync(file).size))
    expect(refused).toBeGreaterThan(100)
  })

  it('XLSX: any byte', async () => {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('S')
    sheet.addRow(['id', 'time', 'text'])
    for (let row = 0; row < 50; row++) sheet.addRow([row, new Date(Date.UTC(2024, 0, 1 + row)), `text ${row}`])
    const path = join(place.folder, 'whole.xlsx')
    await book.xlsx.writeFile(path)
    const { refused } = await damage(path, 300, statSync(path).size, (file) => readXlsx(file, { sheet: null, header: true }))
    expect(refused).toBeGreaterThan(100)
  })
})
