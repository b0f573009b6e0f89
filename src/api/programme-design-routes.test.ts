import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixtureApp } from '../../test/fixtures/fixture-app.ts'
import { fixtureDesign } from '../../test/fixtures/fixture-design.ts'
import { parseProgramme } from '../model/parse-programme.ts'
import type { DesignOptions } from '../programme/design-options.ts'
import { answers, failureSchema } from './contract.ts'
import { type RunningServer, startServer } from './server.ts'

const asked: DesignOptions[] = []
const designProgramme = async (_: string, options: DesignOptions) => {
  asked.push(options)
  return fixtureDesign
}
let server: RunningServer
beforeAll(async () => {
  server = await startServer({ ...fixtureApp({ subjects: 50 }), designProgramme }, { port: 0 })
})
afterAll(() => server.close())

const post = (body: string) => fetch(`${server.url}/api/journeys/b2b/programme/design`, { method: 'POST', body })

test('a design answers what the contract says, asked with the defaults for what is left out', async () => {
  const answer = await post('{"consent": {"subject": "opted", "is": "yes"}, "cap": 3}')
  expect(answers.designProgramme.parse(await answer.json())).toEqual(fixtureDesign)
  expect(asked.at(-1)).toEqual({
    ...{ consent: { subject: 'opted', is: 'yes' }, personas: false, minGapDays: 7, cap: 3, firstDay: 1, holdout: 0.1 },
    filter: { where: {} },
  })
})

test.each(['{"cap": 0}', '{"caps": 3}', '{"consent": {"event": "bought"}}', 'no json'])('a design refuses %s', async (body) => {
  const answer = await post(body)
  expect([answer.status, failureSchema.parse(await answer.json()).code]).toEqual([400, 'usage'])
})

test('a design becomes a document that is read without an error', async () => {
  const choices = { id: 'p', name: null, timeZone: 'Europe/Berlin', language: 'de' }
  const draft = (body: unknown) => fetch(`${server.url}/api/journeys/b2b/programme/draft`, { method: 'POST', body: JSON.stringify(body) })
  const { text } = answers.draftProgramme.parse(await (await draft({ options: { consent: 'assumed', cap: 3 }, choices })).json())
  const { programme, findings } = parseProgramme(text)
  expect(findings).toEqual([])
  expect(programme).toMatchObject({
    id: 'p',
    timeZone: 'Europe/Berlin',
    consent: { kind: 'assumed' },
    limits: { minGapDays: 7, perSequence: 3 },
  })
  const days = (sequences: readonly { slots?: readonly { day: number }[]; messages?: readonly { day: number }[] }[]) =>
    sequences.map(({ slots, messages }) => (slots ?? messages ?? []).map(({ day }) => day))
  expect(days(programme?.sequences ?? [])).toEqual(days(fixtureDesign.sequences.filter(({ slots }) => slots.length > 0)))
  expect((await draft({ choices: { ...choices, timeZone: 'Europe/Berln' } })).status).toBe(422)
  expect((await draft({ choices: { ...choices, id: 'no id' } })).status).toBe(400)
})
