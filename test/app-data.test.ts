import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { App } from '../src/app/app.ts'
import { openApp } from '../src/app/open-app.ts'
import { openEventStore } from '../src/store/chdb-store.ts'

let folder: string
let app: App
const open = () => openApp({ data: join(folder, 'data'), command: 'test' })
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desirepath-app-'))
  app = await open()
})
afterEach(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

const journey = (subject: string) => `journey: by-${subject}
name: By ${subject}
subject: ${subject}
stages:
  - { id: look, name: Looks, lifecycle: awareness, entry: visit, window: 30d }
  - { id: buy, name: Buys, lifecycle: acquisition, entry: buy, window: 30d }
`

async function importText(name: string, text: string): Promise<void> {
  const path = join(folder, name)
  writeFileSync(path, text)
  expect(await app.importFile({ path, source: null, mapping: null })).toMatchObject({ state: 'complete' })
}

const events = `timestamp,user_id,anonymous_id,account,event
2024-01-01,ann,x1,acme,visit
2024-01-02,ann,,acme,buy
2024-01-03,bob,,acme,visit
2024-01-04,,x1,,visit
2024-01-09,cid,,bolt,visit
`

const listed = (id: string, stage: string) => app.subjects(id, { stage, set: 'entered', filter: { where: {} }, limit: 10, offset: 0 })
const entered = async (id: string) => [(await listed(id, 'look')).stays, (await listed(id, 'buy')).stays]

describe('a contact asks for its data', () => {
  beforeEach(async () => {
    await importText('events.csv', events)
    await importText('contacts.csv', 'contact_id,account,email\nann,acme,ann@acme.example\nbob,acme,bob@acme.example\n')
    await app.applyJourney(journey('contact'))
    await app.applyJourney(journey('account'))
  })

  it('[E9] everything kept can be exported', async () => {
    const found = await app.exportContact('ann')
    expect(found).toMatchObject({ contact: 'ann', anonymous: ['x1'] })
    expect(found.properties).toEqual([
      { objectType: 'contact', objectId: 'ann', name: 'email', value: 'ann@acme.example', validFrom: null, source: 'contacts.csv' },
    ])
    expect(found.links.map(({ fromId, toId }) => `${fromId} ${toId}`)).toEqual(['ann acme'])
    expect(found.events.map(({ occurredAt, name }) => `${new Date(occurredAt).getUTCDate()} ${name}`)).toEqual([
      '1 visit',
      '2 buy',
      '4 visit',
    ])
    await expect(app.exportContact('nobody')).rejects.toMatchObject({ code: 'notFound' })
  })

  it('[E9] once erased it is in no figure, list or timeline, of any journey, also after another import of the same files', async () => {
    expect([await entered('by-contact'), await entered('by-account')]).toEqual([
      [3, 1],
      [2, 1],
    ])
    expect(await app.erase('ann')).toEqual({ contact: 'ann', alsoKnownAs: [], anonymous: ['x1'], events: 1, stripped: 2 })
    const gone = async () => {
      expect(await entered('by-contact')).toEqual([2, 0])
      const { rows } = await listed('by-contact', 'look')
      expect(rows.map(({ subject }) => subject).sort()).toEqual(['bob', 'cid'])
      await expect(app.timeline('contact', 'ann', 'by-contact')).rejects.toMatchObject({ code: 'notFound' })
      await expect(app.exportContact('ann')).rejects.toMatchObject({ code: 'notFound' })
      await expect(app.erase('ann')).rejects.toMatchObject({ code: 'notFound' })
    }
    await gone()
    // What the account saw stays with the account.
    expect(await entered('by-account')).toEqual([2, 1])
    await importText('events.csv', events)
    await gone()
  })
})

describe('figures that the event store has lost', () => {
  it('are computed again', async () => {
    await importText('events.csv', events)
    await app.applyJourney(journey('contact'))
    expect(await entered('by-contact')).toEqual([3, 1])
    await app.close()
    const store = await openEventStore({ path: join(folder, 'data', 'events') })
    await store.insert('event_schema', [{ version: 1, derived: 'of an older program', change: 9 }])
    await store.close()
    app = await open()
    expect(await entered('by-contact')).toEqual([3, 1])
    expect((await app.timeline('contact', 'ann', 'by-contact')).events).toHaveLength(3)
  })
})
