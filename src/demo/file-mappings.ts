/** A demo file's name and its mapping for the importer, as YAML. */
export interface FileMapping {
  name: string
  mapping: string
}

const accounts = `kind: properties
source: accounts
format: csv
key:
  account: account_id
`

const contacts = `kind: properties
source: contacts
format: csv
key:
  contact: contact_id
objects:
  account: account_id
`

const deals = `kind: wide
source: deals
format: csv
key:
  deal: deal_id
objects:
  contact: contact_id
  account: account_id
events:
  - column: created_at
    format: iso
    name: Opportunity created
    channel: sales
  - column: won_at
    format: iso
    name: Contract signed
    channel: sales
    when: { kind: new }
  - column: won_at
    format: iso
    name: Contract renewed
    channel: sales
    when: { kind: renewal }
  - column: lost_at
    format: iso
    name: Opportunity lost
    channel: sales
  - column: recycled_at
    format: iso
    name: Opportunity recycled
    channel: sales
  - column: synced_at
    format: iso
    name: Deal synced
    initiator: machine
`

const events = (source: string) => `kind: events
source: ${source}
format: ndjson
id: id
time: { column: time, format: iso }
name: event
channel: channel
touchpoint: touchpoint
initiator: by
objects:
  contact: contact
properties: rest
`

/** The files of the demo in the order to import them: who people are first, then what they did. */
export const fileMappings: readonly FileMapping[] = [
  { name: 'accounts.csv', mapping: accounts },
  { name: 'contacts.csv', mapping: contacts },
  { name: 'deals.csv', mapping: deals },
  ...['web', 'email', 'crm', 'product', 'support'].map((source) => ({ name: `${source}.ndjson`, mapping: events(source) })),
]
