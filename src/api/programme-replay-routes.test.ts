import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixtureApp } from '../../test/fixtures/fixture-app.ts'
import { fixtureBacktest, fixtureWho } from '../../test/fixtures/fixture-replay.ts'
import { answers, failureSchema } from './contract.ts'
import { type RunningServer, startServer } from './server.ts'

const asked: unknown[] = []
let server: RunningServer
beforeAll(async () => {
  const app = fixtureApp({ subjects: 50 })
  const told =
    <Answer>(answer: Answer) =>
    async (...given: unknown[]) => {
      asked.push(given)
      return answer
    }
  server = await startServer({ ...app, programmeBacktest: told(fixtureBacktest), programmeWho: told(fixtureWho) }, { port: 0 })
})
afterAll(() => server.close())

/** Who leaves the page ends the replay. */
const waited = { signal: expect.any(AbortSignal) }

const url = (path: string) => `${server.url}/api/programmes/p/${path}`
const post = (body: unknown) => fetch(url('backtest'), { method: 'POST', body: JSON.stringify(body) })

test('a backtest answers what the contract says, and needs no options', async () => {
  const answer = await post({ gaps: [10], caps: [3] })
  expect(answers.programmeBacktest.parse(await answer.json())).toEqual(fixtureBacktest)
  expect(asked.at(-1)).toEqual(['p', { gaps: [10], caps: [3], against: null, beside: false }, waited])
  await post({})
  expect(asked.at(-1)).toEqual(['p', { gaps: [], caps: [], against: null, beside: false }, waited])
})

test('who is next is a page, or a file of all without formulas', async () => {
  const answer = await fetch(url('who?stage=awareness&limit=20&offset=40&beside=true'))
  expect(answers.programmeWho.parse(await answer.json())).toEqual(fixtureWho)
  expect(asked.at(-1)).toEqual(['p', { stage: 'awareness', persona: null, message: null, limit: 20, offset: 40, beside: true }, waited])
  const file = await fetch(url('who.csv?message=m1'))
  expect(asked.at(-1)).toEqual(['p', { stage: null, persona: null, message: 'm1', limit: 1_000_000, offset: 0, beside: false }, waited])
  expect((await file.text()).split('\r\n')).toEqual([
    'contact,account,stage,persona,entered,days,sent,next,name,at,why',
    "c1,a1,awareness,buyer,2026-02-25T00:00:00.000Z,4.0,0,m1,'=First,2026-03-02T00:00:00.000Z,",
    'c2,,awareness,buyer,2026-02-20T00:00:00.000Z,9.0,0,,,,holdout',
    '',
  ])
})

test.each([{ gaps: [-1] }, { caps: [0] }, { gap: 7 }, { caps: [1, 2, 3, 4, 5, 6, 7, 8, 9] }])(
  'it refuses a backtest of %j',
  async (body) => {
    const answer = await post(body)
    expect([answer.status, failureSchema.parse(await answer.json()).code]).toEqual([400, 'usage'])
  },
)

test('it refuses a page that is too large', async () => {
  expect((await fetch(url('who?limit=100000'))).status).toBe(400)
})
