import type { Journey, Stage } from '../model/journey.ts'
import type { Rule } from '../model/rule.ts'
import { propertyTestsOf } from '../model/rule.ts'
import { never } from '../store/event-tables.ts'
import { joinPropertiesSql } from './as-of-sql.ts'
import { countingRules } from './count-sql.ts'
import { countTestsOf, holdsSql, type SubjectPropertySql, sqlText } from './rule-sql.ts'

export interface StaysQuery {
  journey: Journey
  /** Last instant of any figure, UTC ms (V6). */
  horizon: number
  /** First event of each source, UTC ms (M11). */
  sourceStarts: ReadonlyMap<string, number>
}

/** How a stay opens and closes, in the fold's own codes. 1–5 open a stay, 6–8 close one with no stay after. */
const openings = ['first', 'advanced', 'returned', 'resumed', 'recovered'] as const
const closings = ['completed', 'droppedByExit', 'droppedBySilence'] as const
const modes = { over: 0, in: 1, silent: 2, exited: 3 } as const

/**
 * Assigns stays (rules V1–V5): one row a stay, in one pass over each subject's events in stored order.
 * Whole-array functions keep only the events that can change anything; a fold over those few is the state machine.
 */
export function staysSql(query: StaysQuery): string {
  const keyed = keysSql(query)
  const folded = `SELECT subject, lastCustomer, arrayFold((acc, k) -> ${transitionSql(query.journey, keyed)}, keys, ${startState}).6 AS marks FROM (${keyed.sql})`
  return markedStaysSql(query.journey, folded)
}

const startState = `(toUInt8(0), toUInt8(0), toInt64(0), toUInt64(0), toUInt8(0), CAST([], 'Array(Tuple(Int64, UInt8, UInt8, Int64, UInt64, UInt8, UInt8))'))`

interface Keys {
  sql: string
  /** How the fold reads a field of its key event. */
  field(name: string): string
  has(name: string): boolean
  /** Re-entry rules that count since the stay began, as conditions over `acc.3`, the stay's start. */
  lateReentries: { stage: Stage; sql: string }[]
}

/** For each subject, the events that can change its state, in V order, each with its masks of stages. */
function keysSql({ journey, horizon, sourceStarts }: StaysQuery): Keys {
  const properties = subjectPropertiesOf(journey)
  const joined = joinPropertiesSql(journey.subjectType, properties, 'e')
  const read: SubjectPropertySql = (name) => joined.read(name, 'occurredAt')
  const counting = countingRules(read)
  const masks = masksSql(journey, read, counting)
  const smallestDrop = Math.min(...journey.stages.map((stage) => stage.dropAfterMs ?? never))
  const largestDrop = Math.max(...journey.stages.map((stage) => stage.dropAfterMs ?? 0))
  const eventColumns = [
    { name: 'ts', sql: 'occurredAt' },
    { name: 'customers', sql: `toUInt8(initiator = 'customer')` },
    { name: 'unsequenced', sql: `toUInt8(sequence = ${never})` },
    ...(largestDrop > 0 ? [{ name: 'early', sql: `toUInt8(occurredAt < ${startOfSourceSql(sourceStarts)} + ${largestDrop})` }] : []),
    ...masks.columns,
    ...counting.columns(),
  ]
  const grouped = `SELECT subject, ${eventColumns.map(({ name, sql }) => `groupArray(${sql}) AS ${name}`).join(', ')}
    FROM subject_events AS e ${joined.joins}
    WHERE subjectType = ${sqlText(journey.subjectType)} AND occurredAt <= ${horizon} AND initiator != 'machine' GROUP BY subject`
  const needsTies = counting.arrays().length > 0
  const fields = [
    'ts',
    'unsequenced',
    'lowest',
    'places',
    'activeBefore',
    'customers',
    ...(largestDrop > 0 ? ['early'] : []),
    ...masks.names,
    ...masks.late.fields,
  ]
  const keep = [...masks.names, ...masks.late.triggers].map((mask) => `${mask} != 0`)
  const sql = `SELECT subject, lastCustomer,
      arraySort(arrayFilter((z, keep) -> keep, arrayZip(${fields.join(', ')}), arrayMap((t, p, c, ${[...masks.names, ...masks.late.triggers].join(', ')}) ->
        ${keep.join(' OR ')} OR (c = 1 AND t - p >= ${smallestDrop}), ts, activeBefore, customers, ${[...masks.names, ...masks.late.triggers].join(', ')}))) AS sorted,
      ${collapseSql(fields, masks, smallestDrop)} AS keys
    FROM (SELECT *,
      arrayMax(arrayMap((t, c) -> if(c = 1, t, 0), ts, customers)) AS lastCustomer,
      arrayEnumerate(ts) AS places,
      arrayMap((t, p) -> toUInt8(t != p), ts, arrayPopBack(arrayPushFront(ts, toInt64(-1)))) AS fresh,
      ${needsTies ? `arrayMap(i -> toUInt8(i = 1), places) AS first, arrayMap((t, n) -> toUInt8(t != n), ts, arrayPopFront(arrayPushBack(ts, toInt64(-1)))) AS last,` : ''}
      arrayFill((p, f) -> f = 1, arrayPopBack(arrayPushFront(arrayFill(x -> x > 0, arrayMap((t, c) -> if(c = 1, t, 0), ts, customers)), toInt64(0))), fresh) AS activeBefore,
      ${[...counting.arrays(), ...masks.arrays].map(({ name, sql }) => `${sql} AS ${name}`).join(',\n      ')}${counting.arrays().length + masks.arrays.length > 0 ? ',' : ''}
      arrayMap((e, u) -> if(u = 1, toUInt8(bitCount(bitXor(e, e - 1)) - 1), 0), entries, unsequenced) AS lowest
    FROM (${grouped}))`
  const field = (name: string) => `k.${fields.indexOf(name) + 1}`
  return { sql, field, has: (name) => fields.includes(name), lateReentries: masks.late.reentries(field) }
}

/** Drops a key that repeats the one before with no exit, return, or long silence between: it would change nothing. */
function collapseSql(
  fields: readonly string[],
  masks: { names: readonly string[]; late: { fields: readonly string[] } },
  smallestDrop: number,
): string {
  if (masks.late.fields.length > 0) return 'sorted'
  const at = (name: string) => fields.indexOf(name) + 1
  const others = masks.names.filter((name) => name !== 'entries').flatMap((name) => [`z.${at(name)} = 0`, `before.${at(name)} = 0`])
  const same = [`z.${at('entries')} = before.${at('entries')}`, ...others, `z.${at('ts')} - z.${at('activeBefore')} < ${smallestDrop}`]
  return `arrayFilter((z, before, i) -> i = 1 OR NOT (${same.join(' AND ')}), sorted, arrayPopBack(arrayPushFront(sorted, sorted[1])), arrayEnumerate(sorted))`
}

/** Sets of stages per event, bit s for stage index s: entered, re-entered, completed, dropped. Absent where no rule needs them. */
function masksSql(journey: Journey, read: SubjectPropertySql, counting: ReturnType<typeof countingRules>) {
  const rules = {
    entries: journey.stages.map((stage) => ({ stage, rule: stage.entry as Rule | null })),
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
    if (plain.length + counted.length === 0) continue
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
  const rules = journey.stages.flatMap((stage) => [stage.entry, reentryRule(stage), stage.completed, stage.dropped])
  return rules.flatMap((rule) =>
    rule === null
      ? []
      : propertyTestsOf(rule)
          .filter((test) => test.of === 'subject')
          .map((test) => test.name),
  )
}

function startOfSourceSql(starts: ReadonlyMap<string, number>): string {
  const names = [...starts.keys()]
  if (names.length === 0) return '0'
  return `transform(toString(source), [${names.map(sqlText).join(', ')}], [${names.map((name) => `toInt64(${starts.get(name)})`).join(', ')}], toInt64(0))`
}

/**
 * One step of the state machine (V2). `acc` = (stage left or in, mode, start of its stay, stages entered, under way, marks);
 * a mark = (time, how, stage, clock, stages entered, under way, stage left). Aliases inside the lambda name its parts.
 */
function transitionSql(journey: Journey, keys: Keys): string {
  const k = keys.field
  const mask = (name: string) => (keys.has(name) ? k(name) : 'toUInt64(0)')
  const bit = (set: string, place: string) => `bitAnd(bitShiftRight(${set}, ${place}), 1) = 1`
  const highest = (set: string) => `toUInt8(floor(log2(greatest(${set}, 1))))`
  const reentries = [mask('reentries'), ...keys.lateReentries.map(({ stage, sql }) => `toUInt64(${sql}) * ${2 ** stage.index}`)].join(' + ')
  const dropAfter = byStage(journey, (stage) => stage.dropAfterMs)
  const due = dropAfter === null ? '0' : `acc.2 = ${modes.in} AND ${k('ts')} - clock >= ${dropAfter}`
  const restart =
    journey.restartAfterMs === null
      ? '0'
      : `(isDue OR acc.2 IN (${modes.silent}, ${modes.exited})) AND ${k('ts')} - clock >= ${journey.restartAfterMs}`
  const how = `multiIf(
      acc.2 = ${modes.over} OR isOver, if(entering != 0, 1, 0),
      isLater, if(inside, 2, 5),
      inside AND ${bit(mask('completions'), 'acc.1')}, 6,
      inside AND ${bit(mask('drops'), 'acc.1')}, 7,
      ${bit('entering', 'acc.1')}, if(inside, 0, 4),
      earlier != 0, if(inside, 3, 5),
      (isDue OR acc.2 = ${modes.silent}) AND ${k('customers')} = 1, 4,
      0)`
  const definitions = {
    clock: `greatest(acc.3, ${k('activeBefore')})`,
    isDue: due,
    isOver: restart,
    inside: `acc.2 = ${modes.in} AND NOT isDue`,
    entering: mask('entries'),
    isLater: `bitShiftRight(entering, acc.1 + 1) != 0`,
    earlier: `bitAnd(${reentries}, bitShiftLeft(toUInt64(1), acc.1) - 1)`,
    how: `toUInt8(${how})`,
    opens: 'how BETWEEN 1 AND 5',
    target: `multiIf(how = 1 OR (opens AND isLater), ${highest('entering')}, how = 3 OR (how = 5 AND NOT isLater), ${highest('earlier')}, acc.1)`,
    visited: `bitOr(if(how = 1, toUInt64(0), acc.4), if(opens, bitShiftLeft(toUInt64(1), target), toUInt64(0)))`,
    begun: keys.has('early') ? `if(how = 1, ${k('early')}, acc.5)` : 'acc.5',
    mode: `toUInt8(multiIf(opens, ${modes.in}, how = 6 OR isOver, ${modes.over}, how = 7, ${modes.exited}, isDue, ${modes.silent}, acc.2))`,
  }
  const dropMark = `if(isDue, [(clock + ${dropAfter ?? '0'}, toUInt8(8), acc.1, clock, acc.4, acc.5, acc.1)], [])`
  const mark = `if(how > 0, [(${k('ts')}, how, target, clock, visited, begun, if(how = 1, toUInt8(0), acc.1))], [])`
  const marks = dropAfter === null ? `arrayConcat(acc.6, ${mark})` : `arrayConcat(acc.6, ${dropMark}, ${mark})`
  const step = `(target, mode, if(opens, ${k('ts')}, acc.3), visited, begun, ${marks})`
  return withDefinitions(step, definitions)
}

/** Puts each definition in place of the first use of its name, as `(… AS name)`, which the engine then shares. */
function withDefinitions(expression: string, definitions: Record<string, string>): string {
  return Object.entries(definitions)
    .reverse()
    .reduce((sql, [name, definition]) => sql.replace(new RegExp(`\\b${name}\\b`), () => `(${definition} AS ${name})`), expression)
}

/** A value that depends on the stage in `acc.1`; stages without one never come due. Null where no stage has one. */
function byStage(journey: Journey, timeOf: (stage: Stage) => number | null): string | null {
  if (journey.stages.every((stage) => timeOf(stage) === null)) return null
  const cases = journey.stages.map((stage) => `acc.1 = ${stage.index}, toInt64(${timeOf(stage) ?? never})`)
  return `multiIf(${cases.join(', ')}, toInt64(${never}))`
}

/** From each subject's marks to one row a stay: an opening lasts until the mark after it. */
function markedStaysSql(journey: Journey, folded: string): string {
  const dropAfter = journey.stages.map((stage) => `stage = ${stage.index}, toInt64(${stage.dropAfterMs ?? never})`).join(', ')
  const names = (list: readonly string[]) => `[${list.map((name) => `'${name}'`).join(', ')}]`
  return `SELECT subject, instance, position, stage, startedAt, endedAt,
      ${names(openings)}[opened] AS openedBy,
      multiIf(endedAt = ${never}, 'open', closed > 5, ${names(closings)}[closed - 5], closed IN (2, 3), ${names(openings)}[closed], 'open') AS ending,
      if(closed IN (2, 3), nextStage, 0) AS nextStage,
      greatest(startedAt, if(endedAt = ${never}, lastCustomer, clockAtEnd)) AS lastActivityAt,
      if(endedAt = ${never} AND multiIf(${dropAfter}, toInt64(${never})) != ${never}, lastActivityAt + multiIf(${dropAfter}, toInt64(${never})), ${never}) AS deadline,
      underWay, skipped, entered, instanceStartedAt
    FROM (SELECT subject, lastCustomer,
        stays.1 AS startedAt, stays.2 AS opened, stays.3 AS stage, stays.5 AS entered, stays.6 AS underWay, stays.7 AS stageLeft,
        nexts.1 AS endedAt, nexts.2 AS closed, nexts.3 AS nextStage, nexts.4 AS clockAtEnd,
        instances AS instance, toUInt32(place - firstPlaces + 1) AS position, firstTimes AS instanceStartedAt,
        if(opened IN (2, 5) AND stage > stageLeft, bitAnd(bitAnd(bitShiftLeft(toUInt64(1), stage) - 1, bitNot(bitShiftLeft(toUInt64(2), stageLeft) - 1)), bitNot(entered)), toUInt64(0)) AS skipped
      FROM (SELECT subject, lastCustomer,
          arrayFilter(p -> p.1.2 <= 5, arrayZip(marks, arrayPopFront(arrayPushBack(marks, (toInt64(${never}), toUInt8(0), toUInt8(0), toInt64(0), toUInt64(0), toUInt8(0), toUInt8(0)))))) AS pairs,
          arrayMap(p -> p.1, pairs) AS openingMarks,
          arrayMap(p -> p.2, pairs) AS closingMarks,
          arrayMap(p -> toUInt8(p.1.2 = 1), pairs) AS firsts,
          arrayCumSum(firsts) AS counts,
          arrayEnumerate(pairs) AS placesOf,
          arrayFill((x, f) -> f = 1, placesOf, firsts) AS firstPlacesOf,
          arrayFill((x, f) -> f = 1, arrayMap(p -> p.1.1, pairs), firsts) AS firstTimesOf
        FROM (${folded}) WHERE notEmpty(marks))
      ARRAY JOIN openingMarks AS stays, closingMarks AS nexts, counts AS instances, placesOf AS place, firstPlacesOf AS firstPlaces, firstTimesOf AS firstTimes)`
}
