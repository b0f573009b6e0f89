import type { EventStore } from '../store/event-store.ts'
import { amongSql, type Changes } from './changes-since.ts'
import { accountHistorySql, accountType, contactType, everyTieSql } from './join-subjects.ts'
import { sqlText } from './rule-sql.ts'

/** What of an object must have changed for its subject to be touched. */
export type Touch = 'event' | 'link' | 'property'

/** Above this share of all subjects it is no slower to compute everything again; as few as `few` never are too many. */
const mostTouched = { share: 0.3, few: 2_000 }

/** Whether so many of a type's subjects were touched that all may as well be computed. */
export function areTooMany(touched: number, subjects: number): boolean {
  return touched > Math.max(mostTouched.few, mostTouched.share * subjects)
}

/** SQL: the subject of a row is a touched one. */
export const isTouched = 'subject IN (SELECT subject FROM touched_subjects)'

/** Fills `touched_subjects` with the subjects of a type that changes touched, and says how many they are (rule E10). */
export async function touchSubjects(store: EventStore, subjectType: string, changes: Changes, by: readonly Touch[]): Promise<number> {
  await store.run('CREATE OR REPLACE TABLE touched_subjects (subject String) ENGINE = MergeTree ORDER BY subject')
  const touched = `${amongSql(changes)} AND what IN (${by.map(sqlText).join(', ')})`
  return addTouched(store, touchedSql(subjectType, touched, changes.tied))
}

/** Adds subjects to `touched_subjects`; gives how many there are now. */
export async function addTouched(store: EventStore, sql: string): Promise<number> {
  await store.run(
    `INSERT INTO touched_subjects SELECT DISTINCT subject FROM (${sql}) WHERE subject NOT IN (SELECT subject FROM touched_subjects)`,
  )
  const [row] = await store.rows<{ touched: number }>('SELECT count() AS touched FROM touched_subjects')
  return row?.touched ?? 0
}

/** `touched`: which rows of `changed_objects`. */
function touchedSql(subjectType: string, touched: string, tied: boolean): string {
  if (subjectType === contactType) return contactsSql(touched, tied)
  const own = `SELECT objectId AS subject FROM changed_objects WHERE objectType = ${sqlText(subjectType)} AND ${touched}`
  if (subjectType !== accountType) return own
  return `${own}
    UNION ALL
    SELECT arrayJoin(arrayMap(h -> h.2, history)) FROM (${accountHistorySql(contactType)}) WHERE objectId IN (${contactsSql(touched, tied)})`
}

/** Rows (subject): contacts by the id that they are known as, and by the one told, which may have been another's until now; also those that an anonymous id or a thing is tied to (E7, E10). `touched`: which rows of `changed_objects`. */
export function contactsSql(touched: string, tied: boolean): string {
  const own = `SELECT arrayJoin(if(m.contact = '', [o.objectId], [o.objectId, m.contact])) AS subject
    FROM (SELECT objectId FROM changed_objects WHERE objectType = '${contactType}' AND ${touched}) AS o LEFT JOIN merged_contacts AS m ON m.id = o.objectId`
  if (!tied) return own
  const changed = `SELECT toString(objectType), objectId FROM changed_objects WHERE ${touched}`
  return `${own}
    UNION ALL SELECT contact FROM (${everyTieSql}) WHERE ('anonymous', anonymous) IN (${changed})
    UNION ALL SELECT toId FROM known_links WHERE toType = '${contactType}' AND (toString(fromType), fromId) IN (${changed})`
}
