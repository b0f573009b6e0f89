import type { EventsSpec } from '../mapping-spec.ts'
import { tableOf } from './dated-rows.ts'
import { columnsByName, type ExportTable } from './export-table.ts'
import { mail, mailRobots, openingsUncertain } from './mail-events.ts'
import type { Preset } from './preset.ts'

/*
 * Column names: the tables that Fivetran makes of Klaviyo and Iterable, Klaviyo's events API (attributes, relationships), and Mailchimp's audience export
 * (OPTIN_TIME, MEMBER_RATING, …). From memory, not checked: the properties that mark openings by machines, Mailchimp's campaign reports and activities.
 */

/** The columns by which an export marks what a machine opened or clicked, with the texts that say so. */
function machines(table: ExportTable, marks: Readonly<Record<string, readonly string[]>>): Record<string, string[]> | undefined {
  const found = Object.entries(marks).flatMap(([name, texts]) => {
    const column = table.column(name)
    return column === undefined ? [] : [[column, [...texts]] as [string, string[]]]
  })
  return found.length === 0 ? undefined : Object.fromEntries(found)
}

const klaviyoMachines = {
  appleprivacyopen: ['true'],
  machineopen: ['true'],
  botclick: ['true'],
  attributeseventpropertiesappleprivacyopen: ['true'],
  attributeseventpropertiesmachineopen: ['true'],
  attributeseventpropertiesbotclick: ['true'],
}

const klaviyoMeanings = {
  'Received Email': mail.delivered,
  'Opened Email': mail.opened,
  'Clicked Email': mail.clicked,
  'Bounced Email': mail.bounced,
  'Dropped Email': mail.dropped,
  'Marked Email as Spam': mail.complained,
  Unsubscribed: mail.unsubscribed,
  'Unsubscribed from List': mail.unsubscribed,
  'Unsubscribed from Email Marketing': mail.unsubscribed,
  'Subscribed to List': mail.subscribed,
  'Subscribed to Email Marketing': mail.subscribed,
  'Received SMS': { name: 'SMS delivered', channel: 'sms', initiator: 'company' as const },
  'Clicked SMS': { name: 'SMS clicked', channel: 'sms', initiator: 'customer' as const },
  'Sent SMS': { name: 'SMS answered', channel: 'sms', initiator: 'customer' as const },
}

const klaviyoEvent: Preset = {
  id: 'klaviyo-events',
  vendor: 'Klaviyo',
  table: 'events',
  needs: ['id', ['personid', 'profileid'], 'datetime', ['type', 'metricname'], ['metricid', 'flowmessageid']],
  hints: ['campaignid', 'flowid', 'uuid', 'timestamp', 'variation'],
  fileName: /event/,
  mapping: (table) => ({
    kind: 'events',
    id: table.need('id'),
    time: table.need('datetime'),
    name: table.need(['metricname', 'type']),
    meanings: klaviyoMeanings,
    machine: machines(table, klaviyoMachines),
    objects: { contact: table.need(['personid', 'profileid']) },
    properties: columnsByName(table, {
      ...{ campaign: 'campaignid', flow: 'flowid', message: 'flowmessageid', subject: 'subject', url: 'url', value: 'value' },
      ...{ currency: 'currencycode', product: 'productname', campaignName: 'campaignname', list: 'list' },
    }),
  }),
  notes: (table) => (machines(table, klaviyoMachines) === undefined ? [openingsUncertain] : []),
}

/** As the events API answers. Names of metrics come from a file of metrics beside it. */
const klaviyoApiEvent: Preset = {
  id: 'klaviyo-api-events',
  vendor: 'Klaviyo',
  table: 'events (API)',
  needs: ['id', 'attributesdatetime', 'relationshipsmetricdataid', 'relationshipsprofiledataid'],
  mapping: (table) => ({
    kind: 'events',
    id: table.need('id'),
    time: table.need('attributesdatetime'),
    name: table.column('attributesmetricname') ?? table.need('relationshipsmetricdataid'),
    meanings: { ...klaviyoMeanings, ...metricMeanings(table) },
    machine: machines(table, klaviyoMachines),
    objects: { contact: table.need('relationshipsprofiledataid') },
  }),
  notes: (table) => [table.stages.some((one) => one.of === 'metric') ? metricsNamed : metricsUnnamed, openingsUncertain],
}

const metricsNamed = 'Events are named by the file of metrics.'
const metricsUnnamed =
  'Events are named by the id of their metric: import the file of metrics with it, or say under meanings in the mapping what each stands for.'

/** Each metric's id stands for its name, or for what that name stands for. */
function metricMeanings({ stages }: ExportTable): NonNullable<EventsSpec['meanings']> {
  const known: NonNullable<EventsSpec['meanings']> = klaviyoMeanings
  return Object.fromEntries(stages.flatMap(({ id, label, of }) => (of === 'metric' ? [[id, known[label] ?? { name: label }]] : [])))
}

const klaviyoPerson: Preset = {
  id: 'klaviyo-profiles',
  vendor: 'Klaviyo',
  table: 'profiles',
  needs: [
    ['id', 'klaviyoid'],
    ['email', 'attributesemail'],
    ['created', 'attributescreated', 'profilecreatedon'],
    ['updated', 'attributesupdated', 'lastopen', 'emailmarketingconsent'],
  ],
  hints: ['timezone', 'organization', 'customsource', 'customconsent', 'phonenumber', 'externalid'],
  without: ['subject', 'templateid', 'subscriptionstatus'],
  fileName: /person|profile/,
  fits: (table) =>
    table.column(['customconsent', 'customsource', 'organization', 'attributesexternalid', 'emailmarketingconsent']) !== undefined,
  mapping: (table) =>
    tableOf(table, { contact: table.need(['id', 'klaviyoid']) }, {}, [
      { at: ['created', 'attributescreated', 'profilecreatedon'], name: 'Contact created' },
    ]),
}

const mailchimpMeanings = { open: mail.opened, click: mail.clicked, bounce: mail.bounced, sent: mail.sent, unsub: mail.unsubscribed }

const mailchimpAudience: Preset = {
  id: 'mailchimp-audience',
  vendor: 'Mailchimp',
  table: 'audience',
  needs: [
    ['emailaddress', 'email'],
    ['memberrating', 'leid', 'euid'],
    ['optintime', 'confirmtime', 'lastchanged'],
  ],
  hints: ['optinip', 'gmtoff', 'dstoff', 'region', 'unsubtime', 'cleantime', 'tags'],
  mapping: (table) => {
    const address = table.need(['emailaddress', 'email'])
    return tableOf(table, { contact: { column: address, lowerCase: true } }, undefined, [
      { at: 'optintime', name: 'Signed up', initiator: 'customer', channel: 'email' },
      { at: 'confirmtime', ...mail.subscribed },
      { at: 'unsubtime', ...mail.unsubscribed },
      { at: 'cleantime', ...mail.bounced },
    ])
  },
}

const mailchimpActivity: Preset = {
  id: 'mailchimp-activity',
  vendor: 'Mailchimp',
  table: 'recipient activity',
  needs: ['action', 'timestamp', ['memberid', 'emailaddress', 'email', 'emailid'], ['campaignid', 'listid']],
  hints: ['url', 'ip', 'bouncetype', 'type'],
  fileName: /activity/,
  mapping: (table) => {
    const address = table.column(['emailaddress', 'email'])
    return {
      kind: 'events',
      time: table.need('timestamp'),
      name: table.need('action'),
      meanings: mailchimpMeanings,
      constants: { channel: 'email', initiator: 'company' },
      objects: { contact: address === undefined ? table.need(['memberid', 'emailid']) : { column: address, lowerCase: true } },
      properties: columnsByName(table, { campaign: 'campaignid', list: 'listid', url: 'url' }),
    }
  },
  notes: () => [openingsUncertain],
}

/** A campaign report counts openings and clicks of each recipient, without their times. */
const mailchimpReport: Preset = {
  id: 'mailchimp-report',
  vendor: 'Mailchimp',
  table: 'campaign report',
  needs: ['emailaddress', ['opens', 'clicks']],
  hints: ['memberrating', 'firstname', 'lastname', 'address'],
  without: ['optintime', 'timestamp', 'action', 'openrate', 'clickrate'],
  mapping: (table) => ({
    kind: 'properties',
    key: { contact: { column: table.need('emailaddress'), lowerCase: true } },
    properties: columnsByName(table, { opens: 'opens', clicks: 'clicks', firstName: 'firstname', lastName: 'lastname' }),
  }),
  notes: () => [
    'The report has no times, so nothing in it is an event: openings and clicks become properties of the contact. Times stand in the activity of recipients.',
  ],
}

const iterableMeanings = {
  emailSend: mail.sent,
  emailOpen: mail.opened,
  emailClick: mail.clicked,
  emailBounce: mail.bounced,
  emailComplaint: mail.complained,
  emailUnSubscribe: mail.unsubscribed,
  emailUnsubscribe: mail.unsubscribed,
  emailSubscribe: mail.subscribed,
  emailSendSkip: { name: 'E-mail skipped', channel: 'email', initiator: 'company' as const },
  pushSend: { name: 'Push sent', channel: 'push', initiator: 'company' as const },
  pushOpen: { name: 'Push opened', channel: 'push', initiator: 'customer' as const },
  smsSend: { name: 'SMS delivered', channel: 'sms', initiator: 'company' as const },
  smsClick: { name: 'SMS clicked', channel: 'sms', initiator: 'customer' as const },
  smsReceived: { name: 'SMS answered', channel: 'sms', initiator: 'customer' as const },
  inAppSend: { name: 'In-app message sent', initiator: 'company' as const },
  purchase: { name: 'Purchase', initiator: 'customer' as const },
}

const iterableMachines = { isbot: ['true'], proxysource: ['apple', 'google', 'yahoo'], useragent: mailRobots }

const iterableEvent: Preset = {
  id: 'iterable-events',
  vendor: 'Iterable',
  table: 'events',
  needs: ['email', 'createdat', 'eventname', ['messageid', 'campaignid']],
  hints: ['messagebusid', 'messagetypeid', 'transactionaldata', 'additionalproperties', 'recipientstate', 'unsubsource'],
  fileName: /event/,
  mapping: (table) => ({
    kind: 'events',
    id: table.column('fivetranid'),
    time: table.need('createdat'),
    name: table.need('eventname'),
    meanings: iterableMeanings,
    machine: machines(table, iterableMachines),
    objects: { contact: { column: table.need('email'), lowerCase: true } },
    properties: columnsByName(table, {
      ...{ campaign: 'campaignid', message: 'messageid', status: 'status', unsubscribedBy: 'unsubsource', more: 'additionalproperties' },
      ...{ campaignName: 'campaignname', template: 'templateid', url: ['url', 'linkurl'] },
    }),
  }),
}

const iterableUser: Preset = {
  id: 'iterable-users',
  vendor: 'Iterable',
  table: 'users',
  needs: ['email', ['signupdate', 'profileupdatedat'], ['signupsource', 'emaillistids']],
  hints: ['phonenumber', 'iterableuserid', 'userid'],
  fileName: /user/,
  mapping: (table) =>
    tableOf(table, { contact: { column: table.need('email'), lowerCase: true } }, undefined, [
      { at: 'signupdate', name: 'Added to Iterable' },
    ]),
}

export const mailToolPresets: readonly Preset[] = [
  klaviyoEvent,
  klaviyoApiEvent,
  klaviyoPerson,
  mailchimpAudience,
  mailchimpActivity,
  mailchimpReport,
  iterableEvent,
  iterableUser,
]
