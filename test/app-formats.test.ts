import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { expect, it } from 'vitest'
import { openApp } from '../src/app/open-app.ts'
import { layEmptyData } from './empty-data.ts'

const journey = `journey: contacts
name: Contacts
subject: contact
stages:
  - { id: look, name: Looks, lifecycle: awareness, entry: visit, window: 30d }
  - { id: buy, name: Buys, lifecycle: acquisition, entry: buy, window: 30d }
`

const rows = Array.from({ length: 60 }, (_, index) => ({
  timestamp: new Date(Date.UTC(2024, 0, 1, 0, index)),
  user_id: `u${index}`,
  event: index % 3 === 1 ? 'buy' : 'visit',
}))

async function spreadsheet(): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('Events')
  sheet.addRow(Object.keys(rows[0] ?? {}))
  for (const row of rows) sheet.addRow(Object.values(row))
  sheet.getColumn(1).numFmt = 'dd.mm.yyyy hh:mm:ss'
  return new Uint8Array(await book.xlsx.writeBuffer())
}

const guests = ['ann', 'bob']
const log = {
  objectTypes: [{ name: 'Customer', attributes: [] }],
  eventTypes: [{ name: 'visit', attributes: [] }],
  objects: [...guests, 'cid'].map((id) => ({ id, type: 'Customer' })),
  events: [
    { id: '1', type: 'visit', time: '2024-01-01T00:10:00Z', relationships: guests.map((objectId) => ({ objectId, qualifier: 'guest' })) },
    { id: '2', type: 'buy', time: '2024-01-01T00:59:00Z', relationships: [{ objectId: 'bob', qualifier: '' }] },
  ],
}

it('people of a spreadsheet and of an OCEL log enter the stages of one map, also several by one event', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'desirepath-formats-'))
  const app = await openApp({ data: await layEmptyData(join(folder, 'data')), command: 'test' })
  try {
    for (const [name, content] of [
      ['rows.xlsx', await spreadsheet()],
      ['log.jsonocel', JSON.stringify(log)],
    ] as const) {
      writeFileSync(join(folder, name), content)
      expect(await app.importFile({ path: join(folder, name), source: null, mapping: null })).toMatchObject({
        state: 'complete',
        rejected: 0,
      })
    }
    await app.applyJourney(journey)
    const entered = async (stage: string) => {
      const list = await app.subjects('contacts', { stage, set: 'entered', filter: { where: {} }, limit: 100, offset: 0 })
      return [...new Set(list.rows.map(({ subject }) => subject))].sort()
    }
    const named = (event: string) => rows.filter((row) => row.event === event).map(({ user_id }) => user_id)
    expect(await entered('look')).toEqual([...new Set([...named('visit'), ...guests])].sort())
    expect(await entered('buy')).toEqual([...new Set([...named('buy'), 'bob'])].sort())
  } finally {
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
