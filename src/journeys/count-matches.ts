import { propertyTestsOf, type Rule, subjectPropertiesRead, triggersOf } from '../model/rule.ts'
import { never } from '../store/event-tables.ts'
import { joinPropertiesSql } from './as-of-sql.ts'
import { countingRules } from './count-sql.ts'
import { accountHistorySql, accountType, heldAccountSql } from './join-subjects.ts'
import { countTestsOf, eventMatchSql, ruleSql, sqlText, triggerSql } from './rule-sql.ts'

/** Whom a rule counts: the partition of `subject_events` to read, and the type of its subjects. */
export interface Counted {
  subjectType: string
  partition: string
  rule: Rule
}

/**
 * One row (subjects, events): how many events in a partition meet a rule, and of how many subjects (J3). A rule that waits for no event, as a persona's (J4),
 * counts the subjects that it holds for on facts known now; its `events` is NULL.
 */
export function matchesSql(counted: Counted): string {
  return triggersOf(counted.rule).length === 0 ? subjectMatchesSql(counted) : eventMatchesSql(counted)
}

function eventMatchesSql(counted: Counted): string {
  return `SELECT count() AS subjects, sum(length(times)) AS events FROM (${matchTimesSql(counted)})`
}

/** One row (subject, times) a subject that meets a rule at some event of a partition: when, UTC ms, in order. The rule waits for an event (J3). */
export function matchTimesSql({ subjectType, partition, rule }: Counted): string {
  const names = subjectPropertiesRead(rule)
  const properties = joinPropertiesSql(subjectType, names, 'e')
  const counting = countingRules((name) => properties.read(name, 'occurredAt'))
  const used = new Set<string>()
  const field = (array: string) => {
    used.add(array)
    return `x_${array}`
  }
  const holds = counting.holds(rule, field, 't', null)
  const arrays = [...used]
  const columns = [{ name: 'ts', sql: 'occurredAt' }, ...counting.columns()].map(({ name, sql }) => `groupArray(${sql}) AS ${name}`)
  const grouped = `SELECT subject, ${columns.join(', ')} FROM (${concernedEventsSql(partition, rule)}) AS e ${properties.joins} GROUP BY subject`
  const marked = `SELECT *, arrayMap(i -> toUInt8(i = 1), arrayEnumerate(ts)) AS first,
      arrayMap((t, n) -> toUInt8(t != n), ts, arrayPopFront(arrayPushBack(ts, toInt64(${never})))) AS last FROM (${grouped})`
  const steps = counting.arrays().map(({ name, sql }) => `, ${sql} AS ${name}`)
  return `SELECT subject, arrayFilter((t${arrays.map((array) => `, x_${array}`).join('')}) -> ${holds}, ts${arrays.map((array) => `, ${array}`).join('')}) AS times
    FROM (SELECT *${steps.join('')} FROM (${marked})) WHERE notEmpty(times)`
}

/** The events that the rule is tested at or counts, each subject's in order: no other can change the answer. */
function concernedEventsSql(partition: string, rule: Rule): string {
  const counted = countTestsOf(rule)
    .flatMap(({ of }) => triggersOf(of))
    .map((match) => `(${eventMatchSql(match)})`)
  return `SELECT * FROM subject_events WHERE subjectType = ${sqlText(partition)} AND initiator != 'machine'
      AND (${[...new Set([triggerSql(rule), ...counted])].join(' OR ')}) ORDER BY subject, occurredAt, source, sequence, id`
}

function subjectMatchesSql({ subjectType, partition, rule }: Counted): string {
  const names = propertyTestsOf(rule).map(({ name }) => name)
  const properties = joinPropertiesSql(subjectType, names, 'held')
  const now = String(never)
  const holds = ruleSql(
    rule,
    (name) => properties.read(name, now),
    () => '0',
  )
  const subjects = `SELECT DISTINCT subject FROM subject_events WHERE subjectType = ${sqlText(partition)} AND initiator != 'machine'`
  const account = subjectType === accountType ? 'subject' : heldAccountSql('membership.history', now)
  return `SELECT count() AS subjects, NULL AS events
    FROM (SELECT subject, ${account} AS account FROM (${subjects}) AS s LEFT JOIN (${accountHistorySql(subjectType, 'subject_events')}) AS membership ON membership.objectId = s.subject) AS held
    ${properties.joins} WHERE ifNull(${holds}, 0)`
}
