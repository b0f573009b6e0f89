import type { Journey, Stage } from '../model/journey.ts'
import { never } from '../store/event-tables.ts'
import type { Keys } from './stay-keys-sql.ts'

/** How an event opens a stay, 1–5, or ends one with no stay after, 6–7; 0: neither. */
export const hows = ['first', 'advanced', 'returned', 'resumed', 'recovered', 'completed', 'droppedByExit'] as const
const modes = { over: 0, in: 1, silent: 2, exited: 3 } as const

/** Where a key's code, 16 bits, keeps how it acts, whether silence ended a stay before it, the stage it leads to, and the stage before. */
export const code = {
  how: (sql: string) => `bitAnd(${sql}, 7)`,
  silence: (sql: string) => `bitAnd(${sql}, 8) != 0`,
  acts: (sql: string) => `bitAnd(${sql}, 15) != 0`,
  target: (sql: string) => `bitAnd(bitShiftRight(${sql}, 4), 63)`,
  before: (sql: string) => `bitShiftRight(${sql}, 10)`,
} as const

/** The engine lays a fold out as one small column for each place of the longest array: so many keys of a subject at once bound its memory. */
export const keysAtOnce = 2_000

/** One row a subject: (subject, lastCustomer, keys, codes), a code for each key, by the state machine of rules V1–V5. `piecewise`: subjects with very many keys go through it piece by piece, which costs the others time. */
export function machineSql(journey: Journey, keys: Keys, piecewise: boolean): string {
  const noCodes = `CAST([], 'Array(UInt16)')`
  const start = `(toUInt8(0), toUInt8(0), toInt64(0), ${noCodes})`
  const fold = (of: string, from: string) => `arrayFold((acc, k) -> ${stepSql(journey, keys)}, ${of}, ${from})`
  const codes = piecewise ? inPiecesSql(fold('piece', `(state.1, state.2, state.3, ${noCodes})`), start) : fold('keys', start)
  return `SELECT subject, lastCustomer, keys, ${codes}.4 AS codes FROM (${keys.sql})`
}

/** Goes on with each piece where the one before ended. A lambda joins the codes, since what an alias in a fold names is computed at each of its uses. */
function inPiecesSql(piece: string, start: string): string {
  const pieces = `arraySplit((k, i) -> i % ${keysAtOnce} = 1, keys, arrayEnumerate(keys))`
  const joined = `arrayMap(after -> (after.1, after.2, after.3, arrayConcat(state.4, after.4)), [${piece}])[1]`
  return `arrayFold((state, piece) -> ${joined}, ${pieces}, ${start})`
}

/**
 * One step (V2). `acc` = (stage in or left, mode, start of its stay, codes so far). A step is one number: its code, and above it the mode it leads to. The engine
 * writes out a named part at each use of its name, so the step is used as seldom as can be.
 */
function stepSql(journey: Journey, keys: Keys): string {
  const k = keys.field
  const mask = (name: string) => (keys.has(name) ? k(name) : 'toUInt64(0)')
  const has = (set: string) => `bitTest(${set}, acc.1)`
  const highest = (set: string) => `toUInt8(floor(log2(greatest(${set}, 1))))`
  const late = keys.lateReentries.map(({ stage, sql }) => `toUInt64(${sql}) * ${2 ** stage.index}`)
  const returns = keys.has('reentries') || late.length > 0
  const leads = (how: string | number, target: string, mode: string | number) => `${how} + ${target} * 16 + ${mode} * 65536`
  const opens = (how: string | number, target: string) => leads(how, target, modes.in)
  const exits = (name: string, how: number, mode: number) =>
    keys.has(name) ? `inside AND ${has(mask(name))}, ${leads(how, 'acc.1', mode)},` : ''
  const dropAfter = dropAfterSql(journey, 'acc.1')
  const due = dropAfter === null ? 'toUInt8(0)' : `acc.2 = ${modes.in} AND ${k('ts')} - clock >= ${dropAfter}`
  const restart =
    journey.restartAfterMs === null ? 'toUInt8(0)' : `(isDue OR acc.2 > ${modes.in}) AND ${k('ts')} - clock >= ${journey.restartAfterMs}`
  const led = `multiIf(
      acc.2 = ${modes.over} OR isOver, if(${mask('entries')} != 0, ${opens(1, k('top'))}, ${leads(0, 'acc.1', modes.over)}),
      ${k('top')} > acc.1, ${opens('if(inside, 2, 5)', k('top'))},
      ${exits('completions', 6, modes.over)} ${exits('drops', 7, modes.exited)}
      ${has(mask('entries'))}, ${leads('if(inside, 0, 4)', 'acc.1', modes.in)},
      ${returns ? `earlier != 0, ${opens('if(inside, 3, 5)', highest('earlier'))},` : ''}
      (isDue OR acc.2 = ${modes.silent}) AND ${k('customers')} = 1, ${opens(4, 'acc.1')},
      ${leads(0, 'acc.1', `if(isDue, ${modes.silent}, acc.2)`)})`
  const definitions = {
    clock: `greatest(acc.3, ${k('activeBefore')})`,
    isDue: due,
    isOver: restart,
    inside: `acc.2 = ${modes.in} AND NOT isDue`,
    ...(returns ? { earlier: `bitAnd(${[mask('reentries'), ...late].join(' + ')}, bitShiftLeft(toUInt64(1), acc.1) - 1)` } : {}),
    step: `toUInt32(${led} + isDue * 8 + acc.1 * 1024)`,
  }
  return withDefinitions(
    `(toUInt8(${code.target('step')}), toUInt8(bitShiftRight(step, 16)), if(${code.how('step')} BETWEEN 1 AND 5, ${k('ts')}, acc.3), arrayPushBack(acc.4, toUInt16(step)))`,
    definitions,
  )
}

/** dropAfter (ms) of the stage with the given index; stages without one never come due. Null where no stage has one. */
export function dropAfterSql(journey: Journey, stage: string): string | null {
  const ofStage = ({ dropAfterMs }: Stage) => dropAfterMs ?? never
  if (journey.stages.every(({ dropAfterMs }) => dropAfterMs === null)) return null
  return `CAST([${journey.stages.map(ofStage).join(', ')}], 'Array(Int64)')[greatest(${stage}, 1)]`
}

/** Puts each definition in place of the first use of its name, as `(… AS name)`, which the engine then shares. */
function withDefinitions(expression: string, definitions: Record<string, string>): string {
  return Object.entries(definitions)
    .reverse()
    .reduce((sql, [name, definition]) => sql.replace(new RegExp(`\\b${name}\\b`), () => `(${definition} AS ${name})`), expression)
}
