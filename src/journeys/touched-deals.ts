import type { EventStore } from '../store/event-store.ts'
import { amongSql, type Changes } from './changes-since.ts'
import { dealType } from './events-of.ts'
import { accountType, contactType } from './join-subjects.ts'
import { addTouched, contactsSql, touchSubjects } from './touched-subjects.ts'

/**
 * Fills `touched_subjects` with the deals that changes touched, and says how many they are. Which deal a contact's event joins hangs on all deals that the contact, or its account, has (E10):
 * so beside the deals told of themselves these are all of every contact told of, and of every contact of a deal or an account told of.
 */
export async function touchDeals(store: EventStore, changes: Changes): Promise<number> {
  await keepTies(store)
  await touchSubjects(store, dealType, changes, ['event', 'link', 'property'])
  const accounts = `SELECT objectId FROM changed_objects WHERE objectType = '${accountType}' AND ${amongSql(changes)}`
  await addTouched(store, `SELECT deal AS subject FROM deal_ties WHERE deal != '' AND account IN (${accounts})`)
  const members = `account != '' AND (account IN (${accounts}) OR account IN (${accountsOfTouched}))`
  await keepContacts(store, [
    contactsSql(amongSql(changes), changes.tied),
    contactsTied,
    `SELECT contact AS subject FROM deal_ties WHERE ${members}`,
  ])
  return addTouched(
    store,
    `SELECT deal AS subject FROM deal_ties WHERE deal != '' AND (contact IN (${kept}) OR account IN (SELECT account FROM deal_ties WHERE account != '' AND contact IN (${kept})))`,
  )
}

/** Fills `touched_contacts` with all whose events may join a touched deal. To be run after `touchDeals`. */
export function keepContactsOfTouchedDeals(store: EventStore): Promise<void> {
  return keepContacts(store, [
    contactsTied,
    `SELECT contact AS subject FROM deal_ties WHERE account != '' AND account IN (${accountsOfTouched})`,
  ])
}

const touched = 'SELECT subject FROM touched_subjects'
const kept = 'SELECT contact FROM touched_contacts'
const contactsTied = `SELECT contact AS subject FROM deal_ties WHERE deal IN (${touched})`
const accountsOfTouched = `SELECT account FROM deal_ties WHERE deal IN (${touched})`

/** `contacts`: SQL of rows (subject). */
async function keepContacts(store: EventStore, contacts: readonly string[]): Promise<void> {
  await store.run(
    `CREATE OR REPLACE TABLE touched_contacts ENGINE = MergeTree ORDER BY contact AS
     SELECT DISTINCT subject AS contact FROM (${contacts.join(' UNION ALL ')}) WHERE subject != ''`,
  )
}

/** Keeps in `deal_ties` which contacts, deals and accounts were ever tied to each other, whenever that was; empty: none is named. */
async function keepTies(store: EventStore): Promise<void> {
  const type = (of: string) => `if(fromType = '${of}', fromId, if(toType = '${of}', toId, ''))`
  const ids = (of: string) => `if(empty(objects['${of}']), [''], objects['${of}'])`
  await store.run(
    `CREATE OR REPLACE TABLE deal_ties ENGINE = MergeTree ORDER BY contact AS SELECT DISTINCT contact, deal, account FROM (
      SELECT ${type(contactType)} AS contact, ${type(dealType)} AS deal, ${type(accountType)} AS account FROM known_links
      WHERE fromType IN ('${contactType}', '${dealType}') AND toType IN ('${contactType}', '${accountType}')
      UNION ALL
      SELECT arrayJoin(${ids(contactType)}), arrayJoin(${ids(dealType)}), arrayJoin(${ids(accountType)}) FROM known_events
      WHERE notEmpty(objects['${contactType}']) + notEmpty(objects['${dealType}']) + notEmpty(objects['${accountType}']) > 1
    )`,
  )
}
