import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ImportPlace, openImportPlace } from './import-place.ts'
import { importTexts, lines } from './import-set.ts'

let place: ImportPlace
beforeAll(async () => {
  place = await openImportPlace()
})
afterAll(() => place.close())

const table = (...rows: string[]) => `${rows.join('\n')}\n`

describe('Salesforce', () => {
  it('[E11] a stage history: events named by the new stage, the deal’s values from then on', async () => {
    const set = await importTexts(place, {
      'OpportunityHistory.csv': table(
        'Id,OpportunityId,StageName,Amount,Probability,ForecastCategory,CloseDate,CreatedDate',
        '008a,006a,Prospecting,1000,10,Pipeline,2024-06-30,2024-01-02T09:00:00.000+0000',
        '008b,006a,Closed Won,1200,100,Closed,2024-03-01,2024-03-01T15:30:00.000+0000',
      ),
    })
    expect(set.file('OpportunityHistory.csv')).toMatchObject({ presetId: 'salesforce-opportunity-history', problems: [] })
    expect(lines(set.events)).toEqual([
      '2024-01-02T09:00:00.000Z Prospecting company deal=006a',
      '2024-03-01T15:30:00.000Z Closed Won company deal=006a',
    ])
    expect(set.events[1]?.properties).toEqual({ amount: '1200', probability: '100', stage: 'Closed Won' })
    expect(set.properties).toContain('deal 006a Amount=1200 since 2024-03-01T15:30:00.000Z')
    expect(set.properties).toContain('deal 006a StageName=Prospecting since 2024-01-02T09:00:00.000Z')
  })

  it('a field history: stages are events, every other field a property with its times', async () => {
    const set = await importTexts(place, {
      'OpportunityFieldHistory.csv': table(
        '"ID","OPPORTUNITYID","CREATEDDATE","FIELD","DATATYPE","OLDVALUE","NEWVALUE"',
        '"017a","006a","2024-01-02T09:00:00.000Z","created","Text","",""',
        '"017b","006a","2024-01-05T09:00:00.000Z","StageName","Text","Prospecting","Proposal"',
        '"017c","006a","2024-01-06T09:00:00.000Z","Amount","Currency","1000","1500"',
      ),
    })
    expect(set.records).toMatchObject([{ state: 'complete', rejected: 0, added: 1 }])
    expect(lines(set.events)).toEqual(['2024-01-05T09:00:00.000Z Proposal company deal=006a'])
    expect(set.events[0]?.properties).toEqual({ from: 'Prospecting', stage: 'Proposal' })
    expect(set.properties).toEqual([
      'deal 006a Amount=1500 since 2024-01-06T09:00:00.000Z',
      'deal 006a StageName=Proposal since 2024-01-05T09:00:00.000Z',
    ])
  })

  it('deals alone are closed at their close date, beside a history by the history', async () => {
    const deals = table(
      'Id,AccountId,Name,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon,ForecastCategoryName',
      '006a,001a,Big,Closed Won,1200,2024-03-01,2024-01-01T08:00:00Z,true,true,Closed',
      '006b,001a,Small,Closed Lost,10,2024-04-01,2024-01-02T08:00:00Z,true,false,Omitted',
      '006c,001b,Open,Proposal,10,2024-09-01,2024-01-03T08:00:00Z,false,false,Pipeline',
    )
    const alone = await importTexts(place, { 'Opportunity.csv': deals })
    expect(lines(alone.events)).toEqual([
      '2024-01-01T08:00:00.000Z Opportunity created company account=001a, deal=006a',
      '2024-01-02T08:00:00.000Z Opportunity created company account=001a, deal=006b',
      '2024-01-03T08:00:00.000Z Opportunity created company account=001b, deal=006c',
      '2024-03-01T00:00:00.000Z Closed Won company account=001a, deal=006a',
      '2024-04-01T00:00:00.000Z Closed Lost company account=001a, deal=006b',
    ])
    expect(alone.links).toContain('deal 006c → account 001b')
    const history = table(
      'Id,OpportunityId,StageName,Amount,Probability,ForecastCategory,CloseDate,CreatedDate',
      '008b,006a,Closed Won,1200,100,Closed,2024-03-01,2024-03-01T15:30:00Z',
    )
    const beside = await importTexts(place, { 'OpportunityHistory.csv': history, 'Opportunity.csv': deals })
    expect(beside.events.filter(({ name }) => name.startsWith('Closed')).map(({ at }) => at)).toEqual(['2024-03-01T15:30:00.000Z'])
  })

  it('[E7] a converted lead and its contact are one person; campaign members answer as customers', async () => {
    const set = await importTexts(place, {
      'Lead.csv': table(
        'Id,LastName,Company,Email,Status,CreatedDate,IsConverted,ConvertedDate,ConvertedContactId,ConvertedAccountId',
        '00Qa,Ann,Acme,ann@acme.example,Qualified,2024-01-01T08:00:00Z,true,2024-02-01,003a,001a',
      ),
      'LeadHistory.csv': table(
        'Id,LeadId,CreatedDate,Field,OldValue,NewValue',
        '017x,00Qa,2024-01-10T08:00:00Z,Status,New,Working',
        '017y,00Qa,2024-01-11T08:00:00Z,Title,,Director',
      ),
      'CampaignMember.csv': table(
        'Id,CampaignId,LeadId,ContactId,LeadOrContactId,Status,HasResponded,CreatedDate,FirstRespondedDate',
        '00va,701a,00Qa,,00Qa,Attended,true,2024-01-03T08:00:00Z,2024-01-04',
      ),
    })
    expect(set.proposal.files.map(({ presetId }) => presetId)).toEqual([
      'salesforce-lead',
      'salesforce-lead-history',
      'salesforce-campaign-member',
    ])
    expect(set.links).toContain('contact 00Qa → contact 003a')
    expect(lines(set.events)).toEqual([
      '2024-01-01T08:00:00.000Z Lead created company account=001a, contact=00Qa',
      '2024-01-03T08:00:00.000Z Added to campaign company campaign=701a, campaignMember=00va, contact=00Qa',
      '2024-01-04T00:00:00.000Z Responded to campaign customer campaign=701a, campaignMember=00va, contact=00Qa',
      '2024-01-10T08:00:00.000Z Working company contact=00Qa',
      '2024-02-01T00:00:00.000Z Lead converted company account=001a, contact=00Qa',
    ])
  })

  it('accounts, contacts, contact roles, tasks and meetings join by their ids', async () => {
    const set = await importTexts(place, {
      'Account.csv': table(
        'Id,Name,Industry,NumberOfEmployees,OwnerId,CreatedDate,SystemModstamp',
        '001a,Acme,Steel,50,005a,2023-01-01T00:00:00Z,2024-01-01T00:00:00Z',
      ),
      'Contact.csv': table(
        'Id,AccountId,FirstName,LastName,Email,MailingCountry,CreatedDate,OwnerId',
        '003a,001a,Ann,Lee,ann@acme.example,NL,2023-02-01T00:00:00Z,005a',
      ),
      'OpportunityContactRole.csv': table('Id,OpportunityId,ContactId,Role,IsPrimary', '00Ka,006a,003a,Decision Maker,true'),
      'Task.csv': table(
        'Id,WhoId,WhatId,AccountId,Subject,ActivityDate,Status,IsClosed,Type,TaskSubtype',
        '00Ta,003a,006a,001a,Intro,2024-01-05,Completed,true,Call,Call',
        '00Tb,003a,001a,001a,Later,2024-01-09,Not Started,false,,Task',
      ),
      'Event.csv': table(
        'Id,WhoId,WhatId,AccountId,Subject,StartDateTime,EndDateTime,DurationInMinutes,EventSubtype',
        '00Ua,003a,001a,001a,Demo,2024-01-07T10:00:00Z,2024-01-07T11:00:00Z,60,Event',
      ),
    })
    expect(set.links).toEqual(['contact 003a → account 001a', 'deal 006a → contact 003a'])
    expect(lines(set.events).slice(2)).toEqual([
      '2024-01-05T00:00:00.000Z Call company account=001a, contact=003a, deal=006a',
      '2024-01-07T10:00:00.000Z Meeting company account=001a, contact=003a',
    ])
    expect(set.proposal.joins.map(({ column, matched, of }) => `${column} ${matched}/${of}`)).toContain('WhoId 1/1')
  })
})

describe('HubSpot', () => {
  it('contacts, companies, deals and their pairs of a warehouse', async () => {
    const set = await importTexts(place, {
      'contact.csv': table(
        'id,property_email,property_firstname,property_createdate,property_lifecyclestage,_fivetran_synced',
        '51,Ann@Acme.example,Ann,2024-01-01 08:00:00,customer,2024-09-01 00:00:00',
      ),
      'company.csv': table('id,is_deleted,property_name,property_createdate,property_industry', '71,false,Acme,2024-01-01 07:00:00,Steel'),
      'deal.csv': table(
        'deal_id,deal_pipeline_id,deal_pipeline_stage_id,portal_id,property_dealname,property_amount,property_closedate,property_createdate',
        '91,default,closedwon,1,Big,1200,2024-03-01 00:00:00,2024-02-01 00:00:00',
        '92,default,appointmentscheduled,1,Open,10,2024-09-01 00:00:00,2024-02-02 00:00:00',
      ),
      'deal_contact.csv': table('contact_id,deal_id,_fivetran_synced,type_id,category', '51,91,2024-09-01 00:00:00,3,HUBSPOT_DEFINED'),
      'deal_company.csv': table('company_id,deal_id,type_id,category', '71,91,5,HUBSPOT_DEFINED'),
    })
    expect(set.proposal.files.map(({ presetId }) => presetId)).toEqual([
      'hubspot-contacts',
      'hubspot-companies',
      'hubspot-deals',
      'hubspot-deal-contact',
      'hubspot-deal-company',
    ])
    expect(set.links).toEqual(['deal 91 → account 71', 'deal 91 → contact 51'])
    expect(lines(set.events)).toEqual([
      '2024-01-01T07:00:00.000Z Company created company account=71',
      '2024-01-01T08:00:00.000Z Contact created company contact=51',
      '2024-02-01T00:00:00.000Z Deal created company deal=91',
      '2024-02-02T00:00:00.000Z Deal created company deal=92',
      '2024-03-01T00:00:00.000Z Deal won company deal=91',
    ])
    expect(set.properties).toContain('deal 91 amount=1200')
    expect(set.properties).toContain('contact 51 lifecyclestage=customer')
    expect(set.properties.filter((text) => text.includes('fivetran'))).toEqual([])
  })

  it('the page’s own export of deals', async () => {
    const set = await importTexts(place, {
      'hubspot-crm-exports-all-deals.csv': table(
        'Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Create Date',
        '91,Big,Closed Won,2024-03-01 10:15,Eve,1200,2024-02-01 09:30',
      ),
    })
    expect(set.file('hubspot-crm-exports-all-deals.csv').presetId).toBe('hubspot-deals')
    expect(lines(set.events)).toEqual([
      '2024-02-01T09:30:00.000Z Deal created company deal=91',
      '2024-03-01T10:15:00.000Z Deal won company deal=91',
    ])
  })

  it('[E11] the history of properties: stages are events, all is kept with its times', async () => {
    const set = await importTexts(place, {
      'deal_property_history.csv': table(
        'deal_id,name,timestamp,source,source_id,value,_fivetran_synced',
        '91,dealstage,2024-02-01 09:30:00,CRM_UI,u1,appointmentscheduled,2024-09-01 00:00:00',
        '91,amount,2024-02-02 09:30:00,CRM_UI,u1,500,2024-09-01 00:00:00',
        '91,dealstage,2024-02-05 09:30:00,CRM_UI,u1,closedwon,2024-09-01 00:00:00',
      ),
    })
    expect(lines(set.events)).toEqual([
      '2024-02-01T09:30:00.000Z appointmentscheduled company deal=91',
      '2024-02-05T09:30:00.000Z closedwon company deal=91',
    ])
    expect(set.properties).toContain('deal 91 amount=500 since 2024-02-02T09:30:00.000Z')
  })

  it('stages have their names where the table of stages is there too', async () => {
    const set = await importTexts(place, {
      'deal_pipeline_stage.csv': table(
        '_fivetran_deleted,active,closed_won,is_closed,display_order,probability,stage_id,label,pipeline_id',
        'false,true,false,false,0,0.2,5501,Demo booked,default',
        'false,true,true,true,1,1,5502,Contract signed,default',
      ),
      'deal_stage.csv': table('deal_id,date_entered,value,source_id', '91,2024-02-01 09:30:00,5501,u1', '91,2024-02-05 09:30:00,5502,u1'),
    })
    expect(lines(set.events)).toEqual([
      '2024-02-01T09:30:00.000Z Demo booked company deal=91',
      '2024-02-05T09:30:00.000Z Contract signed company deal=91',
    ])
    const alone = await importTexts(place, {
      'deal_pipeline_stage.csv': table('closed_won,is_closed,display_order,stage_id,label', 'true,true,1,5502,Contract signed'),
      'deal.csv': table(
        'deal_id,deal_pipeline_stage_id,portal_id,property_dealname,property_closedate',
        '91,5502,1,Big,2024-03-01 00:00:00',
      ),
    })
    expect(lines(alone.events)).toEqual(['2024-03-01T00:00:00.000Z Deal won company deal=91'])
  })

  it('[E6] e-mail events: sends are the company’s, clicks the customer’s, filtered ones a machine’s; [E7] the address is the contact’s other id', async () => {
    const set = await importTexts(place, {
      'email_event.csv': table(
        'id,app_id,created,email_campaign_id,portal_id,sent_by_id,type,filtered_event,recipient',
        'e1,1,2024-01-01 08:00:00,7,1,,SENT,false,Ann@acme.example',
        'e2,1,2024-01-01 08:00:05,7,1,e1,OPEN,true,ann@acme.example',
        'e3,1,2024-01-01 09:00:00,7,1,e1,CLICK,false,ann@acme.example',
      ),
      'contact.csv': table('id,property_email,property_createdate', '51,ANN@acme.example,2024-01-01 07:00:00', '52,,2024-01-01 07:00:00'),
    })
    expect(lines(set.events).slice(2)).toEqual([
      '2024-01-01T08:00:00.000Z E-mail sent company contact=ann@acme.example',
      '2024-01-01T08:00:05.000Z E-mail opened machine contact=ann@acme.example',
      '2024-01-01T09:00:00.000Z E-mail clicked customer contact=ann@acme.example',
    ])
    expect(set.links).toEqual(['contact 51 → contact ann@acme.example'])
    expect(set.proposal.joins).toMatchObject([{ column: 'recipient', matched: 1, of: 1 }])
  })

  it('form submissions are the customer’s; calls and meetings have their kind’s name', async () => {
    const set = await importTexts(place, {
      'contact_form_submission.csv': table(
        'timestamp,form_id,contact_id,conversion_id,page_url,portal_id,title',
        '2024-01-01 08:00:00,f1,51,v1,https://x.example/a,1,Newsletter',
      ),
      'engagement_call.csv': table(
        'engagement_id,property_hs_createdate,property_hs_timestamp,type',
        'g1,2024-01-02 08:00:00,2024-01-02 09:00:00,CALL',
      ),
    })
    expect(lines(set.events)).toEqual([
      '2024-01-01T08:00:00.000Z Form submitted customer contact=51',
      '2024-01-02T09:00:00.000Z Call company engagement=g1',
    ])
    expect(set.events[0]?.touchpoint).toBe('Newsletter')
  })
})
