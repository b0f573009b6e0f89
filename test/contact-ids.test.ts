import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PersonId } from '../src/model/person-id.ts'
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

const events = `timestamp,user_id,anonymous_id,event
2024-01-01,ann,,visit
2024-01-02,c1,,buy
2024-01-03,c10,,visit
2024-01-04,c10,x1,visit
2024-01-05,,x1,buy
2024-01-06,bob,,visit
`
const aliases = 'previous_id,user_id\nc1,ann\n'
const aliasMapping = 'kind: properties\nsource: aliases\nkey: { contact: previous_id }\nobjects: { contact: user_id }\nproperties: none\n'
const contact = (id: string): PersonId => ({ type: 'contact', id })
const anonymous = (id: string): PersonId => ({ type: 'anonymous', id })

/** Subjects by stage, as listed. */
async function listed(id = 'by-contact'): Promise<Record<string, string[]>> {
  const of = async (stage: string) => {
    const list = await place.app.subjects(id, { stage, set: 'entered', filter: { where: {} }, limit: 20, offset: 0 })
    return list.rows.map(({ subject }) => subject).sort()
  }
  return { look: await of('look'), buy: await of('buy') }
}

const before = { look: ['ann', 'bob', 'c10'], buy: ['c1', 'c10'] }
const merged = { look: ['ann', 'bob', 'c10'], buy: ['ann', 'c10'] }

describe('two ids of one contact', () => {
  beforeEach(async () => {
    await place.importText('events.csv', events)
    await place.app.applyJourney(journey('contact'))
  })

  it('[E7] are one by an alias file, however often imported, until a person takes the tie back, and again once merged', async () => {
    expect(await listed()).toEqual(before)
    for (let time = 0; time < 2; time++) {
      await place.importText('aliases.csv', aliases, aliasMapping)
      expect(await listed()).toEqual(merged)
    }
    expect(await place.app.unmergeContacts('ann', contact('c1'))).toEqual({
      contacts: [
        { contact: 'ann', alsoKnownAs: [], anonymous: [] },
        { contact: 'c1', alsoKnownAs: [], anonymous: [] },
      ],
      stillOne: false,
    })
    expect(await listed()).toEqual(before)
    await place.importText('aliases.csv', aliases, aliasMapping)
    expect(await listed()).toEqual(before)
    expect(await place.app.mergeContacts('c1', contact('ann'))).toEqual({ contact: 'ann', alsoKnownAs: ['c1'], anonymous: [] })
    expect(await listed()).toEqual(merged)
    await place.restart()
    expect(await listed()).toEqual(merged)
  })

  it('[E7] [M7] have one timeline, which says so under each of them, and one set of properties, the later one counting', async () => {
    await place.importText('old.csv', 'contact_id,tier\nann,silver\n')
    await place.importText('new.csv', 'contact_id,tier\nc1,gold\n')
    await place.app.applyJourney(`${journey('contact')}personas:\n  - { id: gold, name: Gold, when: { subject: tier, is: gold } }\n`)
    await place.app.mergeContacts('c1', contact('ann'))
    for (const asked of ['ann', 'c1']) {
      const timeline = await place.app.timeline('contact', asked, 'by-contact')
      expect(timeline).toMatchObject({ subject: 'ann', alsoKnownAs: ['c1'] })
      expect(timeline.events.map(({ name, stage }) => `${name} ${stage}`)).toEqual(['visit look', 'buy buy'])
      expect(timeline.stays.map(({ persona }) => persona)).toEqual(['gold', 'gold'])
      expect(timeline.properties.map(({ value }) => value).sort()).toEqual(['gold', 'silver'])
    }
    expect(await place.app.timeline('contact', 'bob', 'by-contact')).toMatchObject({ subject: 'bob', alsoKnownAs: [] })
  })

  it('[E7] an anonymous id is whose a person says it is, also over a file, and nobody’s once taken back', async () => {
    await place.importText(
      'known.csv',
      'anonymous_id,user_id\nx1,ann\n',
      'kind: properties\nkey: { anonymous: anonymous_id }\nobjects: { contact: user_id }\n',
    )
    expect(await place.app.mergeContacts('bob', anonymous('x1'))).toEqual({ contact: 'bob', alsoKnownAs: [], anonymous: ['x1'] })
    expect(await listed()).toEqual({ look: ['ann', 'bob', 'c10'], buy: ['bob', 'c1'] })
    await expect(place.app.unmergeContacts('c10', anonymous('x1'))).rejects.toMatchObject({
      code: 'conflict',
      message: 'The anonymous id "x1" is not tied to "c10", only to "bob": there is no tie to take back.',
    })
    expect(await place.app.unmergeContacts('bob', anonymous('x1'))).toMatchObject({ stillOne: false })
    expect(await listed()).toEqual({ ...before, buy: ['ann', 'c1'] })
    await place.app.unmergeContacts('ann', anonymous('x1'))
    expect(await listed()).toEqual(before)
    await place.app.unmergeContacts('c10', anonymous('x1'))
    expect(await listed()).toEqual({ look: ['ann', 'bob', 'c10'], buy: ['c1'] })
  })

  it('[E7] [M12] [M13] count once by the value of their deals, wherever each was known', async () => {
    const mapping = 'kind: events\ntime: timestamp\nname: event\nobjects: { deal: deal, contact: user_id }\nproperties: none\n'
    await place.importText('deals.csv', 'timestamp,deal,user_id,event\n2024-01-03,d1,zed,opened\n2024-01-03,d2,,opened\n', mapping)
    const amounts = 'kind: properties\nkey: { deal: deal }\nobjects: { contact: user_id }\nproperties: [amount]\n'
    await place.importText('amounts.csv', 'deal,user_id,amount\nd1,,100\nd2,zed,30\n', amounts)
    await place.importText('people.csv', 'contact_id,region\nzed,north\nbob,south\n')
    await place.app.applyJourney(`${journey('contact')}value: { amount: amount, currency: EUR, won: opened, lost: buy }\n`)
    const found = async () => {
      const { stages, subjects } = await place.app.map('by-contact', { where: {} })
      const filter = { where: { region: 'north' } }
      const north = await place.app.subjects('by-contact', { stage: 'buy', set: 'entered', filter, limit: 9, offset: 0 })
      return { subjects, north: north.total, won: stages.map(({ value }) => value.map(({ won, wonDeals }) => `${wonDeals}: ${won}`)) }
    }
    expect(await found()).toEqual({ subjects: 4, north: 0, won: [[], []] })
    await place.app.mergeContacts('c1', contact('zed'))
    expect(await found()).toEqual({ subjects: 4, north: 1, won: [[], ['2: 130']] })
    await place.app.unmergeContacts('zed', contact('c1'))
    expect(await found()).toEqual({ subjects: 4, north: 0, won: [[], []] })
  }, 180_000)

  it('[E7] refuses what makes no sense, and says what stands', async () => {
    const refused = (work: Promise<unknown>, code: string, message: string) =>
      expect(work).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
    await refused(place.app.mergeContacts('ann', contact('ann')), 'usage', '"ann" was given twice')
    await refused(place.app.mergeContacts('ann', contact('Bob')), 'notFound', 'Nothing is kept about the contact "Bob"')
    await refused(place.app.mergeContacts('nobody', contact('bob')), 'notFound', 'Nothing is kept about the contact "nobody"')
    await refused(place.app.mergeContacts('ann', anonymous('bob')), 'notFound', 'Nothing is kept about the anonymous id "bob"')
    await refused(place.app.unmergeContacts('ann', contact('bob')), 'conflict', '"ann" and "bob" are two contacts: there is no tie')
    await refused(place.app.unmergeContacts('ann', anonymous('x1')), 'conflict', 'not tied to "ann", only to "c10"')
    expect(await listed()).toEqual(before)
    await place.app.mergeContacts('ann', contact('bob'))
    await place.app.mergeContacts('bob', contact('c1'))
    await refused(
      place.app.unmergeContacts('ann', contact('c1')),
      'conflict',
      'only by way of others: ann – bob – c1. Take back one of these ties',
    )
    await place.app.mergeContacts('ann', contact('c1'))
    expect(await place.app.unmergeContacts('ann', contact('c1'))).toMatchObject({
      contacts: [{ contact: 'ann', alsoKnownAs: ['bob', 'c1'] }],
      stillOne: true,
    })
    await refused(place.app.unmergeContacts('c1', contact('ann')), 'conflict', 'by way of others: c1 – bob – ann')
  })

  it('[E7] [E9] are exported and erased together, and no import of the same files brings one back', async () => {
    await place.importText('aliases.csv', aliases, aliasMapping)
    await place.app.mergeContacts('c1', contact('bob'))
    const found = await place.app.exportContact('c1')
    expect(found).toMatchObject({ contact: 'ann', alsoKnownAs: ['bob', 'c1'], anonymous: [] })
    expect(found.events.map(({ objects }) => objects.contact)).toEqual([['ann'], ['c1'], ['bob']])
    expect(found.links.map(({ fromId, toId }) => `${fromId} ${toId}`)).toEqual(['c1 ann'])
    expect(found.decisions).toMatchObject([{ contact: 'bob', otherType: 'contact', otherId: 'c1', apart: false }])
    expect(await place.app.erase('bob')).toEqual({ contact: 'ann', alsoKnownAs: ['bob', 'c1'], anonymous: [], events: 3, stripped: 0 })
    for (let time = 0; time < 2; time++) {
      expect(await listed()).toEqual({ look: ['c10'], buy: ['c10'] })
      for (const id of ['ann', 'bob', 'c1']) {
        await expect(place.app.exportContact(id)).rejects.toMatchObject({ code: 'notFound' })
        await expect(place.app.timeline('contact', id, 'by-contact')).rejects.toMatchObject({ code: 'notFound' })
      }
      await place.importText('events.csv', events)
      await place.importText('aliases.csv', aliases, aliasMapping)
    }
  })

  it('[E9] takes the rejected rows that name the contact, and none of another whose id only begins or ends like its', async () => {
    const rows = ['c1', 'c10', 'ac1', 'c1-a', 'b_c1', 'éc1', '"x,c1"', 'to c1!', "c1's"]
    const record = await place.importText(
      'bad.csv',
      `timestamp,user_id,event\n${'2024-01-01,c1,visit\n'.repeat(50)}${rows.map((id) => `never,${id},visit\n`).join('')}`,
    )
    expect((await place.app.rejects(record.id, 20, 0)).total).toBe(rows.length)
    await place.app.erase('c1')
    const left = (await place.app.rejects(record.id, 20, 0)).rows.map(({ raw }) => raw.split(',')[1])
    expect(left).toEqual(['c10', 'ac1', 'c1-a', 'b_c1', 'éc1'])
  })
})
