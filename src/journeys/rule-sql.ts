import type { CountTest, EventMatch, PropertyTest, Rule } from '../model/rule.ts'
import { triggersOf } from '../model/rule.ts'

/** Text as a SQL literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

/** How to read a property of the subject as known at the event's time: an SQL expression, NULL where missing. */
export type SubjectPropertySql = (name: string) => string

/** True (1) where an event meets the match, over the columns of `subject_events`. */
export function eventMatchSql(match: EventMatch): string {
  const parts = [oneOf('name', match.names), oneOf('channel', match.channels), oneOf('touchpoint', match.touchpoints)].filter(
    (part) => part !== null,
  )
  return parts.length === 0 ? '1' : parts.length === 1 ? (parts[0] as string) : `(${parts.join(' AND ')})`
}

function oneOf(column: string, values: readonly string[]): string | null {
  if (values.length === 0) return null
  return values.length === 1 ? `${column} = ${sqlText(values[0] as string)}` : `${column} IN (${values.map(sqlText).join(', ')})`
}

/** True where an event meets any of a rule's positive matches: a rule is tested only there (J3). */
export function triggerSql(rule: Rule): string {
  return [...new Set(triggersOf(rule).map(eventMatchSql))].map((sql) => `(${sql})`).join(' OR ') || '0'
}

/** A rule as a NULL-able SQL condition over one event. `countSql` says how to write a count test. */
export function ruleSql(rule: Rule, subjectProperty: SubjectPropertySql, countSql: (test: CountTest) => string): string {
  const recurse = (inner: Rule) => ruleSql(inner, subjectProperty, countSql)
  switch (rule.kind) {
    case 'event':
      return `(${eventMatchSql(rule)})`
    case 'property':
      return propertyTestSql(rule, rule.of === 'event' ? eventPropertySql(rule.name) : subjectProperty(rule.name))
    case 'count':
      return countSql(rule)
    case 'all':
      return rule.rules.length === 0 ? '1' : `(${rule.rules.map(recurse).join(' AND ')})`
    case 'any':
      return rule.rules.length === 0 ? '0' : `(${rule.rules.map(recurse).join(' OR ')})`
    case 'not':
      return `(NOT ${recurse(rule.rule)})`
  }
}

/** A property of the event itself, NULL where missing or empty. */
export function eventPropertySql(name: string): string {
  return `nullIf(properties[${sqlText(name)}], '')`
}

const signs = { is: '=', in: '=', isNot: '=', notIn: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const

/** One comparison with any of the wanted values: as numbers where both sides are numbers, else as text; NULL where the value is missing (J3). */
export function propertyTestSql(test: PropertyTest, value: string): string {
  if (test.comparator === 'exists') return test.values[0] === false ? `isNull(${value})` : `isNotNull(${value})`
  if (test.comparator === 'contains') return anyOf(test, (wanted) => `position(${value}, ${sqlText(String(wanted))}) > 0`)
  const sign = signs[test.comparator]
  const met = anyOf(test, (wanted) => compareSql(value, sign, wanted))
  return test.comparator === 'isNot' || test.comparator === 'notIn' ? `(NOT ${met})` : met
}

function anyOf(test: PropertyTest, compare: (wanted: PropertyTest['values'][number]) => string): string {
  return `(${test.values.map(compare).join(' OR ') || '0'})`
}

function compareSql(value: string, sign: string, wanted: string | number | boolean): string {
  const text = `${value} ${sign} ${sqlText(String(wanted))}`
  if (typeof wanted === 'boolean' || String(wanted).trim() === '' || !Number.isFinite(Number(wanted))) return text
  return `if(isNotNull(toFloat64OrNull(${value})), toFloat64OrNull(${value}) ${sign} ${Number(wanted)}, ${text})`
}

/** True where a rule is tested and holds; 0 elsewhere, never NULL. */
export function holdsSql(rule: Rule, subjectProperty: SubjectPropertySql, countSql: (test: CountTest) => string): string {
  const condition = ruleSql(rule, subjectProperty, countSql)
  const trigger = triggerSql(rule)
  const tested = `(${trigger})` === condition || trigger === condition ? condition : `(${trigger}) AND ${condition}`
  return `ifNull(${tested}, 0)`
}

/** Every count test in a rule, at any depth. */
export function countTestsOf(rule: Rule): CountTest[] {
  switch (rule.kind) {
    case 'count':
      return [rule]
    case 'all':
    case 'any':
      return rule.rules.flatMap(countTestsOf)
    case 'not':
      return countTestsOf(rule.rule)
    default:
      return []
  }
}
