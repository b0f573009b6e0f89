import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ImportPlace, openImportPlace } from './import-place.ts'
import { importTexts, lines } from './import-set.ts'

let place: ImportPlace
beforeAll(async () => {
  place = await openImportPlace()
})
afterAll(() => place.close())

const table = (...rows: string[]) => `${rows.join('\n')}\n`
const ndjson = (...rows: object[]) => table(...rows.map((row) => JSON.stringify(row)))

describe('Segment calls', () => {
  it('[E7] names, traits of people and accounts, and an alias', async () => {
    const at = '2024-01-01T10:00:00.000Z'
    const set = await importTexts(place, {
      'segment.ndjson': ndjson(
        { messageId: 'm1', type: 'page', anonymousId: 'a1', timestamp: at, context: { page: { referrer: 'https://www.google.com/' } } },
        {
          messageId: 'm2',
          type: 'identify',
          anonymousId: 'a1',
          userId: 'u1',
          timestamp: '2024-01-01T10:01:00.000Z',
          traits: { plan: 'pro' },
        },
        {
          messageId: 'm3',
          type: 'group',
          userId: 'u1',
          groupId: 'g1',
          timestamp: '2024-01-01T10:02:00.000Z',
          traits: { industry: 'steel' },
        },
        {
          messageId: 'm4',
          type: 'track',
          event: 'Signed Up',
          userId: 'u1',
          timestamp: '2024-01-01T10:03:00.000Z',
          properties: { plan: 'pro' },
        },
        { messageId: 'm5', type: 'alias', userId: 'u1', previousId: 'u0', timestamp: '2024-01-01T10:04:00.000Z' },
      ),
    })
    expect(set.file('segment.ndjson')).toMatchObject({ presetId: 'segment-calls', problems: [] })
    expect(set.events.map(({ name, channel, objects }) => `${name} ${channel} ${objects}`)).toEqual([
      'Page viewed organic search anonymous=a1',
      'Identified  anonymous=a1, contact=u1',
      'Joined account  account=g1, contact=u1',
      'Signed Up  contact=u1',
      'Known by another id  contact=u1',
    ])
    expect(set.properties).toEqual(['account g1 industry=steel', 'contact u1 plan=pro'])
    expect(set.links).toEqual(['contact u0 → contact u1'])
    expect(set.events.every(({ initiator }) => initiator === 'customer')).toBe(true)
  })

  it('[E4] a device’s wrong clock is put right by the times of sending and receiving', async () => {
    const set = await importTexts(place, {
      'clock.ndjson': ndjson({
        ...{ messageId: 'c1', type: 'track', event: 'x', userId: 'u1', timestamp: '2024-01-01T09:00:00.000Z' },
        ...{ originalTimestamp: '2024-01-01T08:00:00.000Z', sentAt: '2024-01-01T08:00:30.000Z', receivedAt: '2024-01-01T09:00:30.000Z' },
      }),
    })
    expect(set.events.map(({ at }) => at)).toEqual(['2024-01-01T09:00:00.000Z'])
    expect(set.file('clock.ndjson').mapping).toContain('originalTime:')
  })

  it('[E7] an alias of an anonymous id of the file ties the anonymous id', async () => {
    const call = { type: 'track', event: 'x', timestamp: '2024-01-01T10:00:00.000Z' }
    const set = await importTexts(place, {
      'calls.ndjson': ndjson(
        { ...call, messageId: 'n1', anonymousId: 'a9' },
        { ...call, messageId: 'n2', type: 'alias', event: undefined, userId: 'u9', previousId: 'a9' },
      ),
    })
    expect(set.links).toEqual(['anonymous a9 → contact u9'])
  })
})

describe('Google Analytics 4', () => {
  it('microseconds, parameters as columns, visitors and users', async () => {
    const value = (text: string) => ({ string_value: text, int_value: null, float_value: null, double_value: null })
    const set = await importTexts(place, {
      'bq-results.json': ndjson(
        {
          event_date: '20240101',
          event_timestamp: '1704103200123456',
          event_name: 'page_view',
          event_params: [
            { key: 'page_location', value: value('https://x.example/pricing') },
            { key: 'ga_session_id', value: { string_value: null, int_value: '1704103200', float_value: null, double_value: null } },
          ],
          user_pseudo_id: '12.34',
          user_id: null,
          collected_traffic_source: { manual_medium: 'cpc', manual_source: 'google' },
          items: [],
        },
        {
          event_date: '20240101',
          event_timestamp: '1704103260000000',
          event_name: 'login',
          event_params: [],
          user_pseudo_id: '12.34',
          user_id: 'u1',
        },
      ),
    })
    expect(set.file('bq-results.json')).toMatchObject({ presetId: 'ga4-events', problems: [] })
    expect(lines(set.events)).toEqual([
      '2024-01-01T10:00:00.123Z page_view customer anonymous=12.34',
      '2024-01-01T10:01:00.000Z login customer anonymous=12.34, contact=u1',
    ])
    expect(set.events[0]?.channel).toBe('paid search')
    expect(set.events[0]?.properties).toMatchObject({
      'event_params.page_location': 'https://x.example/pricing',
      'event_params.ga_session_id': '1704103200',
    })
  })
})

describe('Matomo', () => {
  it('a visit is an event of its visitor, with the channel of where it came from', async () => {
    const visit = { idSite: 1, idVisit: 5, visitorId: 'abc', userId: 'u1', serverTimestamp: 1704103999, firstActionTimestamp: 1704103200 }
    const set = await importTexts(place, {
      'visits.json': `[${JSON.stringify({ ...visit, referrerType: 'search', referrerName: 'Google', actions: 3, actionDetails: [{ type: 'action', url: 'x' }] })}]`,
    })
    expect(set.file('visits.json')).toMatchObject({ presetId: 'matomo-visits', problems: [] })
    expect(lines(set.events)).toEqual(['2024-01-01T10:00:00.000Z Visit customer anonymous=abc, contact=u1'])
    expect(set.events[0]).toMatchObject({ channel: 'organic search', properties: { actions: '3' } })
  })
})

describe('Klaviyo', () => {
  it('[E6] deliveries are the company’s, clicks the customer’s, openings by Apple’s proxy a machine’s', async () => {
    const set = await importTexts(place, {
      'event.csv': table(
        'id,person_id,campaign_id,flow_id,flow_message_id,uuid,datetime,timestamp,metric_id,type,property_subject,property_apple_privacy_open',
        'k1,P1,C1,,,x,2024-01-01 10:00:00.000,2024-01-01 10:00:00.000,M1,Received Email,Hello,',
        'k2,P1,C1,,,x,2024-01-01 10:00:09.000,2024-01-01 10:00:09.000,M2,Opened Email,Hello,True',
        'k3,P1,C1,,,x,2024-01-01 12:00:00.000,2024-01-01 12:00:00.000,M3,Clicked Email,Hello,',
        'k4,P1,,,,x,2024-01-02 12:00:00.000,2024-01-02 12:00:00.000,M4,Placed Order,,',
      ),
      'person.csv': table(
        'id,updated,created,first_name,organization,email',
        'P1,2024-01-01 00:00:00.000,2023-12-01 00:00:00.000,Ann,Acme,ann@acme.example',
      ),
    })
    expect(set.proposal.files.map(({ presetId }) => presetId)).toEqual(['klaviyo-events', 'klaviyo-profiles'])
    expect(lines(set.events)).toEqual([
      '2023-12-01T00:00:00.000Z Contact created company contact=P1',
      '2024-01-01T10:00:00.000Z E-mail delivered company contact=P1',
      '2024-01-01T10:00:09.000Z E-mail opened machine contact=P1',
      '2024-01-01T12:00:00.000Z E-mail clicked customer contact=P1',
      '2024-01-02T12:00:00.000Z Placed Order customer contact=P1',
    ])
    expect(set.events[1]).toMatchObject({ channel: 'email', properties: { campaign: 'C1', subject: 'Hello' } })
    expect(set.proposal.joins).toMatchObject([{ column: 'person_id', matched: 1, of: 1 }])
  })

  it('events as the API answers', async () => {
    const set = await importTexts(place, {
      'events.ndjson': ndjson({
        type: 'event',
        id: 'k9',
        attributes: {
          timestamp: 1704103200,
          datetime: '2024-01-01T10:00:00+00:00',
          uuid: 'x',
          event_properties: { url: 'https://x.example' },
        },
        relationships: { profile: { data: { type: 'profile', id: 'P1' } }, metric: { data: { type: 'metric', id: 'M1' } } },
      }),
    })
    expect(set.file('events.ndjson').presetId).toBe('klaviyo-api-events')
    expect(lines(set.events)).toEqual(['2024-01-01T10:00:00.000Z M1 customer contact=P1'])
  })
})

describe('Mailchimp', () => {
  it('[E6] an audience by address in small letters; a recipient’s activity; [E7] both are one contact', async () => {
    const set = await importTexts(place, {
      'subscribed_segment_export.csv': table(
        '"Email Address","First Name",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LAST_CHANGED,LEID,EUID',
        '"Ann@Acme.example",Ann,4,"2023-12-01 09:00:00",1.1.1.1,"2023-12-01 09:05:00",1.1.1.1,"2024-01-01 00:00:00",7,ab',
      ),
      'campaign_recipient_activity.csv': table(
        'action,campaign_id,list_id,email_address,timestamp,url',
        'sent,c1,l1,ann@acme.example,2024-01-02 10:00:00,',
        'open,c1,l1,ann@acme.example,2024-01-02 11:00:00,',
        'click,c1,l1,ann@acme.example,2024-01-02 11:01:00,https://x.example',
      ),
    })
    expect(set.proposal.files.map(({ presetId }) => presetId)).toEqual(['mailchimp-audience', 'mailchimp-activity'])
    expect(lines(set.events)).toEqual([
      '2023-12-01T09:00:00.000Z Signed up customer contact=ann@acme.example',
      '2023-12-01T09:05:00.000Z Subscribed customer contact=ann@acme.example',
      '2024-01-02T10:00:00.000Z E-mail sent company contact=ann@acme.example',
      '2024-01-02T11:00:00.000Z E-mail opened customer contact=ann@acme.example',
      '2024-01-02T11:01:00.000Z E-mail clicked customer contact=ann@acme.example',
    ])
    expect(set.file('campaign_recipient_activity.csv').notes.join(' ')).toContain('openings by mail programs')
  })

  it('a campaign report has no times, and says so', async () => {
    const set = await importTexts(place, {
      'report.csv': table('Email Address,First Name,Last Name,Opens,Clicks', 'ann@acme.example,Ann,Lee,3,1'),
    })
    expect(set.events).toEqual([])
    expect(set.properties).toContain('contact ann@acme.example opens=3')
    expect(set.file('report.csv').notes.join(' ')).toContain('no times')
  })
})

describe('Marketo', () => {
  it('[E6] activities by the number of their type, scanners as machines', async () => {
    const set = await importTexts(place, {
      'activities.csv': table(
        'marketoGUID,leadId,activityDate,activityTypeId,campaignId,primaryAttributeValueId,primaryAttributeValue,attributes',
        '1,77,2024-01-01T10:00:00Z,6,5,9,Invite,{}',
        '2,77,2024-01-01T11:00:00Z,11,5,9,Invite,{}',
      ),
      'activity_open_email.csv': table(
        'activity_date,activity_type_id,id,lead_id,user_agent',
        '2024-01-01 10:30:00.000,10,3,77,Mozilla/5.0 (via ggpht.com GoogleImageProxy)',
      ),
    })
    expect(lines(set.events)).toEqual([
      '2024-01-01T10:00:00.000Z E-mail sent company contact=77',
      '2024-01-01T10:30:00.000Z E-mail opened machine contact=77',
      '2024-01-01T11:00:00.000Z E-mail clicked customer contact=77',
    ])
  })
})

describe('Iterable', () => {
  it('[E6] events by address; users by the same', async () => {
    const set = await importTexts(place, {
      'event.csv': table(
        '_fivetran_id,email,campaign_id,message_id,created_at,event_name,user_agent',
        'i1,Ann@acme.example,7,m1,2024-01-01 10:00:00.000,emailSend,',
        'i2,ann@acme.example,7,m1,2024-01-01 10:00:04.000,emailOpen,Mozilla/5.0 YahooMailProxy',
        'i3,ann@acme.example,,,2024-01-01 12:00:00.000,newEvent,',
      ),
      'user.csv': table(
        'email,updated_at,user_id,signup_date,signup_source',
        'ann@acme.example,2024-01-01 00:00:00.000,u1,2023-12-01 00:00:00.000,Import',
      ),
    })
    expect(lines(set.events)).toEqual([
      '2023-12-01T00:00:00.000Z Added to Iterable company contact=ann@acme.example',
      '2024-01-01T10:00:00.000Z E-mail sent company contact=ann@acme.example',
      '2024-01-01T10:00:04.000Z E-mail opened machine contact=ann@acme.example',
      '2024-01-01T12:00:00.000Z newEvent customer contact=ann@acme.example',
    ])
  })
})
