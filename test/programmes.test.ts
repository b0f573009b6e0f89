import { afterAll, beforeAll, expect, test } from 'vitest'
import { backtestCautions } from '../src/map/backtest-words.ts'
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

const written = (id: string, days: readonly number[], more = '') =>
  `programme: ${id}\njourney: j\nconsent: { assumed: a test }\nholdout: 0%\n${more}sequences:\n  - stage: consider\n    messages:\n${days.map((day) => `      - { id: m${day}, day: ${day} }\n`).join('')}`

const backtestAsked = { gaps: [], caps: [], against: null, beside: false }

test('[R7] a design is replayed beside another kept one, one that is not kept, itself with other limits, and what the data suggest', async () => {
  const { app } = place
  await app.keepProgramme(written('three', [3, 10, 20]), '')
  await app.keepProgramme(written('two', [3, 20]), '')
  const beside = async (against: Parameters<typeof app.programmeBacktest>[1]['against']) =>
    app.programmeBacktest('three', { ...backtestAsked, against })
  // After k days 40 − k are still there; who leaves as a message is due does not get it.
  const kept = await beside({ kind: 'kept', programme: 'two' })
  expect(kept.run.messages.map(({ id, sent, left, waiting }) => [id, sent, left, waiting])).toEqual([
    ['m3', 37, 3, 1],
    ['m10', 30, 10, 1],
    ['m20', 20, 20, 1],
  ])
  expect([kept.run.sends, kept.against?.sends, kept.against?.messages.map(({ sent }) => sent)]).toEqual([87, 57, [37, 20]])
  expect(kept.run).toMatchObject({
    from: Date.UTC(2025, 0, 1, 8),
    audience: 41,
    reached: 37,
    afterKnownLeaving: 0,
    decided: 120,
    share: 87 / 120,
  })
  expect(kept.notes.join(' ')).not.toContain('shared with drafted, p, q, two')
  expect((await beside({ kind: 'written', text: written('two', [3, 20]) })).against).toEqual(kept.against)
  await app.pauseProgrammes('two', 'So that it shares no caps.', '')
  // Of the one who came in last, too, nothing more would go after the first.
  const changed = await beside({ kind: 'changed', perSequence: 1 })
  expect([changed.against?.sends, changed.against?.fates.cap, changed.against?.minGapDays]).toEqual([37, 52, 7])
  const capped = await beside({ kind: 'changed', perPerson: { messages: 1, days: 30 } })
  expect([capped.against?.sends, (capped.against?.moved.personCap ?? 0) > 0]).toEqual([37 + 7, true])
  const designed = await beside({ kind: 'designed', minGapDays: 5, perSequence: 2 })
  expect(designed.against).toMatchObject({ id: 'three', minGapDays: 5, perSequence: 2, audience: 41 })
  expect(designed.against?.messages).toHaveLength(2)
  await expect(beside({ kind: 'kept', programme: 'tow' })).rejects.toMatchObject({
    code: 'notFound',
    message: expect.stringContaining('two'),
  })
  await expect(beside({ kind: 'written', text: 'programme: x\njourney: k\n' })).rejects.toMatchObject({ code: 'invalid' })
  await app.resumeProgrammes('two', '')
  // One that shares caps with another waits for the gap after what that one sends.
  expect((await app.programmeBacktest('three', backtestAsked)).run.moved.gap).toBeGreaterThan(0)
})

test('[M7] the people behind a figure of a backtest are listed, and who leaves ends the replay', async () => {
  const { app } = place
  const { run } = await app.programmeBacktest('three', backtestAsked)
  const told: number[] = []
  const of = { beside: false, limit: 5, offset: 0 }
  const list = await app.programmeBacktestList(
    'three',
    { ...of, choice: { set: 'reached' } },
    { onProgress: ({ share }) => told.push(share) },
  )
  expect([list.unit, list.total, list.rows.length, told.at(-1)]).toEqual(['people', run.reached, 5, 1])
  const left = await app.programmeBacktestList('three', { ...of, choice: { set: 'fate', fate: 'left', message: 'm3' } })
  expect(left.rows.map(({ contact, stage, fate }) => [contact, stage, fate])).toEqual(
    ['c0', 'c1', 'c2'].map((contact) => [contact, 'consider', 'left']),
  )
  const signal = AbortSignal.abort()
  await expect(app.programmeBacktest('three', backtestAsked, { signal })).rejects.toMatchObject({ code: 'cancelled' })
})

test('[R7] a stage that nobody entered, messages after all have left, and nobody who consents are said in words', async () => {
  const { app } = place
  await app.applyJourney(
    'journey: odd\nsubject: contact\nstages:\n  - { id: never, lifecycle: awareness, entry: { event: bought, atLeast: 5 } }\n  - { id: consider, lifecycle: acquisition, entry: asked, exit: { completed: bought } }\n',
  )
  const cautions = async (text: string) => {
    await app.keepProgramme(text.replace('journey: j', 'journey: odd'), '')
    return backtestCautions((await app.programmeBacktest('odd', backtestAsked)).run)
  }
  expect(await cautions(written('odd', [3]).replace('stage: consider', 'stage: never'))).toEqual([
    expect.stringMatching(/^No contact in the data had a stay/),
  ])
  expect(await cautions(written('odd', [50]))).toEqual([expect.stringMatching(/^Everybody had left before a message was due/)])
  expect(await cautions(written('odd', [3]).replace('consent: { assumed: a test }\n', ''))).toEqual([
    expect.stringMatching(/^Nobody is to be written to: 41 people have not consented as far as the data say\. Say in the programme/),
  ])
})
