import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixtureApp } from '../../test/fixtures/fixture-app.ts'
import { fixtureDesign } from '../../test/fixtures/fixture-design.ts'
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
