import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dataSet, type ImportPlace, openImportPlace } from './import-place.ts'
import { type ImportedSet, importPaths } from './import-set.ts'

let place: ImportPlace
beforeAll(async () => {
  place = await openImportPlace()
})
afterAll(() => place.close())

/** All tables of a vendor as a warehouse keeps them, imported together; null, with a warning, where they are absent. */
async function tables(vendor: string): Promise<ImportedSet | null> {
  const folder = dataSet(`vendor_seeds/dbt_${vendor}`)
  return folder === null ? null : importPaths(place, globSync(join(folder, '*.csv')).sort())
}

/** Which preset recognised which file, without the files that none did. */
function recognised({ proposal }: ImportedSet): Record<string, string> {
  return Object.fromEntries(
    proposal.files.flatMap(({ path, presetId }) => (presetId === null ? [] : [[basename(path).replace(/(_data)?\.csv$/, ''), presetId]])),
  )
}

/** How often each event came, as "name, initiator". */
function counted({ events }: ImportedSet): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { name, initiator } of events) counts[`${name}, ${initiator}`] = (counts[`${name}, ${initiator}`] ?? 0) + 1
  return counts
}

describe('tables of a warehouse', () => {
  it('Salesforce: opportunities and their versions, accounts, contacts, leads, activities', async () => {
    const set = await tables('salesforce')
    if (set === null) return
    expect(recognised(set)).toEqual({
      sf_account: 'salesforce-account',
      sf_account_history: 'salesforce-account',
      sf_contact: 'salesforce-contact',
      sf_contact_history: 'salesforce-contact',
      sf_event: 'salesforce-event',
      sf_lead: 'salesforce-lead',
      sf_opportunity: 'salesforce-opportunity',
      sf_opportunity_history: 'salesforce-opportunity-history',
      sf_task: 'salesforce-task',
    })
    expect(counted(set)).toMatchObject({
      'Opportunity created, company': 10,
      'Meeting, company': 10,
      'Lead created, company': 1,
      'Lead converted, company': 1,
    })
    expect(set.records.reduce((sum, { rejected }) => sum + rejected, 0)).toBe(0)
    expect(set.links).toContain('deal 006q000000HddohAAB → account 9CcfAt8qtZvCTwFvwOFLcg==')
  })

  it('HubSpot: objects, histories, e-mail events, engagements, pairs; settings and the team are left out', async () => {
    const set = await tables('hubspot')
    if (set === null) return
    expect(recognised(set)).toEqual({
      company: 'hubspot-companies',
      company_property_history: 'hubspot-company-property-history',
      contact: 'hubspot-contacts',
      contact_form_submission: 'hubspot-form-submissions',
      contact_merge_audit: 'hubspot-contact-merges',
      contact_property_history: 'hubspot-contact-property-history',
      deal: 'hubspot-deals',
      deal_company: 'hubspot-deal-company',
      deal_contact: 'hubspot-deal-contact',
      deal_property_history: 'hubspot-deal-property-history',
      deal_stage: 'hubspot-deal-stages',
      email_event: 'hubspot-email-events',
      engagement_call: 'hubspot-engagements',
      engagement_communication: 'hubspot-engagements',
      engagement_company: 'hubspot-engagement-company',
      engagement_contact: 'hubspot-engagement-contact',
      engagement_deal: 'hubspot-engagement-deal',
      engagement_email: 'hubspot-engagements',
      engagement_meeting: 'hubspot-engagements',
      engagement_note: 'hubspot-engagements',
      engagement_task: 'hubspot-engagements',
      ticket: 'hubspot-tickets',
      ticket_company: 'hubspot-ticket-company',
      ticket_contact: 'hubspot-ticket-contact',
      ticket_deal: 'hubspot-ticket-deal',
      ticket_property_history: 'hubspot-ticket-property-history',
    })
    const counts = counted(set)
    expect(counts).toMatchObject({
      'E-mail sent, company': 4,
      'E-mail delivered, company': 3,
      'E-mail opened, customer': 90,
      'Form submitted, customer': 5,
    })
    expect(counts).toMatchObject({
      'Company created, company': 24,
      'Deal created, company': 44,
      'Contact created, company': 22,
      'Ticket created, customer': 25,
    })
    expect(set.links.filter((link) => /^deal \S+ → contact/.test(link))).toHaveLength(11)
  })

  it('Zendesk: tickets, comments, the history of fields, users, organizations', async () => {
    const set = await tables('zendesk')
    if (set === null) return
    expect(recognised(set)).toEqual({
      organization: 'zendesk-organizations',
      ticket: 'zendesk-tickets',
      ticket_comment: 'zendesk-comments',
      ticket_field_history: 'zendesk-field-history',
      user: 'zendesk-users',
    })
    expect(counted(set)).toMatchObject({ 'Ticket created, customer': 10, 'Ticket solved, company': 18, 'Ticket on-hold, company': 3 })
    expect(set.properties.some((text) => text.startsWith('contact 1111 '))).toBe(false)
  })

  it('Intercom: conversations as they stand, their parts, contacts, companies', async () => {
    const set = await tables('intercom')
    if (set === null) return
    expect(recognised(set)).toEqual({
      company_history: 'intercom-companies',
      contact_company_history: 'intercom-contact-companies',
      contact_history: 'intercom-contacts',
      conversation_contact_history: 'intercom-conversation-contacts',
      conversation_history: 'intercom-conversations',
      conversation_part_history: 'intercom-conversation-parts',
    })
    expect(counted(set)).toMatchObject({
      'Conversation started, customer': 2,
      'Conversation closed, company': 8,
      'Internal note, company': 1,
      'Contact created, company': 9,
    })
  })

  it('Klaviyo, Iterable: events and people', async () => {
    const klaviyo = await tables('klaviyo')
    if (klaviyo !== null) {
      expect(recognised(klaviyo)).toEqual({ event: 'klaviyo-events', event_norename: 'klaviyo-events', person: 'klaviyo-profiles' })
      expect(counted(klaviyo)).toEqual({ 'E-mail delivered, company': 6, 'Placed Order, customer': 2, 'Contact created, company': 2 })
    }
    const iterable = await tables('iterable')
    if (iterable === null) return
    expect(recognised(iterable)).toMatchObject({ event: 'iterable-events', user_history: 'iterable-users' })
    expect(counted(iterable)).toMatchObject({ 'Subscribed, customer': 2, 'newEvent, customer': 4 })
  })

  it('[E6] Marketo: each table of activities by its type; what picture proxies open is a machine’s', async () => {
    const set = await tables('marketo')
    if (set === null) return
    expect(Object.values(recognised(set)).sort()).toEqual([...Array(9).fill('marketo-activities'), 'marketo-leads'])
    expect(counted(set)).toEqual({
      'Lead created, company': 100,
      'Lead deleted, company': 31,
      'Lead changed, company': 100,
      'Leads merged, company': 100,
      'E-mail sent, company': 100,
      'E-mail delivered, company': 100,
      'E-mail bounced, company': 100,
      'E-mail opened, customer': 60,
      'E-mail opened, machine': 40,
      'E-mail clicked, customer': 100,
      'Unsubscribed, customer': 100,
    })
  })
})
