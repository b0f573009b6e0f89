import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fixtureCalendar } from '../../test/fixtures/fixture-replay.ts'
import { runLine, witness } from './fake-app.test-support.ts'

async function told(line: string | string[]) {
  const seen = witness({ programmeCalendar: async () => fixtureCalendar })
  return { exit: await runLine(line, seen), seen }
}

it('[R6] says on which day which message goes to how many, what holds it back, what is paused and which campaign it meets', async () => {
  const { exit, seen } = await told('programme calendar --from 2026-03-01 --to 2026-03-31')
  expect([exit, seen.err]).toEqual([0, ''])
  expect(seen.asked[0]?.given).toEqual([{ from: '2026-03-01', to: '2026-03-31' }])
  expect(seen.out).toMatch(/^q +Renewal +paused: A fault in the shop +2026-03-01 +0 +2 +0$/m)
  expect(seen.out).toMatch(/^2026-03-02 +p +m1 +=First +6 +the weekdays 4$/m)
  expect(seen.out).toMatch(/^2026-03-04 to 2026-03-05: p sends nothing \(Stocktaking\)$/m)
  expect(seen.out).toContain('“Spring” meets “Nurture”: 8 messages go out on its days')
})

it('answers programs with the same data, and asks for every day where none is given', async () => {
  const { seen } = await told('--json programme calendar')
  expect(seen.asked[0]?.given).toEqual([{ from: null, to: null }])
  expect(JSON.parse(seen.out)).toEqual(fixtureCalendar)
})

it('writes it as iCalendar: whole days, the same bytes each time', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'desirepath-days-'))
  const written = async (name: string) => {
    await told(['programme', 'calendar', '--ics', join(folder, name)])
    return readFileSync(join(folder, name), 'utf8')
  }
  const text = await written('a.ics')
  expect(text).toBe(await written('b.ics'))
  expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(4)
  expect(text).toMatch(/DTSTART;VALUE=DATE:20260302\r\nDTEND;VALUE=DATE:20260303/)
  expect(text).toContain('SUMMARY:=First: 6 people')
  expect(text).toContain('Renewal (paused)')
  expect(text).toContain('SUMMARY:No messages: Stocktaking')
  rmSync(folder, { recursive: true })
})
