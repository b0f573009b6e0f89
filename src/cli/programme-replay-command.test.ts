import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fixtureBacktest, fixtureFields, fixtureWho } from '../../test/fixtures/fixture-replay.ts'
import { runLine, witness } from './fake-app.test-support.ts'

async function told(line: string | string[]) {
  const seen = witness({
    programmeBacktest: async () => fixtureBacktest,
    programmeWho: async () => fixtureWho,
    programmeFields: async () => fixtureFields,
  })
  return { exit: await runLine(line, seen), seen }
}

it('[R7] says what would have been sent, and that nothing goes after a known leaving', async () => {
  const { exit, seen } = await told('programme backtest p --gap 10d,2w --cap 3,5 --beside')
  expect([exit, seen.err]).toEqual([0, ''])
  expect(seen.asked[0]?.given.slice(0, 2)).toEqual(['p', { gaps: [10, 14], caps: [3, 5], against: null, beside: true }])
  expect(seen.out).toMatch(/^Nurture on past stays of B2B \(version 3\), until 2026-03-01\n/)
  expect(seen.out).toMatch(/400 people to write to, 44 held out, 12 without consent\n650 messages to 310 people, at most 1 in one week/)
  expect(seen.out).toMatch(/After a leaving that was known: 0 \(must be 0\); before word of it came: 4/)
  expect(seen.out).toMatch(/Moved to later by: quiet hours and days 500, the gap 12, a colleague that day 3\n/)
  expect(seen.out).toMatch(/^m1 +First +310 +70 +20 +82 % +77\.0–85\.0\s%$/m)
  expect(seen.out).toMatch(/^p +10 d +5 +600 +310 +74 % +7 +15 +1$/m)
  expect(seen.out).toMatch(/^Gap 10 d, most 5: 8\s% fewer messages \(600 instead of 650\); as many people reached \(310\); /m)
})

it('says on a terminal how far it is, in a line that is gone at the end', async () => {
  const answers: Parameters<typeof witness>[0] = {
    programmeBacktest: async (_, __, how) => {
      how?.onProgress?.({ people: 12_000, share: 0.31 })
      return fixtureBacktest
    },
  }
  const seen = witness(answers, { terminal: true })
  expect(await runLine('programme backtest p', seen)).toBe(0)
  const drawn = seen.err.split('\r\u001B[K').map((text) => text.replace(/\s/g, ' '))
  expect(drawn).toEqual(['', '12 000 contacts replayed, 31 % of the stays …', ''])
  const plain = witness(answers, { terminal: true })
  await runLine('programme backtest p --json', plain)
  expect(plain.err).toBe('')
})

it('lays another design beside it: a file, a kept one, what the data suggest, or other limits', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'desirepath-against-'))
  writeFileSync(join(folder, 'other.yaml'), 'programme: other\n')
  const against = async (...words: string[]) => {
    const { seen } = await told(['programme', 'backtest', 'p', ...words])
    return (seen.asked[0]?.given[1] as { against: unknown } | undefined)?.against
  }
  expect(await against('--against', join(folder, 'other.yaml'))).toEqual({ kind: 'written', text: 'programme: other\n' })
  expect(await against('--against', 'other')).toEqual({ kind: 'kept', programme: 'other' })
  expect(await against('--designed')).toEqual({ kind: 'designed' })
  expect(await against('--person-cap', '4/4w')).toEqual({ kind: 'changed', perPerson: { messages: 4, days: 28 } })
  expect(await against('--person-cap', 'none')).toEqual({ kind: 'changed', perPerson: null })
  rmSync(folder, { recursive: true })
})

it('[R7] says in words how the other design differs', async () => {
  const other = { ...fixtureBacktest.run, name: 'Autumn', sends: 507, reached: 300, share: 0.71 }
  const seen = witness({ programmeBacktest: async () => ({ ...fixtureBacktest, grid: [], against: other }) })
  expect(await runLine('programme backtest p --against autumn', seen)).toBe(0)
  expect(seen.out).toContain('Beside it: Autumn\n')
  expect(seen.out).toMatch(
    /22\s% fewer messages \(507 instead of 650\); 3\s% fewer people reached .*; 3 points fewer reached in time \(71\s% instead of 74\s%\)\./,
  )
})

it('[M7] lists the people or messages behind a figure', async () => {
  const row = {
    contact: 'c1',
    account: 'a1',
    stage: 's',
    message: 'm1',
    name: 'First',
    fate: 'left',
    due: 0,
    at: null,
    sends: null,
  } as const
  const list = async (...words: string[]) => {
    const seen = witness({ programmeBacktestList: async () => ({ unit: 'messages', total: 12, rows: [row] }) })
    expect([await runLine(['programme', 'backtest', 'p', '--list', ...words], seen), seen.err]).toEqual([0, ''])
    return seen
  }
  const seen = await list('left', '--message', 'm1', '--limit', '1', '--offset', '3')
  const choice = { set: 'fate', fate: 'left', message: 'm1' }
  expect(seen.asked[0]?.given).toEqual(['p', { choice, beside: false, limit: 1, offset: 3 }])
  expect(seen.out).toMatch(/^12 messages, 4 to 4\n/)
  expect(seen.out).toMatch(/^c1 +a1 +m1 +s +1970-01-01 00:00 +left the stage before +–$/m)
  const asked = async (text: string) => ((await list(text)).asked[0]?.given[1] as { choice: unknown } | undefined)?.choice
  expect(await asked('reached')).toEqual({ set: 'reached' })
  expect(await asked('perWeek=2')).toEqual({ set: 'perWeek', sends: 2 })
  expect(await asked('sends=2026-03')).toEqual({ set: 'month', month: '2026-03', of: 'sends' })
  expect(await asked('gap')).toEqual({ set: 'moved', by: 'gap' })
  expect(await asked('transactional')).toEqual({ set: 'transactional' })
})

it('[M7] lists people with what they got', async () => {
  const row = {
    contact: 'c1',
    account: '',
    stage: null,
    message: null,
    name: null,
    fate: null,
    due: null,
    at: Date.UTC(2026, 2, 2),
    sends: 2,
  }
  const seen = witness({ programmeBacktestList: async () => ({ unit: 'weeks', total: 1, rows: [row] }) })
  await runLine('programme backtest p --list perWeek=2', seen)
  expect(seen.out).toMatch(/^1 week of people, 1 to 1\n/)
  expect(seen.out).toMatch(/^c1 +2026-03-02 +2$/m)
})

it('[R6] says what each is due next, or why nothing', async () => {
  const { exit, seen } = await told('programme who p --stage awareness --persona buyer --message m1 --day 2026-03-02 --limit 2 --offset 0')
  expect([exit, seen.err]).toEqual([0, ''])
  expect(seen.asked[0]?.given).toEqual([
    'p',
    { stage: 'awareness', persona: 'buyer', message: 'm1', day: '2026-03-02', limit: 2, offset: 0, beside: false },
  ])
  expect(seen.out).toMatch(/^Nurture: 2 people, 1 to 2, as of 2026-03-01\n/)
  expect(seen.out).toMatch(/^c1 +a1 +awareness +m1 +2026-03-02 00:00 +4\.0 +0$/m)
  expect(seen.out).toMatch(/^c2 +awareness +– +held out +9\.0 +0$/m)
})

it('writes what a tool is told of each contact, and no cell that a spreadsheet would run', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'desirepath-fields-'))
  const { exit, seen } = await told(['programme', 'who', 'p', '--fields', '--target', 'hubspot', '--out', join(folder, 'f.csv')])
  expect([exit, seen.err]).toEqual([0, ''])
  expect(seen.asked[0]?.given).toEqual(['p', { target: 'hubspot', limit: 1_000_000, offset: 0 }])
  const csv = "contact,Email,p_sequence,p_stage\r\n'=c1,c1@example.org,awareness,awareness\r\nc2,,(none),(none)\r\n"
  expect(readFileSync(join(folder, 'f.csv'), 'utf8')).toBe(csv)
  expect(seen.out).toMatch(/^Nurture for HubSpot, as of 2026-03-01: 2 contacts, 1 of them in a stage now; 4 columns\.\n1 contact without/)
  expect((await told('programme who p --fields')).seen.out).toBe(csv)
  expect(JSON.parse((await told('--json programme who p --fields')).seen.out)).toEqual(fixtureFields)
  rmSync(folder, { recursive: true })
})

it('answers programs with the same data', async () => {
  expect(JSON.parse((await told('--json programme backtest p')).seen.out)).toEqual(fixtureBacktest)
  expect(JSON.parse((await told('--json programme who p')).seen.out)).toEqual(fixtureWho)
})

it.each([
  ['backtest p --gap soon', 'These are up to eight times, like 7d,10d,2w.'],
  ['backtest p --cap 0', 'These are up to eight numbers of messages, like 3,5.'],
  ['who p --limit all', 'whole number'],
  ['backtest p --person-cap many', 'This is a number of messages and a time, like 4/4w, or none.'],
  ['backtest p --list everyone', 'This is one of audience, heldOut,'],
  ['backtest p --list perPerson=0', 'This is one of audience, heldOut,'],
  ['backtest p --list reached --message m1', '--message goes with what became of a message'],
  ['backtest p --designed --against other', 'Only one design can stand beside'],
  ['who p --target hubspot', 'give --fields too'],
  ['who p --fields --stage s', 'leave out --stage'],
])('refuses %s', async (line, words) => {
  const { exit, seen } = await told(`programme ${line}`)
  expect([exit, seen.asked]).toEqual([2, []])
  expect(seen.err).toContain(words)
})
