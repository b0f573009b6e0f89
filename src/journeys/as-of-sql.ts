import type { JoinedEvents } from './ordered-events-sql.ts'
import { sqlText } from './rule-sql.ts'

/** Sorts before every time: a property or link without history reaches back to the beginning. */
const always = '-9223372036854775808'

/** Rows (objectId, history): one property's values over time, as an array of (validFrom, receivedAt, value) in order; `among`: a further condition. */
export function propertyHistorySql(objectType: string, name: string, among = ''): string {
  return `SELECT objectId, arraySort(groupArray((ifNull(validFrom, ${always}), receivedAt, value))) AS history
    FROM known_properties WHERE objectType = ${sqlText(objectType)} AND name = ${sqlText(name)} ${among} GROUP BY objectId`
}

/** The value known at `time` from a joined `history`; NULL where none was known yet or it was emptied (J4: without history it applies always). */
export function valueAsOfSql(history: string, time: string): string {
  return `if(empty(${history}) OR ${history}[1].1 > ${time}, NULL, nullIf(arrayLast(h -> h.1 <= ${time}, ${history}).3, ''))`
}

/** A property named in a rule or a slice: of the subject itself, or, written `account.x`, of the account held then. */
export function ownerOfProperty(subjectType: string, name: string): { objectType: string; name: string; key: 'subject' | 'account' } {
  if (!name.startsWith('account.')) return { objectType: subjectType, name, key: 'subject' }
  return { objectType: 'account', name: name.slice('account.'.length), key: 'account' }
}

/**
 * Joins the histories of the named subject properties to a relation with columns `subject` and `account`.
 * Gives the joins and, for each name, how to read its value at a time. `from`: whose are needed.
 */
export function joinPropertiesSql(subjectType: string, names: readonly string[], relation: string, from: JoinedEvents = 'subject_events') {
  const distinct = [...new Set(names)].sort()
  const joins = distinct.map((name, i) => {
    const owner = ownerOfProperty(subjectType, name)
    const among = from === 'touched_events' ? `AND objectId IN (SELECT DISTINCT ${owner.key} FROM touched_events)` : ''
    return `LEFT JOIN (${propertyHistorySql(owner.objectType, owner.name, among)}) AS p${i} ON p${i}.objectId = ${relation}.${owner.key}`
  })
  const read = (name: string, time: string) => valueAsOfSql(`p${distinct.indexOf(name)}.history`, time)
  return { joins: joins.join('\n'), read }
}
