import { afterEach, beforeEach, expect, it } from 'vitest'
import { previewVersion } from '../src/app/preview-desk.ts'
import { type AppPlace, openAppPlace } from './app-place.ts'

let place: AppPlace
beforeEach(async () => {
  place = await openAppPlace()
})
afterEach(() => place.close())

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
  const record = await place.importText('events.csv', `timestamp,user_id,account,deal_id,event\n${rows.join('\n')}\n`)
  expect(record.rejected).toBe(0)
}

const leftOver = () =>
  place.inStore((store) =>
    store.rows(
      `SELECT table, partition FROM system.parts WHERE active AND database = currentDatabase() AND (partition = '${previewVersion}' OR partition LIKE '%preview%')`,
    ),
  )

it.each(['contact', 'account', 'deal'])(
  'the preview of a journey of %ss shows the figures that it has once it is kept',
  async (subject) => {
    await importEvents()
    const before = await place.app.previewMap(journey(subject, 'ask'), everyone)
    await place.app.applyJourney(journey(subject, 'ask'))
    const kept = await place.app.map(`by-${subject}`, everyone)
    const changed = await place.app.previewMap(journey(subject, '{ any: [ask, buy] }'), everyone)
    const still = await place.app.map(`by-${subject}`, everyone)

    expect({ ...before.map, refreshedAt: null }).toEqual({ ...kept, refreshedAt: null })
    expect(still).toEqual(kept)
    expect(changed.map?.journey.version).toBe(2)
    expect(changed.map?.stages[1]?.counts.entered).toBeGreaterThan(kept.stages[1]?.counts.entered ?? 0)

    await place.app.applyJourney(journey(subject, '{ any: [ask, buy] }'))
    expect({ ...(await place.app.map(`by-${subject}`, everyone)), refreshedAt: null }).toEqual({ ...changed.map, refreshedAt: null })
    expect(await leftOver()).toEqual([])
  },
  240_000,
)

it('a definition with errors has no preview, only its findings; one before any data shows no one', async () => {
  expect(await place.app.previewMap(journey('contact', 'ask'), everyone)).toMatchObject({ map: { subjects: 0 } })
  await importEvents()
  const { map, findings } = await place.app.previewMap(journey('contact', 'aks'), everyone)
  expect(map).toBeNull()
  expect(findings.find(({ kind }) => kind === 'error')).toMatchObject({ path: 'stages[1].entry', line: 6 })
}, 240_000)

it('a preview that nobody waits for is given up and leaves nothing; the next one is whole', async () => {
  await importEvents()
  const abort = new AbortController()
  const first = place.app.previewMap(journey('contact', 'ask'), everyone, abort.signal)
  const waiting = place.app.previewMap(journey('contact', 'buy'), everyone, abort.signal)
  const second = place.app.previewMap(journey('contact', 'buy'), everyone)
  abort.abort()
  const given = await Promise.allSettled([first, waiting])
  expect(given.map((one) => one.status === 'rejected' && one.reason.code)).toEqual(['cancelled', 'cancelled'])
  expect((await second).map?.stages[1]?.counts.entered).toBe(40)
  expect(await leftOver()).toEqual([])
}, 240_000)

it('what a killed preview left is gone at the next start', async () => {
  await importEvents()
  await place.app.applyJourney(journey('contact', 'ask'))
  await place.app.map('by-contact', everyone)
  const columns = (await place.inStore((store) => store.rows<{ name: string }>(`SELECT name FROM system.columns WHERE table = 'stays'`)))
    .map(({ name }) => name)
    .filter((name) => name !== 'version')
  await place.inStore(async (store) => {
    await store.run(`INSERT INTO stays (version, ${columns.join(', ')}) SELECT ${previewVersion}, ${columns.join(', ')} FROM stays`)
    await store.run(`INSERT INTO subject_events SELECT 'deal:~preview', * EXCEPT (subjectType) FROM subject_events`)
  })
  await place.app.countRule('contact', 'visit')
  expect(await leftOver()).toEqual([])
}, 240_000)

it('a rule is counted as it is written; what is no rule is said to be none', async () => {
  await importEvents()
  expect(await place.app.countRule('contact', 'visit')).toEqual({ subjects: 60, events: 60 })
  expect(await place.app.countRule('account', { event: 'visit', atLeast: 2 })).toEqual({ subjects: 20, events: 40 })
  expect(await place.app.countRule('deal', { any: ['ask', 'nothing like it'] })).toEqual({ subjects: 30, events: 30 })
  expect(await place.app.countRule('contact', { subject: 'industry', is: 'Software' })).toEqual({ subjects: 0, events: null })
  await expect(place.app.countRule('contact', { evnt: 'visit' })).rejects.toMatchObject({ code: 'invalid' })
  await expect(place.app.countRule('contact', { not: 'visit' })).rejects.toMatchObject({ code: 'invalid' })
}, 240_000)
