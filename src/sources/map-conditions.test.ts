import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { normaliseMapping, parseMapping } from './mapping.ts'
import { draftsOf } from './test-rows.test-support.ts'

const received = Date.UTC(2025, 0, 1)
const base = { kind: 'events', time: { column: 'at', format: 'iso' }, name: 'what', objects: { contact: 'who' } }

describe('a mapping with conditions', () => {
  it('passes over rows that are no events, and rejects none of them', () => {
    const mapping = normaliseMapping({ ...base, where: { field: ['stage', 'status'] } })
    const drafts = draftsOf(mapping, ['at,what,who,field', '2024-01-01,Won,ann,stage', '2024-01-02,9,ann,amount', ',,,amount'], received)
    expect(drafts.events.map(({ name }) => name)).toEqual(['Won'])
    expect(drafts.rejects).toEqual([])
  })

  it('keeps the history of fields of all rows, from their time on', () => {
    const mapping = normaliseMapping({
      ...base,
      ...{
        where: { field: 'stage' },
        changes: { contact: { colour: 'colour' } },
        change: { object: 'contact', name: 'field', value: 'what' },
      },
    })
    const { events, properties } = draftsOf(
      mapping,
      ['at,what,who,field,colour', '2024-01-01,Won,ann,stage,', '2024-01-02,9,ann,amount,red'],
      received,
    )
    expect(events).toHaveLength(1)
    expect(properties.map(({ id, name, value, validFrom }) => [id, name, value, validFrom])).toEqual([
      ['ann', 'stage', 'Won', Date.UTC(2024, 0, 1)],
      ['ann', 'colour', 'red', Date.UTC(2024, 0, 2)],
      ['ann', 'amount', '9', Date.UTC(2024, 0, 2)],
    ])
  })

  it('[E6] values have meanings, other words tell who set it going, and a machine’s marks go before both', () => {
    const mapping = normaliseMapping({
      ...base,
      meanings: { OPEN: { name: 'Opened', channel: 'email', initiator: 'customer' } },
      initiator: { column: 'by', values: { admin: 'company', user: 'customer' } },
      machine: { agent: ['GoogleImageProxy'] },
      constants: { initiator: 'company' },
    })
    const lines = [
      'at,what,who,by,agent',
      '2024-01-01,OPEN,ann,,',
      '2024-01-01,OPEN,ann,,via googleimageproxy',
      '2024-01-01,x,ann,user,',
      '2024-01-01,y,ann,cron,',
    ]
    expect(draftsOf(mapping, lines, received).events.map(({ name, channel, initiator }) => [name, channel, initiator])).toEqual([
      ['Opened', 'email', 'customer'],
      ['Opened', 'email', 'machine'],
      ['x', '', 'customer'],
      ['y', '', 'company'],
    ])
  })

  it('names an object only by its prefix, only where and unless other columns say so, in small letters', () => {
    const objects = {
      ticket: 'ticket',
      contact: { column: 'who', lowerCase: true, unless: { who: ['BOT'] } },
      deal: { column: 'what_id', prefix: '006' },
      account: { column: 'what_id', when: { kind: 'account' } },
    }
    const mapping = normaliseMapping({ ...base, objects })
    const lines = ['at,what,ticket,who,what_id,kind', '2024-01-01,x,1,Ann@X.example,006a,', '2024-01-01,x,1,BOT,001a,account']
    expect(draftsOf(mapping, lines, received).events.map((event) => event.objects)).toEqual([
      ['contact', 'ann@x.example', 'deal', '006a', 'ticket', '1'],
      ['account', '001a', 'ticket', '1'],
    ])
  })

  it('[E7] ties another id of the contact, and no id to itself', () => {
    const mapping = normaliseMapping({ ...base, alias: { column: 'before', type: 'contact' } })
    const { links } = draftsOf(
      mapping,
      ['at,what,who,before', '2024-01-01,x,ann,old', '2024-01-01,x,ann,ann', '2024-01-01,x,ann,'],
      received,
    )
    expect(links).toEqual([{ line: 2, fromType: 'contact', fromId: 'old', toType: 'contact', toId: 'ann', since: null }])
  })

  it('leaves out rows of a table', () => {
    const mapping = normaliseMapping({ kind: 'properties', key: { contact: 'id' }, where: { role: 'end-user' } })
    expect(draftsOf(mapping, ['id,role', '1,end-user', '2,agent'], received).properties.map(({ id }) => id)).toEqual(['1'])
  })

  it('says which object a change may be of', () => {
    expect(() => normaliseMapping({ ...base, change: { object: 'deal', name: 'a', value: 'b' } })).toThrow(
      'change.object: "deal" is none of the objects of the row. Those are: contact.',
    )
  })

  it('is as docs/presets.md shows it', () => {
    const text = readFileSync(new URL('../../docs/presets.md', import.meta.url), 'utf8')
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(text) ?? []
    expect(parseMapping(yaml)).toMatchObject({
      kind: 'events',
      change: { object: 'deal' },
      meanings: [{ value: 'Closed Won', name: 'Won' }],
    })
  })
})
