import { expect, it } from 'vitest'
import { mapsDesk } from '../app/maps-desk.ts'
import { parseJourney } from '../model/parse-journey.ts'
import { runLine, summaryOf, witness } from './fake-app.test-support.ts'

const desk = mapsDesk({ list: async () => [summaryOf('b2b-software')] } as unknown as Parameters<typeof mapsDesk>[0], async () => ({
  objectTypes: ['account'],
  names: ['Demo requested'],
  channels: [],
  touchpoints: [],
  eventProperties: [],
  objectProperties: {},
}))
const answers = {
  templates: desk.templates,
  readTemplate: desk.readTemplate,
  applyJourney: async () => ({ summary: summaryOf('b2b'), findings: [] }),
}

it('lists the templates', async () => {
  const seen = witness(answers)
  expect(await runLine('journey templates', seen)).toBe(0)
  expect(seen.out).toMatch(/education-intake +7 +3 {2}A school, college/)
})

it('prints a journey of its own id, what was bound above it', async () => {
  const seen = witness(answers)
  expect(await runLine('journey new --template b2b-software', seen)).toBe(0)
  expect(seen.out).toContain(
    '# Trial or demo: begins with Demo requested, which the data hold.\n# Drawn, without an entry rule yet: Problem noticed,',
  )
  expect(parseJourney(seen.out).journey).toMatchObject({ id: 'b2b-software-2', name: 'B2B software', subjectType: 'account' })
})

it('keeps it with --apply; refuses both and what is not there', async () => {
  const seen = witness(answers)
  expect(await runLine('journey new --template events --id fair --name Fair --apply', seen)).toBe(0)
  expect(String(seen.asked[1]?.given[0])).toMatch(/journey: fair\nname: Fair\n/)
  const both = witness(answers)
  expect(await runLine('journey new --template events --out x.yaml --apply', both)).toBe(2)
  const none = witness(answers)
  expect(await runLine('journey new --template event', none)).toBe(4)
  expect(none.err).toContain('Did you mean "events"?')
})
