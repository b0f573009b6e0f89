import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { App } from '../src/app/app.ts'
import { openApp } from '../src/app/open-app.ts'
import { previewVersion } from '../src/app/preview-desk.ts'
import { openEventStore } from '../src/store/chdb-store.ts'
import type { EventStore } from '../src/store/event-store.ts'

let folder: string
let app: App
const open = () => openApp({ data: join(folder, 'data'), command: 'test' })
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desirepath-preview-'))
  app = await open()
})
afterEach(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

const journey = (subject: string, secondEntry: string) => `journey: by-${subject}
name: By ${subject}
subject: ${subject}
stages:
  - { id: look, name: Looks, lifecycle: awareness, entry: visit, dropAfter: 30d, window: 30d }
  - { id: buy, name: Buys, lifecycle: acquisition, entry: ${secondEntry}, window: 30d, exit: { completed: paid } }
`
const everyone = { where: {} }

async function importEvents(): Promise<void> {
  const day = (n: number) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString()
  const rows = Array.from({ length: 60 }, (_, i) => {
    const who = [`c${i}`, `a${i % 20}`, `d${i}`].join(',')
    return [
      `${day(i)},${who},visit`,
      ...(i % 2 ? [`${day(i + 5)},${who},ask`] : []),
      ...(i % 3 ? [`${day(i + 9)},${who},buy`] : []),
      ...(i % 4 ? [`${day(i + 20)},${who},paid`] : []),
    ].join('\n')
  })
  const path = join(folder, 'events.csv')
  writeFileSync(path, `timestamp,user_id,account,deal_id,event\n${rows.join('\n')}\n`)
  expect(await app.importFile({ path, source: null, mapping: null })).toMatchObject({ state: 'complete', rejected: 0 })
}

/** What the event store holds, seen while no application holds it. */
async function inStore<Result>(work: (store: EventStore) => Promise<Result>): Promise<Result> {
  await app.close()
  const store = await openEventStore({ path: join(folder, 'data', 'events') })
  const result = await work(store)
  await store.close()
  app = await open()
  return result
}

const leftOver = () =>
  inStore((store) =>
    store.rows(
      `SELECT table, partition FROM system.parts WHERE active AND database = currentDatabase() AND (partition = '${previewVersion}' OR partition LIKE '%preview%')`,
    ),
  )

it.each(['contact', 'account', 'deal'])(
  'the preview of a journey of %ss shows the figures that it has once it is kept',
  async (subject) => {
    await importEvents()
    const before = await app.previewMap(journey(subject, 'ask'), everyone)
    await app.applyJourney(journey(subject, 'ask'))
    const kept = await app.map(`by-${subject}`, everyone)
    const changed = await app.previewMap(journey(subject, '{ any: [ask, buy] }'), everyone)
    const still = await app.map(`by-${subject}`, everyone)

    expect({ ...before.map, refreshedAt: null }).toEqual({ ...kept, refreshedAt: null })
    expect(still).toEqual(kept)
    expect(changed.map?.journey.version).toBe(2)
    expect(changed.map?.stages[1]?.counts.entered).toBeGreaterThan(kept.stages[1]?.counts.entered ?? 0)

    await app.applyJourney(journey(subject, '{ any: [ask, buy] }'))
    expect({ ...(await app.map(`by-${subject}`, everyone)), refreshedAt: null }).toEqual({ ...changed.map, refreshedAt: null })
    expect(await leftOver()).toEqual([])
  },
  60_000,
)

it('a definition with errors has no preview, only its findings; one before any data shows no one', async () => {
  expect(await app.previewMap(journey('contact', 'ask'), everyone)).toMatchObject({ map: { subjects: 0 } })
  await importEvents()
  const { map, findings } = await app.previewMap(journey('contact', 'aks'), everyone)
  expect(map).toBeNull()
  expect(findings.find(({ kind }) => kind === 'error')).toMatchObject({ path: 'stages[1].entry', line: 6 })
}, 60_000)

it('a preview that nobody waits for is given up and leaves nothing; the next one is whole', async () => {
  await importEvents()
  const abort = new AbortController()
  const first = app.previewMap(journey('contact', 'ask'), everyone, abort.signal)
  const waiting = app.previewMap(journey('contact', 'buy'), everyone, abort.signal)
  const second = app.previewMap(journey('contact', 'buy'), everyone)
  abort.abort()
  const given = await Promise.allSettled([first, waiting])
  expect(given.map((one) => one.status === 'rejected' && one.reason.code)).toEqual(['cancelled', 'cancelled'])
  expect((await second).map?.stages[1]?.counts.entered).toBe(40)
  expect(await leftOver()).toEqual([])
}, 60_000)

it('what a killed preview left is gone at the next start', async () => {
  await importEvents()
  await app.applyJourney(journey('contact', 'ask'))
  await app.map('by-contact', everyone)
  const columns = (await inStore((store) => store.rows<{ name: string }>(`SELECT name FROM system.columns WHERE table = 'stays'`)))
    .map(({ name }) => name)
    .filter((name) => name !== 'version')
  await inStore(async (store) => {
    await store.run(`INSERT INTO stays (version, ${columns.join(', ')}) SELECT ${previewVersion}, ${columns.join(', ')} FROM stays`)
    await store.run(`INSERT INTO subject_events SELECT 'deal:~preview', * EXCEPT (subjectType) FROM subject_events`)
  })
  await app.countRule('contact', 'visit')
  expect(await leftOver()).toEqual([])
}, 60_000)

it('a rule is counted as it is written; what is no rule is said to be none', async () => {
  await importEvents()
  expect(await app.countRule('contact', 'visit')).toEqual({ subjects: 60, events: 60 })
  expect(await app.countRule('account', { event: 'visit', atLeast: 2 })).toEqual({ subjects: 20, events: 40 })
  expect(await app.countRule('deal', { any: ['ask', 'nothing like it'] })).toEqual({ subjects: 30, events: 30 })
  expect(await app.countRule('contact', { subject: 'industry', is: 'Software' })).toEqual({ subjects: 0, events: null })
  await expect(app.countRule('contact', { evnt: 'visit' })).rejects.toMatchObject({ code: 'invalid' })
  await expect(app.countRule('contact', { not: 'visit' })).rejects.toMatchObject({ code: 'invalid' })
}, 60_000)
