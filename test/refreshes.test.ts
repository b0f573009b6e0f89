import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { cancellableStore } from '../src/app/cancellable-store.ts'
import { versionsWithStays } from '../src/app/compute-refresh.ts'
import { eraseContact } from '../src/events/erase.ts'
import { endedWords, pendingWords, shownWords } from '../src/map/refresh-words.ts'
import { openRefreshPlace } from './refresh-place.ts'

let place: Awaited<ReturnType<typeof openRefreshPlace>>
let program: ReturnType<typeof place.program>
let id = ''
let files = 0
beforeAll(async () => {
  place = await openRefreshPlace()
  program = place.program()
  await program.imports.run(place.file(people(20)))
})
afterAll(async () => {
  await program.journeys.close()
  await place.close()
})

/** So many contacts look, and half of them buy. */
function people(count: number, from = 0): [string, string, number][] {
  return Array.from({ length: count }, (_, i) => i + from).flatMap((who): [string, string, number][] => [
    [`c${who}`, 'look', 1 + (who % 5)],
    ...(who % 2 === 0 ? [[`c${who}`, 'buy', 8] as [string, string, number]] : []),
    [`c${who}`, 'leave', 20],
  ])
}

/** `second`: the event that enters the second stage. */
const definition = (second: string) => `journey: ${id}
name: ${id}
subject: contact
stages:
  - { id: look, name: Looks, lifecycle: awareness, entry: look, window: 5d }
  - { id: next, name: Next, lifecycle: acquisition, entry: ${second}, window: 5d }
`
const assigning = /INSERT INTO stays_assigned/
/** The counts of a map's stages. */
const figuresOfStages = /uniqExact\(subject\) AS subjects, 0 AS skipped/
const joining = /INSERT INTO (subject_events_next|touched_joined)/

/** What a map shows: its version, how many there are, and how many entered each stage. */
async function shown() {
  const map = await program.figures.map(id, { where: {} })
  return [map.journey.version, map.subjects, ...map.stages.map(({ counts }) => counts.entered)]
}
const state = () => program.journeys.refreshState(id)

/** Waits for what a page waits for: that it is told the figures are current. */
function untilCurrent(): Promise<void> {
  return new Promise((resolve) => {
    const stop = program.journeys.watchRefreshes((told) => {
      if (told.journey !== id || told.state !== 'current') return
      stop()
      resolve()
    })
  })
}

/** Each test begins with a journey whose second stage is entered by buying, computed, in a program that stays. */
beforeEach(async () => {
  place.gate.clear()
  id = 'shop'
  files += 1
  await program.journeys.apply(definition('buy'))
  program.journeys.answerMeanwhile()
  await program.journeys.refresh(id)
})

it('[L5] the figures of the version before answer while a newer one is computed, and give way to it by themselves', async () => {
  const [version, people, looked, bought] = (await shown()) as [number, number, number, number]
  const old = await program.journeys.version(id)
  const held = place.gate.hold(assigning)
  await program.journeys.apply(definition('leave'))
  await held

  expect(await shown()).toEqual([version, people, looked, bought])
  expect(await state()).toMatchObject({ version: version + 1, shown: version, state: 'running', step: 'assigning' })
  expect(pendingWords(await state())).toBe(`Version ${version + 1} is being computed.`)
  expect(shownWords(await state())).toBe(`Until then you see version ${version}.`)
  expect(await versionsWithStays(place.store)).toContain(old.versionId)

  const current = untilCurrent()
  place.gate.letGo()
  await current
  expect(await shown()).toEqual([version + 1, people, looked, people])
  await expect.poll(() => versionsWithStays(place.store)).not.toContain(old.versionId)
})

it('[L5] new events are counted while the figures before them answer', async () => {
  const [, known] = (await shown()) as [number, number]
  const held = place.gate.hold(assigning)
  const importing = program.imports.run(place.file(people(4, 1000)))
  await held
  expect((await shown())[1]).toBe(known)
  expect(pendingWords(await state())).toBe('New data is being counted.')
  expect(shownWords(await state())).toBe('Until then you see the figures from before.')
  place.gate.letGo()
  await importing
  expect((await shown())[1]).toBe(known + 4)
})

it('[L5] a refresh that someone stops leaves the figures before it, is not begun again by itself, and is made up for by the next', async () => {
  const [version, people, looked, bought] = (await shown()) as [number, number, number, number]
  const held = place.gate.hold(assigning)
  await program.journeys.apply(definition('leave'))
  await held
  await program.journeys.cancelRefresh(id)
  await expect.poll(async () => (await state()).state).toBe('cancelled')
  expect(await shown()).toEqual([version, people, looked, bought])
  expect((await state()).state).toBe('cancelled')
  expect(endedWords(await state())).toBe(`The refresh was stopped. You see version ${version}, not version ${version + 1}.`)
  await expect(program.journeys.cancelRefresh(id)).rejects.toMatchObject({ code: 'conflict' })

  await program.journeys.refresh(id)
  expect(await shown()).toEqual([version + 1, people, looked, people])
})

it('[L5] an import whose refresh is stopped is complete all the same', async () => {
  const before = await shown()
  const held = place.gate.hold(joining)
  const importing = program.imports.run(place.file(people(2, 2000)))
  await held
  for (const { journeyId } of await place.documents.journeys.list()) await program.journeys.cancelRefresh(journeyId).catch(() => {})
  expect((await importing).state).toBe('complete')
  expect(await shown()).toEqual(before)
  await program.journeys.refresh(id)
  expect((await shown())[1]).toBe((before[1] as number) + 2)
})

it('[L5] five imports in a row cost a journey at most two refreshes', async () => {
  const [, known] = (await shown()) as [number, number]
  const { versionId } = await program.journeys.version(id)
  const ofMine = new RegExp(`INSERT INTO stays_assigned SELECT ${versionId} AS version`)
  const before = place.gate.count(ofMine)
  const complete = async () => (await place.documents.imports.list()).filter((one) => one.state === 'complete').length
  const wanted = (await complete()) + 5
  const held = place.gate.hold(assigning)
  const first = program.imports.run(place.file(people(1, 3000)))
  await held
  const others = [1, 2, 3, 4].map((one) => program.imports.run(place.file(people(1, 3000 + one))))
  await expect.poll(complete, { timeout: 30_000 }).toBe(wanted)
  place.gate.letGo()
  await Promise.all([first, ...others])
  expect((await shown())[1]).toBe(known + 5)
  expect(place.gate.count(ofMine) - before).toBeLessThanOrEqual(2)
})

it('[L5] a definition changed during a refresh: it begins again with the new one, and whoever waits gets that', async () => {
  const held = place.gate.hold(assigning)
  await program.journeys.apply(definition('leave'))
  await held
  const waiting = program.journeys.refresh(id)
  await program.journeys.apply(`${definition('buy')}# once more\n`)
  const newest = await program.journeys.version(id)
  expect((await waiting).version.number).toBe(newest.number)
  expect((await shown())[0]).toBe(newest.number)
  const kept = (await place.documents.journeys.versions(id)).filter(({ number }) => number < newest.number)
  const left = async () => {
    const there = await versionsWithStays(place.store)
    return kept.filter(({ versionId }) => there.has(versionId)).length
  }
  await expect.poll(left).toBe(0)
})

it('[L5] [E9] a contact erased during a refresh is in no figure from then on', async () => {
  const [, known] = (await shown()) as [number, number]
  const held = place.gate.hold(assigning)
  const importing = program.imports.run(place.file(people(1, 3500)))
  await held
  const versions = (await place.documents.journeys.versions(id)).map(({ versionId }) => versionId)
  await program.journeys.refreshAfter(() => eraseContact(place.store, 'c3', Date.now(), versions))
  const list = await program.figures.subjects(id, { stage: 'look', set: 'entered', filter: { where: {} }, limit: 1000, offset: 0 })
  expect(list.rows.map(({ subject }) => subject)).not.toContain('c3')
  expect((await shown())[1]).toBe(known)
  await importing
})

it.each([
  ['joining', joining],
  ['assigning', assigning],
  ['touching', /INSERT INTO stays_touched/],
])('[L5] a fault while %s leaves the figures before it, says why, and the next refresh repairs', async (_, statement) => {
  const [, known] = (await shown()) as [number, number]
  place.gate.fail(statement)
  await expect(program.imports.run(place.file(people(3, 4000 + files * 10)))).rejects.toThrow('The disk is full.')
  expect((await shown())[1]).toBe(known)
  expect(endedWords(await state())).toBe('The refresh failed. The disk is full. You see the figures from before it.')
  await program.journeys.refresh(id)
  expect((await shown())[1]).toBe(known + 3)
})

it('[L5] a program that dies while new figures are put in place shows none of the old beside them: the next computes them first', async () => {
  const [version, known, looked, next] = (await shown()) as [number, number, number, number]
  place.gate.fail(new RegExp(`ALTER TABLE stays REPLACE PARTITION ${(await program.journeys.version(id)).versionId} `), true)
  const { save } = place.documents.refreshes
  const { versionId } = await program.journeys.version(id)
  // What is dead writes no more.
  place.documents.refreshes.save = async (one) => (one.versionId === versionId && one.state === 'failed' ? undefined : save(one))
  await expect(program.imports.run(place.file(people(2, 6000)))).rejects.toThrow()
  place.documents.refreshes.save = save
  const after = place.program()
  after.journeys.answerMeanwhile()
  const held = place.gate.hold(joining)
  const asked = after.figures.map(id, { where: {} })
  expect(await after.journeys.refreshState(id)).toMatchObject({ shown: null })
  place.gate.letGo()
  void held
  const map = await asked
  expect([map.journey.version, map.subjects, ...map.stages.map(({ counts }) => counts.entered)]).toEqual([
    version,
    known + 2,
    looked + 2,
    next + 1,
  ])
  await after.journeys.close()
})

it('[L5] figures asked for while new ones are put in place are of one refresh', async () => {
  const [, known] = (await shown()) as [number, number]
  const reading = place.gate.hold(figuresOfStages)
  const asked = program.figures.map(id, { from: 1, where: {} })
  await reading
  await program.imports.run(place.file(people(2, 7000)))
  place.gate.letGo()
  const { refresh } = await program.journeys.fresh(id)
  expect((await asked).refreshedAt).toBe(refresh.refreshedAt)
  expect((await shown())[1]).toBe(known + 2)
})

it('[L5] without any figures a question waits for the first', async () => {
  id = 'another'
  const held = place.gate.hold(assigning)
  await program.journeys.apply(definition('buy'))
  await held
  expect(await state()).toMatchObject({ shown: null, state: 'running' })
  const asked = shown()
  place.gate.letGo()
  expect((await asked)[0]).toBe(1)
})

it('stopping reaches the engine: a statement that would take minutes ends at once', async () => {
  const abort = new AbortController()
  const store = cancellableStore(place.store, abort.signal, () => true)
  const begun = Date.now()
  const endless = store.run(
    'CREATE OR REPLACE TABLE endless ENGINE = Memory AS SELECT sum(sipHash64(number)) AS one FROM numbers_mt(1000000000000)',
  )
  setTimeout(() => abort.abort(), 300)
  await expect(endless).rejects.toMatchObject({ code: 'cancelled' })
  expect(Date.now() - begun).toBeLessThan(10_000)
  const [left] = await place.store.rows<{ running: number }>(
    `SELECT count() AS running FROM system.processes WHERE query LIKE '%endless%' AND query NOT LIKE '%system.processes%'`,
  )
  expect(left?.running).toBe(0)
  await place.store.run('DROP TABLE IF EXISTS endless')
})
