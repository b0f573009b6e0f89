import { afterEach, beforeEach, expect, it } from 'vitest'
import { type AppPlace, openAppPlace } from './app-place.ts'

let place: AppPlace
beforeEach(async () => {
  place = await openAppPlace()
  await place.app.applyJourney(first)
})
afterEach(() => place.close())

const first = `journey: sales # ours
name: Sales
subject: contact
stages:
  # the first one
  - id: look
    name: Looks
    lifecycle: awareness
    entry: visit
    questions: [What does it cost?]
    window: 30d
  - { id: buy, name: Buys, lifecycle: acquisition, entry: buy, window: 30d }
`
const rewritten = (from: string, to: string, text = first) => text.replace(from, to)
const write = (session: string, text: string, origin = first) => place.app.changeDraft('sales', { origin, text, session })

it('what is being changed is kept at once, and survives the end of the program', async () => {
  expect(await place.app.draft('sales')).toMatchObject({ text: first, revision: 0, number: 1, conflicts: [] })
  expect(await write('a', rewritten('Looks', 'Looks round'))).toMatchObject({ revision: 1, session: 'a' })
  await place.restart()
  expect(await place.app.draft('sales')).toMatchObject({ text: rewritten('Looks', 'Looks round'), revision: 1 })
  expect((await place.app.showJourney('sales')).text).toBe(first)
  await place.app.dropDraft('sales')
  expect(await place.app.draft('sales')).toMatchObject({ text: first, revision: 0 })
})

it('two pages: different places both apply, of one place both are kept until someone decides', async () => {
  await write('a', rewritten('Looks', 'Looks round'))
  expect((await write('b', rewritten('window: 30d\n', 'window: 45d\n'))).text).toBe(
    rewritten('Looks', 'Looks round', rewritten('window: 30d\n', 'window: 45d\n')),
  )
  const met = await write('b', rewritten('Looks', 'Searches', rewritten('window: 30d\n', 'window: 45d\n')))
  expect(met.conflicts).toMatchObject([{ session: 'b', origin: 'Looks', theirs: 'Looks round', mine: 'Searches' }])
  expect(met.text).toContain('Looks round')
  await expect(place.app.keepDraft('sales', met.revision, '')).rejects.toMatchObject({ code: 'conflict' })
  await place.restart()
  // What comes before it moves the place along.
  const later = await write('a', rewritten('# the first one', '# the first one of all', met.text), met.text)
  const id = later.conflicts[0]?.id ?? ''
  const decided = await place.app.decideConflict('sales', id, 'mine', 'b')
  expect(decided).toMatchObject({ conflicts: [] })
  expect(decided.text).toContain('name: Searches\n')
  expect(decided.text).toContain('of all')
  await expect(place.app.decideConflict('sales', id, 'mine', 'b')).rejects.toMatchObject({ code: 'conflict' })
})

it('both of two answers can stand', async () => {
  await write('a', rewritten('What does it cost?', 'What does it cost a year?'))
  const { conflicts } = await write('b', rewritten('What does it cost?', 'What will it cost?'))
  const decided = await place.app.decideConflict('sales', conflicts[0]?.id ?? '', 'both', 'b')
  expect(decided.text).toContain('What does it cost a year? / What will it cost?')
})

it('a draft is kept as the next version with its note, compared in words, and restored', async () => {
  const { revision } = await write('a', rewritten('window: 30d\n', 'window: 45d\n'))
  await expect(place.app.keepDraft('sales', revision + 1, '')).rejects.toMatchObject({ code: 'conflict' })
  expect(await place.app.keepDraft('sales', revision, 'Longer')).toMatchObject({ version: { number: 2, note: 'Longer' } })
  expect(await place.app.draft('sales')).toMatchObject({ revision: 0, number: 2 })
  expect((await place.app.versionDifferences('sales', 1, 2)).differences).toEqual([
    { place: 'Stage “Looks” · window', before: '30 days', after: '45 days' },
  ])
  await place.app.restoreVersion('sales', 1)
  expect((await place.app.versions('sales')).map(({ number, note }) => [number, note])).toEqual([
    [3, 'Version 1 again'],
    [2, 'Longer'],
    [1, ''],
  ])
  expect((await place.app.showJourney('sales')).text).toBe(first)
  await expect(place.app.versionText('sales', 4)).rejects.toMatchObject({ code: 'notFound' })
})

it('a definition with errors, or of another journey, is not kept; its draft stays', async () => {
  const broken = await write('a', rewritten('window: 30d\n', 'window: soon\n'))
  await expect(place.app.keepDraft('sales', broken.revision, '')).rejects.toMatchObject({ code: 'invalid' })
  const other = await write('a', rewritten('journey: sales', 'journey: others'), broken.text)
  await expect(place.app.keepDraft('sales', other.revision, '')).rejects.toMatchObject({ code: 'invalid' })
  expect((await place.app.draft('sales')).text).toContain('others')
  expect(await place.app.versions('sales')).toHaveLength(1)
})

it('a version kept elsewhere joins the draft', async () => {
  await write('a', rewritten('Looks', 'Looks round'))
  await place.app.applyJourney(rewritten('name: Sales', 'name: All sales'))
  const joined = await place.app.draft('sales')
  expect(joined).toMatchObject({ number: 2, conflicts: [] })
  expect(joined.text).toBe(rewritten('Looks', 'Looks round', rewritten('name: Sales', 'name: All sales')))
})

it('only the newest version keeps its stays; an older one is computed when asked for', async () => {
  await place.importText(
    'events.csv',
    'timestamp,user_id,event\n2024-01-01,ann,visit\n2024-01-02,ann,buy\n2024-01-03,bob,visit\n2024-03-01,bob,visit\n',
  )
  const before = await place.app.map('sales', { where: {} })
  await place.app.keepDraft('sales', (await write('a', rewritten('window: 30d\n', 'window: 1d\n'))).revision, '')
  await place.app.map('sales', { where: {} })
  expect({ ...(await place.app.versionMap('sales', 1, { where: {} })), refreshedAt: null }).toEqual({ ...before, refreshedAt: null })
  const partitions = await place.inStore((store) =>
    store.rows(`SELECT DISTINCT partition FROM system.parts WHERE table = 'stays' AND active AND database = currentDatabase()`),
  )
  expect(partitions).toEqual([{ partition: '2' }])
}, 60_000)
