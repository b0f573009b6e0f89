import { describe, expect, it } from 'vitest'
import type { ByteSource } from './byte-source.ts'
import { completeMapping } from './complete-mapping.ts'
import { guessMapping } from './guess-mapping.ts'
import { inspectFile } from './inspect-file.ts'
import { parseMapping } from './mapping.ts'
import { decisionsOf } from './mapping-decisions.ts'

function source(content: string | Buffer): ByteSource {
  const sample = Buffer.from(content)
  async function* bytes() {
    yield sample
  }
  return { path: 'file.csv', totalBytes: sample.length, sample, whole: true, packed: false, bytes }
}

async function guess(content: string | Buffer) {
  const inspection = await inspectFile(source(content))
  return { inspection, ...guessMapping(inspection) }
}

describe('guessMapping', () => {
  it('finds the columns of an event log by their usual names', async () => {
    const { spec } = await guess(
      'event_id,timestamp,user_id,company,event,utm_medium,page\n1,2024-01-01T00:00:00Z,u,c,visit,cpc,/\n2,2024-01-02T00:00:00Z,u,c,buy,,/x\n',
    )
    expect(spec).toEqual({
      ...{ kind: 'events', format: 'csv', encoding: 'utf-8', separator: ',', id: 'event_id', name: 'event' },
      time: { column: 'timestamp', format: 'iso' },
      origin: { medium: 'utm_medium' },
      objects: { contact: 'user_id', account: 'company' },
    })
  })

  it.each(['user', 'Customer', 'client', 'member', 'person', 'lead', 'client_id', 'Member ID'])(
    'takes %s for the contact where its values look like ids',
    async (name) => {
      const { spec } = await guess(`${name},timestamp,event\nC-1,2024-01-01,a\nann@x.example,2024-01-02,b\nC-1,2024-01-02,b\n`)
      expect(spec).toMatchObject({ kind: 'events', objects: { contact: name } })
    },
  )

  it('asks whether a column of names tells the person; with another object the file is read without', async () => {
    const { inspection, spec } = await guess('customer,deal_id,timestamp,event\nAnn Smith,7,2024-01-01,a\nBob,8,2024-01-02,b\n')
    expect(spec).toMatchObject({ objects: { deal: 'deal_id' } })
    const asked = { question: 'Does the column customer tell which person it is?', place: ['objects', 'contact'] }
    expect(decisionsOf(spec, inspection)).toMatchObject([{ ...asked, chosen: '', options: [{ value: 'customer' }, { value: '' }] }])
    const answered = { ...spec, objects: { deal: 'deal_id', contact: 'customer' } }
    expect(decisionsOf(answered, inspection)).toMatchObject([{ ...asked, chosen: 'customer' }])
    const alone = await inspectFile(source('customer,timestamp,event\nAnn Smith,2024-01-01,a\nBob,2024-01-02,b\n'))
    expect(decisionsOf({ kind: 'events', objects: {} }, alone)).toMatchObject([{ ...asked, chosen: null }])
  })

  it('takes no id column whose values repeat', async () => {
    const { spec } = await guess('id,timestamp,user_id,event\n7,2024-01-01,u,a\n7,2024-01-02,u,b\n')
    expect(spec).not.toHaveProperty('id')
  })

  it('reads Segment-style NDJSON', async () => {
    const call = (type: string, event: string | null, n: number) =>
      JSON.stringify({
        ...{
          messageId: `m${n}`,
          type,
          event,
          userId: 'u',
          anonymousId: 'a',
          originalTimestamp: '2024-01-01T00:00:00Z',
          sentAt: '2024-01-01T00:00:01Z',
        },
        ...{ receivedAt: '2024-01-01T00:00:02Z', timestamp: '2024-01-01T00:00:01Z', context: { campaign: { medium: 'email' } } },
      })
    const { spec } = await guess(`${call('track', 'Signed Up', 1)}\n${call('page', null, 2)}\n`)
    expect(spec).toMatchObject({
      ...{
        kind: 'events',
        format: 'ndjson',
        id: 'messageId',
        name: ['event', 'type'],
        objects: { contact: 'userId', anonymous: 'anonymousId' },
      },
      ...{
        originalTime: { column: 'originalTimestamp', format: 'iso' },
        origin: { medium: 'context.campaign.medium' },
        time: { column: 'timestamp' },
      },
    })
  })

  it('reports a wide table, and splits the closing date by how the deal ended', async () => {
    const { spec, notes } = await guess(
      'opportunity_id,account,deal_stage,engage_date,close_date\na,x,Won,2024-01-01,2024-02-01\nb,x,Lost,2024-01-01,2024-02-02\n',
    )
    expect(spec).toMatchObject({
      kind: 'wide',
      key: { deal: 'opportunity_id' },
      events: [{ name: 'engage' }, { name: 'won', when: { deal_stage: ['Won'] } }, { name: 'lost', when: { deal_stage: ['Lost'] } }],
    })
    expect(notes[0]?.message).toContain('become events named engage, won, lost')
  })

  it('says which times fit two formats', async () => {
    const { notes } = await guess('timestamp,user_id,event\n01/02/2024,u,a\n03/04/2024,u,b\n')
    expect(notes.filter((note) => note.kind === 'ambiguous').map((note) => note.message)).toEqual([
      'The times of column "timestamp" fit DD/MM/YYYY and MM/DD/YYYY alike. Say in a mapping file which it is: {column: timestamp, format: DD/MM/YYYY}.',
    ])
  })

  it.each([
    [';', 'timestamp;user_id;event\n2024-01-01;u;1,5\n'],
    ['\t', 'timestamp\tuser_id\tevent\n2024-01-01\tu\ta, b\n'],
    ['|', 'timestamp|user_id|event\n2024-01-01|u|a\n'],
  ])('finds the separator %j', async (separator, text) => {
    expect((await guess(text)).spec.separator).toBe(separator)
  })

  const text = 'timestamp,user_id,event\n2024-01-01,Zoë,a\n'
  const utf16be = Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
  it.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.from(`\ufeff${text}`)],
    ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-16be', utf16be],
    ['windows-1252', Buffer.from(text, 'latin1')],
  ])('finds the encoding %s', async (encoding, bytes) => {
    const { inspection } = await guess(bytes)
    expect([inspection.encoding, inspection.columns[0], inspection.rows[0]?.[1]]).toEqual([encoding, 'timestamp', 'Zoë'])
  })

  it.each([
    ['[[1,2],[3,4]]', 'holds no list of objects'],
    ['   \n \n', 'nothing but blank lines'],
    ['a\0b\n1\0\n', 'binary data'],
    ['2024-01-01,u,1\n2024-01-02,u,2\n', 'no row of column names'],
    ['timestamp,user_id,event\n', 'column names but no rows'],
    ['timestamp,user_id,event\nsoon,u,a\n', 'is named like a time but holds "soon"'],
    ['x,y\n1,2\n', 'No column of file.csv looks like the id'],
  ])('refuses %j in clear words', async (content, words) => {
    await expect(guess(content)).rejects.toThrow(words)
  })
})

describe('completeMapping', () => {
  const given = 'kind: events\ntime: at\nname: event\nobjects: {contact: who}\n'
  const complete = async (mapping: string, content: string) => completeMapping(parseMapping(mapping), await inspectFile(source(content)))

  it('names columns that the file lacks, with near matches', async () => {
    await expect(complete(given, 'at,events,who\n2024-01-01,a,x\n')).rejects.toThrow('name: no column "event". Did you mean "events"?')
  })

  it('fills in the time format, and refuses to choose between two', async () => {
    expect(await complete(given, 'at,event,who\n25/12/2024,a,x\n')).toMatchObject({ time: { format: 'DD/MM/YYYY' } })
    await expect(complete(given, 'at,event,who\n01/02/2024,a,x\n')).rejects.toThrow('fit DD/MM/YYYY and MM/DD/YYYY alike')
    await expect(complete(given, 'at,event,who\nsoon,a,x\n')).rejects.toThrow('holds "soon", no time in a known format')
  })
})
