import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixtureApp } from '../../test/fixtures/fixture-app.ts'
import { answers, failureSchema } from './contract.ts'
import { type RunningServer, startServer } from './server.ts'

let server: RunningServer
beforeAll(async () => {
  server = await startServer(fixtureApp({ subjects: 50 }), { port: 0 })
})
afterAll(() => server.close())

const post = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/api/programmes/nurture/messages/c1/test`, { method: 'POST', body: JSON.stringify(body), headers })

test('a test is asked for with a contact and one address', async () => {
  const sent = answers.sendTest.parse(await (await post({ contact: 'c9', to: 'me@example.com' })).json())
  expect(sent).toMatchObject({ programme: 'nurture', message: 'c1', contact: 'c9', to: 'me@example.com' })
})

test('what a test would show is asked for with a contact', async () => {
  const address = `${server.url}/api/programmes/nurture/messages/c1/preview`
  const shown = answers.previewTest.parse(await (await fetch(`${address}?contact=c9`)).json())
  expect(shown).toMatchObject({ programme: 'nurture', message: 'c1', contact: 'c9', subject: 'Hello', blocked: null })
  const refused = await fetch(address)
  expect([refused.status, failureSchema.parse(await refused.json()).message]).toEqual([400, expect.stringContaining('?contact=ID')])
})

test.each([
  {},
  { contact: 'c9' },
  { contact: 'c9', to: ['a@example.com', 'b@example.com'] },
  { contact: 'c9', to: 'a@example.com', cc: 'b@example.com' },
])('a test refuses %j', async (body) => {
  const answer = await post(body)
  expect([answer.status, failureSchema.parse(await answer.json()).code]).toEqual([400, 'usage'])
})

test('a foreign page cannot make a browser ask for one', async () => {
  const answer = await post({ contact: 'c9', to: 'me@example.com' }, { origin: 'https://elsewhere.example' })
  expect(answer.status).toBe(403)
})
