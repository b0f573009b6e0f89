import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { App } from '../src/app/app.ts'
import { openApp } from '../src/app/open-app.ts'
import { dataSetLog } from '../src/store/data-set-log.ts'
import { layEmptyData } from './empty-data.ts'

let folder: string
let app: App
const open = () => openApp({ data: folder, command: 'test' })
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desirepath-data-set-'))
  await layEmptyData(folder)
  app = await open()
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

const events = 'contact_id,event,timestamp\nc1,visit,2025-01-01T10:00:00Z\nc2,visit,2025-01-02T10:00:00Z\n'
const contacts = 'contact_id,city\nc1,Delft\nc2,Gouda\n'
const send = async (files: Record<string, string>) => {
  for (const [name, text] of Object.entries(files)) {
    await app.addUpload(
      name,
      (async function* () {
        yield Buffer.from(text)
      })(),
    )
  }
}
const names = async () => (await app.names()).names
const putAllAway = async () => {
  for (const { id } of await app.uploads()) await app.dropUpload(id)
}
it('[E12] several files are taken over as a whole, and undone as a whole', async () => {
  await send({ 'events.csv': events, 'contacts.csv': contacts })
  const told: string[] = []
  const whole = await app.importDataSet({ onSet: ({ state }) => void told.push(state) })
  expect(whole).toMatchObject({ state: 'complete', message: null })
  expect([told[0], told.at(-1)]).toEqual(['running', 'complete'])
  expect(await app.uploads()).toEqual([])
  expect(await names()).toEqual(['visit'])
  expect(await app.planUndoDataSet(whole.id)).toEqual({ events: 2, properties: 2, links: 0, rejected: 0 })
  await app.undoDataSet(whole.id)
  expect(await names()).toEqual([])
  await expect(app.undoDataSet(whole.id)).rejects.toThrow('is undone: only a complete one can be undone')
  await expect(app.cancelDataSet('none')).rejects.toMatchObject({ code: 'notFound' })
}, 60_000)

it('one that cannot be read keeps all from being imported, and the others are read without it', async () => {
  await send({ 'events.csv': events, 'report.xlsx': '%PDF-1.7', 'contacts.csv': contacts })
  await expect(app.importDataSet({})).rejects.toThrow(/report\.xlsx: report\.xlsx is a PDF.*Nothing was imported/s)
  expect(await names()).toEqual([])
  const bad = (await app.uploads()).find(({ name }) => name === 'report.xlsx')
  await app.leaveOut(bad?.id ?? '', true)
  expect((await app.dataSet()).joins).toMatchObject([
    { object: 'contact', column: 'contact_id', toColumn: 'contact_id', matchedRows: 2, rows: 2 },
  ])
  expect(await app.importDataSet({})).toMatchObject({ state: 'complete' })
  expect((await app.uploads()).map(({ name }) => name)).toEqual(['report.xlsx'])
  const [whole] = await app.dataSetImports()
  await app.undoDataSet(whole?.id ?? '')
  await putAllAway()
}, 60_000)

it('where one fails or is cancelled while it is read, nothing of the others stays', async () => {
  await send({ 'a.csv': events })
  await send({ 'b.csv': contacts })
  const kept = await app.uploads()
  const stop = new AbortController()
  const cancelled = await app.importDataSet({
    signal: stop.signal,
    onProgress: ({ file }) => file === 'b.csv' && stop.abort(),
  })
  expect(cancelled).toMatchObject({ state: 'cancelled', message: 'Cancelled. Nothing of the 2 files was taken over.' })
  expect(await names()).toEqual([])
  const gone = join(folder, 'uploads', kept.find(({ name }) => name === 'b.csv')?.id ?? '')
  const failed = await app.importDataSet({ onProgress: ({ file }) => file === 'a.csv' && rmSync(gone, { recursive: true, force: true }) })
  expect(failed.state).toBe('failed')
  expect(failed.message).toMatch(/^b\.csv failed: .*Nothing of the 2 files was taken over\.$/s)
  expect(failed.message).not.toContain(folder)
  expect(await names()).toEqual([])
  expect((await app.uploads()).map(({ name }) => name).toSorted()).toEqual(['a.csv'])
  await putAllAway()
}, 60_000)

it('what a killed program had taken over of several files is taken back at the next start', async () => {
  await send({ 'events.csv': events })
  const [one] = await app.uploads()
  const record = await app.importUpload(one?.id ?? '', { source: null, mapping: null })
  expect(await names()).toEqual(['visit'])
  await app.close()
  const files = [
    { upload: 'u1', name: 'events.csv', import: record.id },
    { upload: 'u2', name: 'more.csv', import: null },
  ]
  dataSetLog(join(folder, 'data-sets')).save({ id: 'killed', state: 'running', files, message: null, startedAt: 1 })
  app = await open()
  const found = (await app.dataSetImports()).find(({ id }) => id === 'killed')
  expect(found).toMatchObject({ state: 'failed', message: expect.stringContaining('Nothing of the 2 files was taken over') })
  expect(await names()).toEqual([])
  expect(readdirSync(join(folder, 'data-sets')).every((name) => name.endsWith('.json'))).toBe(true)
}, 60_000)
