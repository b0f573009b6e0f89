import { type Journey, measuredStages } from '../model/journey.ts'
import { never } from '../store/event-tables.ts'
import { keysSql, type StaysQuery } from './stay-keys-sql.ts'
import { code, dropAfterSql, hows, machineSql } from './stay-machine-sql.ts'

/**
 * Assigns stays (rules V1–V5): one row a stay, in one pass over each subject's events in stored order.
 * Whole-array functions keep only the events that can change anything; a fold over those few is the state machine; whole-array
 * functions again make stays of what it says of each.
 */
export function staysSql(query: StaysQuery): string {
  return staysOfCodesSql(query.journey, machineSql(query.journey, keysSql(query), query.piecewise === true))
}

/** Stands for the key after the last. */
const noKey = `(toInt64(${never}), toInt64(0), toUInt8(0), toUInt16(0))`

/**
 * How a stay `p` followed by `n` ends when silence is no end (M2), as (time, cause): cause 1 converted, 2 returned, 3 dropped, 0 still in.
 * Left in silence it lasts until a recovered stay, which converts or returns it, or until the next instance; else for good.
 */
const joinedEndSql = `multiIf(
          p.2.1 = ${never}, (toInt64(${never}), toUInt8(0)),
          NOT ${code.silence('p.2.4')}, (p.2.1, toUInt8([1, 1, 2, 3, 3, 1, 3][${code.how('p.2.4')}])),
          n.1 = ${never}, (toInt64(${never}), toUInt8(0)),
          (n.1, toUInt8(if(${code.how('n.4')} = 5, if(${code.target('n.4')} > ${code.target('p.1.4')}, 1, 2), 0))))`

/** From each subject's coded keys to one row a stay: an opening lasts until the next key that acts. */
function staysOfCodesSql(journey: Journey, coded: string): string {
  const dropAfter = dropAfterSql(journey, 'stage')
  const names = `[${hows.map((how) => `'${how}'`).join(', ')}]`
  const acting = `SELECT subject, lastCustomer,
      arrayFilter(z -> ${code.acts('z.4')}, arrayZip(arrayMap(k -> k.1, keys), arrayMap(k -> k.5, keys), arrayMap(k -> k.7, keys), codes)) AS acts,
      arrayFilter(p -> ${code.how('p.1.4')} BETWEEN 1 AND 5, arrayZip(acts, arrayPopFront(arrayPushBack(acts, ${noKey})))) AS stays,
      arrayMap(p -> toUInt8(${code.how('p.1.4')} = 1), stays) AS firsts,
      arrayCumSum(firsts) AS instances,
      arrayEnumerate(stays) AS places,
      arrayMap(p -> toUInt8(${code.target('p.1.4')}), stays) AS stages,
      arrayFill((x, f) -> f = 1, places, firsts) AS firstPlaces,
      arrayFill((x, f) -> f = 1, arrayMap(p -> p.1.1, stays), firsts) AS instanceStarts,
      arrayFill((x, f) -> f = 1, arrayMap(p -> p.1.3, stays), firsts) AS underWays,
      arrayMap((stage, n) -> if(n = 1, bitShiftLeft(toUInt64(1), stage), toUInt64(0)), stages, arrayEnumerateUniq(instances, stages)) AS news,
      arrayCumSum(news) AS sums,
      arrayMap(p -> p.1, stays) AS begun,
      arrayPopFront(arrayPushBack(begun, ${noKey})) AS followers,
      arrayMap((p, n) -> toUInt8(${code.silence('p.2.4')} AND ${code.how('n.4')} = 4), stays, followers) AS goesOn,
      arrayPopBack(arrayPushFront(goesOn, toUInt8(0))) AS continuing,
      arrayReverseFill((x, on) -> on = 0, arrayMap((p, n) -> ${joinedEndSql}, stays, followers), goesOn) AS joinedEnds,
      arrayMap((sum, before) -> sum - before, sums, arrayFill((x, f) -> f = 1, arrayMap((sum, new) -> sum - new, sums, news), firsts)) AS entereds
    FROM (${coded})`
  return `SELECT subject, instance, toUInt32(place - firstPlace + 1) AS position, stage, startedAt, endedAt, ${names}[how] AS openedBy,
      multiIf(endedAt = ${never}, 'open', silent, 'droppedBySilence', ${names}[nextHow]) AS ending,
      if(nextHow IN (2, 3) AND NOT silent, ${code.target('stay.2.4')}, 0) AS nextStage,
      if(endedAt = ${never}, greatest(startedAt, lastCustomer), clock) AS lastActivityAt,
      ${dropAfter === null ? `toInt64(${never})` : `if(endedAt = ${never} AND ${dropAfter} != ${never}, lastActivityAt + ${dropAfter}, toInt64(${never}))`} AS deadline,
      underWay, entered, instanceStartedAt, joined.1 AS joinedEnd, joined.2 AS joinedCause, continues,
      if(how IN (2, 5) AND stage > left, toUInt64(bitAnd(bitAnd(bitShiftLeft(toUInt64(1), stage) - 1, bitNot(bitShiftLeft(toUInt64(2), left) - 1)), bitAnd(bitNot(entered), ${measuredStages(journey)}))), toUInt64(0)) AS skipped
    FROM (SELECT subject, lastCustomer, instance, place, firstPlace, stage, stay, instanceStartedAt, underWay, joined, continues, toUInt64(entered) AS entered,
        stay.1.1 AS startedAt, ${code.how('stay.1.4')} AS how, ${code.before('stay.1.4')} AS left,
        greatest(stay.1.1, stay.2.2) AS clock, ${code.silence('stay.2.4')} AS silent, ${code.how('stay.2.4')} AS nextHow,
        if(silent, clock + ${dropAfter ?? '0'}, stay.2.1) AS endedAt
      FROM (${acting})
      ARRAY JOIN stays AS stay, instances AS instance, places AS place, firstPlaces AS firstPlace, stages AS stage,
        instanceStarts AS instanceStartedAt, underWays AS underWay, entereds AS entered, joinedEnds AS joined, continuing AS continues)`
}
