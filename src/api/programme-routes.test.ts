import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixtureApp } from '../../test/fixtures/fixture-app.ts'
import { answers, failureSchema } from './contract.ts'
import { type RunningServer, startServer } from './server.ts'

let server: RunningServer
beforeAll(async () => {
  server = await startServer(fixtureApp({ subjects: 50 }), { port: 0 })
})
afterAll(() => server.close())

const text = 'programme: p\njourney: b2b\nsequences: [{ stage: awareness, messages: [{ id: a, day: 3 }] }]\n'
const get = async (path: string) => (await fetch(`${server.url}/api/${path}`)).json()
const send = (method: string, path: string, body?: unknown) =>
  fetch(`${server.url}/api/${path}`, {
    method,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })

test('programmes are kept, read, checked, planned, paused, resumed and removed over HTTP as the contract says', async () => {
  const kept = await send('POST', 'programmes', { text, by: 'Ann' })
  expect([kept.status, answers.keepProgramme.parse(await kept.json())]).toEqual([201, expect.objectContaining({ id: 'p', before: false })])
  expect(answers.programmes.parse(await get('programmes'))).toMatchObject({ pausedAll: null, programmes: [{ id: 'p', messages: 1 }] })
  expect(answers.programme.parse(await get('programmes/p')).text).toBe(text)
  const checked = answers.checkProgramme.parse(await get('programmes/p/check'))
  expect(checked.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['consent', 'sender', 'unsubscribe', 'unanswered']))
  const reading = answers.readProgramme.parse(await (await send('POST', 'programme/read', { text })).json())
  expect([reading.check, reading.findings.length > 0]).toEqual([checked, true])
  expect(answers.contentPlan.parse(await get('programmes/p/plan')).rows).toHaveLength(3)
  expect(await (await fetch(`${server.url}/api/programmes/p/plan.csv`)).text()).toMatch(/^stage,stage name,/)
  const assets = await send('POST', 'programmes/p/assets', 'title,question\nA guide,How long does it take?\n')
  expect(answers.keepProgramme.parse(await assets.json()).changes.length).toBeGreaterThan(0)
  const paused = await send('POST', 'programme/pause', { programme: null, reason: 'Strike' })
  expect(answers.pauseProgrammes.parse(await paused.json())).toMatchObject({ programme: null, reason: 'Strike' })
  expect(answers.programmes.parse(await get('programmes')).pausedAll?.reason).toBe('Strike')
  expect((await send('POST', 'programme/resume', { programme: null })).status).toBe(200)
  expect(answers.programmeLog.parse(await get('programme/log?programme=p&limit=3')).map(({ act }) => act)).toEqual([
    'resumed',
    'paused',
    'kept',
  ])
  expect((await send('DELETE', 'programmes/p')).status).toBe(200)
})

test.each([
  ['POST', 'programmes', { text: 'programme: 1' }, 422],
  ['POST', 'programmes', { txt: text }, 400],
  ['GET', 'programmes/none', undefined, 404],
  ['POST', 'programme/resume', { programme: null }, 409],
  ['POST', 'programme/pause', { programme: null, reason: '' }, 400],
  ['GET', 'programme/log?limit=0', undefined, 400],
])('%s %s with %j is refused', async (method, path, body, status) => {
  const answer = await send(method, path, body)
  expect([answer.status, failureSchema.parse(await answer.json()).message.length > 0]).toEqual([status, true])
})
