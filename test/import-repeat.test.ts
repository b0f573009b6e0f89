import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eraseContact } from '../src/events/erase.ts'
import { rejectsOf } from '../src/events/rejects.ts'
import { stagedImports } from '../src/events/staging.ts'
import { type ImportPlace, openImportPlace, storedEvents } from './import-place.ts'

let place: ImportPlace
beforeEach(async () => {
  place = await openImportPlace()
})
afterEach(() => place.close())

const header = 'timestamp,user_id,anonymous_id,account,event,note'

/** Rows with repeats, in an order of their own. */
function rows(count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `2024-01-${String((index % 28) + 1).padStart(2, '0')},u${index % 7},,acme,visit,n${index % 11}`,
  )
}

describe('importing again', () => {
  it('[E2] any order of the rows gives the same events, and no order adds any', async () => {
    const lines = rows(1000)
    const shuffled = lines.map((line, index) => ({ line, at: (index * 7919) % 1000 })).sort((a, b) => a.at - b.at)
    const first = await place.run(place.file('a.csv', [header, ...lines].join('\n')), { source: 's' })
    const before = await storedEvents(place.store)
    const second = await place.run(place.file('b.csv', [header, ...shuffled.map(({ line }) => line)].join('\n')), { source: 's' })
    expect(first).toMatchObject({ added: 1000 })
    expect(second).toMatchObject({ added: 0, duplicates: 1000 })
    expect(await storedEvents(place.store)).toEqual(before)
  })

  it('[E2] the ordinal counts equal rows: one more of them is one more event', async () => {
    const line = '2024-01-01,ann,,,visit,'
    const run = (times: number) => place.run(place.file('c.csv', [header, ...Array(times).fill(line)].join('\n')), { source: 's' })
    expect((await run(3)).added).toBe(3)
    expect((await run(5)).added).toBe(2)
    expect((await run(2)).added).toBe(0)
  })

  it('[E2] of one id the first arrival stays, in one file and over files', async () => {
    const text = (event: string) => `event_id,timestamp,user_id,event\n1,2024-01-01,ann,${event}\n`
    await place.run(place.file('a.csv', `${text('first')}2,2024-01-01,ann,other\n`), { source: 's' })
    const mapping = 'kind: events\nid: event_id\ntime: timestamp\nname: event\nobjects: {contact: user_id}\n'
    const twice = `${text('late')}1,2024-01-01,ann,later\n3,2024-01-02,bob,new\n3,2024-01-02,bob,newer\n`
    expect(await place.run(place.file('b.csv', twice), { source: 's', mapping })).toMatchObject({ added: 1, duplicates: 3 })
    const names = await place.store.rows<{ name: string }>('SELECT name FROM events FINAL ORDER BY id')
    expect(names.map(({ name }) => name)).toEqual(['first', 'other', 'new'])
  })

  it('[E11] a changed cell of a table takes the place of the earlier one, an emptied one takes it back', async () => {
    const columns = 'deal_id,account,deal_stage,open_date,close_date,amount'
    const run = (text: string) => place.run(place.file('deals.csv', `${columns}\n${text}`), { source: 'crm' })
    const stand = async () => {
      const events = await place.store.rows<{ id: string; day: string }>(
        'SELECT id, toString(toDate(intDiv(occurredAt, 1000))) AS day FROM events FINAL ORDER BY id',
      )
      const amounts = await place.store.rows<{ value: string }>(
        "SELECT value FROM object_properties FINAL WHERE name = 'amount' ORDER BY objectId",
      )
      return { events: events.map(({ id, day }) => `${id} ${day}`), amounts: amounts.map(({ value }) => value) }
    }
    expect((await run('d1,acme,Won,2024-01-01,2024-02-01,5\nd2,acme,Open,2024-01-02,,7\n')).added).toBe(3)
    expect((await run('d1,acme,Won,2024-01-01,2024-02-15,6\nd2,acme,Open,,,\n')).added).toBe(1)
    expect(await stand()).toEqual({ events: ['close_date:d1 2024-02-15', 'open_date:d1 2024-01-01'], amounts: ['6'] })
    expect((await run('d2,acme,Open,2024-01-03,,8\n')).added).toBe(1)
    expect(await stand()).toEqual({
      events: ['close_date:d1 2024-02-15', 'open_date:d1 2024-01-01', 'open_date:d2 2024-01-03'],
      amounts: ['6', '8'],
    })
  })

  it('[E7] the first account reaches back, a later one applies from the import that brought it', async () => {
    const run = (account: string) => place.run(place.file('contacts.csv', `contact_id,account\nann,${account}\n`), { source: 'crm' })
    await run('acme')
    await run('acme')
    const later = await run('bolt')
    const back = await run('acme')
    const links = await place.store.rows<{ toId: string; since: number | null }>(
      'SELECT toId, since FROM object_links FINAL ORDER BY ifNull(since, 0)',
    )
    expect(links).toEqual([
      { toId: 'acme', since: null },
      { toId: 'bolt', since: later.startedAt },
      { toId: 'acme', since: back.startedAt },
    ])
  })
})

describe('a cancelled import', () => {
  it('leaves nothing, and says so', async () => {
    const abort = new AbortController()
    const path = place.file('big.csv', [header, 'bad,u,,,visit,', ...rows(60_000)].join('\n'))
    const record = await place.run(path, {
      signal: abort.signal,
      onProgress: ({ rows: read }) => {
        if (read > 0) abort.abort()
      },
    })
    expect(record).toMatchObject({ state: 'cancelled', added: 0 })
    expect(await place.store.rows('SELECT count() AS events FROM events')).toEqual([{ events: 0 }])
    expect(await stagedImports(place.store)).toEqual([])
    expect((await rejectsOf(place.store, record.id, 10, 0)).total).toBe(0)
    expect(await place.log.get(record.id)).toMatchObject({ state: 'cancelled' })
  })
})

describe('progress', () => {
  it('is told at most four times a second, begins at nothing and ends complete', async () => {
    const seen: { state: string; rows: number; bytes: number; totalBytes: number }[] = []
    await place.run(place.file('p.csv', [header, ...rows(20_000)].join('\n')), { onProgress: (record) => void seen.push(record) })
    expect(seen[0]).toMatchObject({ state: 'running', rows: 0 })
    expect(seen.at(-1)).toMatchObject({ state: 'complete', rows: 20_000 })
    expect(seen.at(-1)?.bytes).toBe(seen.at(-1)?.totalBytes)
    expect(seen.length).toBeLessThan(10)
  })
})

describe('erasing a contact', () => {
  it('[E9] removes what is the contact’s own, keeps the rest without the name, and no import brings it back', async () => {
    const lines = [
      header,
      '2024-01-01,ann,x1,,visit,',
      '2024-01-02,ann,,acme,buy,ann',
      '2024-01-03,bob,x2,acme,buy,hello',
      '2024-01-04,ann,x2,,visit,',
      '2024-01-05,,x1,,visit,',
      '1970-01-01,ann,,,visit,',
    ]
    const events = place.file('e.csv', lines.join('\n'))
    const contacts = place.file('contacts.csv', 'contact_id,account,email\nann,acme,ann@acme.example\nbob,acme,bob@acme.example\n')
    const first = await place.run(events)
    await place.run(contacts)
    expect(await eraseContact(place.store, 'ann', Date.UTC(2025, 1, 1), [])).toEqual({
      contact: 'ann',
      alsoKnownAs: [],
      anonymous: ['x1'],
      events: 2,
      stripped: 2,
    })
    const left = async () => ({
      events: (
        await place.store.rows<{ text: string }>('SELECT toString((objects, properties)) AS text FROM events ORDER BY occurredAt')
      ).map(({ text }) => text),
      properties: await place.store.rows("SELECT DISTINCT objectId FROM object_properties WHERE objectType = 'contact'"),
      links: await place.store.rows('SELECT DISTINCT fromId FROM object_links'),
      rejects: (await rejectsOf(place.store, first.id, 10, 0)).total,
    })
    const expected = {
      events: [
        "({'account':['acme']},{})",
        "({'account':['acme'],'anonymous':['x2'],'contact':['bob']},{'note':'hello'})",
        "({'anonymous':['x2']},{})",
      ],
      properties: [{ objectId: 'bob' }],
      links: [{ fromId: 'bob' }],
      rejects: 0,
    }
    expect(await left()).toEqual(expected)
    expect((await place.run(events)).added).toBe(0)
    await place.run(contacts)
    await place.store.run('OPTIMIZE TABLE events FINAL')
    expect(await left()).toEqual(expected)
  })
})
