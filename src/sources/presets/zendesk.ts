import type { EventsSpec } from '../mapping-spec.ts'
import { tableOf } from './dated-rows.ts'
import { columnsByName, type ExportTable, objectsOf } from './export-table.ts'
import type { Preset } from './preset.ts'

/*
 * Column names: the fields of Zendesk's ticketing API (tickets, comments, audits, metric events) and the tables that Fivetran makes of them. The labels of the
 * page's own exports ("Requester id", "Solved at") are from memory, not checked.
 */
const vendor = 'Zendesk'
const author = ['authorid', 'userid']

/** Who wrote: the team's ids are known where the file of users is there too. Without it nobody is taken for a customer. */
function writer(table: ExportTable): Pick<EventsSpec, 'constants' | 'initiator' | 'objects'> {
  const ticket = table.need('ticketid')
  const name = 'Ticket comment'
  if (table.team.length === 0) return { constants: { name, initiator: 'company' }, objects: { ticket } }
  const column = table.need(author)
  return {
    constants: { name, initiator: 'customer' },
    initiator: { column, values: Object.fromEntries(table.team.map((id) => [id, 'company'])) },
    objects: { ticket, contact: { column, unless: { [column]: [...table.team] } } },
  }
}

const ticket: Preset = {
  id: 'zendesk-tickets',
  vendor,
  table: 'tickets',
  needs: ['id', ['requesterid', 'requester'], 'createdat', 'status'],
  hints: ['submitterid', 'assigneeid', 'organizationid', 'ticketformid', 'brandid', 'viachannel', 'solvedat', 'satisfactionscore'],
  fileName: /tickets?\b/,
  fits: (table) => table.column(['submitterid', 'assigneeid', 'assignee', 'ticketformid', 'brandid', 'groupid']) !== undefined,
  mapping: (table) =>
    tableOf(
      table,
      { ticket: table.need('id') },
      objectsOf(table, { contact: ['requesterid', 'requester'], account: ['organizationid', 'organization'] }),
      [
        { at: 'createdat', name: 'Ticket created', initiator: 'customer' },
        { at: ['metricsetsolvedat', 'solvedat'], name: 'Ticket solved' },
      ],
    ),
}

const comment: Preset = {
  id: 'zendesk-comments',
  vendor,
  table: 'ticket comments',
  needs: ['id', 'ticketid', author, ['created', 'createdat'], 'public'],
  hints: ['body', 'facebookcomment', 'voicecomment', 'tweet'],
  fileName: /comment/,
  mapping: (table) => ({
    kind: 'events',
    id: table.need('id'),
    time: table.need(['created', 'createdat']),
    ...writer(table),
    properties: columnsByName(table, { public: 'public', author: author }),
  }),
  notes: (table) =>
    table.team.length > 0
      ? [
          `The file of users tells customers from the team: ${table.team.length === 1 ? 'one id is' : `${table.team.length} ids are`} the team’s.`,
        ]
      : [
          'Who wrote a comment, customer or team, stands in the file of users. Without it all count as the company’s: import both together.',
        ],
}

/** Changes of fields; those of the status are events. */
const fieldHistory: Preset = {
  id: 'zendesk-field-history',
  vendor,
  table: 'ticket field history',
  needs: ['fieldname', 'ticketid', ['updated', 'createdat'], 'value'],
  hints: ['userid', 'previousvalue'],
  fileName: /field_history|audit/,
  mapping: (table) => ({
    kind: 'events',
    time: table.need(['updated', 'createdat']),
    name: table.need('value'),
    where: { [table.need('fieldname')]: 'status' },
    meanings: Object.fromEntries(
      ['new', 'open', 'pending', 'hold', 'on-hold', 'solved', 'closed', 'deleted'].map((status) => [status, { name: `Ticket ${status}` }]),
    ),
    constants: { initiator: 'company' },
    objects: { ticket: table.need('ticketid') },
    properties: columnsByName(table, { status: 'value', by: 'userid' }),
    change: { object: 'ticket', name: table.need('fieldname'), value: table.need('value') },
  }),
  notes: () => ['Events are the changes of the status; every other field is kept as a property of the ticket with its times.'],
}

const metricEvent: Preset = {
  id: 'zendesk-metric-events',
  vendor,
  table: 'ticket metric events',
  needs: ['id', 'ticketid', 'metric', 'type', 'time'],
  hints: ['instanceid'],
  fileName: /metric_event/,
  mapping: (table) => ({
    kind: 'events',
    id: table.need('id'),
    time: table.need('time'),
    name: table.need('type'),
    where: { [table.need('metric')]: 'reply_time', [table.need('type')]: ['fulfill', 'breach'] },
    meanings: { fulfill: { name: 'Ticket answered' }, breach: { name: 'Ticket answer overdue' } },
    constants: { initiator: 'company' },
    objects: { ticket: table.need('ticketid') },
    properties: columnsByName(table, { metric: 'metric', instance: 'instanceid' }),
  }),
  notes: () => ['Of the metrics only the reply time tells events: answered, and overdue.'],
}

const user: Preset = {
  id: 'zendesk-users',
  vendor,
  table: 'users',
  needs: ['id', 'email', 'role', ['organizationid', 'ticketrestriction', 'restrictedagent']],
  hints: ['lastloginat', 'suspended', 'verified', 'locale', 'timezone'],
  fileName: /users?\b/,
  fits: (table) => table.values('role').some((role) => ['end-user', 'agent', 'admin'].includes(role)),
  team: { role: 'role', values: ['agent', 'admin'], id: 'id' },
  mapping: (table) => ({
    kind: 'properties',
    where: { [table.need('role')]: 'end-user' },
    key: { contact: table.need('id') },
    objects: objectsOf(table, { account: 'organizationid' }),
    properties: columnsByName(table, {
      name: 'name',
      email: 'email',
      timeZone: 'timezone',
      locale: 'locale',
      created: 'createdat',
      externalId: 'externalid',
    }),
  }),
  notes: () => ['Only end users are contacts; agents and admins are the company.'],
}

const organization: Preset = {
  id: 'zendesk-organizations',
  vendor,
  table: 'organizations',
  needs: ['id', 'name', 'sharedtickets'],
  hints: ['sharedcomments', 'groupid', 'externalid'],
  fileName: /organi[sz]ation/,
  mapping: (table) => ({ kind: 'properties', key: { account: table.need('id') } }),
}

export const zendeskPresets: readonly Preset[] = [ticket, comment, fieldHistory, metricEvent, user, organization]
