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

/** One row a subject: (subject, lastCustomer, keys, codes), a code for each key, by the state machine of rules V1–V5. */
export function machineSql(journey: Journey, keys: Keys): string {
  const start = `(toUInt8(0), toUInt8(0), toInt64(0), CAST([], 'Array(UInt16)'))`
  return `SELECT subject, lastCustomer, keys, arrayFold((acc, k) -> ${stepSql(journey, keys)}, keys, ${start}).4 AS codes FROM (${keys.sql})`
}

/**
 * One step (V2). `acc` = (stage in or left, mode, start of its stay, codes so far). The parts are named by aliases inside the lambda, each put
 * at the first use of its name.
 */
function stepSql(journey: Journey, keys: Keys): string {
  const k = keys.field
  const mask = (name: string) => (keys.has(name) ? k(name) : 'toUInt64(0)')
  const has = (set: string) => `bitTest(${set}, acc.1)`
  const highest = (set: string) => `toUInt8(floor(log2(greatest(${set}, 1))))`
  const late = keys.lateReentries.map(({ stage, sql }) => `toUInt64(${sql}) * ${2 ** stage.index}`)
  const returns = keys.has('reentries') || late.length > 0
  const exits = (name: string, how: number) => (keys.has(name) ? `inside AND ${has(mask(name))}, ${how},` : '')
  const dropAfter = dropAfterSql(journey, 'acc.1')
  const due = dropAfter === null ? 'toUInt8(0)' : `acc.2 = ${modes.in} AND ${k('ts')} - clock >= ${dropAfter}`
  const restart =
    journey.restartAfterMs === null ? 'toUInt8(0)' : `(isDue OR acc.2 > ${modes.in}) AND ${k('ts')} - clock >= ${journey.restartAfterMs}`
  const how = `multiIf(
      acc.2 = ${modes.over} OR isOver, if(${mask('entries')} != 0, 1, 0),
      isLater, if(inside, 2, 5),
      ${exits('completions', 6)} ${exits('drops', 7)}
      ${has(mask('entries'))}, if(inside, 0, 4),
      ${returns ? 'earlier != 0, if(inside, 3, 5),' : ''}
      (isDue OR acc.2 = ${modes.silent}) AND ${k('customers')} = 1, 4,
      0)`
  const definitions = {
    clock: `greatest(acc.3, ${k('activeBefore')})`,
    isDue: due,
    isOver: restart,
    inside: `acc.2 = ${modes.in} AND NOT isDue`,
    isLater: `${k('top')} > acc.1`,
    ...(returns ? { earlier: `bitAnd(${[mask('reentries'), ...late].join(' + ')}, bitShiftLeft(toUInt64(1), acc.1) - 1)` } : {}),
    how: `toUInt8(${how})`,
    opens: 'how BETWEEN 1 AND 5',
    target: `multiIf(NOT opens OR how = 4, acc.1, how = 1 OR isLater, ${k('top')}, ${returns ? highest('earlier') : 'acc.1'})`,
    mode: `toUInt8(multiIf(opens, ${modes.in}, how = 6 OR isOver, ${modes.over}, how = 7, ${modes.exited}, isDue, ${modes.silent}, acc.2))`,
    code: `toUInt16(how + isDue * 8 + target * 16 + acc.1 * 1024)`,
  }
  return withDefinitions(`(target, mode, if(opens, ${k('ts')}, acc.3), arrayPushBack(acc.4, code))`, definitions)
}

/** dropAfter (ms) of the stage with the given index; stages without one never come due. Null where no stage has one. */
export function dropAfterSql(journey: Journey, stage: string): string | null {
  const ofStage = ({ dropAfterMs }: Stage) => `toInt64(${dropAfterMs ?? never})`
  if (journey.stages.every(({ dropAfterMs }) => dropAfterMs === null)) return null
  return `[${journey.stages.map(ofStage).join(', ')}][greatest(${stage}, 1)]`
}

/** Puts each definition in place of the first use of its name, as `(… AS name)`, which the engine then shares. */
function withDefinitions(expression: string, definitions: Record<string, string>): string {
  return Object.entries(definitions)
    .reverse()
    .reduce((sql, [name, definition]) => sql.replace(new RegExp(`\\b${name}\\b`), () => `(${definition} AS ${name})`), expression)
}
