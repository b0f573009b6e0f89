import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEventStore } from './chdb-store.ts'
import type { EventStore } from './event-store.ts'
import { type ColumnBlock, nativeColumns } from './native-columns.ts'

const folder = mkdtempSync(join(tmpdir(), 'desirepath-columns-'))
let store: EventStore
beforeAll(async () => {
  store = await openEventStore({ path: folder })
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const one = (blocks: Iterable<ColumnBlock>): ColumnBlock => [...blocks][0] as ColumnBlock

describe('columns of the engine', () => {
  it('hold what rows of the same query do', async () => {
    const sql = `SELECT toFloat64(number) * 1e12 + 0.5 AS f, toUInt8(number) AS small, toUInt16(number * 1000) AS middle, toUInt32(number * 70000) AS large,
        concat('ä', repeat('x', number * 50)) AS text, arrayMap(i -> toFloat64(i), range(number)) AS times, arrayMap(i -> toString(i), range(number % 3)) AS words
      FROM numbers(70) ORDER BY number`
    const { rows, columns } = one(await store.columns(sql))
    const wanted = await store.rows<Record<string, number | string | (number | string)[]>>(sql)
    expect(rows).toBe(70)
    for (const [name, column] of columns) {
      const cells = Array.from({ length: rows }, (_, row) =>
        'ends' in column ? [...column.values].slice(row === 0 ? 0 : column.ends[row - 1], column.ends[row]) : column[row],
      )
      expect(cells, name).toEqual(wanted.map((row) => row[name]))
    }
    expect(columns.size).toBe(7)
  })

  it('come in blocks that together have every row, and take parameters', async () => {
    const blocks = [...(await store.columns('SELECT toUInt32(number) AS n FROM numbers({rows:UInt32})', { rows: 200_000 }))]
    expect(blocks.length).toBeGreaterThan(1)
    expect(blocks.reduce((sum, { rows }) => sum + rows, 0)).toBe(200_000)
    expect([...(await store.columns('SELECT toUInt8(1) AS n WHERE 0'))].reduce((sum, { rows }) => sum + rows, 0)).toBe(0)
  })

  it('of another type, or cut off, are refused', async () => {
    const signed = await store.columns('SELECT toInt64(1) AS n')
    expect(() => [...signed]).toThrow('type Int64')
    const whole = Buffer.from([1, 2, 1, 110, 5, ...Buffer.from('UInt8'), 7, 9])
    expect(one(nativeColumns(whole)).columns.get('n')).toEqual(new Uint8Array([7, 9]))
    expect(() => [...nativeColumns(whole.subarray(0, -1))]).toThrow('in the midst of a column')
    expect(() => [...nativeColumns(whole.subarray(0, 1))]).toThrow('in the midst of a length')
    expect(() => [...nativeColumns(whole.subarray(0, 7))]).toThrow('in the midst')
  })

  it('of a query that fails or that nobody waits for tell the same errors as rows', async () => {
    await expect(store.columns('SELECT nothing')).rejects.toMatchObject({ code: 'store' })
    await expect(store.columns('SELECT toUInt8(1) AS n', {}, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
  })
})
