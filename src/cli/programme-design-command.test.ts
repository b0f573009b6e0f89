import { expect, it } from 'vitest'
import { fixtureDesign } from '../../test/fixtures/fixture-design.ts'
import { runLine, witness } from './fake-app.test-support.ts'

const designing = () => witness({ designProgramme: async () => fixtureDesign })

it('programme design asks with what is written, and with the defaults for the rest', async () => {
  const seen = designing()
  expect(await runLine(['programme', 'design', 'b2b'], seen)).toBe(0)
  const options = { consent: null, personas: false, minGapDays: 7, cap: 5, firstDay: 1, holdout: 0.1, filter: { where: {} } }
  expect(seen.asked[0]).toEqual({ name: 'designProgramme', given: ['b2b', options] })
  const line = [
    'programme',
    'design',
    'b2b',
    '--personas',
    '--min-gap',
    '2w',
    '--cap',
    '3',
    '--first-day',
    '0',
    '--holdout',
    '20%',
    '--from',
    '2026-01-01',
  ]
  expect(await runLine([...line, '--consent', 'email_consent=yes,double'], seen)).toBe(0)
  expect(seen.asked.filter(({ name }) => name === 'designProgramme').at(-1)?.given[1]).toEqual({
    ...{ personas: true, minGapDays: 14, cap: 3, firstDay: 0, holdout: 0.2 },
    consent: { subject: 'email_consent', in: ['yes', 'double'] },
    filter: { where: {}, from: Date.UTC(2026, 0, 1) },
  })
})

it.each([
  ['assumed', 'assumed'],
  ['{subject: opted, is: yes}', { subject: 'opted', is: 'yes' }],
  ['score>=3', { subject: 'score', gte: 3 }],
  ['status!=left', { subject: 'status', notIn: ['left'] }],
])('programme design reads the consent %s', async (text, consent) => {
  const seen = designing()
  expect(await runLine(['programme', 'design', 'b2b', '--consent', text], seen)).toBe(0)
  expect(seen.asked[0]?.given[1]).toMatchObject({ consent })
})

it.each([
  [['--min-gap', '12h'], 'whole days or weeks'],
  [['--cap', '0'], 'from 1 to 52'],
  [['--holdout', '95%'], 'from 0 to 90'],
  [['--consent', 'opted'], 'written like'],
  [['--consent', '{subject: opted'], 'written like'],
  [['--consent', '{event: bought}'], 'written like'],
])('programme design refuses %s', async (options, why) => {
  const seen = designing()
  expect(await runLine(['programme', 'design', 'b2b', ...options], seen)).toBe(2)
  expect(seen.err).toContain(why)
})

it('programme design prints each number with where it comes from, and --json the whole', async () => {
  const seen = designing()
  await runLine(['programme', 'design', 'b2b'], seen)
  expect(seen.out).toContain(
    'audience now: 40 contacts\n    50 contacts in the stage now. [R1: desirepath subjects b2b --stage consideration --set stillIn]',
  )
  expect(seen.out).toContain('messages: day 8, day 22')
  expect(seen.out).toMatch(/2 {2}day 22 +50\.0 % +43\.0–57\.0 % +Does it work with our CRM\? \(assumption\)/)
  const json = designing()
  await runLine(['--json', 'programme', 'design', 'b2b'], json)
  expect(JSON.parse(json.out)).toEqual(fixtureDesign)
})
