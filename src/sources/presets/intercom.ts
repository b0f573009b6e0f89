import type { EventsSpec, PartSpec } from '../mapping-spec.ts'
import { tableOf } from './dated-rows.ts'
import { columnsByName, type ExportTable, yes } from './export-table.ts'
import type { Preset } from './preset.ts'

/*
 * Column names: the fields of Intercom's API (conversation, conversation part, contact; nested names joined by dots) and the tables that Fivetran makes of them,
 * which keep every version of a row: only the one that stands is read.
 */
const vendor = 'Intercom'
const people = ['user', 'lead', 'contact']

/** Of a table with every version of a row, only those that stand. */
function standing(table: ExportTable): Record<string, string[]> | undefined {
  const active = table.column('fivetranactive')
  return active === undefined ? undefined : { [active]: yes }
}

/** The contact is the author only where a person of that kind wrote. */
function authored(table: ExportTable, id: string, type: string): EventsSpec['objects'] {
  const column = table.column(id)
  const kind = table.column(type)
  if (column === undefined) return {}
  return { contact: kind === undefined ? column : { column, when: { [kind]: people } } }
}

const conversation: Preset = {
  id: 'intercom-conversations',
  vendor,
  table: 'conversations',
  needs: ['id', 'createdat', 'state', ['sourceauthorid', 'sourcetype', 'sourcedeliveredas']],
  hints: ['waitingsince', 'snoozeduntil', 'priority', 'conversationratingvalue', 'read'],
  fileName: /conversation/,
  mapping: (table) => {
    const delivered = table.column('sourcedeliveredas')
    const parts = conversationParts(table)
    const begun = { at: 'createdat', name: 'Conversation started', initiator: 'customer' as const }
    return {
      ...tableOf(
        table,
        { conversation: table.need('id') },
        conversationContacts(table),
        [
          delivered === undefined ? begun : { ...begun, when: { [delivered]: 'customer_initiated' } },
          ...(delivered === undefined ? [] : [{ at: 'createdat', name: 'Message sent' }]),
          { at: ['conversationratingcreatedat'], name: 'Conversation rated', initiator: 'customer' as const },
          { at: ['statisticslastcloseat'], name: 'Conversation closed' },
        ],
        columnsByName(table, {
          state: 'state',
          priority: 'priority',
          channel: 'sourcetype',
          rating: ['conversationratingvalue', 'conversationratingrating'],
          remark: 'conversationratingremark',
        }),
      ),
      where: standing(table),
      ...(parts === null ? {} : { parts: [parts] }),
    }
  },
}

/** Everyone who took part, where the conversation lists them; else who began it. */
function conversationContacts(table: ExportTable): EventsSpec['objects'] {
  const column = table.column('contactscontacts')
  return column === undefined ? authored(table, 'sourceauthorid', 'sourceauthortype') : { contact: { column, several: true } }
}

/** The messages inside of a conversation, as the API answers; null where there are none, or a table of them is beside it. */
function conversationParts(table: ExportTable): PartSpec | null {
  const each = table.column('conversationpartsconversationparts')
  if (each === undefined || table.beside.has('intercom-conversation-parts')) return null
  return {
    ...{ each, kind: 'events', id: 'id', time: { column: 'created_at', format: 'epoch-s' }, name: 'part_type', meanings: partMeanings },
    initiator: { column: 'author.type', values: authorKinds },
    constants: { channel: 'chat', initiator: 'company' },
    objects: { conversation: `^.${table.need('id')}`, contact: { column: 'author.id', when: { 'author.type': people } } },
    properties: { author: 'author.type' },
  }
}

const partMeanings = {
  comment: { name: 'Conversation message' },
  note: { name: 'Internal note' },
  close: { name: 'Conversation closed' },
  open: { name: 'Conversation reopened' },
  assignment: { name: 'Conversation assigned' },
  snoozed: { name: 'Conversation snoozed' },
}

const authorKinds = {
  ...Object.fromEntries(people.map((kind) => [kind, 'customer' as const])),
  ...{ admin: 'company' as const, team: 'company' as const, bot: 'machine' as const },
}

const part: Preset = {
  id: 'intercom-conversation-parts',
  vendor,
  table: 'conversation parts',
  needs: ['id', 'conversationid', 'parttype', 'authortype', 'createdat'],
  hints: ['authorid', 'body', 'notifiedat', 'assignedtoid'],
  fileName: /part/,
  mapping: (table) => ({
    kind: 'events',
    where: standing(table),
    id: table.need('id'),
    time: table.need('createdat'),
    name: table.need('parttype'),
    meanings: partMeanings,
    initiator: { column: table.need('authortype'), values: authorKinds },
    constants: { channel: 'chat', initiator: 'company' },
    objects: { conversation: table.need('conversationid'), ...authored(table, 'authorid', 'authortype') },
    properties: columnsByName(table, { author: 'authortype' }),
  }),
}

const contact: Preset = {
  id: 'intercom-contacts',
  vendor,
  table: 'contacts',
  needs: ['id', 'email', 'role', ['externalid', 'signedupat'], ['lastseenat', 'unsubscribedfromemails', 'hashardbounced', 'workspaceid']],
  hints: ['lastrepliedat', 'lastcontactedat', 'browser', 'createdat'],
  fileName: /contact/,
  mapping: (table) => ({
    ...tableOf(
      table,
      { contact: table.need('id') },
      {},
      [
        { at: 'createdat', name: 'Contact created' },
        { at: 'signedupat', name: 'Signed up', initiator: 'customer' },
      ],
      columnsByName(table, {
        ...{ email: 'email', name: 'name', role: 'role', externalId: 'externalid', country: 'locationcountry', city: 'locationcity' },
        ...{ browser: 'browser', language: ['browserlanguage', 'languageoverride'], unsubscribed: 'unsubscribedfromemails' },
      }),
    ),
    where: standing(table),
  }),
}

const company: Preset = {
  id: 'intercom-companies',
  vendor,
  table: 'companies',
  needs: ['id', 'name', 'monthlyspend', 'usercount'],
  hints: ['planname', 'sessioncount', 'remotecreatedat'],
  fileName: /compan/,
  mapping: (table) => ({
    kind: 'properties',
    where: standing(table),
    key: { account: table.need('id') },
    properties: columnsByName(table, {
      name: 'name',
      industry: 'industry',
      plan: ['planname', 'plan'],
      size: 'size',
      monthlySpend: 'monthlyspend',
      users: 'usercount',
      website: 'website',
    }),
  }),
}

/** Which contact took part in a conversation, which company a contact belongs to. */
function pair(of: { id: string; table: string; from: [object: string, column: string]; to: [object: string, column: string] }): Preset {
  return {
    id: of.id,
    vendor,
    table: of.table,
    needs: [of.from[1], of.to[1], ['conversationupdatedat', 'contactupdatedat']],
    without: ['id', 'tagid'],
    mapping: (table) => ({
      kind: 'properties',
      where: standing(table),
      key: { [of.from[0]]: table.need(of.from[1]) },
      objects: { [of.to[0]]: table.need(of.to[1]) },
      properties: 'none',
    }),
  }
}

export const intercomPresets: readonly Preset[] = [
  conversation,
  part,
  contact,
  company,
  pair({
    id: 'intercom-conversation-contacts',
    table: 'contacts of conversations',
    from: ['conversation', 'conversationid'],
    to: ['contact', 'contactid'],
  }),
  pair({ id: 'intercom-contact-companies', table: 'companies of contacts', from: ['contact', 'contactid'], to: ['account', 'companyid'] }),
]
