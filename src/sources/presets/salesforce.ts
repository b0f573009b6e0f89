import type { PropertiesSpec } from '../mapping-spec.ts'
import { type DatedEvent, tableOf } from './dated-rows.ts'
import { columnsByName, type ExportTable, objectsOf, yes } from './export-table.ts'
import type { Preset } from './preset.ts'

/*
 * Column names: Salesforce's object reference (OpportunityHistory, OpportunityFieldHistory: fields as published), the API names of Data Loader exports, and the
 * tables that Fivetran makes of them (account_id for AccountId). Report exports and their labels ("Opportunity ID", "Stage") are from memory, not checked.
 */
const vendor = 'Salesforce'
const deal = ['opportunityid', 'opportunity18', 'oppid']
const created = ['createddate', 'editdate', 'lastmodified']

function idOf(prefix: string) {
  return (table: ExportTable) => table.values('id').some((id) => id.startsWith(prefix))
}

/** A warehouse table with every version of a row: what it says holds from the version's start on. Null for a table of rows as they are now. */
function versionsOf(table: ExportTable, type: string, objects: Record<string, string>): PropertiesSpec | null {
  const validFrom = table.column('fivetranstart')
  return validFrom === undefined ? null : { kind: 'properties', key: { [type]: table.need('id') }, objects, validFrom }
}

/** The history says when a deal was closed; without it the close date does. */
function closing(table: ExportTable): DatedEvent[] {
  const told = ['salesforce-opportunity-history', 'salesforce-opportunity-field-history'].some((id) => table.beside.has(id))
  const won = table.column('iswon')
  const closed = table.column('isclosed')
  const stage = table.column(['stagename', 'stage'])
  if (told) return []
  if (won !== undefined)
    return [
      { at: 'closedate', name: 'Closed Won', when: { [won]: yes } },
      ...(closed === undefined ? [] : [{ at: 'closedate', name: 'Closed Lost', when: { [closed]: yes } }]),
    ]
  if (stage === undefined) return []
  return ['Closed Won', 'Closed Lost'].map((name) => ({ at: 'closedate', name, when: { [stage]: name } }))
}

const opportunity: Preset = {
  id: 'salesforce-opportunity',
  vendor,
  table: 'Opportunity',
  needs: [['stagename', 'stage'], 'closedate', ['id', 'opportunityid'], ['createddate', 'isclosed', 'iswon']],
  hints: ['forecastcategory', 'forecastcategoryname', 'leadsource', 'ownerid', 'systemmodstamp', 'fiscalquarter'],
  without: ['dealname', 'fivetranstart'],
  fileName: /opportunit(y|ies)/,
  fits: (table) =>
    table.column(['forecastcategoryname', 'isclosed', 'iswon', 'recordtypeid', 'fiscalquarter']) !== undefined || idOf('006')(table),
  mapping: (table) =>
    tableOf(table, { deal: table.need(['id', 'opportunityid']) }, objectsOf(table, { account: 'accountid', contact: 'contactid' }), [
      { at: 'createddate', name: 'Opportunity created' },
      ...closing(table),
    ]),
  notes: (table) => {
    const told = closing(table).length === 0
    return told
      ? ['The close date of a deal is no event here: its stage history tells when it was closed.']
      : ['The close date of a closed deal is taken as the day it was won or lost. The stages before that stand in OpportunityHistory.']
  },
}

/** What Fivetran keeps as opportunity_history: every version of a whole row. */
const opportunityVersions: Preset = {
  id: 'salesforce-opportunity-history',
  vendor,
  table: 'Opportunity, every version',
  needs: ['id', 'stagename', 'fivetranstart', 'closedate'],
  hints: ['fivetranend', 'fivetranactive', 'forecastcategory', 'iswon'],
  fileName: /opportunity_history/,
  mapping: (table) => ({
    kind: 'events',
    time: table.need('fivetranstart'),
    name: table.need('stagename'),
    constants: { initiator: 'company' },
    objects: objectsOf(table, { deal: 'id', account: 'accountid' }),
    properties: columnsByName(table, { stage: 'stagename', amount: 'amount', probability: 'probability' }),
    changes: { deal: columnsByName(table, { StageName: 'stagename', Amount: 'amount', CloseDate: 'closedate' }) ?? {} },
  }),
}

const opportunityHistory: Preset = {
  id: 'salesforce-opportunity-history',
  vendor,
  table: 'OpportunityHistory',
  needs: [deal, ['stagename', 'tostage', 'stage'], created],
  hints: ['probability', 'forecastcategory', 'prevamount', 'prevclosedate', 'systemmodstamp', 'expectedrevenue'],
  without: ['newvalue', 'quantity', 'role', 'isprimary'],
  fileName: /opportunity_?history/,
  fits: (table) =>
    table.column(['forecastcategory', 'prevamount', 'tostage', 'expectedrevenue', 'systemmodstamp', 'probability']) !== undefined,
  mapping: (table) => ({
    kind: 'events',
    id: table.column('id'),
    time: table.need(created),
    name: table.need(['tostage', 'stagename', 'stage']),
    constants: { initiator: 'company' },
    objects: { deal: table.need(deal), ...objectsOf(table, { account: 'accountid' }) },
    properties: columnsByName(table, { stage: ['tostage', 'stagename', 'stage'], amount: 'amount', probability: 'probability' }),
    changes: {
      deal: columnsByName(table, { StageName: ['tostage', 'stagename', 'stage'], Amount: 'amount', CloseDate: 'closedate' }) ?? {},
    },
  }),
  notes: () => ['A row stands for a change of stage, amount, probability or close date: one stage may come several times in a row.'],
}

/** A history of single fields; `field` is the one whose values name the events. */
function fieldHistory(of: { id: string; table: string; object: string; key: string; field: string; fileName: RegExp }): Preset {
  return {
    id: of.id,
    vendor,
    table: of.table,
    needs: [of.key, ['field', 'fieldevent'], 'newvalue', created],
    hints: ['oldvalue', 'datatype', 'createdbyid'],
    fileName: of.fileName,
    mapping: (table) => ({
      kind: 'events',
      id: table.column('id'),
      time: table.need(created),
      name: table.need('newvalue'),
      where: { [table.need(['field', 'fieldevent'])]: of.field === 'StageName' ? ['StageName', 'Stage'] : [of.field] },
      constants: { initiator: 'company' },
      objects: { [of.object]: table.need(of.key) },
      properties: columnsByName(table, { [of.field === 'StageName' ? 'stage' : 'status']: 'newvalue', from: 'oldvalue' }),
      change: { object: of.object, name: table.need(['field', 'fieldevent']), value: table.need('newvalue') },
    }),
    notes: () => [`Events are the changes of ${of.field}; every other field is kept as a property of the ${of.object} with its times.`],
  }
}

const lead: Preset = {
  id: 'salesforce-lead',
  vendor,
  table: 'Lead',
  needs: ['id', 'isconverted', 'createddate', 'status'],
  hints: ['converteddate', 'convertedcontactid', 'leadsource', 'company', 'email'],
  fileName: /leads?\b/,
  mapping: (table) =>
    tableOf(table, { contact: table.need('id') }, objectsOf(table, { account: 'convertedaccountid', contact: 'convertedcontactid' }), [
      { at: 'createddate', name: 'Lead created' },
      { at: 'converteddate', name: 'Lead converted' },
    ]),
  notes: () => ['A converted lead and its contact are one person: the ids are tied.'],
}

const campaignMember: Preset = {
  id: 'salesforce-campaign-member',
  vendor,
  table: 'CampaignMember',
  needs: ['id', 'campaignid', ['contactid', 'leadid', 'leadorcontactid'], ['hasresponded', 'firstrespondeddate']],
  hints: ['status', 'leadorcontactownerid'],
  fileName: /campaign_?member/,
  mapping: (table) =>
    tableOf(
      table,
      { campaignMember: table.need('id') },
      { ...objectsOf(table, { contact: ['leadorcontactid', 'contactid', 'leadid'] }), campaign: table.need('campaignid') },
      [
        { at: 'createddate', name: 'Added to campaign' },
        { at: 'firstrespondeddate', name: 'Responded to campaign', initiator: 'customer' },
      ],
    ),
}

const contactRole: Preset = {
  id: 'salesforce-opportunity-contact-role',
  vendor,
  table: 'OpportunityContactRole',
  needs: ['opportunityid', 'contactid', ['isprimary', 'role']],
  without: ['stagename'],
  fileName: /contact_?role/,
  mapping: (table) => ({
    kind: 'properties',
    key: { deal: table.need('opportunityid') },
    objects: { contact: table.need('contactid') },
    properties: 'none',
  }),
}

const account: Preset = {
  id: 'salesforce-account',
  vendor,
  table: 'Account',
  needs: ['id', 'name', ['numberofemployees', 'annualrevenue', 'billingcountry'], ['ownerid', 'systemmodstamp', 'billingstreet']],
  hints: ['parentid', 'industry', 'accountsource', 'jigsawcompanyid'],
  without: ['accountid', 'firstname', 'stagename', 'isconverted'],
  fileName: /accounts?\b/,
  mapping: (table) =>
    versionsOf(table, 'account', {}) ?? tableOf(table, { account: table.need('id') }, {}, [{ at: 'createddate', name: 'Account created' }]),
}

const contact: Preset = {
  id: 'salesforce-contact',
  vendor,
  table: 'Contact',
  needs: ['id', 'accountid', 'lastname', ['mailingcountry', 'reportstoid', 'systemmodstamp', 'isemailbounced', 'ownerid']],
  hints: ['email', 'firstname', 'leadsource', 'createddate', 'mailingstreet'],
  without: ['isconverted', 'stagename'],
  fileName: /contacts?\b/,
  mapping: (table) =>
    versionsOf(table, 'contact', objectsOf(table, { account: 'accountid' })) ??
    tableOf(table, { contact: table.need('id') }, objectsOf(table, { account: 'accountid' }), [
      { at: 'createddate', name: 'Contact created' },
    ]),
}

/** The columns that tell the kind of an activity; none leaves it a task. */
function kinds(table: ExportTable): string[] | undefined {
  const found = ['type', 'tasksubtype'].flatMap((name) => table.column(name) ?? [])
  return found.length === 0 ? undefined : found
}

const task: Preset = {
  id: 'salesforce-task',
  vendor,
  table: 'Task',
  needs: ['id', 'whoid', 'whatid', 'activitydate', 'status', 'isclosed'],
  hints: ['tasksubtype', 'calltype', 'subject', 'priority'],
  fileName: /tasks?\b/,
  mapping: (table) => ({
    kind: 'events',
    id: table.need('id'),
    time: table.need(['completeddatetime', 'activitydate']),
    where: { [table.need('isclosed')]: yes },
    name: kinds(table),
    constants: { name: 'Task', initiator: 'company' },
    objects: {
      contact: table.need('whoid'),
      ...objectsOf(table, { account: 'accountid' }),
      deal: { column: table.need('whatid'), prefix: '006' },
    },
    properties: columnsByName(table, { subject: 'subject', status: 'status', subtype: 'tasksubtype', callResult: 'calldisposition' }),
  }),
  notes: () => ['Only tasks that are done are events, at the day of the activity.'],
}

const meeting: Preset = {
  id: 'salesforce-event',
  vendor,
  table: 'Event',
  needs: ['id', 'whoid', 'whatid', ['startdatetime', 'activitydatetime'], ['eventsubtype', 'isalldayevent', 'isgroupevent']],
  hints: ['enddatetime', 'durationinminutes', 'subject', 'eventsubtype'],
  fileName: /events?\b/,
  mapping: (table) => ({
    kind: 'events',
    id: table.need('id'),
    time: table.need(['startdatetime', 'activitydatetime']),
    constants: { name: 'Meeting', initiator: 'company' },
    objects: {
      contact: table.need('whoid'),
      ...objectsOf(table, { account: 'accountid' }),
      deal: { column: table.need('whatid'), prefix: '006' },
    },
    properties: columnsByName(table, { subject: 'subject', minutes: 'durationinminutes', type: 'type' }),
  }),
}

export const salesforcePresets: readonly Preset[] = [
  opportunity,
  opportunityVersions,
  opportunityHistory,
  fieldHistory({
    id: 'salesforce-opportunity-field-history',
    table: 'OpportunityFieldHistory',
    object: 'deal',
    key: 'opportunityid',
    field: 'StageName',
    fileName: /opportunity_?field_?history/,
  }),
  fieldHistory({
    id: 'salesforce-lead-history',
    table: 'LeadHistory',
    object: 'contact',
    key: 'leadid',
    field: 'Status',
    fileName: /lead_?history/,
  }),
  lead,
  campaignMember,
  contactRole,
  account,
  contact,
  task,
  meeting,
]
