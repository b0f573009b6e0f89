import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AppPlace, openAppPlace } from './app-place.ts'

let place: AppPlace
beforeEach(async () => {
  place = await openAppPlace()
})
afterEach(() => place.close())

const journey = (subject: string) => `journey: by-${subject}
name: By ${subject}
subject: ${subject}
stages:
  - { id: look, name: Looks, lifecycle: awareness, entry: visit, window: 30d }
  - { id: buy, name: Buys, lifecycle: acquisition, entry: buy, window: 30d }
`

const events = `timestamp,user_id,anonymous_id,account,event
2024-01-01,ann,x1,acme,visit
2024-01-02,ann,,acme,buy
2024-01-03,bob,,acme,visit
2024-01-04,,x1,,visit
2024-01-09,cid,,bolt,visit
`

const listed = (id: string, stage: string) => place.app.subjects(id, { stage, set: 'entered', filter: { where: {} }, limit: 10, offset: 0 })
const entered = async (id: string) => [(await listed(id, 'look')).stays, (await listed(id, 'buy')).stays]

describe('a contact asks for its data', () => {
  beforeEach(async () => {
    await place.importText('events.csv', events)
    await place.importText('contacts.csv', 'contact_id,account,email\nann,acme,ann@acme.example\nbob,acme,bob@acme.example\n')
    await place.app.applyJourney(journey('contact'))
    await place.app.applyJourney(journey('account'))
  })

  it('[E9] everything kept can be exported', async () => {
    const found = await place.app.exportContact('ann')
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
    await expect(place.app.exportContact('nobody')).rejects.toMatchObject({ code: 'notFound' })
  })

  it('[E9] once erased it is in no figure, list or timeline, of any journey, also after another import of the same files', async () => {
    expect([await entered('by-contact'), await entered('by-account')]).toEqual([
      [3, 1],
      [2, 1],
    ])
    expect(await place.app.erase('ann')).toEqual({ contact: 'ann', alsoKnownAs: [], anonymous: ['x1'], events: 1, stripped: 2 })
    const gone = async () => {
      expect(await entered('by-contact')).toEqual([2, 0])
      const { rows } = await listed('by-contact', 'look')
      expect(rows.map(({ subject }) => subject).sort()).toEqual(['bob', 'cid'])
      await expect(place.app.timeline('contact', 'ann', 'by-contact')).rejects.toMatchObject({ code: 'notFound' })
      await expect(place.app.exportContact('ann')).rejects.toMatchObject({ code: 'notFound' })
      await expect(place.app.erase('ann')).rejects.toMatchObject({ code: 'notFound' })
    }
    await gone()
    // What the account saw stays with the account.
    expect(await entered('by-account')).toEqual([2, 1])
    await place.importText('events.csv', events)
    await gone()
  })
})

describe('figures that the event store has lost', () => {
  it('are computed again', async () => {
    await place.importText('events.csv', events)
    await place.app.applyJourney(journey('contact'))
    expect(await entered('by-contact')).toEqual([3, 1])
    await place.inStore((store) => store.insert('event_schema', [{ version: 1, derived: 'of an older program', change: 9 }]))
    expect(await entered('by-contact')).toEqual([3, 1])
    expect((await place.app.timeline('contact', 'ann', 'by-contact')).events).toHaveLength(3)
  })
})
