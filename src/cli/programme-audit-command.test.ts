import { expect, it } from 'vitest'
import { fixtureAudit, fixtureSends } from '../../test/fixtures/fixture-audit.ts'
import { runLine, witness } from './fake-app.test-support.ts'

const answers = { programmeAudit: async () => fixtureAudit, programmeAuditSends: async () => fixtureSends }

async function told(line: string | string[]) {
  const seen = witness(answers)
  return { exit: await runLine(line, seen), seen }
}

it('[R10] says first what share of the last quarter reached people elsewhere, then shows it by quarter and message', async () => {
  const { exit, seen } = await told('programme audit b2b')
  expect([exit, seen.err]).toEqual([0, ''])
  expect(seen.out).toMatch(/^61 % of the e-mails of 2025-Q4 \(61 of 100\) reached people who were elsewhere\.\n/)
  expect(seen.out).toMatch(/^2026-Q1 so far +100/m)
  expect(seen.out).toMatch(/^Letter +Awareness +120 +75 %/m)
  expect(seen.out).toMatch(/^Guide +25 +2 +60 % +30 % +\+30\.0 \(\+8\.0 to \+52\.0\) +from day 4, stands out/m)
  expect(seen.out).toMatch(
    /Guide: It serves Consideration, where most of its clicks are; 25 % of it reached people elsewhere\..*\+30 points.*an association\. It answers: What does it cost\?/,
  )
  expect(seen.out).toMatch(/Letter +3 +41 .*too few clicks to compare/)
})

it('hands every option on', async () => {
  const options =
    '--min-gap 36h --country DE --zone Europe/Berlin --quarter 2025-Q4 --property mail --channel email --channel mail --programme p'
  const { seen } = await told(`programme audit b2b ${options} --sent out --sent gone --clicked hit`)
  expect(seen.asked[0]?.given).toEqual([
    'b2b',
    {
      ...{ events: { sent: ['out', 'gone'], clicked: ['hit'] }, channels: ['email', 'mail'], property: 'mail', minGapDays: 1.5 },
      ...{ country: 'DE', timeZone: 'Europe/Berlin', quarter: '2025-Q4', programme: 'p' },
    },
  ])
})

it('[M7] lists the e-mails behind a number', async () => {
  const { seen } = await told('programme audit b2b --list later --message Letter --limit 1')
  expect(seen.asked[0]?.given).toEqual(['b2b', {}, { set: 'later', message: 'Letter', limit: 1, offset: 0 }])
  expect(seen.out).toMatch(/^73 e-mails of 40 people, 1 to 1\n/)
  expect(seen.out).toMatch(/^c1 +a1 +Letter +24 Dec 2025, 09:30 +consideration +2\.5 d$/m)
})

it('answers programs with the same data', async () => {
  const { seen } = await told('--json programme audit b2b')
  expect(JSON.parse(seen.out)).toEqual(fixtureAudit)
})

it.each([
  ['--quarter 2025', 'It is a quarter like 2025-Q4.'],
  ['--min-gap soon', 'It is a time up to a year'],
  ['--list nobody', 'Allowed choices are all, inStage'],
  ['--message Letter', '--message is of a list: give --list too'],
])('refuses %s', async (option, words) => {
  const { exit, seen } = await told(`programme audit b2b ${option}`)
  expect([exit, seen.asked]).toEqual([2, []])
  expect(seen.err).toContain(words)
})
