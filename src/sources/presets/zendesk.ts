import type { EventsSpec, PartSpec } from '../mapping-spec.ts'
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
function writer(table: ExportTable, ticket: string, column: string): Pick<EventsSpec, 'constants' | 'initiator' | 'objects'> {
  const name = 'Ticket comment'
  if (table.team.length === 0) return { constants: { name, initiator: 'company' }, objects: { ticket } }
  return {
    constants: { name, initiator: 'customer' },
    initiator: { column, values: Object.fromEntries(table.team.map((id) => [id, 'company'])) },
    objects: { ticket, contact: { column, unless: { [column]: [...table.team] } } },
  }
}

const statuses = ['new', 'open', 'pending', 'hold', 'on-hold', 'solved', 'closed', 'deleted']
const statusMeanings = Object.fromEntries(statuses.map((status) => [status, { name: `Ticket ${status}` }]))

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
    ...writer(table, table.need('ticketid'), table.need(author)),
    properties: columnsByName(table, { public: 'public', author: author }),
  }),
  notes: (table) => [writerNote(table)],
}

function writerNote({ team }: ExportTable): string {
  if (team.length === 0)
    return 'Who wrote a comment, customer or team, stands in the file of users. Without it all count as the company’s: import both together.'
  return `The file of users tells customers from the team: ${team.length === 1 ? 'one id is' : `${team.length} ids are`} the team’s.`
}

/** An audit is one update of a ticket and holds what happened in it: fields set or changed, comments. What a table beside it tells is left to that. */
const audit: Preset = {
  id: 'zendesk-audits',
  vendor,
  table: 'ticket audits',
  needs: [['ticketid'], ['createdat', 'timestamp'], ['events', 'childevents']],
  hints: ['authorid', 'updaterid', 'viachannel', 'metadatasystemip'],
  fileName: /audit|ticket_event/,
  mapping: (table) => {
    const list = table.need(['events', 'childevents'])
    const [ticketId, time] = [`^.${table.need('ticketid')}`, `^.${table.need(['createdat', 'timestamp'])}`]
    const changes: PartSpec = {
      ...{ each: list, kind: 'events', id: 'id', time, name: 'value' },
      where: { type: ['Create', 'Change'], field_name: 'status' },
      meanings: statusMeanings,
      constants: { initiator: 'company' },
      objects: { ticket: ticketId },
      properties: { status: 'value', previous: 'previous_value' },
      change: { object: 'ticket', name: 'field_name', value: 'value' },
    }
    const comments: PartSpec = {
      ...{ each: list, kind: 'events', id: 'id', time },
      where: { type: 'Comment' },
      ...writer(table, ticketId, 'author_id'),
      properties: { public: 'public', author: 'author_id' },
    }
    return {
      ...{ kind: 'properties', key: { ticket: table.need('ticketid') }, properties: 'none' },
      parts: [...(table.beside.has('zendesk-field-history') ? [] : [changes]), ...(table.beside.has('zendesk-comments') ? [] : [comments])],
    }
  },
  notes: (table) => [writerNote(table), 'Events are the changes of the status and the comments; every other field is kept with its times.'],
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
    meanings: statusMeanings,
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

export const zendeskPresets: readonly Preset[] = [ticket, comment, audit, fieldHistory, metricEvent, user, organization]
