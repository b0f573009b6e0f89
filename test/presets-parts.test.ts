import { basename } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { undoImport } from '../src/events/undo-import.ts'
import { joinedEventsSql } from '../src/journeys/join-subjects.ts'
import { type ImportPlace, openImportPlace, storedEvents } from './import-place.ts'
import { importTexts, lines } from './import-set.ts'

let place: ImportPlace
beforeAll(async () => {
  place = await openImportPlace()
})
afterAll(() => place.close())

const table = (...rows: string[]) => `${rows.join('\n')}\n`
const ndjson = (...rows: object[]) => table(...rows.map((row) => JSON.stringify(row)))

/** "contact time name" of the events that join contacts, of one set of files. */
async function ofContacts(sources: readonly string[]): Promise<string[]> {
  const rows = await place.store.rows<{ subject: string; occurredAt: number; name: string }>(
    `SELECT subject, occurredAt, name FROM (${joinedEventsSql('contact')}) WHERE source IN {sources:Array(String)} ORDER BY subject, occurredAt, name`,
    { sources },
  )
  return rows.map(({ subject, occurredAt, name }) => `${subject} ${new Date(occurredAt).toISOString()} ${name}`)
}

// The shape of Zendesk's reference of ticket audits: developer.zendesk.com/api-reference/ticketing/tickets/ticket_audits
const audits = {
  audits: [
    {
      ...{ id: 1, ticket_id: 47, author_id: 501, created_at: '2024-01-01T10:00:00Z', via: { channel: 'web' } },
      events: [
        { id: 11, type: 'Comment', author_id: 501, body: 'It broke', public: true, attachments: [] },
        { id: 12, type: 'Create', field_name: 'status', value: 'new' },
        { id: 13, type: 'Create', field_name: 'tags', value: ['a', 'b'] },
      ],
    },
    {
      ...{ id: 2, ticket_id: 47, author_id: 901, created_at: '2024-01-02T10:00:00Z', via: { channel: 'web' } },
      events: [
        { id: 21, type: 'Comment', author_id: 901, body: 'Mended', public: true },
        { id: 22, type: 'Change', field_name: 'status', value: 'solved', previous_value: 'new' },
        { id: 23, type: 'Notification', subject: 'Solved', recipients: [501] },
      ],
    },
  ],
}

describe('Zendesk', () => {
  const files = {
    'audits.json': JSON.stringify(audits),
    'tickets.csv': table('id,created_at,status,requester_id,submitter_id,organization_id', '47,2024-01-01 10:00:00,solved,501,501,301'),
    'users.csv': table('id,email,role,organization_id', '501,ann@acme.example,end-user,301', '901,bob@help.example,agent,'),
  }

  it('[E6] [E10] the events inside of an audit are events; those of the team join the one who asked', async () => {
    const set = await importTexts(place, files)
    expect(set.file('audits.json')).toMatchObject({ presetId: 'zendesk-audits', problems: [] })
    expect(set.records.map(({ rejected }) => rejected)).toEqual([0, 0, 0])
    expect(lines(set.events)).toEqual([
      '2024-01-01T10:00:00.000Z Ticket comment customer contact=501, ticket=47',
      '2024-01-01T10:00:00.000Z Ticket created customer account=301, contact=501, ticket=47',
      '2024-01-01T10:00:00.000Z Ticket new company ticket=47',
      '2024-01-02T10:00:00.000Z Ticket comment company ticket=47',
      '2024-01-02T10:00:00.000Z Ticket solved company ticket=47',
    ])
    expect(set.properties).toContain('ticket 47 status=solved since 2024-01-02T10:00:00.000Z')
    expect(set.properties).toContain('ticket 47 tags=["a","b"] since 2024-01-01T10:00:00.000Z')
    expect(await ofContacts(set.records.map(({ source }) => source))).toEqual([
      '501 2024-01-01T10:00:00.000Z Ticket comment',
      '501 2024-01-01T10:00:00.000Z Ticket created',
      '501 2024-01-01T10:00:00.000Z Ticket new',
      '501 2024-01-02T10:00:00.000Z Ticket comment',
      '501 2024-01-02T10:00:00.000Z Ticket solved',
    ])
  })

  it('comments of the incremental export; the same told by a file of its own is not told twice', async () => {
    // As Airbyte's connector holds a response in its tests: ticket_events, child_events of type Comment.
    const child = {
      id: 99999,
      via: {},
      type: 'Comment',
      author_id: 10,
      body: 'x',
      public: true,
      audit_id: 5,
      created_at: '2024-01-01T10:00:00Z',
    }
    const event = {
      id: 5,
      ticket_id: 125,
      timestamp: 1704103200,
      updater_id: 10,
      via: 'Web form',
      event_type: 'Audit',
      child_events: [child],
    }
    const set = await importTexts(place, { 'ticket_events.json': JSON.stringify({ ticket_events: [event], count: 1 }) })
    expect(lines(set.events)).toEqual(['2024-01-01T10:00:00.000Z Ticket comment company ticket=125'])
    const beside = await importTexts(place, {
      'audits.json': JSON.stringify(audits),
      'ticket_comment.csv': table('id,body,created,public,ticket_id,user_id', '11,It broke,2024-01-01 10:00:00,TRUE,47,501'),
    })
    expect(beside.events.filter(({ name }) => name === 'Ticket comment')).toHaveLength(1)
  })
})

describe('Intercom', () => {
  it('[E2] [E11] [E12] a conversation tells its own events and those inside of it; again, nothing is added; undone, all goes', async () => {
    // From the responses in Intercom's published OpenAPI document 2.11 (conversations/{id}).
    const part = (id: string, part_type: string, created_at: number, author: object) => ({
      ...{ type: 'conversation_part', id, part_type, body: '<p>x</p>', created_at, updated_at: created_at, notified_at: created_at },
      ...{ assigned_to: null, author, attachments: [], external_id: null, redacted: false },
    })
    const conversation = {
      ...{ type: 'conversation', id: '388', created_at: 1719492800, updated_at: 1719492853, waiting_since: null, snoozed_until: null },
      source: { type: 'conversation', id: '40', delivered_as: 'admin_initiated', subject: '', author: { type: 'admin', id: '991267596' } },
      contacts: { type: 'contact.list', contacts: [{ type: 'contact', id: '667d60f1', external_id: '70' }] },
      ...{ open: false, state: 'closed', read: false, tags: { type: 'tag.list', tags: [] }, priority: 'not_priority', statistics: null },
      conversation_rating: null,
      conversation_parts: {
        type: 'conversation_part.list',
        conversation_parts: [
          part('99', 'open', 1719492850, { id: '667d60f1', type: 'user', name: 'Joe' }),
          part('100', 'note', 1719492853, { id: '991267596', type: 'admin' }),
          part('388', 'conversation_attribute_updated_by_admin', 1719492854, { id: '991267562', type: 'bot' }),
        ],
        total_count: 3,
      },
    }
    const before = await storedEvents(place.store)
    const text = ndjson(conversation, { ...conversation, id: '389', conversation_parts: { conversation_parts: [], total_count: 0 } })
    const set = await importTexts(place, { 'conversations.ndjson': text })
    expect(set.file('conversations.ndjson')).toMatchObject({ presetId: 'intercom-conversations', problems: [] })
    expect(lines(set.events)).toEqual([
      '2024-06-27T12:53:20.000Z Message sent company contact=667d60f1, conversation=388',
      '2024-06-27T12:53:20.000Z Message sent company contact=667d60f1, conversation=389',
      '2024-06-27T12:54:10.000Z Conversation reopened customer contact=667d60f1, conversation=388',
      '2024-06-27T12:54:13.000Z Internal note company conversation=388',
      '2024-06-27T12:54:14.000Z conversation_attribute_updated_by_admin machine conversation=388',
    ])
    const [record] = set.records
    const { path = '', mapping = '' } = set.proposal.files[0] ?? {}
    const again = await place.run(path, { mapping, source: record?.source ?? '' })
    expect({ added: again.added, events: again.events }).toEqual({ added: 0, events: 5 })
    // A later export: what a row tells is superseded, what a part told stays as it came first; undone, both are as before.
    const told = await storedEvents(place.store)
    const later = { ...conversation, source: { ...conversation.source, delivered_as: 'customer_initiated' } }
    const changed = place.file('later.ndjson', ndjson(later).replace('"part_type":"note"', '"part_type":"comment"'))
    const next = await place.run(changed, { mapping, source: record?.source ?? '' })
    const now = (await storedEvents(place.store)).filter((event) => !told.includes(event))
    expect({ added: next.added, names: now.map((event) => (JSON.parse(event) as { name: string }).name) }).toEqual({
      added: 1,
      names: ['Conversation started'],
    })
    await undoImport(place.store, place.log, next.id)
    expect(await storedEvents(place.store)).toEqual(told)
    for (const id of [record?.id ?? '', again.id]) await undoImport(place.store, place.log, id)
    expect(await storedEvents(place.store)).toEqual(before)
    expect(basename(path)).toBe('conversations.ndjson')
  })
})

describe('HubSpot', () => {
  it('[E10] a record with its history and whom it is associated with; engagements, by a list or by a table of pairs', async () => {
    // developers.hubspot.com, CRM objects: propertiesWithHistory (value, timestamp, sourceType), associations (results of id and type).
    const history = (...values: [string, string][]) =>
      values.map(([value, timestamp]) => ({ value, timestamp, sourceType: 'CRM_UI', sourceId: 'userId:1', updatedByUserId: 1 }))
    const deal = {
      ...{ id: '71', archived: false, createdAt: '2024-01-01T09:00:00.000Z', updatedAt: '2024-03-01T09:00:00.000Z' },
      properties: {
        ...{ amount: '1500', closedate: '2024-03-01T09:00:00Z', createdate: '2024-01-01T09:00:00Z', dealname: 'Big' },
        ...{ dealstage: 'closedwon', hs_object_id: '71', pipeline: 'default' },
      },
      propertiesWithHistory: {
        dealstage: history(['closedwon', '2024-03-01T09:00:00Z'], ['qualifiedtobuy', '2024-01-05T09:00:00Z']),
        amount: history(['1500', '2024-02-01T09:00:00Z'], ['1000', '2024-01-01T09:00:00Z']),
      },
      associations: {
        contacts: {
          results: [
            { id: '51', type: 'deal_to_contact' },
            { id: '51', type: 'deal_to_contact_unlabeled' },
          ],
        },
        companies: { results: [{ id: '31', type: 'deal_to_company' }] },
      },
    }
    // The first version of engagements: developers.hubspot.com/docs/methods/engagements
    const engagement = {
      engagement: { id: 29090716, portalId: 62515, active: true, createdAt: 1444223400781, type: 'NOTE', timestamp: 1444223400000 },
      associations: { contactIds: [247], companyIds: [], dealIds: [71], ownerIds: [], workflowIds: [], ticketIds: [] },
      metadata: { body: 'note body' },
    }
    const call = {
      id: '8',
      properties: { hs_object_id: '8', hs_timestamp: '2024-02-02T09:00:00Z', hs_call_title: 'Demo', hs_call_status: 'COMPLETED' },
      associations: { contacts: { results: [{ id: '51', type: 'call_to_contact' }] } },
    }
    const set = await importTexts(place, {
      'deals.json': JSON.stringify({ results: [deal] }),
      'engagements.json': JSON.stringify({ results: [engagement], hasMore: false, offset: 1 }),
      'calls.json': JSON.stringify({ results: [call] }),
      'engagement_meeting.csv': table('engagement_id,_fivetran_synced,start_time,title', '90,2024-02-09,2024-02-03 09:00:00,Meet'),
      'engagement_contact.csv': table('engagement_id,contact_id,_fivetran_synced', '90,51,2024-02-09', '90,52,2024-02-09'),
    })
    expect(set.proposal.files.map(({ presetId, problems }) => [presetId, ...problems])).toEqual([
      ['hubspot-deals'],
      ['hubspot-engagement-records'],
      ['hubspot-activities'],
      ['hubspot-engagements'],
      ['hubspot-engagement-contact'],
    ])
    expect(lines(set.events)).toEqual([
      '2015-10-07T13:10:00.000Z Note company contact=247, deal=71, engagement=29090716',
      '2024-01-01T09:00:00.000Z Deal created company account=31, contact=51, deal=71',
      '2024-01-05T09:00:00.000Z qualifiedtobuy company deal=71',
      '2024-02-02T09:00:00.000Z Call company contact=51, engagement=8',
      '2024-02-03T09:00:00.000Z Meeting company engagement=90',
      '2024-03-01T09:00:00.000Z closedwon company deal=71',
    ])
    expect(set.properties).toContain('deal 71 amount=1500 since 2024-02-01T09:00:00.000Z')
    expect(set.links).toEqual(['deal 71 → account 31', 'deal 71 → contact 51', 'engagement 90 → contact 51', 'engagement 90 → contact 52'])
    expect((await ofContacts(set.records.map(({ source }) => source))).filter((text) => text.endsWith('Meeting'))).toEqual([
      '51 2024-02-03T09:00:00.000Z Meeting',
      '52 2024-02-03T09:00:00.000Z Meeting',
    ])
  })
})

describe('Matomo', () => {
  it('the actions inside of a visit are events of its visitor, with the visit’s channel', async () => {
    // Fields of actions: plugins/Actions and plugins/Live of github.com/matomo-org/matomo; a response is quoted in several public write-ups.
    const page = {
      type: 'action',
      url: 'https://x.example/a',
      pageTitle: 'Prices',
      pageIdAction: '160',
      idpageview: 'NZJ7bS',
      pageId: '4263',
      timeSpent: '2',
    }
    const visit = {
      ...{ idSite: '1', idVisit: '2199', visitorId: 'abc', userId: null, serverTimestamp: 1524676960, firstActionTimestamp: 1524676958 },
      actionDetails: [
        { ...page, serverTimePretty: 'Apr 25, 2018 17:22:38', timestamp: 1524676958 },
        { type: 'event', eventCategory: 'Form', eventAction: 'Sent', eventName: 'Contact', eventValue: 3, timestamp: 1524676960 },
        { type: 'goal', goalName: 'Lead', goalId: 1, revenue: 0, timestamp: 1524676960 },
      ],
      ...{ goalConversions: 1, referrerType: 'search', referrerName: 'Google', referrerUrl: null, actions: '2' },
    }
    const set = await importTexts(place, { 'visits.json': JSON.stringify([visit]) })
    expect(set.file('visits.json')).toMatchObject({ presetId: 'matomo-visits', problems: [] })
    expect(set.events.map(({ at, name, touchpoint, channel }) => [at, name, touchpoint, channel].join(' | '))).toEqual([
      '2018-04-25T17:22:38.000Z | Page viewed | Prices | organic search',
      '2018-04-25T17:22:38.000Z | Visit |  | organic search',
      '2018-04-25T17:22:40.000Z | Lead |  | organic search',
      '2018-04-25T17:22:40.000Z | Sent |  | organic search',
    ])
    expect(set.events[0]?.properties).toEqual({ url: 'https://x.example/a', visit: '2199' })
    expect(set.events.every(({ objects }) => objects === 'anonymous=abc')).toBe(true)
  })
})

describe('Klaviyo', () => {
  it('[E6] events name their profile and metric by relationships; a file of metrics beside them tells the names', async () => {
    // developers.klaviyo.com/en/reference/events_api_overview and metrics_api_overview: the metric and the profile stand in relationships.
    const event = (id: string, metric: string, datetime: string) => ({
      ...{ type: 'event', id, attributes: { timestamp: 1704103200, datetime, uuid: `u${id}`, event_properties: { Items: ['a'] } } },
      relationships: { profile: { data: { type: 'profile', id: 'P1' } }, metric: { data: { type: 'metric', id: metric } } },
    })
    const metric = (id: string, name: string) => ({ type: 'metric', id, attributes: { name, integration: { name: 'Shop' } } })
    const events = [event('1', 'M1', '2024-01-01T10:00:00+00:00'), event('2', 'M2', '2024-01-02T10:00:00+00:00')]
    const set = await importTexts(place, {
      'events.json': JSON.stringify({ data: events, included: [metric('M1', 'x')] }),
      'metrics.json': JSON.stringify({ data: [metric('M1', 'Placed Order'), metric('M2', 'Received Email')] }),
    })
    expect(set.file('metrics.json')).toMatchObject({ mapping: null, notes: ['Left out: it holds the names of metrics.'] })
    expect(lines(set.events)).toEqual([
      '2024-01-01T10:00:00.000Z Placed Order customer contact=P1',
      '2024-01-02T10:00:00.000Z E-mail delivered company contact=P1',
    ])
  })
})
