import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Filter } from '../src/map/journey-map.ts'
import { dropDerived } from '../src/store/derived-tables.ts'
import { type AppPlace, openAppPlace } from './app-place.ts'

const journey = `journey: shop
name: Shop
subject: contact
stages:
  - {id: visit, name: Visit, lifecycle: acquisition, entry: {event: visited}}
  - {id: buy, name: Buy, lifecycle: onboarding, entry: {event: bought}}
`
const whole: Filter = { where: {} }
const mapping = 'kind: events\ntime: t\nname: n\nobjects: {contact: c}\nobjectProperties: {contact: [plan]}\n'

/** Visits of so many people, of whom every second bought. */
function events(first: number, people: number): string {
  const rows = Array.from({ length: people }, (_, i) => {
    const [who, day] = [`person-${first + i}`, String(1 + (i % 27)).padStart(2, '0')]
    const bought = i % 2 === 0 ? `\n2025-02-${day}T10:00:00Z,bought,${who},plan-of-${who}` : ''
    return `2025-01-${day}T10:00:00Z,visited,${who},plan-of-${who}${bought}`
  })
  return ['t,n,c,plan', ...rows].join('\n')
}

let place: AppPlace
let folder: string
beforeAll(async () => {
  place = await openAppPlace()
  folder = join(place.folder, 'data', 'figures')
  await place.app.applyJourney(journey)
  await place.importText('first.csv', events(0, 40), mapping)
}, 60_000)
afterAll(() => place.close())

const files = () => (existsSync(folder) ? readdirSync(folder).sort() : [])

/** The figures that are kept, as text. */
async function shown(): Promise<string> {
  const { app } = place
  const half: Filter = { where: { plan: '!plan-of-person-1' } }
  return JSON.stringify([
    await app.map('shop', whole),
    await app.stage('shop', 'visit', whole),
    await app.funnel('shop', whole),
    await app.paths('shop', whole, { collapse: false, variants: 10 }),
    await app.compareSlices('shop', whole, half),
  ])
}

it('[L6] figures that were computed once answer after a restart without the event store, and are the same to the letter', async () => {
  const computed = await shown()
  expect(files()).toHaveLength(5)
  expect(await shown()).toBe(computed)
  await place.restart()
  const [store, aside] = [join(place.folder, 'data', 'events'), join(place.folder, 'aside')]
  renameSync(store, aside)
  const kept = await shown()
  expect(existsSync(store)).toBe(false)
  renameSync(aside, store)
  expect(kept).toBe(computed)
}, 60_000)

it('[L6] people and their lists are not kept, nor what is damaged or of another program: that is removed, and computed again', async () => {
  const computed = await shown()
  const before = files()
  const query = { stage: 'visit', set: 'entered', filter: whole, limit: 50, offset: 0 } as const
  const { rows } = await place.app.subjects('shop', query)
  await place.app.timeline('contact', rows[0]?.subject ?? '', 'shop')
  expect(files()).toEqual(before)

  await place.restart()
  for (const file of before) {
    const text = readFileSync(join(folder, file), 'utf8')
    writeFileSync(join(folder, file), text.replace(/"entered":\d+/, '"entered":7777').replace(/.$/, ' '))
  }
  writeFileSync(join(folder, '0123456789abcdef.today-1.a.b.json'), 'of an older program')
  writeFileSync(join(folder, `${before[0]}.part`), 'cut off')
  expect(await shown()).toBe(computed)
  expect(files()).toEqual(before)
  const told = (await place.app.doctor()).find(({ name }) => name === 'kept figures')
  expect(told).toMatchObject({ ok: true, message: expect.stringMatching(/^5 answers kept, .* of at most 256 MiB, in .*figures$/) })
}, 60_000)

it('[L6] figures of one refresh are never shown for another: new events, a new version and a later program see their own', async () => {
  const before = await place.app.map('shop', whole)
  const old = files()
  await place.importText('second.csv', events(100, 10), mapping)
  const after = await place.app.map('shop', whole)
  expect(after.stages[0]?.counts.entered).toBe((before.stages[0]?.counts.entered ?? 0) + 10)
  expect(files().filter((file) => old.includes(file))).toEqual([])
  await place.restart()
  expect(await place.app.map('shop', whole)).toEqual(after)

  const swapped: Record<string, string> = { visited: 'bought', bought: 'visited' }
  await place.app.applyJourney(journey.replaceAll(/visited|bought/g, (name) => swapped[name] as string))
  const changed = await place.app.map('shop', whole)
  expect(changed.journey.version).toBe(2)
  expect(changed.stages[0]?.counts.entered).not.toBe(after.stages[0]?.counts.entered)
  await place.app.applyJourney(journey)
  expect((await place.app.map('shop', whole)).stages).toEqual(after.stages)
}, 60_000)

it('[L6] what the documents say of a refresh is not believed where the event store lost its stays: without kept figures they are computed again', async () => {
  const { stages } = await place.app.map('shop', whole)
  await place.inStore(dropDerived)
  for (const file of files()) rmSync(join(folder, file))
  await place.restart()
  expect((await place.app.map('shop', whole)).stages).toEqual(stages)
}, 60_000)

it('[E9] [L6] an erasure leaves no kept figure behind in which the person could stand', async () => {
  const hers: Filter = { where: { plan: 'plan-of-person-4' } }
  expect((await place.app.map('shop', hers)).subjects).toBe(1)
  expect(files().filter((file) => readFileSync(join(folder, file), 'utf8').includes('plan-of-person-4'))).toHaveLength(1)
  await place.app.erase('person-4')
  expect(files()).toEqual([])
  expect((await place.app.map('shop', hers)).subjects).toBe(0)
}, 60_000)
