import { describe, expect, it } from 'vitest'
import { noSequence } from '../model/event.ts'
import { normaliseMapping } from './mapping.ts'
import { rejectCodes } from './reject.ts'
import { draftsOf } from './test-rows.test-support.ts'

const now = Date.UTC(2025, 0, 1)
const events = { kind: 'events', time: { column: 'at', format: 'iso' }, name: 'what', objects: { contact: 'who' } }

function codes(lines: readonly string[], more: object = {}) {
  const { events: drafts, rejects } = draftsOf(normaliseMapping({ ...events, ...more }), lines, now)
  return { names: drafts.map((draft) => draft.name), codes: rejects.map(({ line, code }) => `${line} ${code}`), drafts, rejects }
}

describe('a mapping of events', () => {
  it('[E1] fills every part of an event', () => {
    const { drafts } = codes(['at,what,who,org,n,extra,blank', '2024-05-01T10:00:00Z,open,ann,acme,7,x,'], {
      objects: { contact: 'who', account: 'org' },
      sequence: 'n',
      constants: { channel: 'email', touchpoint: 'mailing', initiator: 'company' },
    })
    expect(drafts).toEqual([
      {
        ...{
          line: 2,
          id: '',
          occurredAt: Date.UTC(2024, 4, 1, 10),
          receivedAt: null,
          sequence: 7,
          name: 'open',
          channel: 'email',
          touchpoint: 'mailing',
        },
        ...{
          initiator: 'company',
          objects: ['account', 'acme', 'contact', 'ann'],
          properties: ['extra', 'x'],
          ofTable: false,
          removed: false,
        },
      },
    ])
  })

  it('[E4] rejects unparsable, early and future times, and never guesses', () => {
    const ahead = (ms: number) => new Date(now + ms).toISOString()
    const rows = [
      'at,what,who',
      'soon,a,x',
      ',b,x',
      '1989-12-31T23:59:59Z,c,x',
      `${ahead(300_001)},d,x`,
      `${ahead(300_000)},e,x`,
      '1990-01-01T00:00:00Z,f,x',
      '2024-02-30,g,x',
    ]
    const { names, codes: found, rejects } = codes(rows)
    expect(names).toEqual(['e', 'f'])
    expect(found).toEqual(['2 badTime', '3 missingTime', '4 timeTooEarly', '5 timeInFuture', '8 badTime'])
    expect(rejects[0]?.message).toBe(`${rejectCodes.badTime} at is "soon"; expected format iso.`)
  })

  it('[E4] corrects the clock of the device where all three times are there, else takes the timestamp', () => {
    const header = 'at,what,who,original,sent,received'
    const more = {
      originalTime: { column: 'original', format: 'iso' },
      sentAt: { column: 'sent', format: 'iso' },
      receivedAt: { column: 'received', format: 'iso' },
    }
    const full = '2024-01-01T00:00:00Z,a,x,2030-01-01T00:00:00Z,2030-01-01T00:00:10Z,2024-05-01T10:00:00Z'
    const half = '2024-01-01T00:00:00Z,b,x,,2030-01-01T00:00:10Z,2024-05-01T10:00:00Z'
    const { drafts } = codes([header, full, half], more)
    expect(drafts.map(({ occurredAt, receivedAt }) => [occurredAt, receivedAt])).toEqual([
      [Date.UTC(2024, 4, 1, 9, 59, 50), Date.UTC(2024, 4, 1, 10)],
      [Date.UTC(2024, 0, 1), Date.UTC(2024, 4, 1, 10)],
    ])
  })

  it('[E6] takes an initiator from a column, and rejects what is none', () => {
    const { drafts, codes: found } = codes(['at,what,who,by', '2024-01-01,a,x,Machine', '2024-01-01,b,x,', '2024-01-01,c,x,robot'], {
      initiator: 'by',
    })
    expect(drafts.map((draft) => draft.initiator)).toEqual(['machine', 'customer'])
    expect(found).toEqual(['4 badInitiator'])
  })

  it('[E8] takes "NA" and "null" for ids, and rejects an empty one', () => {
    const { drafts, codes: found } = codes(['at,what,who', '2024-01-01,a,NA', '2024-01-01,b,null', '2024-01-01,c,', '2024-01-01,d,0'])
    expect(drafts.map((draft) => draft.objects[1])).toEqual(['NA', 'null', '0'])
    expect(found).toEqual(['4 missingId'])
  })

  it('lets a mapping say what an empty id stands for', () => {
    expect(codes(['at,what,who', '2024-01-01,a,'], { objects: { contact: { column: 'who', empty: 'NA' } } }).drafts[0]?.objects).toEqual([
      'contact',
      'NA',
    ])
  })

  it('needs only one of several objects', () => {
    const { drafts } = codes(['at,what,who,org', '2024-01-01,a,,acme'], { objects: { contact: 'who', account: 'org' } })
    expect(drafts[0]?.objects).toEqual(['account', 'acme'])
  })

  it('[E8] rejects rows without a name, with a broken sequence, and with characters that no text holds', () => {
    const rows = ['at,what,who,n', '2024-01-01,,x,1', '2024-01-01,a,x,1.5', `2024-01-01,a\u001fb,x,1`, '2024-01-01,ok,x,']
    const { codes: found, drafts } = codes(rows, { sequence: 'n' })
    expect(found).toEqual(['2 missingName', '3 badSequence', '4 controlCharacter'])
    expect(drafts.map((draft) => draft.sequence)).toEqual([noSequence])
  })

  it('takes the first filled of several name columns, and the channel by the rule where the row gives none', () => {
    const rows = ['at,what,kind,who,medium,channel', '2024-01-01,,page,x,cpc,', '2024-01-01,a,track,x,cpc,phone']
    const { drafts } = codes(rows, { name: ['what', 'kind'], channel: 'channel', origin: { medium: 'medium' } })
    expect(drafts.map(({ name, channel }) => `${name} ${channel}`)).toEqual(['page paid search', 'a phone'])
  })

  it('tells what describes the object once, as long as it does not change', () => {
    const rows = ['at,what,who,plan', '2024-01-01,a,x,pro', '2024-01-02,b,x,pro', '2024-01-03,c,x,free', '2024-01-03,c,y,free']
    const { events: drafts, properties } = draftsOf(normaliseMapping({ ...events, objectProperties: { contact: ['plan'] } }), rows, now)
    expect(properties.map(({ line, id, value }) => `${line} ${id} ${value}`)).toEqual(['2 x pro', '4 x free', '5 y free'])
    expect(drafts[0]?.properties).toEqual([])
  })
})

describe('a mapping of a wide table', () => {
  const wide = normaliseMapping({
    kind: 'wide',
    key: { deal: 'id' },
    events: [
      { column: 'opened', format: 'iso', name: 'opened' },
      { column: 'closed', format: 'iso', name: 'won', when: { stage: 'Won' } },
      { column: 'closed', format: 'iso', name: 'lost', when: { stage: ['Lost', 'Gone'] }, initiator: 'customer' },
    ],
    objects: { account: 'org' },
  })

  it('[E11] makes events with the id (row key, column), also to take back what is empty', () => {
    const {
      events: drafts,
      properties,
      links,
    } = draftsOf(wide, ['id,stage,opened,closed,org,value', 'd1,Won,2024-01-01,2024-02-01,acme,5', 'd2,Open,2024-01-01,,,'], now)
    expect(drafts.map(({ id, name, removed, initiator, objects }) => [id, name, removed, initiator, objects.join(' ')])).toEqual([
      ['opened:d1', 'opened', false, 'company', 'account acme deal d1'],
      ['closed:d1', 'won', false, 'company', 'account acme deal d1'],
      ['opened:d2', 'opened', false, 'company', 'deal d2'],
      ['closed:d2', '', true, 'company', 'deal d2'],
    ])
    expect(properties.map(({ id, name, value }) => `${id} ${name} ${value}`)).toEqual([
      'd1 stage Won',
      'd1 value 5',
      'd2 stage Open',
      'd2 value ',
    ])
    expect(links).toEqual([{ line: 2, fromType: 'deal', fromId: 'd1', toType: 'account', toId: 'acme', since: null }])
  })

  it('[E8] rejects one bad date and keeps the rest of the row', () => {
    const {
      events: drafts,
      rejects,
      properties,
    } = draftsOf(wide, ['id,stage,opened,closed,org', 'd1,Won,2024-01-01,soon,acme', ',Won,2024-01-01,,'], now)
    expect(drafts.map(({ name }) => name)).toEqual(['opened'])
    expect(rejects.map(({ line, code }) => `${line} ${code}`)).toEqual(['2 badTime', '3 missingId'])
    expect(properties.length).toBe(1)
  })
})

describe('a mapping of properties', () => {
  it('gives properties and links from the time that the row says', () => {
    const mapping = normaliseMapping({
      kind: 'properties',
      key: { contact: 'id' },
      validFrom: { column: 'from', format: 'iso' },
      objects: { account: 'org' },
    })
    const { properties, links, rejects } = draftsOf(
      mapping,
      ['id,from,org,plan', 'ann,2024-01-01,acme,pro', 'bob,,,free', 'cat,soon,,'],
      now,
    )
    expect(properties.map(({ id, name, value, validFrom }) => [id, name, value, validFrom])).toEqual([
      ['ann', 'plan', 'pro', Date.UTC(2024, 0, 1)],
      ['bob', 'plan', 'free', null],
    ])
    expect(links.map(({ fromId, toId, since }) => [fromId, toId, since])).toEqual([['ann', 'acme', Date.UTC(2024, 0, 1)]])
    expect(rejects.map(({ code }) => code)).toEqual(['badTime'])
  })
})
