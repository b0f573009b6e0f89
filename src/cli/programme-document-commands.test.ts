import { expect, it } from 'vitest'
import { fixtureProgrammes } from '../../test/fixtures/fixture-programmes.ts'
import { runLine, type Witness, witness } from './fake-app.test-support.ts'
import { temporaryFiles } from './temporary-files.test-support.ts'

const { folder, file } = temporaryFiles()

const text = `programme: nurture
journey: b2b
timeZone: UTC
language: en
holdout: 0%
limits: { minGap: 7d, perSequence: 8, hours: 08:00-18:00 }
consent: { assumed: they asked for it }
sender: { name: Acme, email: hello@acme.example }
unsubscribe: https://acme.example/u
sequences:
  - stage: consideration # the heart of it
    messages:
      - { id: time, day: 5, question: How long does it take?, body: Two weeks. }
`

async function told(line: string[], app: ReturnType<typeof fixtureProgrammes>): Promise<Witness & { exit: number }> {
  const seen = witness({ ...app }, { folder })
  const exit = await runLine(['programme', ...line], seen)
  return Object.assign(seen, { exit })
}

it('a programme is kept, listed, shown as written, changed with a log, and removed', async () => {
  const app = fixtureProgrammes()
  expect((await told(['list'], app)).out).toBe('No programme is kept yet: desirepath programme keep FILE.\n')
  const path = file('nurture.yaml', text)
  expect((await told(['keep', path, '--by', 'Ann'], app)).out).toBe('Programme nurture is kept.\n')
  expect((await told(['keep', path], app)).out).toBe('Programme nurture says what it said before.\n')
  const later = file('later.yaml', text.replace('day: 5', 'day: 9'))
  expect((await told(['keep', later, '--by', 'Bo'], app)).out).toBe(
    'Programme nurture is kept with 1 change:\n  message time: day: 5 → 9\n',
  )
  expect((await told(['show', 'nurture'], app)).out).toBe(text.replace('day: 5', 'day: 9'))
  expect((await told(['list'], app)).out).toMatch(/^nurture +Nurture +b2b +1 +0 +2026-01-05 09:00 UTC$/m)
  expect((await told(['log', 'nurture'], app)).out).toBe(
    '2026-01-05 09:00 UTC  nurture  kept by Bo\n  message time: day: 5 → 9\n2026-01-05 09:00 UTC  nurture  kept by Ann\n',
  )
  expect(JSON.parse((await told(['show', 'nurture', '--json'], app)).out)).toMatchObject({
    summary: { id: 'nurture', messages: 1, paused: null },
    log: [{ by: 'Bo', act: 'kept' }, { by: 'Ann' }],
  })
  expect((await told(['remove', 'nurture'], app)).out).toBe('Programme nurture ("Nurture") is removed. Its log stays.\n')
  const gone = await told(['show', 'nurtur'], app)
  expect([gone.exit, gone.err]).toEqual([4, expect.stringContaining('There is no programme "nurtur"')])
  expect((await told(['log'], app)).out).toContain('nurture  removed')
})

it('a wrong document is not kept, and each wrong place is told', async () => {
  const app = fixtureProgrammes()
  const wrong = await told(['keep', file('wrong.yaml', text.replace('UTC', 'Europe/Berln').replace('Two weeks.', '"Two {{ weeks"'))], app)
  expect(wrong.exit).toBe(3)
  expect(wrong.err).toContain('timeZone (line 3)')
  expect(wrong.err).toContain('sequences[0].messages[0].body (line 13)')
  expect((await app.programmes()).programmes).toEqual([])
})

it('a check tells what is wrong with its line, and its exit code says whether anything is', async () => {
  const app = fixtureProgrammes()
  const sound = await told(['check', '--file', file('sound.yaml', text)], app)
  expect(sound.exit).toBe(0)
  expect(sound.out).toContain('caution  consent (line 7): Consent is taken as given')
  expect(sound.out).toContain(
    'gap      stages awareness: No message and no asset answers the question "What does it cost us to do nothing?"',
  )
  await app.keepProgramme(text.replace('stage: consideration', 'stage: consideratoin'), '')
  const wrong = await told(['check', 'nurture'], app)
  expect([wrong.exit, wrong.out.split('\n')[0]]).toEqual([
    3,
    expect.stringMatching(/^error {4}sequences\[0\]\.stage \(line 11\): .*Did you mean "consideration"/),
  ])
  const bare = await told(['check', '--file', file('bare.yaml', text.replace(/^sender.*\n/m, ''))], app)
  expect(bare.out).toContain('error    sender: Nobody said whom the messages come from.')
  expect((await told(['check'], app)).exit).toBe(2)
  expect(JSON.parse((await told(['check', 'nurture', '--json'], app)).out)[0]).toMatchObject({
    kind: 'unreachable',
    severity: 'error',
    line: 11,
  })
})

it('the content plan has gaps first, also as CSV; assets of a table fill it and comments stay', async () => {
  const app = fixtureProgrammes()
  await app.keepProgramme(text, '')
  const plan = await told(['plan', 'nurture'], app)
  expect(plan.out).toMatch(/^2 of 3 questions answered by nothing\.\n/)
  expect(plan.out).toMatch(/time \(e-mail, en\)/)
  const csv = file(
    'assets.csv',
    'title;stage;question;format;language\nCost sheet;awareness;What does it cost us to do nothing?;article;de\n"=1+1";;;;\n',
  )
  expect((await told(['assets', 'nurture', csv], app)).out).toContain('asset cost-sheet: title: (nothing) → Cost sheet')
  expect((await app.showProgramme('nurture')).text).toContain('# the heart of it')
  expect((await told(['plan', 'nurture'], app)).out).toMatch(/^1 of 3 /)
  const table = (await told(['plan', 'nurture', '--csv'], app)).out.split('\r\n')
  expect(table[0]).toBe('stage,stage name,question,kind,format,language,answered by,answers in all,languages missing')
  expect(table).toContain('awareness,Awareness,What does it cost us to do nothing?,question,article,de,cost-sheet,1,en')
  const again = file('again.csv', 'id,title\ncost-sheet,What waiting costs\nother,\n')
  const refused = await told(['assets', 'nurture', again], app)
  expect([refused.exit, refused.err]).toEqual([3, expect.stringContaining('line 3: The title is missing.')])
  const replaced = await told(['assets', 'nurture', file('one.csv', 'id,title\ncost-sheet,What waiting costs\n')], app)
  expect(replaced.out).toContain('asset cost-sheet: title: Cost sheet → What waiting costs')
})

it('one programme or all are paused with a reason, and resumed', async () => {
  const app = fixtureProgrammes()
  await app.keepProgramme(text, '')
  expect((await told(['pause', 'nurture', '--reason', 'The shop is down'], app)).out).toBe(
    'Programme nurture is paused since 2026-01-05 09:00 UTC: The shop is down.\n',
  )
  expect((await told(['pause', '--all', '--reason', 'Strike', '--by', 'Ann'], app)).out).toBe(
    'All programmes are paused since 2026-01-05 09:00 UTC by Ann: Strike.\n',
  )
  expect((await told(['list'], app)).out).toMatch(/^All programmes are paused .*Strike\.\n(.*\n)+nurture .* paused with all$/m)
  expect((await told(['resume', '--all'], app)).out).toContain('The pause of all programmes is over')
  expect((await app.programmes()).programmes[0]?.paused?.reason).toBe('The shop is down')
  expect((await told(['resume', 'nurture'], app)).exit).toBe(0)
  const again = await told(['resume', 'nurture'], app)
  expect([again.exit, again.err]).toEqual([5, expect.stringContaining('"nurture" is not paused.')])
  expect((await told(['pause', 'nurture', '--reason', ' '], app)).exit).toBe(2)
  expect((await told(['pause', '--reason', 'x'], app)).exit).toBe(2)
  expect((await told(['pause', 'nurture', '--all', '--reason', 'x'], app)).exit).toBe(2)
  expect((await app.programmeLog(null, 9)).map(({ programme, act, reason }) => [programme, act, reason])).toEqual([
    ['nurture', 'resumed', ''],
    [null, 'resumed', ''],
    [null, 'paused', 'Strike'],
    ['nurture', 'paused', 'The shop is down'],
    ['nurture', 'kept', ''],
  ])
})
