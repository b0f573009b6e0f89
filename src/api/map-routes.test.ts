import { afterAll, beforeAll, expect, it } from 'vitest'
import { fixtureApp } from '../../test/fixtures/fixture-app.ts'
import { answers } from './contract.ts'
import { type RunningServer, startServer } from './server.ts'

let server: RunningServer
beforeAll(async () => {
  server = await startServer(fixtureApp(), { port: 0 })
})
afterAll(() => server.close())

const post = (query: string, body: BodyInit) => fetch(`${server.url}/api/maps/read?${query}`, { method: 'POST', body })

it('[J6] reads a table sent as it is, with lanes that a person chose', async () => {
  const lanes = encodeURIComponent(JSON.stringify({ KPIs: 'thoughts' }))
  const response = await post(`name=Board.csv&lanes=${lanes}`, 'Stage,Discover,Buy\nActions,Reads,Calls\nKPIs,visits,deals\n')
  const read = answers.readDrawnMap.parse(await response.json())
  expect(read.map?.journey.name).toBe('Board')
  expect(read.map?.stages[1]).toMatchObject({ entryText: null, lanes: { actions: ['Calls'], thoughts: ['deals'] } })
  expect(read.rows.map(({ how }) => how)).toEqual(['matched', 'chosen'])
})

it('says what is wrong by the name that the file was sent under', async () => {
  const photo = await post('name=board.png', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]))
  expect(photo.status).toBe(422)
  expect(((await photo.json()) as { message: string }).message).toMatch(/^board\.png holds binary data/)
  expect((await post('name=x.csv&lanes=nothing', 'a,b')).status).toBe(400)
})

it('writes what people wrote as a table without formulas, and gives templates', async () => {
  const csv = await fetch(`${server.url}/api/journeys/b2b/drawn.csv`)
  expect(csv.headers.get('content-disposition')).toBe('attachment; filename="b2b.csv"')
  expect(await csv.text()).toContain('Goals,• =1+1')
  const xlsx = await fetch(`${server.url}/api/journeys/b2b/drawn.xlsx`)
  expect(
    Buffer.from(await xlsx.arrayBuffer())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK')
  const all = answers.templates.parse(await (await fetch(`${server.url}/api/templates`)).json())
  expect(all).toHaveLength(5)
  const one = answers.template.parse(await (await fetch(`${server.url}/api/templates/b2b-software?name=Mine`)).json())
  expect(one).toMatchObject({ journey: 'mine', bound: [{ stage: 'Trial or demo' }, { stage: 'First value' }] })
})
