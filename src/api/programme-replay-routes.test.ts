import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixtureApp } from '../../test/fixtures/fixture-app.ts'
import { fixtureBacktest, fixtureCalendar, fixtureFields, fixtureWho } from '../../test/fixtures/fixture-replay.ts'
import { AppError } from '../core/error.ts'
import type { BacktestList } from '../map/backtest-list.ts'
import { answers, backtestLineSchema, failureSchema, linesType } from './contract.ts'
import { type RunningServer, startServer } from './server.ts'

const asked: unknown[][] = []
const emptyList: BacktestList = { unit: 'people', total: 0, rows: [] }
let server: RunningServer
beforeAll(async () => {
  const app = fixtureApp({ subjects: 50 })
  const told =
    <Answer>(answer: Answer) =>
    async (...given: unknown[]) => {
      asked.push(given)
      return answer
    }
  const programmeBacktest: typeof app.programmeBacktest = async (...given) => {
    asked.push(given)
    if (given[0] === 'gone') throw new AppError('notFound', 'There is no programme "gone".')
    given[2]?.onProgress?.({ share: 0.5, people: 7 })
    return fixtureBacktest
  }
  server = await startServer(
    {
      ...app,
      programmeBacktest,
      programmeBacktestList: told(emptyList),
      programmeWho: told(fixtureWho),
      programmeFields: told(fixtureFields),
      programmeCalendar: told(fixtureCalendar),
    },
    { port: 0 },
  )
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
  await post({ against: { kind: 'designed', perSequence: 3 } })
  expect(asked.at(-1)).toEqual(['p', { gaps: [], caps: [], against: { kind: 'designed', perSequence: 3 }, beside: false }, waited])
})

test('in lines it tells how far it is, then the answer or why there is none', async () => {
  const lines = async (programme: string) => {
    const headers = { accept: linesType }
    const answer = await fetch(`${server.url}/api/programmes/${programme}/backtest`, { method: 'POST', body: '{}', headers })
    expect(answer.headers.get('content-type')).toBe(linesType)
    return (await answer.text())
      .trim()
      .split('\n')
      .map((line) => backtestLineSchema.parse(JSON.parse(line)))
  }
  expect(await lines('p')).toEqual([{ progress: { share: 0.5, people: 7 } }, { answer: fixtureBacktest }])
  expect(await lines('gone')).toEqual([{ failure: { code: 'notFound', message: 'There is no programme "gone".', details: null } }])
})

test('the people behind a figure come page by page', async () => {
  const list = (body: unknown) => fetch(url('backtest/list'), { method: 'POST', body: JSON.stringify(body) })
  const answer = await list({ choice: { set: 'perPerson', sends: 2 }, limit: 10, offset: 20 })
  expect(answers.programmeBacktestList.parse(await answer.json())).toEqual(emptyList)
  expect(asked.at(-1)).toEqual(['p', { choice: { set: 'perPerson', sends: 2 }, beside: false, limit: 10, offset: 20 }, waited])
  for (const body of [{}, { choice: { set: 'everyone' } }, { choice: { set: 'reached' }, limit: 100_000 }, { choice: { set: 'perWeek' } }])
    expect((await list(body)).status, JSON.stringify(body)).toBe(400)
})

test('who is next is a page, or a file of all without formulas', async () => {
  const answer = await fetch(url('who?stage=awareness&limit=20&offset=40&beside=true'))
  expect(answers.programmeWho.parse(await answer.json())).toEqual(fixtureWho)
  expect(asked.at(-1)).toEqual([
    'p',
    { stage: 'awareness', persona: null, message: null, day: null, limit: 20, offset: 40, beside: true },
    waited,
  ])
  const file = await fetch(url('who.csv?message=m1&day=2026-03-02'))
  expect(asked.at(-1)).toEqual([
    'p',
    { stage: null, persona: null, message: 'm1', day: '2026-03-02', limit: 1_000_000, offset: 0, beside: false },
    waited,
  ])
  expect((await file.text()).split('\r\n')).toEqual([
    'contact,account,stage,persona,entered,days,sent,next,name,at,why',
    "c1,a1,awareness,buyer,2026-02-25T00:00:00.000Z,4.0,0,m1,'=First,2026-03-02T00:00:00.000Z,",
    'c2,,awareness,buyer,2026-02-20T00:00:00.000Z,9.0,0,,,,holdout',
    '',
  ])
})

test('what a tool is told of each contact is a file without formulas', async () => {
  const file = await fetch(url('fields.csv?target=hubspot'))
  expect(asked.at(-1)).toEqual(['p', { target: 'hubspot', limit: 1_000_000, offset: 0 }, waited])
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="p-hubspot-fields.csv"')
  expect(await file.text()).toBe("contact,Email,p_sequence,p_stage\r\n'=c1,c1@example.org,awareness,awareness\r\nc2,,(none),(none)\r\n")
})

test('the days of programmes are asked for between two days, or all; and are a calendar file', async () => {
  const answer = await fetch(`${server.url}/api/programme-calendar?from=2026-03-01`)
  expect(answers.programmeCalendar.parse(await answer.json())).toEqual(fixtureCalendar)
  expect(asked.at(-1)).toEqual([{ from: '2026-03-01', to: null }, waited])
  const file = await fetch(`${server.url}/api/programme-calendar.ics`)
  expect(asked.at(-1)).toEqual([{ from: null, to: null }, waited])
  expect([file.headers.get('content-type'), (await file.text()).match(/BEGIN:VEVENT/g)?.length]).toEqual([
    'text/calendar; charset=utf-8',
    4,
  ])
})

test.each([{ against: 'programme: p' }, { gaps: [-1] }, { caps: [0] }, { gap: 7 }, { caps: [1, 2, 3, 4, 5, 6, 7, 8, 9] }])(
  'it refuses a backtest of %j',
  async (body) => {
    const answer = await post(body)
    expect([answer.status, failureSchema.parse(await answer.json()).code]).toEqual([400, 'usage'])
  },
)

test('it refuses a page that is too large', async () => {
  expect((await fetch(url('who?limit=100000'))).status).toBe(400)
})
