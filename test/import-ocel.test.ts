import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { proposeMapping } from '../src/events/propose-mapping.ts'
import { dataSet, type ImportPlace, openImportPlace } from './import-place.ts'

let place: ImportPlace
beforeAll(async () => {
  place = await openImportPlace()
})
afterAll(() => place.close())

interface Stored {
  events: { id: string; name: string; occurredAt: number; objects: Record<string, string[]>; properties: Record<string, string> }[]
  properties: string[]
  links: string[]
}

/** Imports a file into an emptied store; gives events, properties and links that it left. */
async function stored(path: string, mapping: string | null = null): Promise<Stored> {
  for (const table of ['events', 'object_properties', 'object_links']) await place.store.run(`TRUNCATE TABLE ${table}`)
  expect(await place.run(path, { source: 'log', mapping })).toMatchObject({ state: 'complete', rejected: 0 })
  const texts = async (sql: string) => (await place.store.rows<object>(sql)).map((row) => Object.values(row).join(' | ')).sort()
  return {
    events: await place.store.rows('SELECT id, name, occurredAt, objects, properties FROM events FINAL ORDER BY id'),
    properties: await texts('SELECT objectType, objectId, name, value, toString(validFrom) FROM object_properties FINAL'),
    links: await texts('SELECT fromType, fromId, toType, toId, toString(since) FROM object_links FINAL'),
  }
}

/** The example of the standard: its XML and SQLite forms have times without a zone, one hour ahead of those of JSON. */
const zoned = (kinds: string) =>
  `kind: events\ntimeZone: Europe/Berlin\nid: ocel:eid\ntime: ocel:timestamp\nname: ocel:activity\nobjects:\n${[
    'Invoice',
    'Payment',
    'Purchase Order',
    'Purchase Requisition',
  ]
    .map((type) => `  ${type}: {column: 'ocel:type:${type}', several: true}\n`)
    .join('')}${kinds}`

interface JsonLog {
  objects: {
    id: string
    type: string
    attributes?: { name: string; time: string; value: string }[]
    relationships?: { objectId: string; qualifier: string }[]
  }[]
  events: {
    id: string
    type: string
    time: string
    attributes?: { name: string; value: string }[]
    relationships?: { objectId: string; qualifier: string }[]
  }[]
}

describe('the example of OCEL 2.0', () => {
  const file = (name: string) => dataSet(`ocel/ocel20_example.${name}`)

  it('JSON, XML and SQLite leave the same events, properties and links', async () => {
    const [json, xml, sqlite] = [file('jsonocel'), file('xmlocel'), file('sqlite')]
    if (json === null || xml === null || sqlite === null) return
    const asJson = await stored(json)
    expect(await stored(xml, zoned(''))).toEqual(asJson)
    expect(await stored(sqlite, zoned(''))).toEqual(asJson)
    expect(await stored(place.file('packed.gz', gzipSync(readFileSync(json))))).toEqual(asJson)
  })

  it('every event, attribute and relation of the file is stored, and nothing else', async () => {
    const json = file('jsonocel')
    if (json === null) return
    const log = JSON.parse(readFileSync(json, 'utf8')) as JsonLog
    const { events, properties, links } = await stored(json)
    const typeOf = new Map(log.objects.map(({ id, type }) => [id, type]))
    expect(events.map(({ id, name, occurredAt }) => `${id} ${name} ${occurredAt}`).sort()).toEqual(
      log.events.map(({ id, type, time }) => `${id} ${type} ${Date.parse(time)}`).sort(),
    )
    for (const { id, attributes = [], relationships = [] } of log.events) {
      const event = events.find((one) => one.id === id)
      const named = Object.entries(event?.objects ?? {}).flatMap(([type, ids]) => ids.map((one) => `${type} ${one}`))
      expect(named.sort()).toEqual([...new Set(relationships.map(({ objectId }) => `${typeOf.get(objectId)} ${objectId}`))].sort())
      for (const { name, value } of attributes) expect(event?.properties[name]).toBe(value)
      const qualifiers = Object.entries(event?.properties ?? {}).filter(([name]) => name.startsWith('qualifier:'))
      for (const { qualifier } of relationships) expect(JSON.stringify(qualifiers)).toContain(qualifier)
      expect(Object.keys(event?.properties ?? {})).toHaveLength(attributes.length + qualifiers.length)
    }
    const told = log.objects.flatMap(({ id, type, attributes = [] }) =>
      attributes.map(({ name, time, value }) =>
        [type, id, name, value, Date.parse(time) < Date.UTC(1990, 0) ? '' : String(Date.parse(time))].join(' | '),
      ),
    )
    expect(properties.filter((text) => !text.includes('qualifier:')).sort()).toEqual(told.sort())
    expect(links).toEqual(
      log.objects
        .flatMap(({ id, type, relationships = [] }) =>
          relationships.map(({ objectId }) => `${type} | ${id} | ${typeOf.get(objectId)} | ${objectId} | `),
        )
        .sort(),
    )
  })
})

const crm = {
  events: [
    { id: 'e1', type: 'visit', time: '2024-05-01T10:00:00Z', relationships: [{ objectId: 'ann', qualifier: 'by' }] },
    {
      id: 'e2',
      type: 'meeting',
      time: '2024-05-02T10:00:00+02:00',
      attributes: [{ name: 'minutes', value: 30 }],
      relationships: [
        { objectId: 'ann', qualifier: 'host' },
        { objectId: 'bob', qualifier: 'guest' },
        { objectId: 'D1', qualifier: '' },
      ],
    },
  ],
  objects: [
    {
      id: 'ann',
      type: 'Customer',
      attributes: [
        { name: 'role', value: 'buyer', time: '1970-01-01T00:00:00Z' },
        { name: 'role', value: 'head', time: '2024-05-02T00:00:00Z' },
      ],
    },
    { id: 'bob', type: 'Customer' },
    {
      id: 'acme',
      type: 'Company',
      relationships: [
        { objectId: 'ann', qualifier: 'employs' },
        { objectId: 'D1', qualifier: 'pays' },
      ],
    },
    { id: 'D1', type: 'Deal' },
  ],
  eventTypes: [
    { name: 'visit', attributes: [] },
    { name: 'meeting', attributes: [] },
  ],
  objectTypes: [
    { name: 'Customer', attributes: [] },
    { name: 'Company', attributes: [] },
    { name: 'Deal', attributes: [] },
  ],
}

describe('an object-centric log of customers', () => {
  it('brings its mapping: customers are contacts, companies accounts; several of one type in one event; ties turned as joins need them', async () => {
    const path = place.file('crm.json', JSON.stringify(crm))
    const { spec, notes } = await proposeMapping(path)
    expect(notes.join()).toContain('Customer → contact, Company → account, Deal → deal')
    expect(spec).toMatchObject({
      kind: 'events',
      format: 'ocel-json',
      objects: { contact: { column: 'ocel:type:Customer', several: true } },
    })
    const { events, properties, links } = await stored(path)
    expect(events).toMatchObject([
      { id: 'e1', name: 'visit', objects: { contact: ['ann'] }, properties: { 'qualifier:Customer': 'by' } },
      {
        id: 'e2',
        occurredAt: Date.UTC(2024, 4, 2, 8),
        objects: { contact: ['ann', 'bob'], deal: ['D1'] },
        properties: { minutes: '30', 'qualifier:Customer': '{"ann":"host","bob":"guest"}' },
      },
    ])
    expect(properties).toEqual(
      [
        'account | acme | qualifier:Customer | employs | ',
        'account | acme | qualifier:Deal | pays | ',
        'contact | ann | role | buyer | ',
        `contact | ann | role | head | ${Date.UTC(2024, 4, 2)}`,
      ].sort(),
    )
    expect(links).toEqual(['contact | ann | account | acme | ', 'deal | D1 | account | acme | '])
  })

  it('leaves out the types that the mapping leaves out', async () => {
    const mapping =
      "kind: events\nid: ocel:eid\ntime: ocel:timestamp\nname: ocel:activity\nobjects: {contact: {column: 'ocel:type:Customer', several: true}}\n"
    const { events, properties, links } = await stored(place.file('crm.json', JSON.stringify(crm)), mapping)
    expect(events.map(({ objects }) => objects)).toEqual([{ contact: ['ann'] }, { contact: ['ann', 'bob'] }])
    expect(events.map((event) => Object.keys(event.properties))).toEqual([['qualifier:Customer'], ['minutes', 'qualifier:Customer']])
    expect(properties).toHaveLength(2)
    expect(links).toEqual([])
  })

  it('[E8] an event without time, and one with an object that is nowhere described, are rejects', async () => {
    const events = [
      ...crm.events,
      { id: 'e3', type: 'visit', relationships: [] },
      { id: 'e4', type: 'visit', time: '2024-05-03T00:00:00Z', relationships: [{ objectId: 'who', qualifier: '' }] },
      { id: 'e5', type: 'visit', time: '2024-05-03T00:00:00Z' },
    ]
    const { record, rejects } = await place.tryText('odd.json', JSON.stringify({ ...crm, events }))
    expect(record).toMatchObject({ added: 2, rejected: 3 })
    expect(rejects.map(({ code }) => code).sort()).toEqual(['missingId', 'objectLog', 'unknownObject'])
  })
})

describe('logs that cannot be read', () => {
  const sqlite = (name: string, fill: (database: DatabaseSync) => void) => {
    const database = new DatabaseSync(join(place.folder, name))
    fill(database)
    database.close()
    return join(place.folder, name)
  }

  it('a database that is no log names its tables', async () => {
    const path = sqlite('crm.db', (database) => database.exec('CREATE TABLE contacts (id); CREATE TABLE deals (id)'))
    await expect(place.run(path)).rejects.toThrow(
      /no OCEL 2\.0 log: it lacks event, .*Its tables: contacts, deals\. Export the table that matters as CSV/,
    )
  })

  it('a database that is cut off, OCEL 1.0, and broken XML are told as such', async () => {
    const rows = 'WITH RECURSIVE r(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM r WHERE id < 2000)'
    const whole = sqlite('whole.db', (database) =>
      database.exec(`CREATE TABLE contacts AS ${rows} SELECT id, hex(zeroblob(50)) AS text FROM r`),
    )
    const cut = place.file('cut.sqlite', readFileSync(whole).subarray(0, 6000))
    await expect(place.run(cut)).rejects.toThrow(/no OCEL 2\.0 log|no readable SQLite/)
    await expect(place.run(place.file('one.jsonocel', '{"ocel:global-log": {}, "ocel:events": {}}'))).rejects.toThrow(
      'OCEL 1.0; OCEL 2.0 is read',
    )
    await expect(
      place.run(place.file('cut.xml', '<?xml version="1.0"?><log><object-types><object-type name="A"/></object-types><objects>')),
    ).rejects.toThrow('is damaged')
    const packed = place.file('log.sqlite.gz', gzipSync(readFileSync(whole)))
    await expect(place.run(packed)).rejects.toThrow('unpack it first')
  })

  it('the example, cut off in each of its forms, leaves nothing', async () => {
    for (const form of ['jsonocel', 'xmlocel', 'sqlite']) {
      const path = dataSet(`ocel/ocel20_example.${form}`)
      if (path === null) continue
      const bytes = readFileSync(path)
      const { error } = await place.tryText(`half.${form}`, bytes.subarray(0, Math.floor(bytes.length / 2)))
      expect(error?.message, form).toContain(`half.${form}`)
      expect(await place.store.rows(`SELECT count() AS events FROM events WHERE source = 'half.${form}'`)).toEqual([{ events: 0 }])
    }
  })
})
