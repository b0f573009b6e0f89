import type { CountTest, Rule } from '../model/rule.ts'
import { countTestsOf, eventMatchSql, holdsSql, ruleSql, type SubjectPropertySql, triggerSql } from './rule-sql.ts'

/** A column made of one event, collected into an array a subject. `null` is kept as −1, since arrays of a group leave NULLs out. */
export interface EventColumn {
  name: string
  sql: string
}

/** An array over a subject's events, made from earlier arrays. */
export interface ArrayColumn {
  name: string
  sql: string
}

/**
 * Compiles rules that count earlier events. Single events give columns (atoms, matches); whole arrays then give,
 * at every event, the time of the n-th latest match (0: none), and from these each rule's truth.
 */
export function countingRules(subjectProperty: SubjectPropertySql) {
  const columns = new Map<string, EventColumn>()
  const arrays: ArrayColumn[] = []

  const column = (sql: string, kind: string): string => {
    const known = columns.get(sql)
    if (known) return known.name
    const name = `${kind}${columns.size}`
    columns.set(sql, { name, sql })
    return name
  }
  const atom = (rule: Rule) => column(`toInt8(ifNull(${ruleSql(rule, subjectProperty, never)}, -1))`, 'atom')
  const matchOf = (test: CountTest) =>
    column(
      test.of.kind === 'event' ? `toUInt8(${eventMatchSql(test.of)})` : `toUInt8(${holdsSql(test.of, subjectProperty, never)})`,
      'match',
    )
  const latest = (test: CountTest): string => {
    const match = matchOf(test)
    const name = `${match}_nth${test.atLeast}`
    if (!arrays.some((array) => array.name === name)) arrays.push(...nthLatestSql(match, test.atLeast, name))
    return name
  }

  /** The rule over one event's atoms and n-th latest times, three-valued; `since` also bounds the counted events from below. */
  function conditionSql(rule: Rule, field: (array: string) => string, time: string, since: string | null): string {
    const recurse = (inner: Rule) => conditionSql(inner, field, time, since)
    if (countTestsOf(rule).length === 0) return `nullIf(${field(atom(rule))}, -1)`
    switch (rule.kind) {
      case 'count': {
        const nth = field(latest(rule))
        const window = rule.withinMs === null ? [] : [`${nth} > ${time} - ${rule.withinMs}`]
        return `(${[`${nth} > 0`, ...window, ...(since === null ? [] : [`${nth} >= ${since}`])].join(' AND ')})`
      }
      case 'all':
        return `(${rule.rules.map(recurse).join(' AND ')})`
      case 'any':
        return `(${rule.rules.map(recurse).join(' OR ')})`
      case 'not':
        return `(NOT ${recurse(rule.rule)})`
      default:
        return `nullIf(${field(atom(rule))}, -1)`
    }
  }

  return {
    /** Truth (0 or 1) of a rule, written over `field(array)`; tested only at the rule's positive events. */
    holds(rule: Rule, field: (array: string) => string, time: string, since: string | null): string {
      const tested = field(column(`toInt8(${triggerSql(rule)})`, 'atom'))
      return `ifNull(${tested} = 1 AND ${conditionSql(rule, field, time, since)}, 0)`
    },
    columns: () => [...columns.values()],
    arrays: () => arrays,
    /** The trigger of a rule as an event column: 1 where it is tested. */
    trigger: (rule: Rule) => column(`toInt8(${triggerSql(rule)})`, 'atom'),
  }
}

function never(): string {
  throw new Error('a count inside a count-free part')
}

/** Arrays giving, at each event, the n-th latest time of a match at or before its instant (events of the same instant included). */
function nthLatestSql(match: string, n: number, name: string): ArrayColumn[] {
  const steps: ArrayColumn[] = [{ name: `${name}_1`, sql: `arrayFill(x -> x > 0, arrayMap((t, m) -> if(m = 1, t, 0), ts, ${match}))` }]
  for (let i = 2; i <= n; i++) {
    const before = `arrayPopBack(arrayPushFront(${name}_${i - 1}, toInt64(0)))`
    const carried = `arrayMap((m, b, p) -> if(m = 1, b, if(p = 1, 0, -1)), ${match}, ${before}, first)`
    steps.push({ name: `${name}_${i}`, sql: `arrayFill(x -> x != -1, ${carried})` })
  }
  steps.push({ name, sql: `arrayReverseFill((x, l) -> l = 1, ${name}_${n}, last)` })
  return steps
}
