import { type Journey, type Stage, stageRules } from '../model/journey.ts'
import { type Rule, subjectPropertiesRead } from '../model/rule.ts'
import { never } from '../store/event-tables.ts'
import { joinPropertiesSql } from './as-of-sql.ts'
import { countingRules } from './count-sql.ts'
import { eventsOf } from './events-of.ts'
import { type JoinedEvents, orderedEventsSql } from './ordered-events-sql.ts'
import { countTestsOf, holdsSql, type SubjectPropertySql, sqlText } from './rule-sql.ts'

export interface StaysQuery {
  journey: Journey
  /** Last instant of any figure, UTC ms (V6). */
  horizon: number
  /** First event of each source, UTC ms (M11). */
  sourceStarts: ReadonlyMap<string, number>
  /** Of whom; without: of all. */
  from?: JoinedEvents
  /** Some subject has so many events that its keys must be taken piece by piece. */
  piecewise?: boolean
}

/** The events of each subject that can change its state, and how to read them. */
export interface Keys {
  sql: string
  /** How the fold reads a field of its key event. */
  field(name: string): string
  has(name: string): boolean
  /** Re-entry rules that count since the stay began, as conditions over `acc.3`, the stay's start. */
  lateReentries: { stage: Stage; sql: string }[]
}

/**
 * One row a subject (subject, lastCustomer, keys): the events that can change its state, in V order, each with its masks of stages. After a long silence those are also events that enter
 * nothing: a customer's, and one at the instant of another, which may come when an exit has just left no stay open and so end the instance (V1).
 */
export function keysSql({ journey, horizon, sourceStarts, from }: StaysQuery): Keys {
  const properties = subjectPropertiesOf(journey)
  const joined = joinPropertiesSql(journey.subjectType, properties, 'e', from)
  const read: SubjectPropertySql = (name) => joined.read(name, 'occurredAt')
  const counting = countingRules(read)
  const masks = masksSql(journey, read, counting)
  // Where no stage has a dropAfter, silence still ends an instance (V1).
  const shortestSilence = Math.min(journey.restartAfterMs ?? never, ...journey.stages.map((stage) => stage.dropAfterMs ?? never))
  const largestDrop = Math.max(...journey.stages.map((stage) => stage.dropAfterMs ?? 0))
  const eventColumns = [
    { name: 'ts', sql: 'occurredAt' },
    { name: 'customers', sql: `toUInt8(initiator = 'customer')` },
    { name: 'unsequenced', sql: `toUInt8(sequence = ${never})` },
    { name: 'early', sql: largestDrop > 0 ? `toUInt8(occurredAt < ${startOfSourceSql(sourceStarts)} + ${largestDrop})` : 'toUInt8(0)' },
    ...masks.columns,
    ...counting.columns(),
  ]
  const grouped = `SELECT subject, ${eventColumns.map(({ name, sql }) => `groupArray(${sql}) AS ${name}`).join(', ')}
    FROM (${orderedEventsSql(eventsOf(journey), horizon, from)}) AS e ${joined.joins} GROUP BY subject`
  const needsTies = counting.arrays().length > 0
  const fields = [
    'ts',
    'unsequenced',
    'lowest',
    'places',
    'activeBefore',
    'customers',
    'early',
    'top',
    ...masks.names,
    ...masks.late.fields,
  ]
  const keep = [...masks.names, ...masks.late.triggers].map((mask) => `${mask} != 0`)
  const sql = `SELECT subject, lastCustomer,
      arraySort(arrayFilter((z, keep) -> keep, arrayZip(${fields.join(', ')}), arrayMap((t, p, n, ${[...masks.names, ...masks.late.triggers].join(', ')}) ->
        ${keep.join(' OR ')} OR (n = 1 AND t - p >= ${shortestSilence}), ts, activeBefore, noticed, ${[...masks.names, ...masks.late.triggers].join(', ')}))) AS sorted,
      ${collapseSql(fields, masks, shortestSilence)} AS keys
    FROM (SELECT *,
      arrayMax(arrayMap((t, c) -> if(c = 1, t, 0), ts, customers)) AS lastCustomer,
      arrayEnumerate(ts) AS places,
      arrayMap((t, p) -> toUInt8(t != p), ts, arrayPopBack(arrayPushFront(ts, toInt64(-1)))) AS fresh,
      arrayMap((c, f, after) -> toUInt8(c = 1 OR f = 0 OR after = 0), customers, fresh, arrayPopFront(arrayPushBack(fresh, toUInt8(1)))) AS noticed,
      ${needsTies ? `arrayMap(i -> toUInt8(i = 1), places) AS first, arrayMap((t, n) -> toUInt8(t != n), ts, arrayPopFront(arrayPushBack(ts, toInt64(-1)))) AS last,` : ''}
      arrayFill((p, f) -> f = 1, arrayPopBack(arrayPushFront(arrayFill(x -> x > 0, arrayMap((t, c) -> if(c = 1, t, 0), ts, customers)), toInt64(0))), fresh) AS activeBefore,
      ${[...counting.arrays(), ...masks.arrays].map(({ name, sql }) => `${sql} AS ${name}`).join(',\n      ')}${counting.arrays().length + masks.arrays.length > 0 ? ',' : ''}
      arrayMap(e -> toUInt8(floor(log2(greatest(e, 1)))), entries) AS top,
      arrayMap((e, u) -> if(u = 1, toUInt8(bitCount(bitXor(e, e - 1)) - 1), 0), entries, unsequenced) AS lowest
    FROM (${grouped}))`
  const field = (name: string) => `k.${fields.indexOf(name) + 1}`
  return { sql, field, has: (name) => fields.includes(name), lateReentries: masks.late.reentries(field) }
}

/**
 * Drops a key that repeats the one before with no exit or long silence between: it would change nothing. Where both may return as well, they do so to no stage but the
 * furthest that they enter: there the first leads, wherever the subject was, and there the second finds it.
 */
function collapseSql(
  fields: readonly string[],
  masks: { names: readonly string[]; late: { fields: readonly string[] } },
  shortestSilence: number,
): string {
  if (masks.late.fields.length > 0) return 'sorted'
  const at = (name: string) => fields.indexOf(name) + 1
  const exits = masks.names.filter((name) => name !== 'entries' && name !== 'reentries')
  const others = exits.flatMap((name) => [`z.${at(name)} = 0`, `before.${at(name)} = 0`])
  if (masks.names.includes('reentries')) {
    const returns = `z.${at('reentries')}`
    others.push(`${returns} = before.${at('reentries')}`, `(${returns} = 0 OR floor(log2(greatest(${returns}, 1))) = z.${at('top')})`)
  }
  const same = [`z.${at('entries')} = before.${at('entries')}`, ...others, `z.${at('ts')} - z.${at('activeBefore')} < ${shortestSilence}`]
  return `arrayFilter((z, before, i) -> i = 1 OR NOT (${same.join(' AND ')}), sorted, arrayPopBack(arrayPushFront(sorted, sorted[1])), arrayEnumerate(sorted))`
}

/** Sets of stages per event, bit s for stage index s: entered, re-entered, completed, dropped. Absent where no rule needs them. */
function masksSql(journey: Journey, read: SubjectPropertySql, counting: ReturnType<typeof countingRules>) {
  const rules = {
    entries: journey.stages.map((stage) => ({ stage, rule: stage.entry })),
    reentries: journey.stages.map((stage) => ({ stage, rule: reentryRule(stage) })),
    completions: journey.stages.map((stage) => ({ stage, rule: stage.completed })),
    drops: journey.stages.map((stage) => ({ stage, rule: stage.dropped })),
  }
  const columns: { name: string; sql: string }[] = []
  const arrays: { name: string; sql: string }[] = []
  const names: string[] = []
  for (const [name, ruled] of Object.entries(rules)) {
    const present = ruled.flatMap(({ stage, rule }) => (rule === null ? [] : [{ stage, rule }]))
    const late = name === 'reentries'
    const plain = present.filter(({ rule }) => countTestsOf(rule).length === 0)
    const counted = present.filter(({ stage, rule }) => countTestsOf(rule).length > 0 && !(late && stage.reentry.kind === 'rule'))
    // A journey may have no stage that anyone can enter (J6), but the fold asks for entries all the same.
    if (plain.length + counted.length === 0 && name !== 'entries') continue
    names.push(name)
    const sum = plain.map(({ stage, rule }) => `toUInt64(${holdsSql(rule, read, noCount)}) * ${2 ** stage.index}`).join(' + ')
    const plainName = counted.length === 0 ? name : `${name}Plain`
    columns.push({ name: plainName, sql: sum === '' ? 'toUInt64(0)' : sum })
    if (counted.length > 0) arrays.push({ name, sql: countedMaskSql(plainName, counted, counting) })
  }
  return { names, columns, arrays, late: lateReentries(journey, counting) }
}

function countedMaskSql(plain: string, counted: { stage: Stage; rule: Rule }[], counting: ReturnType<typeof countingRules>): string {
  const used: string[] = []
  const field = (array: string) => {
    if (!used.includes(array)) used.push(array)
    return `x_${array}`
  }
  const terms = counted.map(({ stage, rule }) => `toUInt64(${counting.holds(rule, field, 't', null)}) * ${2 ** stage.index}`)
  return `arrayMap((plain, t, ${used.map((array) => `x_${array}`).join(', ')}) -> plain + ${terms.join(' + ')}, ${plain}, ts, ${used.join(', ')})`
}

/** Re-entry rules with counts see only events since the stay began, which only the fold knows. */
function lateReentries(journey: Journey, counting: ReturnType<typeof countingRules>) {
  const late = journey.stages.flatMap((stage) =>
    stage.reentry.kind === 'rule' && countTestsOf(stage.reentry.rule).length > 0 ? [{ stage, rule: stage.reentry.rule }] : [],
  )
  const fields: string[] = []
  for (const { rule } of late) {
    const note = (array: string) => {
      if (!fields.includes(array)) fields.push(array)
      return array
    }
    counting.holds(rule, note, '', null)
  }
  return {
    fields,
    triggers: [...new Set(late.map(({ rule }) => counting.trigger(rule)))],
    reentries: (field: (name: string) => string) =>
      late.map(({ stage, rule }) => ({ stage, sql: counting.holds(rule, field, field('ts'), 'acc.3') })),
  }
}

function noCount(): string {
  throw new Error('a count in a rule without counts')
}

function reentryRule(stage: Stage): Rule | null {
  if (stage.reentry.kind === 'none') return null
  return stage.reentry.kind === 'entry' ? stage.entry : stage.reentry.rule
}

function subjectPropertiesOf(journey: Journey): string[] {
  return stageRules(journey).flatMap(subjectPropertiesRead)
}

function startOfSourceSql(starts: ReadonlyMap<string, number>): string {
  const names = [...starts.keys()]
  if (names.length === 0) return '0'
  return `transform(toString(source), [${names.map(sqlText).join(', ')}], [${names.map((name) => `toInt64(${starts.get(name)})`).join(', ')}], toInt64(0))`
}
