import type { PartSpec } from '../mapping-spec.ts'
import { isAtPath, keyColumn } from '../part-rows.ts'
import { tableOf } from './dated-rows.ts'
import { columnsByName, type ExportTable, objectsOf } from './export-table.ts'
import { hubspotEngagements } from './hubspot-engagements.ts'
import { hubspotPairs } from './hubspot-pairs.ts'
import { associated, isRecord, vendor } from './hubspot-record.ts'
import { mail, mailRobots } from './mail-events.ts'
import type { Preset } from './preset.ts'

/*
 * Column names: the tables that Fivetran makes of HubSpot (property_createdate for createdate), and for CSV exports from the page ("Record ID", "Create Date",
 * "Deal Stage"): these, and the names of HubSpot's properties (createdate, hs_object_id), are from memory, not checked against an export.
 */
const recordId = ['recordid', 'hsobjectid', 'id']
const createdAt = ['createdate', 'createdat']

/** Properties of warehouse tables without their prefix, so that a table and its history name one thing alike; else all columns. */
function ownProperties(table: ExportTable): 'rest' | Record<string, string> {
  const prefix = isRecord(table) ? 'properties.' : 'property_'
  const prefixed = table.columns.filter((column) => column.startsWith(prefix))
  return prefixed.length === 0 ? 'rest' : Object.fromEntries(prefixed.map((column) => [column.slice(prefix.length), column]))
}

/** The histories of properties inside of a record: changes of the stage property are events. None where a table of them is beside it. */
function historyParts(table: ExportTable, object: string, stage: string, history: string): { parts?: PartSpec[] } {
  const path = 'propertiesWithHistory.*'
  if (table.beside.has(history) || !table.columns.some((column) => isAtPath(path, column))) return {}
  return {
    parts: [
      {
        ...{ each: path, kind: 'events', time: 'timestamp', name: 'value', where: { [keyColumn]: stage }, meanings: stageNames(table) },
        constants: { initiator: 'company' },
        objects: { [object]: `^.${table.need('id')}` },
        properties: { stage: 'value', source: 'sourceType' },
        change: { object, name: keyColumn, value: 'value' },
      },
    ],
  }
}

/** Enough of HubSpot's own spelling: a warehouse table's prefix, or the export's "Record ID". */
function isHubspot(table: ExportTable): boolean {
  return (
    isRecord(table) ||
    table.columns.some((column) => column.startsWith('property_')) ||
    table.column(['recordid', 'hsobjectid']) !== undefined
  )
}

/** Stages by their names instead of their ids, where the table of stages is there too. */
function stageNames(table: ExportTable): Record<string, { name: string }> | undefined {
  const stages = table.stages.filter((one) => one.of === 'stage')
  return stages.length === 0 ? undefined : Object.fromEntries(stages.map(({ id, label }) => [id, { name: label }]))
}

const contact: Preset = {
  id: 'hubspot-contacts',
  vendor,
  table: 'contacts',
  needs: [recordId, 'email', createdAt],
  hints: [
    'firstname',
    'lastname',
    'lifecyclestage',
    'hsleadstatus',
    'leadstatus',
    'associatedcompanyid',
    'jobtitle',
    'becameaqualifiedleaddate',
  ],
  without: ['dealname', 'dealid', 'ticketname'],
  fileName: /contacts?\b/,
  fits: isHubspot,
  mapping: (table) => ({
    ...tableOf(
      table,
      { contact: table.need(recordId) },
      {
        ...objectsOf(table, { account: ['associatedcompanyid', 'primaryassociatedcompanyid', 'associatedcompanyidsprimary'] }),
        ...associated(table, { account: 'companies' }),
      },
      [
        { at: createdAt, name: 'Contact created' },
        { at: ['firstconversiondate'], name: 'First form submitted', initiator: 'customer' },
        { at: ['hslifecyclestageleaddate', 'becamealeaddate'], name: 'Became lead' },
        {
          at: ['hslifecyclestagemarketingqualifiedleaddate', 'becameamarketingqualifiedleaddate'],
          name: 'Became marketing qualified lead',
        },
        { at: ['hslifecyclestagesalesqualifiedleaddate', 'becameasalesqualifiedleaddate'], name: 'Became sales qualified lead' },
        { at: ['hslifecyclestageopportunitydate', 'becameanopportunitydate'], name: 'Became opportunity' },
        { at: ['hslifecyclestagecustomerdate', 'becameacustomerdate'], name: 'Became customer' },
      ],
      ownProperties(table),
    ),
    ...historyParts(table, 'contact', 'lifecyclestage', 'hubspot-contact-property-history'),
  }),
}

const company: Preset = {
  id: 'hubspot-companies',
  vendor,
  table: 'companies',
  needs: [recordId, ['name', 'companyname'], createdAt],
  hints: ['industry', 'domain', 'companydomainname', 'annualrevenue', 'numberofemployees', 'country'],
  without: ['email', 'dealname', 'dealid', 'ticketname', 'firstname'],
  fileName: /compan(y|ies)/,
  fits: isHubspot,
  mapping: (table) => ({
    ...tableOf(table, { account: table.need(recordId) }, {}, [{ at: createdAt, name: 'Company created' }], ownProperties(table)),
    ...historyParts(table, 'account', 'lifecyclestage', 'hubspot-company-property-history'),
  }),
}

const deal: Preset = {
  id: 'hubspot-deals',
  vendor,
  table: 'deals',
  needs: [['dealid', ...recordId], 'dealname', ['closedate', 'createdate']],
  hints: ['dealstage', 'pipeline', 'dealpipelinestageid', 'amount', 'portalid', 'hubspotownerid'],
  fileName: /deals?\b/,
  mapping: (table) => {
    const stage = table.column(['dealstage', 'dealpipelinestageid'])
    const ended = (how: 'won' | 'lost') => table.stages.filter(({ ending: known }) => known === how).map(({ id }) => id)
    const ending = (name: string, values: string[]) => ({ at: 'closedate', name, when: { [stage ?? '']: [...new Set(values)] } })
    const history = historyParts(table, 'deal', 'dealstage', 'hubspot-deal-property-history')
    const told = table.beside.has('hubspot-deal-stages') || stage === undefined || table.columns.includes('propertiesWithHistory.dealstage')
    const closed = told
      ? []
      : [
          ending('Deal won', ['closedwon', 'Closed Won', 'Closed won', ...ended('won')]),
          ending('Deal lost', ['closedlost', 'Closed Lost', 'Closed lost', ...ended('lost')]),
        ]
    const objects = {
      ...objectsOf(table, { account: ['associatedcompanyid', 'associatedcompanyidsprimary'], contact: 'associatedcontactid' }),
      ...associated(table, { account: 'companies', contact: 'contacts' }),
    }
    const dated = [{ at: createdAt, name: 'Deal created' }, ...closed]
    return { ...tableOf(table, { deal: table.need(['dealid', ...recordId]) }, objects, dated, ownProperties(table)), ...history }
  },
}

const ticket: Preset = {
  id: 'hubspot-tickets',
  vendor,
  table: 'tickets',
  needs: [['ticketid', ...recordId], ['hspipelinestage', 'ticketstatus', 'ticketname'], createdAt],
  hints: ['closeddate', 'closedate', 'hspipeline', 'hsticketpriority', 'subject', 'firstagentreplydate'],
  without: ['dealname'],
  fileName: /tickets?\b/,
  mapping: (table) => ({
    ...tableOf(
      table,
      { ticket: table.need(['ticketid', ...recordId]) },
      {
        ...objectsOf(table, { account: 'associatedcompanyid', contact: 'associatedcontactid' }),
        ...associated(table, { account: 'companies', contact: 'contacts' }),
      },
      [
        { at: createdAt, name: 'Ticket created', initiator: 'customer' },
        { at: 'firstagentreplydate', name: 'Ticket answered' },
        { at: ['closeddate', 'closedate'], name: 'Ticket closed' },
      ],
      ownProperties(table),
    ),
    ...historyParts(table, 'ticket', 'hs_pipeline_stage', 'hubspot-ticket-property-history'),
  }),
}

/** Every change of a property: rows of (object, name, value, time). Changes of the stage property are events. */
function propertyHistory(of: { object: string; key: string; table: string; stage: string[]; fileName: RegExp }): Preset {
  return {
    id: `hubspot-${of.table.replaceAll(' ', '-')}`,
    vendor,
    table: of.table,
    needs: [of.key, 'name', 'value', ['timestamp', 'timestampinstant'], ['source', 'sourceid']],
    hints: ['sourceid', 'fivetransynced'],
    fileName: of.fileName,
    mapping: (table) => ({
      kind: 'events',
      time: table.need(['timestampinstant', 'timestamp']),
      name: table.need('value'),
      where: { [table.need('name')]: of.stage },
      meanings: stageNames(table),
      constants: { initiator: 'company' },
      objects: { [of.object]: table.need(of.key) },
      properties: columnsByName(table, { stage: 'value', source: 'source' }),
      change: { object: of.object, name: table.need('name'), value: table.need('value') },
    }),
    notes: () => [`Events are the changes of ${of.stage.join(', ')}; every property is kept with its times.`],
  }
}

const dealStages: Preset = {
  id: 'hubspot-deal-stages',
  vendor,
  table: 'deal stages',
  needs: ['dealid', 'dateentered', 'value'],
  hints: ['sourceid', 'fivetranstart', 'fivetranend'],
  fileName: /deal_?stage/,
  mapping: (table) => ({
    kind: 'events',
    time: table.need('dateentered'),
    name: table.need('value'),
    meanings: stageNames(table),
    constants: { initiator: 'company' },
    objects: { deal: table.need('dealid') },
    properties: columnsByName(table, { stage: 'value', source: 'source' }),
    changes: { deal: { dealstage: table.need('value') } },
  }),
}

const emailEvent: Preset = {
  id: 'hubspot-email-events',
  vendor,
  table: 'e-mail events',
  needs: ['id', 'type', 'recipient', 'created'],
  hints: ['emailcampaignid', 'sentbyid', 'filteredevent', 'portalid', 'appid', 'causedbyid'],
  fileName: /email_?events?/,
  fits: (table) => table.column(['emailcampaignid', 'portalid', 'sentbyid', 'sentby']) !== undefined,
  mapping: (table) => {
    const filtered = table.column('filteredevent')
    const agent = table.column('useragent')
    return {
      kind: 'events',
      id: table.need('id'),
      time: table.need('created'),
      name: table.need('type'),
      meanings: {
        PROCESSED: { name: 'E-mail processed', channel: 'email', initiator: 'company' },
        SENT: mail.sent,
        DELIVERED: mail.delivered,
        OPEN: mail.opened,
        CLICK: mail.clicked,
        FORWARD: mail.forwarded,
        PRINT: { name: 'E-mail printed', channel: 'email', initiator: 'customer' },
        BOUNCE: mail.bounced,
        DROPPED: mail.dropped,
        DEFERRED: { name: 'E-mail deferred', channel: 'email', initiator: 'company' },
        SPAMREPORT: mail.complained,
        STATUSCHANGE: { name: 'Subscription changed', channel: 'email', initiator: 'customer' },
      },
      machine: {
        ...(filtered === undefined ? {} : { [filtered]: ['true'] }),
        ...(agent === undefined ? {} : { [agent]: [...mailRobots] }),
      },
      constants: { channel: 'email', initiator: 'company' },
      objects: { contact: { column: table.need('recipient'), lowerCase: true } },
      properties: columnsByName(table, { campaign: ['emailcampaignid', 'campaignid'], url: 'url', browser: 'browser' }),
    }
  },
  notes: () => ['The contact is the address in recipient. With a file of contacts beside it, address and record id are tied.'],
}

const form: Preset = {
  id: 'hubspot-form-submissions',
  vendor,
  table: 'form submissions',
  needs: ['contactid', 'formid', 'timestamp'],
  hints: ['conversionid', 'pageurl', 'portalid', 'title'],
  fileName: /form_?submission/,
  mapping: (table) => ({
    kind: 'events',
    id: table.column('conversionid'),
    time: table.need('timestamp'),
    constants: { name: 'Form submitted', initiator: 'customer' },
    touchpoint: table.column('title'),
    objects: { contact: table.need('contactid') },
    properties: columnsByName(table, { form: 'formid', page: 'pageurl' }),
  }),
}

export const hubspotPresets: readonly Preset[] = [
  contact,
  company,
  deal,
  ticket,
  propertyHistory({
    object: 'contact',
    key: 'contactid',
    table: 'contact property history',
    stage: ['lifecyclestage'],
    fileName: /contact_property_history/,
  }),
  propertyHistory({
    object: 'account',
    key: 'companyid',
    table: 'company property history',
    stage: ['lifecyclestage'],
    fileName: /company_property_history/,
  }),
  propertyHistory({
    object: 'deal',
    key: 'dealid',
    table: 'deal property history',
    stage: ['dealstage'],
    fileName: /deal_property_history/,
  }),
  propertyHistory({
    object: 'ticket',
    key: 'ticketid',
    table: 'ticket property history',
    stage: ['hs_pipeline_stage'],
    fileName: /ticket_property_history/,
  }),
  dealStages,
  emailEvent,
  form,
  ...hubspotEngagements,
  ...hubspotPairs,
]
