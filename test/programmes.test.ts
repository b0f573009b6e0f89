import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AppPlace, openAppPlace } from './app-place.ts'

let place: AppPlace
beforeAll(async () => {
  place = await openAppPlace()
  // 40 people ask on one day; one leaves each day from the first on, so that after k days 1 − k/40 are still there.
  const at = (day: number) => new Date(Date.UTC(2025, 0, 1 + day, 8)).toISOString()
  const rows = Array.from({ length: 40 }, (_, i) => `c${i},${at(0)},asked\nc${i},${at(i + 1)},bought\n`)
  await place.importText('log.csv', `contact,time,event\n${rows.join('')}last,${at(60)},asked\n`)
  await place.app.applyJourney(
    'journey: j\nsubject: contact\nstages:\n  - { id: consider, lifecycle: acquisition, entry: asked, exit: { completed: bought }, questions: [What is it?] }\n',
  )
})
afterAll(() => place.close())

const text = (day: number) =>
  `programme: p\njourney: j\nconsent: { subject: opted, is: "yes" }\nsequences:\n  - stage: consider\n    messages:\n      - { id: a, day: ${day} }\n`

test('[R3] a kept programme is checked against how long people stay', async () => {
  const { app } = place
  const found = async (day: number) => {
    await app.keepProgramme(text(day), '')
    return (await app.checkProgramme('p'))
      .filter(({ where }) => where.endsWith('.day'))
      .map(({ kind, text: said, line }) => [kind, said, line])
  }
  // By day 22 22 of 40 have left; who came in as the data end was followed for no time.
  expect(await found(19)).toEqual([])
  expect(await found(22)).toEqual([
    ['afterLeaving', expect.stringMatching(/^On day 22 45 % of those who enter "Consider" are still there/), 7],
  ])
  expect((await found(39.0))[0]?.[0]).toBe('unreachable')
})

test('names that nobody knows are told, and what is kept outlives a restart with its log and pauses', async () => {
  await place.app.keepProgramme(text(3), 'Ann')
  expect((await place.app.checkProgramme('p')).map(({ kind, where }) => `${kind} ${where}`)).toContain('unknownName consent')
  await place.app.pauseProgrammes('p', 'The shop is down', 'Bo')
  await place.app.pauseProgrammes(null, 'Strike', '')
  await place.restart()
  const { app } = place
  expect(await app.programmes()).toMatchObject({
    pausedAll: { reason: 'Strike' },
    programmes: [{ id: 'p', journey: 'j', messages: 1, paused: { programme: null } }],
  })
  await app.resumeProgrammes(null, '')
  expect((await app.programmes()).programmes[0]?.paused).toMatchObject({ programme: 'p', reason: 'The shop is down', by: 'Bo' })
  expect(await app.showProgramme('p')).toMatchObject({
    text: text(3),
    log: [
      { act: 'resumed', programme: null },
      { act: 'paused' },
      { act: 'paused' },
      { act: 'kept', by: 'Ann' },
      { act: 'kept' },
      { act: 'kept' },
      { act: 'kept' },
    ],
  })
  await app.removeProgramme('p', '')
  expect((await app.programmes()).programmes).toEqual([])
  await app.keepProgramme(text(3), '')
  // A removed programme takes its pause with it.
  expect((await app.programmes()).programmes[0]?.paused).toBeNull()
})

test('a programme of a journey that there is not is refused', async () => {
  await expect(place.app.keepProgramme(text(3).replace('journey: j', 'journey: k'), '')).rejects.toMatchObject({
    code: 'notFound',
    message: expect.stringContaining('"k"'),
  })
  await expect(place.app.checkProgramme('q')).rejects.toMatchObject({ code: 'notFound', message: expect.stringContaining('Known: p.') })
})

test('a design becomes a document, which is kept as it is and checked', async () => {
  const { app } = place
  const options = { consent: null, personas: false, minGapDays: 7, cap: 5, firstDay: 1, holdout: 0.1, filter: { where: {} } }
  const design = await app.designProgramme('j', options)
  const { text: drafted } = await app.draftProgramme('j', options, { id: 'drafted', name: 'Drafted', timeZone: 'UTC', language: 'en' })
  expect(await app.keepProgramme(drafted, '')).toEqual({ id: 'drafted', before: false, changes: [], cautions: [] })
  const [sequence] = design.sequences
  expect(sequence?.slots.length).toBeGreaterThan(0)
  // 40 people a year are too few for a holdout to tell anything.
  expect(drafted).toMatch(/^# Nobody is held back: 10% could tell nothing here/)
  for (const { day } of sequence?.slots ?? []) expect(drafted).toContain(`day: ${day}\n`)
  const kinds = (await app.checkProgramme('drafted')).filter(({ severity }) => severity === 'error').map(({ kind }) => kind)
  expect(kinds).toEqual(['consent', 'sender', 'unsubscribe'])
})

test('an audit knows what the messages of a kept programme serve', async () => {
  const { app } = place
  const at = (day: number) => new Date(Date.UTC(2025, 0, 1 + day, 9)).toISOString()
  const rows = Array.from({ length: 12 }, (_, i) => `c${20 + i},${at(2)},Email Sent,email,What is it,company\n`)
  const mapping =
    'kind: events\nobjects: { contact: contact }\nname: event\ntime: { column: time }\nchannel: channel\ntouchpoint: touchpoint\ninitiator: initiator\n'
  await place.importText('mail.csv', `contact,time,event,channel,touchpoint,initiator\n${rows.join('')}`, mapping)
  await app.keepProgramme(
    `${text(3).replace('programme: p', 'programme: q')}        name: What is it\n`.replace(
      '- { id: a, day: 3 }\n        name: What is it',
      '- { id: a, day: 3, name: What is it, question: What is it? }',
    ),
    '',
  )
  const guessed = await app.programmeAudit('j', {})
  const known = await app.programmeAudit('j', { programme: 'q' })
  expect(guessed.messages.map(({ question }) => question)).toEqual([null])
  expect(known.messages.map(({ question }) => question)).toEqual(['What is it?'])
})
