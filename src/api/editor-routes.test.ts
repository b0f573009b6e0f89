import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixtureApp } from '../../test/fixtures/fixture-app.ts'
import { AppError } from '../core/error.ts'
import { answers, sessionHeader } from './contract.ts'
import { type RunningServer, startServer } from './server.ts'

const app = fixtureApp({ subjects: 50 })
let server: RunningServer
beforeAll(async () => {
  server = await startServer({ ...app, previewMap }, { port: 0 })
})
afterAll(() => server.close())

/** Answers at once, but the text "slow" only when nobody waits any more. */
async function previewMap(...[text, filter, signal]: Parameters<typeof app.previewMap>): ReturnType<typeof app.previewMap> {
  if (text !== 'slow') return app.previewMap(text, filter)
  await new Promise((resolve) => signal?.addEventListener('abort', resolve))
  throw new AppError('cancelled', 'Nobody waits.')
}

const post = (path: string, body: string, session = 'page 1') =>
  fetch(server.url + path, { method: 'POST', body, headers: { [sessionHeader]: session } })

test('a preview and the count of a rule answer what the contract says', async () => {
  const preview = await post('/api/preview?persona=it', 'journey: b2b')
  expect(answers.preview.parse(await preview.json()).map?.filter).toMatchObject({ persona: 'it' })
  const count = await post('/api/rules/count', JSON.stringify({ subjectType: 'contact', rule: 'visit' }))
  expect(answers.countRule.parse(await count.json())).toEqual({ subjects: 12, events: 34 })
})

test('the newer preview of a page ends its older one, not that of another page', async () => {
  const older = post('/api/preview', 'slow', 'page 1')
  const other = post('/api/preview', 'slow', 'page 2')
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect((await post('/api/preview', 'quick', 'page 1')).status).toBe(200)
  expect((await older).status).toBe(499)
  expect(await Promise.race([other.then(() => 'ended'), new Promise((resolve) => setTimeout(() => resolve('waits'), 50))])).toBe('waits')
  expect((await post('/api/preview', 'quick', 'page 2')).status).toBe(200)
  expect((await other).status).toBe(499)
})

test('a count without a rule or that is no JSON is refused in words', async () => {
  for (const body of ['', '{', '[]', '{"rule":"visit"}']) {
    const answer = await post('/api/rules/count', body)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'usage' })
  }
})
