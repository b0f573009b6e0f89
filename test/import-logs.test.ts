import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '../src/core/error.ts'
import { dataSet, type ImportPlace, openImportPlace } from './import-place.ts'

let place: ImportPlace
beforeAll(async () => {
  place = await openImportPlace()
})
afterAll(() => place.close())

async function count(source: string, objectType: string) {
  const [row] = await place.store.rows<{ events: number; objects: number }>(
    'SELECT count() AS events, uniqExact(objects[{objectType:String}][1]) AS objects FROM events FINAL WHERE source = {source:String}',
    { source, objectType },
  )
  return row
}

describe('public logs', () => {
  it('[E2] helpdesk: equal rows of one file are separate events, and importing it again adds none', async () => {
    const path = dataSet('helpdesk_italian/helpdesk.xes.gz')
    if (path === null) return
    expect(await place.run(path)).toMatchObject({ state: 'complete', rows: 21348, events: 21348, added: 21348, duplicates: 0, rejected: 0 })
    expect(await place.run(path)).toMatchObject({ state: 'complete', rows: 21348, added: 0, duplicates: 21348 })
    expect(await count('helpdesk.xes.gz', 'case')).toEqual({ events: 21348, objects: 4580 })
  })

  it('receipt: CSV and XES give the same events', async () => {
    const csv = dataSet('receipt_coselog/receipt.csv.gz')
    const xes = dataSet('receipt_coselog/receipt.xes.gz')
    if (csv === null || xes === null) return
    for (const path of [csv, xes]) expect(await place.run(path)).toMatchObject({ state: 'complete', added: 8577, rejected: 0 })
    const fields = 'occurredAt, name, objects, mapSort(properties)'
    const [row] = await place.store.rows<{ both: number; all: number }>(
      `SELECT count() AS all, countIf(sources = 2) AS both FROM (
        SELECT uniqExact(source) AS sources FROM events FINAL WHERE source LIKE 'receipt%' GROUP BY ${fields})`,
    )
    expect(row?.both).toBe(row?.all)
    expect(row?.all).toBeGreaterThan(8000)
  })

  it('sepsis: the case whose id the file leaves empty is told by the mapping', async () => {
    const path = dataSet('sepsis/sepsis.csv.gz')
    if (path === null) return
    const guessed = await place.run(path)
    expect(guessed).toMatchObject({ state: 'complete', rows: 15214, added: 15190, rejected: 24 })
    const mapping =
      'kind: events\nid: activity_instance_id\nsequence: .order\ntime: timestamp\nname: activity\nobjects: {case: {column: case_id, empty: NA}}\n'
    expect(await place.run(path, { source: 'sepsis', mapping })).toMatchObject({ added: 15214, rejected: 0 })
    expect(await count('sepsis', 'case')).toEqual({ events: 15214, objects: 1050 })
  })

  it('[E11] Maven: one row a deal becomes its events, and importing the table again changes nothing', async () => {
    const path = dataSet('maven_crm/sales_pipeline.csv')
    if (path === null) return
    expect(await place.run(path)).toMatchObject({ state: 'complete', rows: 8800, events: 15011, added: 15011, rejected: 0 })
    expect(await place.run(path)).toMatchObject({ added: 0, duplicates: 15011 })
    const names = await place.store.rows(
      "SELECT name, count() AS events FROM events FINAL WHERE source = 'sales_pipeline.csv' GROUP BY name ORDER BY name",
    )
    expect(names).toEqual([
      { name: 'engage', events: 8300 },
      { name: 'lost', events: 2473 },
      { name: 'won', events: 4238 },
    ])
    const [won] = await place.store.rows<{ sum: number }>(
      `SELECT sum(toFloat64(value)) AS sum FROM object_properties FINAL WHERE name = 'close_value' AND objectId IN (
        SELECT objects['deal'][1] FROM events FINAL WHERE name = 'won')`,
    )
    expect(won?.sum).toBe(10005534)
  })
})

describe('malformed XES', () => {
  const folder = dataSet('xes_conformance_cases')
  const files = folder === null ? [] : globSync('*.xes', { cwd: folder }).sort()

  it('[E8] every file of the conformance cases gives events or says clearly why not', async () => {
    if (folder === null) return
    expect(files.length).toBeGreaterThan(60)
    for (const file of files) {
      const outcome = await place.run(join(folder, file)).catch((error: unknown) => error)
      if (outcome instanceof Error) {
        expect(outcome, file).toBeInstanceOf(AppError)
        expect((outcome as AppError).code, file).toBe('invalid')
        expect(outcome.message, file).toContain(basename(file))
      } else expect((outcome as { added: number }).added, file).toBeGreaterThan(0)
    }
  })
})
