import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { App } from '../src/app/app.ts'
import { openApp } from '../src/app/open-app.ts'
import type { Filter } from '../src/map/journey-map.ts'
import type { CaseChoice } from '../src/map/paths.ts'
import { layEmptyData } from './empty-data.ts'

const events = `timestamp,user_id,account,event
2024-01-01,ann,acme,Site visit
2024-01-02,ann,acme,Site visit
2024-01-03,ann,acme,"It's a \\ ""deal"" → yes"
2024-02-01,bob,acme,Site visit
2024-02-02,bob,acme,Demo booked
2024-03-01,cid,bolt,Site visit
2024-03-02,cid,bolt,Demo booked
2024-04-01,dan,acme,Site visit
2024-04-02,dan,acme,Paid
2024-05-01,dan,bolt,Site visit
`
const odd = 'It\'s a \\ "deal" → yes'

const journey = `journey: way
subject: contact
stages:
  - { id: look, lifecycle: awareness, entry: Site visit, exit: { completed: Paid } }
  - { id: try, lifecycle: acquisition, entry: { event: [Demo booked, ${JSON.stringify(odd)}] } }
`

let folder: string
let app: App
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desirepath-cases-'))
  app = await openApp({ data: await layEmptyData(join(folder, 'data')), command: 'test' })
  const path = join(folder, 'events.csv')
  writeFileSync(path, events)
  await app.importFile({ path, source: null, mapping: null })
  await app.applyJourney(journey)
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

const listed = (choice: CaseChoice, filter: Filter = { where: {} }, collapse = false) =>
  app.pathCases('way', { choice, collapse, filter, limit: 10, offset: 0 })
const subjects = async (...given: Parameters<typeof listed>) => (await listed(...given)).rows.map((row) => row.subject)

describe('[M7] the cases behind a figure of the paths', () => {
  it('are found by any name, and lead to timelines', async () => {
    expect(await subjects({ set: 'ends', name: odd })).toEqual(['ann'])
    expect(await subjects({ set: 'follows', from: 'Site visit', to: odd })).toEqual(['ann'])
    expect(await subjects({ set: 'variant', names: ['Site visit', 'Site visit', odd] })).toEqual(['ann'])
    const [row] = (await listed({ set: 'rework', name: 'Site visit' })).rows
    expect(row).toMatchObject({ subject: 'ann', persona: 'unassigned', events: 3, times: 2, days: 2, running: true })
    expect((await app.timeline('contact', row?.subject ?? '', 'way')).events.map(({ name }) => name)).toEqual([
      'Site visit',
      'Site visit',
      odd,
    ])
  })

  it('are instances: one subject may stand twice, each time with what is known of it then', async () => {
    const { subjects, cases, rows } = await listed({ set: 'starts', name: 'Site visit' })
    expect({ subjects, cases }).toEqual({ subjects: 4, cases: 5 })
    expect(rows.map(({ subject, instance, account, running }) => [subject, instance, account, running])).toEqual([
      ['dan', 2, 'bolt', true],
      ['dan', 1, 'acme', false],
      ['cid', 1, 'bolt', true],
      ['bob', 1, 'acme', true],
      ['ann', 1, 'acme', true],
    ])
  })

  it('stand under the same filter and the same joining of repeats as the figure', async () => {
    const later: Filter = { from: Date.UTC(2024, 1, 15), where: {} }
    expect(await subjects({ set: 'variant', names: ['Site visit', 'Demo booked'] })).toEqual(['cid', 'bob'])
    expect(await subjects({ set: 'variant', names: ['Site visit', 'Demo booked'] }, later)).toEqual(['cid'])
    expect(await subjects({ set: 'variant', names: ['Site visit', odd] }, { where: {} }, true)).toEqual(['ann'])
    expect(await subjects({ set: 'rework', name: 'Site visit' }, { where: {} }, true)).toEqual([])
    const { variants } = await app.paths('way', { where: {} }, { collapse: true, variants: null })
    for (const { id, names, cases } of variants) {
      expect(await listed({ set: 'variant', id }, { where: {} }, true)).toMatchObject({ names, cases, collapsed: true })
    }
  })

  it('are none, not unknown, where only the filter leaves them out; the sequence is still told', async () => {
    const never: Filter = { from: Date.UTC(2030, 0, 1), where: {} }
    const [first] = (await app.paths('way', { where: {} }, { collapse: false, variants: null })).variants
    expect(await listed({ set: 'variant', id: first?.id ?? '' }, never)).toMatchObject({ cases: 0, rows: [], names: first?.names })
    expect(await listed({ set: 'holds', name: 'Demo booked' }, never)).toMatchObject({ cases: 0, subjects: 0, times: 0, rows: [] })
    expect(await listed({ set: 'follows', from: 'Demo booked', to: 'Site visit' })).toMatchObject({ cases: 0 })
  })

  it.each<[CaseChoice, string]>([
    [{ set: 'holds', name: 'Demo boked' }, 'No case has an event "Demo boked"; their events: Demo booked, '],
    [{ set: 'holds', name: 'Demo boked' }, 'Did you mean "Demo booked"?'],
    [{ set: 'follows', from: 'Site visit', to: 'site-visits' }, 'No case has an event "site-visits"'],
    [{ set: 'variant', names: ['Site visit', 'Demo'] }, 'No case has an event "Demo"'],
    [
      { set: 'variant', names: ['Site visit', 'Demo booked', 'Demo booked'] },
      'No case went exactly this way: Site visit → Demo booked → Demo booked. Did you mean "Site visit → Demo booked"',
    ],
    [{ set: 'variant', id: 'gone' }, 'No case went the way with the id "gone"'],
  ])('are not found with near matches: %o', async (choice, message) => {
    await expect(listed(choice)).rejects.toMatchObject({ code: 'notFound', message: expect.stringContaining(message) })
  })
})
