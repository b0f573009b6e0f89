import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ImportPlace, openImportPlace } from './import-place.ts'
import { importTexts, lines } from './import-set.ts'

let place: ImportPlace
beforeAll(async () => {
  place = await openImportPlace()
})
afterAll(() => place.close())

const table = (...rows: string[]) => `${rows.join('\n')}\n`

describe('Zendesk', () => {
  const tickets = table(
    'id,created_at,status,requester_id,submitter_id,assignee_id,organization_id,subject',
    '1,2024-01-01 10:00:00,solved,501,501,901,301,Help',
  )
  const comments = table(
    'id,body,created,public,ticket_id,user_id',
    'c1,Hi,2024-01-01 10:00:00,TRUE,1,501',
    'c2,Hello,2024-01-01 11:00:00,TRUE,1,901',
  )
  const users = table(
    'id,email,role,organization_id,name,suspended',
    '501,ann@acme.example,end-user,301,Ann,FALSE',
    '901,bob@help.example,agent,,Bob,FALSE',
  )

  it('[E6] the file of users tells customers from the team, in whatever order the files come', async () => {
    const files = { 'ticket.csv': tickets, 'ticket_comment.csv': comments, 'user.csv': users }
    const set = await importTexts(place, files)
    expect(lines(set.events)).toEqual([
      '2024-01-01T10:00:00.000Z Ticket comment customer contact=501, ticket=1',
      '2024-01-01T10:00:00.000Z Ticket created customer account=301, contact=501, ticket=1',
      '2024-01-01T11:00:00.000Z Ticket comment company ticket=1',
    ])
    expect(set.links).toEqual(['contact 501 → account 301', 'ticket 1 → account 301', 'ticket 1 → contact 501'])
    expect(set.properties.filter((text) => text.startsWith('contact 901'))).toEqual([])
    const reversed = await importTexts(place, Object.fromEntries(Object.entries(files).reverse()))
    expect(reversed.events).toEqual(set.events)
    expect(reversed.properties).toEqual(set.properties)
    expect(reversed.links).toEqual(set.links)
  })

  it('without the users nobody is taken for a customer, and the note says why', async () => {
    const set = await importTexts(place, { 'ticket_comment.csv': comments })
    expect(set.events.map(({ initiator, objects }) => `${initiator} ${objects}`)).toEqual(['company ticket=1', 'company ticket=1'])
    expect(set.file('ticket_comment.csv').notes.join(' ')).toContain('file of users')
  })

  it('[E11] a field history: the status is an event, the rest a property with its times; the reply time of metric events', async () => {
    const set = await importTexts(place, {
      'ticket_field_history.csv': table(
        'field_name,ticket_id,updated,user_id,value',
        'status,1,2024-01-01 12:00:00,901,solved',
        'priority,1,2024-01-01 11:30:00,901,high',
      ),
      'ticket_metric_event.csv': table(
        'id,ticket_id,metric,instance_id,type,time',
        'x1,1,reply_time,1,activate,2024-01-01T10:00:00Z',
        'x2,1,reply_time,1,fulfill,2024-01-01T11:00:00Z',
      ),
    })
    expect(lines(set.events)).toEqual([
      '2024-01-01T11:00:00.000Z Ticket answered company ticket=1',
      '2024-01-01T12:00:00.000Z Ticket solved company ticket=1',
    ])
    expect(set.properties).toContain('ticket 1 priority=high since 2024-01-01T11:30:00.000Z')
  })
})

describe('Intercom', () => {
  it('[E6] who wrote decides: people are customers, admins the company, bots machines; only standing versions are read', async () => {
    const set = await importTexts(place, {
      'conversation_history.csv': table(
        'id,updated_at,created_at,source_author_id,source_author_type,source_delivered_as,source_type,state,conversation_rating_created_at,conversation_rating_value,_fivetran_active',
        '11,2024-01-01 10:00:00,2024-01-01 10:00:00,p1,user,customer_initiated,conversation,open,,,false',
        '11,2024-01-02 10:00:00,2024-01-01 10:00:00,p1,user,customer_initiated,conversation,closed,2024-01-02 09:00:00,5,true',
        '12,2024-01-03 10:00:00,2024-01-03 10:00:00,ad1,admin,automated,email,open,,,true',
      ),
      'conversation_part_history.csv': table(
        'id,updated_at,author_id,author_type,conversation_id,created_at,part_type,_fivetran_active',
        'q1,2024-01-01 10:05:00,ad1,admin,11,2024-01-01 10:05:00,comment,true',
        'q2,2024-01-01 10:06:00,p1,user,11,2024-01-01 10:06:00,comment,true',
        'q3,2024-01-01 10:07:00,b1,bot,11,2024-01-01 10:07:00,comment,true',
      ),
      'contact_history.csv': table(
        'id,updated_at,_fivetran_active,created_at,external_id,role,signed_up_at,workspace_id,email,last_seen_at,has_hard_bounced',
        'p1,2024-01-01 00:00:00,TRUE,2023-12-01 00:00:00,u1,user,2023-12-02 00:00:00,w,ann@acme.example,,FALSE',
      ),
    })
    expect(set.proposal.files.map(({ presetId }) => presetId)).toEqual([
      'intercom-conversations',
      'intercom-conversation-parts',
      'intercom-contacts',
    ])
    expect(lines(set.events)).toEqual([
      '2023-12-01T00:00:00.000Z Contact created company contact=p1',
      '2023-12-02T00:00:00.000Z Signed up customer contact=p1',
      '2024-01-01T10:00:00.000Z Conversation started customer contact=p1, conversation=11',
      '2024-01-01T10:05:00.000Z Conversation message company conversation=11',
      '2024-01-01T10:06:00.000Z Conversation message customer contact=p1, conversation=11',
      '2024-01-01T10:07:00.000Z Conversation message machine conversation=11',
      '2024-01-02T09:00:00.000Z Conversation rated customer contact=p1, conversation=11',
      '2024-01-03T10:00:00.000Z Message sent company conversation=12',
    ])
    expect(set.properties).toContain('conversation 11 state=closed')
  })
})

describe('Pipedrive', () => {
  it('deals with their days, changes of stage, activities that are done, persons', async () => {
    const set = await importTexts(place, {
      'deals.csv': table(
        'id,title,value,currency,add_time,won_time,lost_time,stage_id,status,person_id,org_id',
        '1,Big,1200,EUR,2024-01-01 10:00:00,2024-03-01 10:00:00,,4,won,21,31',
        '2,Small,10,EUR,2024-01-02 10:00:00,,2024-02-01 10:00:00,2,lost,21,31',
      ),
      'flow.ndjson': table(
        JSON.stringify({
          object: 'dealChange',
          data: { id: 5, item_id: 1, field_key: 'stage_id', old_value: '1', new_value: '4', log_time: '2024-01-20 10:00:00' },
        }),
        JSON.stringify({
          object: 'dealChange',
          data: { id: 6, item_id: 1, field_key: 'value', old_value: '1000', new_value: '1200', log_time: '2024-01-21 10:00:00' },
        }),
      ),
      'activities.csv': table(
        'id,type,subject,done,due_date,marked_as_done_time,deal_id,person_id,org_id',
        '8,call,Intro,1,2024-01-05,2024-01-05 12:00:00,1,21,31',
        '9,meeting,Later,0,2024-09-05,,1,21,31',
      ),
      'persons.csv': table('id,name,add_time,org_id,email,open_deals_count', '21,Ann,2023-12-01 10:00:00,31,ann@acme.example,0'),
    })
    expect(set.proposal.files.map(({ presetId }) => presetId)).toEqual([
      'pipedrive-deals',
      'pipedrive-deal-changes',
      'pipedrive-activities',
      'pipedrive-persons',
    ])
    expect(lines(set.events)).toEqual([
      '2023-12-01T10:00:00.000Z Contact created company account=31, contact=21',
      '2024-01-01T10:00:00.000Z Deal created company account=31, contact=21, deal=1',
      '2024-01-02T10:00:00.000Z Deal created company account=31, contact=21, deal=2',
      '2024-01-05T12:00:00.000Z Call company account=31, activity=8, contact=21, deal=1',
      '2024-01-20T10:00:00.000Z 4 company deal=1',
      '2024-02-01T10:00:00.000Z Deal lost company account=31, contact=21, deal=2',
      '2024-03-01T10:00:00.000Z Deal won company account=31, contact=21, deal=1',
    ])
    expect(set.properties).toContain('deal 1 value=1200 since 2024-01-21T10:00:00.000Z')
  })
})
