import { squeezed } from './export-table.ts'
import { vendor } from './hubspot-record.ts'
import type { Preset } from './preset.ts'

/** A table of pairs: which contact, company or deal belongs to which. */
function association(from: [object: string, word: string], to: [object: string, word: string]): Preset {
  const [fromKey, toKey] = [`${from[1]}id`, `${to[1]}id`]
  return {
    id: `hubspot-${from[1]}-${to[1]}`,
    vendor,
    table: `${from[1]} to ${to[1]}`,
    needs: [fromKey, toKey],
    hints: ['typeid', 'category', 'associationtype'],
    without: ['dealname', 'timestamp', 'name', 'value', 'stagename', 'email', 'amount', 'role', 'createdate'],
    fileName: new RegExp(`${from[1]}s?_?(to_?)?${to[1]}|${to[1]}s?_?(to_?)?${from[1]}`),
    fits: (table) =>
      table.columns.filter((column) => !column.startsWith('_')).length <= 5 &&
      table.columns.every((column) => pairColumns.has(squeezed(column))),
    mapping: (table) => ({
      kind: 'properties',
      key: { [from[0]]: table.need(fromKey) },
      objects: { [to[0]]: table.need(toKey) },
      properties: 'none',
    }),
  }
}

const pairColumns = new Set([
  'contactid',
  'dealid',
  'companyid',
  'ticketid',
  'engagementid',
  'typeid',
  'category',
  'engagementtype',
  'associationtype',
  'fivetransynced',
  'fivetrandeleted',
])

const merges: Preset = {
  id: 'hubspot-contact-merges',
  vendor,
  table: 'contact merges',
  needs: ['canonicalvid', 'vidtomerge'],
  fileName: /merge/,
  mapping: (table) => ({
    kind: 'properties',
    key: { contact: table.need('vidtomerge') },
    objects: { contact: table.need('canonicalvid') },
    properties: 'none',
  }),
  notes: () => ['Contacts that were merged in HubSpot are one contact here.'],
}

const person: [string, string] = ['contact', 'contact']
const firm: [string, string] = ['account', 'company']
const sale: [string, string] = ['deal', 'deal']

/** HubSpot's tables that say which of its records belong together, or are one. */
export const hubspotPairs: readonly Preset[] = [
  association(sale, person),
  association(sale, firm),
  association(person, firm),
  association(['ticket', 'ticket'], person),
  association(['ticket', 'ticket'], firm),
  association(['ticket', 'ticket'], sale),
  association(['engagement', 'engagement'], person),
  association(['engagement', 'engagement'], firm),
  association(['engagement', 'engagement'], sale),
  merges,
]
