import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixtureApp } from '../../test/fixtures/fixture-app.ts'
import { fixtureAudit, fixtureSends } from '../../test/fixtures/fixture-audit.ts'
import { answers, failureSchema } from './contract.ts'
import { type RunningServer, startServer } from './server.ts'

const asked: unknown[] = []
let server: RunningServer
beforeAll(async () => {
  const app = fixtureApp({ subjects: 50 })
  server = await startServer(
    {
      ...app,
      programmeAudit: async (...given) => {
        asked.push(given)
        return fixtureAudit
      },
      programmeAuditSends: async (...given) => {
        asked.push(given)
        return fixtureSends
      },
    },
    { port: 0 },
  )
})
afterAll(() => server.close())

const post = (path: string, body: unknown) =>
  fetch(`${server.url}/api/journeys/b2b/programme/audit${path}`, { method: 'POST', body: JSON.stringify(body) })

test('an audit answers what the contract says', async () => {
  const answer = await post('', { quarter: '2025-Q4', events: { sent: ['Mail out'] } })
  expect(answers.programmeAudit.parse(await answer.json())).toEqual(fixtureAudit)
  expect(asked.at(-1)).toEqual(['b2b', { quarter: '2025-Q4', events: { sent: ['Mail out'] } }])
})

test('a list behind it has limits where none are given', async () => {
  const answer = await post('/sends', { set: 'elsewhere' })
  expect(answers.programmeAuditSends.parse(await answer.json())).toEqual(fixtureSends)
  expect(asked.at(-1)).toEqual(['b2b', {}, { set: 'elsewhere', message: null, limit: 50, offset: 0 }])
})

test.each([
  ['', { quarter: '2025' }],
  ['', { minGap: 3 }],
  ['', { events: { bounced: ['x'] } }],
  ['/sends', { set: 'nowhere' }],
  ['/sends', { set: 'all', limit: 100_000 }],
])('it refuses %s %j', async (path, body) => {
  const answer = await post(path, body)
  expect([answer.status, failureSchema.parse(await answer.json()).code]).toEqual([400, 'usage'])
})
