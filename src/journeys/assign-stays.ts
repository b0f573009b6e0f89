import { unassigned } from '../model/journey.ts'
import type { RefreshStep } from '../model/refresh-state.ts'
import { propertyTestsOf } from '../model/rule.ts'
import type { EventStore } from '../store/event-store.ts'
import { emptyPartition, linkPartition, replacePartition } from '../store/replace-partition.ts'
import { joinPropertiesSql } from './as-of-sql.ts'
import type { Assignment } from './assignment.ts'
import { eventsOf } from './events-of.ts'
import { accountHistorySql, heldAccountSql } from './join-subjects.ts'
import type { JoinedEvents } from './ordered-events-sql.ts'
import { ruleSql, sqlText } from './rule-sql.ts'
import { keysAtOnce } from './stay-machine-sql.ts'
import { staysSql } from './stay-sql.ts'
import { touchNames } from './touch-names.ts'
import { touchedStaysSql } from './touch-sql.ts'

/**
 * Replaces the stays of one journey version, of all subjects or of those that changes touched, by those the events give now: assigned first, then with what
 * each touched, both aside, then put in place in one step, so that a killed run leaves the stays before it.
 */
export async function assignStays(
  store: EventStore,
  assignment: Assignment,
  signal?: AbortSignal,
  onStep: (step: RefreshStep) => Promise<void> = async () => {},
): Promise<void> {
  const { version, from } = assignment
  await onStep('assigning')
  await emptyPartition(store, 'stays_assigned', 'stays', version)
  await emptyPartition(store, 'stays_touched', 'stays', version)
  const piecewise = await hasLongHistory(store, eventsOf(assignment.journey), from)
  await store.run(`INSERT INTO stays_assigned ${storedStaysSql(assignment, piecewise)}`, {}, signal)
  await onStep('touching')
  const names = await touchNames(store, eventsOf(assignment.journey), from)
  if (from === 'touched_events') await takeUntouched(store, version)
  await store.run(`INSERT INTO stays_touched ${touchedStaysSql(assignment, names)}`, {}, signal)
  await onStep('placing')
  await replacePartition(store, 'stays', 'stays_touched', version)
  await store.run(`ALTER TABLE stays_assigned DROP PARTITION ${version}`)
}

/** Whether a subject has more events than are taken at once. */
async function hasLongHistory(store: EventStore, partition: string, from: JoinedEvents = 'subject_events'): Promise<boolean> {
  const long = await store.rows(
    `SELECT 1 AS long FROM ${from} WHERE subjectType = {partition:String} GROUP BY subject HAVING count() > ${keysAtOnce} LIMIT 1`,
    { partition },
  )
  return long.length > 0
}

/** Those of other subjects stay as they are. */
async function takeUntouched(store: EventStore, version: number): Promise<void> {
  await linkPartition(store, 'stays_touched', 'stays', version)
  await store.run(`DELETE FROM stays_touched WHERE version = ${version} AND subject IN (SELECT subject FROM touched_subjects)`)
}

/** The stays as stored: with the account held at entry, and the persona by what was known, and by the account held, at the start of the instance (J4). Open ones keep their deadline: whether it is due is decided when asked (V7). */
function storedStaysSql({ journey, version, horizon, sourceStarts, from }: Assignment, piecewise: boolean): string {
  const known = journey.personas.flatMap(({ id, rule }) => (rule === null ? [] : [{ id, rule }]))
  const names = known.flatMap(({ rule }) => propertyTestsOf(rule).map((test) => test.name))
  const properties = joinPropertiesSql(journey.subjectType, names, 'held', from)
  const read = (name: string) => properties.read(name, 'instanceStartedAt')
  const personas = known.map(({ id, rule }) => `ifNull(${ruleSql(rule, read, () => '0')}, 0), ${sqlText(id)}`)
  const persona = personas.length === 0 ? `'${unassigned}'` : `multiIf(${personas.join(', ')}, '${unassigned}')`
  const stays = staysSql({ journey, horizon, sourceStarts, from, piecewise })
  const accounted =
    journey.subjectType === 'account'
      ? `SELECT s.*, subject AS stayAccount, subject AS account FROM (${stays}) AS s`
      : `SELECT s.*, ${heldAccountSql('membership.history', 'startedAt')} AS stayAccount, ${heldAccountSql('membership.history', 'instanceStartedAt')} AS account
         FROM (${stays}) AS s LEFT JOIN (${accountHistorySql(journey.subjectType, from ?? 'subject_events')}) AS membership ON membership.objectId = s.subject`
  return `SELECT ${version} AS version, subject, stayAccount AS account, ${persona} AS persona, instance, position, stage, startedAt,
      endedAt, openedBy, ending, nextStage, lastActivityAt, deadline, underWay, skipped, entered, instanceStartedAt, joinedEnd, joinedCause, continues, cityHash64(subject, instance, position) AS id, [] AS touches
    FROM (SELECT held.* FROM (${accounted}) AS held) AS held ${properties.joins}`
}
