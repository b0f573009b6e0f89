import type { Inspection } from '../inspect-file.ts'
import { type ColumnNames, exportTable } from './export-table.ts'

/** A table that often comes with a vendor's export and tells nothing of customers: sellers, agents, pipelines, settings. */
interface IdleTable {
  vendor: string
  needs: readonly ColumnNames[]
  fileName: RegExp
  holds: string
}

const idleTables: readonly IdleTable[] = [
  { vendor: 'Klaviyo', needs: ['id', 'attributesname'], fileName: /metric/, holds: 'the names of metrics' },
  { vendor: 'HubSpot', needs: ['ownerid', ['email', 'isteamprimary', 'teamid']], fileName: /owner/, holds: 'the team, no customers' },
  { vendor: 'HubSpot', needs: ['id', ['primaryteamid', 'roleid']], fileName: /user/, holds: 'the team, no customers' },
  {
    vendor: 'HubSpot',
    needs: [['teamid', 'requiresbillingwrite', 'id']],
    fileName: /^(team|team_user|role)(_data)?\./,
    holds: 'the team, no customers',
  },
  { vendor: 'HubSpot', needs: ['pipelineid'], fileName: /pipeline/, holds: 'the names of pipelines and their stages' },
  { vendor: 'HubSpot', needs: [['fieldtype', 'propertyid']], fileName: /property(_option)?(_data)?\./, holds: 'how properties are set up' },
  { vendor: 'HubSpot', needs: ['guid', 'submittext'], fileName: /form/, holds: 'how forms are set up' },
  {
    vendor: 'HubSpot',
    needs: ['id', 'fivetransynced'],
    fileName: /email_event_\w+/,
    holds: 'details of e-mail events without their time or recipient',
  },
  {
    vendor: 'HubSpot',
    needs: ['id', 'portalid', 'type'],
    fileName: /^engagement(_data)?\./,
    holds: 'engagements without their time; it stands in the tables of calls, meetings, …',
  },
  { vendor: 'HubSpot', needs: ['id', 'subject', 'numincluded'], fileName: /email_campaign/, holds: 'e-mail campaigns' },
  { vendor: 'HubSpot', needs: ['id', 'processingtype'], fileName: /contact_list/, holds: 'how lists are set up' },
  {
    vendor: 'Salesforce',
    needs: ['id', ['username', 'isactive', 'fullphotourl'], ['profileid', 'userroleid', 'emailencodingkey', 'alias']],
    fileName: /user/,
    holds: 'the team, no customers',
  },
  { vendor: 'Salesforce', needs: ['id', 'developername'], fileName: /role|record_?type/, holds: 'roles and record types' },
  { vendor: 'Salesforce', needs: ['id', 'productcode', ['family', 'quantityunitofmeasure']], fileName: /product/, holds: 'products' },
  {
    vendor: 'Zendesk',
    needs: [['timezone', 'scheduleid', 'slapolicyid']],
    fileName: /schedule|time_zone|daylight|sla_policy/,
    holds: 'working hours and service levels',
  },
  { vendor: 'Zendesk', needs: ['id', 'name'], fileName: /^(brand|group|ticket_form)/, holds: 'how the help desk is set up' },
  { vendor: 'Intercom', needs: ['id', 'email', 'jobtitle'], fileName: /admin/, holds: 'the team, no customers' },
  { vendor: 'Intercom', needs: [['adminid', 'name']], fileName: /^(team|tag|team_admin)(_data)?\./, holds: 'teams and tags' },
  {
    vendor: 'Intercom',
    needs: ['id', 'workspaceid', ['createdat', 'name']],
    fileName: /article|collection|help_center/,
    holds: 'the help centre',
  },
  {
    vendor: 'Klaviyo',
    needs: ['id', 'name', ['integrationid', 'triggertype', 'statuslabel', 'sendtime']],
    fileName: /metric|flow|campaign/,
    holds: 'campaigns, flows and metrics',
  },
  {
    vendor: 'Iterable',
    needs: [['templateid', 'campaignid', 'channelid', 'listtype', 'messagemedium']],
    fileName: /^(campaign|template|channel|message_type|list)/,
    holds: 'campaigns, templates and lists',
  },
  {
    vendor: 'Marketo',
    needs: ['id', 'name', ['programid', 'sfdcid', 'template', 'workspace', 'channel']],
    fileName: /campaign|program|template/,
    holds: 'campaigns, programs and templates',
  },
  { vendor: 'Marketo', needs: ['restname', 'soapname'], fileName: /describe/, holds: 'how fields are set up' },
  { vendor: 'HubSpot', needs: ['displayorder', 'hubspotobject'], fileName: /property/, holds: 'how properties are set up' },
  { vendor: 'HubSpot', needs: ['ticketid', 'engagementid'], fileName: /ticket_engagement/, holds: 'pairs of tickets and engagements' },
  { vendor: 'Zendesk', needs: ['organizationid', 'domainname'], fileName: /domain/, holds: 'domains of organizations' },
  { vendor: 'Zendesk', needs: ['changedescription', 'actorid'], fileName: /audit_log/, holds: 'changes of the help desk’s own settings' },
  { vendor: 'Zendesk', needs: ['chatid', 'chatindex'], fileName: /chat_event/, holds: 'lines of chats without their ticket' },
  { vendor: 'Zendesk', needs: ['tag', ['ticketid', 'userid', 'organizationid']], fileName: /tag/, holds: 'tags' },
  { vendor: 'Intercom', needs: ['tagid', ['companyid', 'contactid', 'conversationid']], fileName: /tag/, holds: 'tags' },
  {
    vendor: 'Iterable',
    needs: ['updatedat', ['channelid', 'messagetypeid']],
    fileName: /unsubscribed/,
    holds: 'subscriptions as they are now, without an event',
  },
  {
    vendor: 'Iterable',
    needs: ['fivetranid'],
    fileName: /event_extension|list_user|unsubscribed/,
    holds: 'details without a time or a contact',
  },
]

/** The table of a vendor that is left out among several files, with the reason; null for any other. Told by its columns and by its file name. */
export function idleTableOf(file: Pick<Inspection, 'path' | 'columns' | 'rows'>): { export: string; note: string } | null {
  const table = exportTable(file)
  const found = idleTables.find(
    ({ needs, fileName }) => fileName.test(table.fileName) && needs.every((names) => table.column(names) !== undefined),
  )
  return found === undefined ? null : { export: found.vendor, note: `Left out: it holds ${found.holds}.` }
}
