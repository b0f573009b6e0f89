import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readParquet } from '../src/sources/parquet.ts'
import type { Row } from '../src/sources/row-reader.ts'
import { type ImportPlace, openImportPlace, storedEvents } from './import-place.ts'

let place: ImportPlace
beforeAll(async () => {
  place = await openImportPlace()
})
afterAll(() => place.close())

/** A file that the embedded engine writes, in any of its formats. */
async function written(name: string, format: string, select: string, settings = ''): Promise<string> {
  const path = join(place.folder, name)
  await place.store.run(`INSERT INTO FUNCTION file('${path}', ${format}) ${select} ${settings === '' ? '' : `SETTINGS ${settings}`}`)
  return path
}

async function read(path: string): Promise<{ columns: readonly string[]; rows: Row[] }> {
  const reader = readParquet(path, statSync(path).size)
  const rows: Row[] = []
  for await (const batch of reader.batches()) rows.push(...batch.rows)
  return { columns: reader.columns, rows }
}

async function named(path: string): Promise<Record<string, string>[]> {
  const { columns, rows } = await read(path)
  return rows.map(({ cells }) => Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ''])))
}

const events = `SELECT concat('e', toString(number)) AS event_id, toDateTime64('2024-01-01 00:00:00', 3, 'UTC') + number * 61.5 AS timestamp,
  concat('u', toString(number % 97)) AS user_id, ['visit', 'sign up', 'buy'][number % 3 + 1] AS event, toBool(number % 2) AS vip,
  if(number % 5 = 0, NULL, number / 8) AS amount, if(number % 11 = 0, 'two\\nlines, "ü 😀"', NULL) AS note FROM numbers(3000)`

async function stored(path: string): Promise<string[]> {
  await place.store.run('TRUNCATE TABLE events')
  expect(await place.run(path, { source: 'same' })).toMatchObject({ state: 'complete', rows: 3000, added: 3000, rejected: 0 })
  return storedEvents(place.store)
}

describe('Parquet as the engine writes it', () => {
  it('[E2] stores the events that CSV stores, whatever the codec, and the page version', async () => {
    const asCsv = await stored(await written('same.csv', 'CSVWithNames', events, `format_csv_null_representation = ''`))
    for (const codec of ['none', 'snappy', 'lz4', 'zstd', 'gzip', 'brotli']) {
      const settings = `output_format_parquet_compression_method = '${codec}', output_format_parquet_row_group_size = 1001`
      expect(await stored(await written(`${codec}.parquet`, 'Parquet', events, settings)), codec).toEqual(asCsv)
    }
    const arrow = `output_format_parquet_use_custom_encoder = 0, output_format_parquet_data_page_size = 1024`
    expect(await stored(await written('arrow.parquet', 'Parquet', events, arrow))).toEqual(asCsv)
  })

  it('reads pages of different size side by side: each row keeps what belongs to it', async () => {
    const select = `SELECT number AS id, repeat('x', number % 50) AS x, number % 3 AS small, range(number % 9) AS list, if(number % 2 = 0, NULL, [toString(number), NULL]) AS texts FROM numbers(30000)`
    const path = await written(
      'pages.parquet',
      'Parquet',
      select.replace(
        'if(number % 2 = 0, NULL, [toString(number), NULL])',
        'if(number % 2 = 0, [], [toString(number), NULL])::Array(Nullable(String))',
      ),
      'output_format_parquet_data_page_size = 4096, output_format_parquet_row_group_size = 100000',
    )
    const rows = await named(path)
    expect(rows).toHaveLength(30_000)
    const wrong = rows.filter(({ id, x, small, list, texts }, index) => {
      const expected = [
        String(index),
        'x'.repeat(index % 50),
        String(index % 3),
        JSON.stringify(Array.from({ length: index % 9 }, (_, at) => at)),
        index % 2 === 0 ? '[]' : `["${index}",null]`,
      ]
      return JSON.stringify([id, x, small, list, texts]) !== JSON.stringify(expected)
    })
    expect(wrong).toEqual([])
  })

  it('gives every type as text: times, days, decimals, short floats, large integers, structs, maps and lists of structs', async () => {
    const select = `SELECT toDateTime64('2024-05-01 10:30:00.123', 6, 'UTC') AS micros, toDate32('1969-12-31') AS day, toDecimal64('-12.30', 2) AS price, toFloat32(0.1) AS float, 0.1 AS double,
      18446744073709551615 AS large, toInt64(-5) AS small, tuple('a', 2)::Tuple(name String, count Nullable(UInt8)) AS struct, map('k', 1, 'l', 2) AS map,
      [tuple('page', 1), tuple('ref', NULL)]::Array(Tuple(key String, value Nullable(Int32))) AS params,
      [tuple('pen', 1), tuple('ink', NULL)]::Array(Tuple(item String, count Nullable(Int32))) AS items, toLowCardinality('low') AS low, NULL::Nullable(String) AS nothing, true AS yes, toUUID('61f0c404-5cb3-11e7-907b-a6006ad3dba0') AS uuid`
    expect(await named(await written('types.parquet', 'Parquet', select))).toEqual([
      {
        micros: '2024-05-01T10:30:00.123Z',
        day: '1969-12-31',
        price: '-12.30',
        float: '0.1',
        double: '0.1',
        large: '18446744073709551615',
        small: '-5',
        'struct.name': 'a',
        'struct.count': '2',
        'map.k': '1',
        'map.l': '2',
        'params.page': '1',
        items: '[{"item":"pen","count":1},{"item":"ink","count":null}]',
        low: 'low',
        nothing: '',
        yes: 'true',
        uuid: expect.any(String),
      },
    ])
  })

  it('a file without rows is told as CSV without rows is', async () => {
    const path = await written('empty.parquet', 'Parquet', `SELECT '' AS user_id, now() AS timestamp, '' AS event FROM numbers(0)`)
    await expect(place.run(path)).rejects.toThrow('column names but no rows')
  })
})

describe('Parquet that cannot be read', () => {
  const rows = async () =>
    readFileSync(await written('whole.parquet', 'Parquet', events, `output_format_parquet_compression_method = 'none'`))

  it('cut off, encrypted and damaged files are told as such, and nothing of them is stored', async () => {
    await place.store.run('TRUNCATE TABLE events')
    const whole = await rows()
    const broken = Buffer.from(whole)
    broken.fill(0xff, 40, 400)
    const encrypted = Buffer.from(whole)
    encrypted.write('PARE', encrypted.length - 4)
    const footless = Buffer.from(whole)
    footless.fill(0x7f, footless.length - 300, footless.length - 8)
    const cases: [string, Uint8Array, RegExp][] = [
      ['cut.parquet', whole.subarray(0, whole.length - 1000), /is cut off: a Parquet file ends with PAR1.*Fetch it again/],
      ['short.parquet', whole.subarray(0, 6), /is cut off/],
      ['secret.parquet', encrypted, /encrypted Parquet file\. Write it without encryption/],
      ['broken.parquet', broken, /column "event_id" is damaged/],
      ['footless.parquet', footless, /its list of columns is damaged/],
    ]
    for (const [name, content, words] of cases) {
      writeFileSync(join(place.folder, name), content)
      await expect(place.run(join(place.folder, name)), name).rejects.toThrow(words)
    }
    expect(await place.store.rows('SELECT count() AS events FROM events')).toEqual([{ events: 0 }])
  })

  it('a page in the middle that is damaged stops the import, and nothing of the file is stored', async () => {
    const settings = `output_format_parquet_compression_method = 'zstd', output_format_parquet_row_group_size = 1000`
    const half = readFileSync(await written('three.parquet', 'Parquet', events, settings))
    half.fill(0xff, Math.floor(half.length / 2), Math.floor(half.length / 2) + 2000)
    const { error } = await place.tryText('half.parquet', half)
    expect(error?.message).toMatch(/half\.parquet cannot be read: column ".*" is damaged .* Nothing of it was imported/)
    expect(await place.store.rows("SELECT count() AS events FROM events WHERE source = 'half.parquet'")).toEqual([{ events: 0 }])
    expect(await place.store.rows('SELECT count() AS events FROM staged_events')).toEqual([{ events: 0 }])
  })
})
