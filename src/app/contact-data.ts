import { AppError } from '../core/error.ts'
import { accountHistorySql, contactType, heldAccountSql } from '../journeys/join-subjects.ts'
import { sqlText } from '../journeys/rule-sql.ts'
import type { MessageContact } from '../programme/render-message.ts'
import type { EventStore } from '../store/event-store.ts'

/** A contact's properties and, as account.x, those of the account held, by what is known at an instant (UTC ms); asked by any of its ids (E7). Errors: `notFound`. */
export async function contactData(store: EventStore, asked: string, at: number): Promise<MessageContact> {
  const [standing] = await store.rows<{ contact: string }>('SELECT contact FROM merged_contacts WHERE id = {asked:String}', { asked })
  const id = standing?.contact ?? asked
  const [held] = await store.rows<{ account: string }>(
    `SELECT ${heldAccountSql('history', String(at))} AS account FROM (${accountHistorySql(contactType)}) WHERE objectId = {id:String}`,
    { id },
  )
  const account = held?.account ?? ''
  const own = await propertiesOf(store, contactType, id, at)
  const ofAccount = account === '' ? [] : await propertiesOf(store, 'account', account, at)
  if (own.length === 0 && account === '' && !(await hasEvents(store, id))) {
    throw new AppError('notFound', `Nothing is known of the contact "${asked}": check the spelling; ids are case-sensitive.`)
  }
  const pairs = [...own.map(({ name, value }) => [name, value]), ...ofAccount.map(({ name, value }) => [`account.${name}`, value])]
  return { id, properties: Object.fromEntries(pairs) as MessageContact['properties'] }
}

function propertiesOf(store: EventStore, objectType: string, objectId: string, at: number): Promise<{ name: string; value: string }[]> {
  const since = 'ifNull(validFrom, -9223372036854775808)'
  return store.rows(
    `SELECT toString(name) AS name, argMax(value, (${since}, receivedAt)) AS value FROM known_properties
     WHERE objectType = ${sqlText(objectType)} AND objectId = {objectId:String} AND ${since} <= ${at} GROUP BY name HAVING value != '' ORDER BY name`,
    { objectId },
  )
}

async function hasEvents(store: EventStore, contact: string): Promise<boolean> {
  const rows = await store.rows(`SELECT 1 FROM known_events WHERE has(objects['${contactType}'], {contact:String}) LIMIT 1`, { contact })
  return rows.length > 0
}
