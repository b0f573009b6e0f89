import type { EventStore } from '../store/event-store.ts'
import { emptyPartition, linkPartition, replacePartition } from '../store/replace-partition.ts'
import { amongSql, type Changes, changesSince } from './changes-since.ts'
import { accountHistorySql, accountType, eventColumns, heldAccountSql, joinedEventsSql, joinSubjects, tiesOf } from './join-subjects.ts'
import { readMark, writeMark } from './refresh-marks.ts'
import { sqlText } from './rule-sql.ts'
import { areTooMany, isTouched, touchSubjects } from './touched-subjects.ts'

/** `subjects`: how many there were when all were last joined. `rules`: those that their joining hung on. */
interface JoinedMark {
  change: number
  subjects: number
  rules?: string
}

/** A partition of `subject_events`, and how it is joined: of all subjects, or of those whom changes touched. */
export interface JoinedPartition {
  partition: string
  /** What joining hangs on beside the facts, as text: joined by other rules, nothing of it stands. */
  rules?: string
  /** Fills `touched_subjects`, and says how many they are. */
  touch(changes: Changes): Promise<number>
  /** SQL: the events that the touched subjects now have, and nobody else's. */
  touchedSql(changes: Changes): Promise<string>
  joinAll(): Promise<void>
}

/** Brings the joined events of a subject type up to a change of the facts. */
export async function bringEvents(store: EventStore, subjectType: string, upTo: number, signal?: AbortSignal): Promise<void> {
  const joined: JoinedPartition = {
    partition: subjectType,
    touch: (changes) => touchSubjects(store, subjectType, changes, ['event', 'link']),
    touchedSql: (changes) => touchedSql(store, subjectType, changes),
    joinAll: () => joinSubjects(store, subjectType, signal),
  }
  await bringPartition(store, joined, upTo, signal)
}

/**
 * Brings a partition of joined events up to a change of the facts: of the subjects that it touched, where they are known and few, else of all.
 * Whichever the way, the same rows are there then. A killed run leaves what the next one completes.
 */
export async function bringPartition(store: EventStore, joined: JoinedPartition, upTo: number, signal?: AbortSignal): Promise<void> {
  const { partition, rules } = joined
  const what = `joined:${partition}`
  const mark = await readMark<JoinedMark>(store, what)
  const known = mark !== null && mark.rules === rules ? mark : null
  const changes = await changesSince(store, known?.change ?? null, upTo)
  if (changes.kind === 'nothing') return
  await store.run('DROP TABLE IF EXISTS joined_subjects SYNC')
  if (known !== null && changes.kind !== 'everything' && (await bringTouched(store, joined, changes, known.subjects, signal))) {
    return writeMark<JoinedMark>(store, what, { ...known, change: upTo })
  }
  await joined.joinAll()
  const [row] = await store.rows<{ subjects: number }>(
    'SELECT uniqExact(subject) AS subjects FROM subject_events WHERE subjectType = {partition:String}',
    { partition },
  )
  await writeMark<JoinedMark>(store, what, { change: upTo, subjects: row?.subjects ?? 0, ...(rules === undefined ? {} : { rules }) })
}

/** False: too many were touched. */
async function bringTouched(
  store: EventStore,
  { partition, touch, touchedSql }: JoinedPartition,
  changes: Changes,
  subjects: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const touched = await touch(changes)
  if (touched === 0) return true
  if (areTooMany(touched, subjects)) return false
  await keepBefore(store, touchedEventsSql(partition), signal)
  await store.run('CREATE TABLE IF NOT EXISTS touched_joined AS subject_events')
  await store.run('TRUNCATE TABLE touched_joined')
  await store.run(`INSERT INTO touched_joined ${await touchedSql(changes)}`, {}, signal)
  if (await onlyAdds(store)) await append(store)
  else await exchange(store, partition)
  await store.run(
    `CREATE OR REPLACE TABLE joined_subjects ENGINE = MergeTree ORDER BY subject AS
     SELECT ${sqlText(partition)} AS partition, toUInt64(${changes.upTo}) AS change, subject FROM touched_subjects`,
  )
  return true
}

/**
 * Fills `touched_events` with the joined events of the touched subjects. Those of subjects that were joined last still lie in `touched_joined`, apart from the
 * millions of others: to find each among these costs more than all else of a refresh.
 */
export async function fillTouchedOf(store: EventStore, partition: string, signal?: AbortSignal): Promise<void> {
  const mark = await readMark<JoinedMark>(store, `joined:${partition}`)
  await store.run(
    'CREATE TABLE IF NOT EXISTS joined_subjects (partition String, change UInt64, subject String) ENGINE = MergeTree ORDER BY subject',
  )
  await store.run('CREATE TABLE IF NOT EXISTS touched_joined AS subject_events')
  const last = `SELECT subject FROM joined_subjects WHERE partition = ${sqlText(partition)} AND change = ${mark?.change ?? 0}`
  const among = (table: string, condition: string) =>
    `SELECT ${joinedColumns} FROM ${table} WHERE subjectType = ${sqlText(partition)} AND subject IN (SELECT subject FROM touched_subjects WHERE subject ${condition} (${last}))`
  await fillTouched(store, `${among('touched_joined', 'IN')} UNION ALL ${among('subject_events', 'NOT IN')}`, signal)
}

/** Keeps in `touched_before` the joined events that the touched subjects had: they are read twice more. */
async function keepBefore(store: EventStore, sql: string, signal?: AbortSignal): Promise<void> {
  await store.run('CREATE TABLE IF NOT EXISTS touched_before AS subject_events')
  await store.run('TRUNCATE TABLE touched_before')
  await store.run(`INSERT INTO touched_before ${sql}`, {}, signal)
}

/** The events that the touched subjects now have. From the facts it reads all of these; where no tie or merge can have moved an event, what was joined before and what changed is enough. */
async function touchedSql(store: EventStore, subjectType: string, changes: Changes): Promise<string> {
  const isPlain = changes.kind === 'events' && !changes.tied && subjectType !== accountType && !(await areMerged(store))
  if (!isPlain) return `SELECT * FROM (${joinedEventsSql(subjectType, await tiesOf(store))}) WHERE ${isTouched}`
  await fillTouched(store, changedEventsSql(subjectType, changes))
  return `SELECT e.* REPLACE (${heldAccountSql('held.history', 'occurredAt')} AS account)
    FROM touched_events AS e LEFT JOIN (${accountHistorySql(subjectType, 'touched_events')}) AS held ON held.objectId = e.subject`
}

const joinedColumns = `subjectType, subject, account, namedAccount, ${eventColumns}`

/** The joined events of the touched subjects with what changed; their account is still to be told. */
function changedEventsSql(subjectType: string, changes: Changes): string {
  const type = sqlText(subjectType)
  const changed = `SELECT * FROM changed_events WHERE ${amongSql(changes)} ORDER BY change DESC LIMIT 1 BY source, id`
  return `SELECT ${joinedColumns} FROM touched_before WHERE (source, id) NOT IN (SELECT source, id FROM changed_events WHERE ${amongSql(changes)})
    UNION ALL
    SELECT ${type}, subject, '', objects['${accountType}'][1], ${eventColumns}
    FROM (SELECT *, arrayJoin(arrayDistinct(objects[${type}])) AS subject FROM (${changed}) WHERE removed = 0) WHERE ${isTouched}`
}

/** Puts joined events of the touched subjects, and of nobody else, into `touched_events`. */
async function fillTouched(store: EventStore, sql: string, signal?: AbortSignal): Promise<void> {
  await store.run('CREATE TABLE IF NOT EXISTS touched_events AS subject_events')
  await store.run('TRUNCATE TABLE touched_events')
  await store.run(`INSERT INTO touched_events ${sql}`, {}, signal)
}

/** The joined events that the touched subjects have in `subject_events`. */
function touchedEventsSql(partition: string): string {
  return `SELECT ${joinedColumns} FROM subject_events WHERE subjectType = ${sqlText(partition)} AND ${isTouched}`
}

async function areMerged(store: EventStore): Promise<boolean> {
  const [row] = await store.rows<{ merged: number }>(
    'SELECT (SELECT count() FROM merged_contacts) + (SELECT count() FROM contact_decisions) > 0 AS merged',
  )
  return row?.merged === 1
}

/** Of a whole row, 128 bits. */
const fingerprint = `xxh3_128(${joinedColumns})`

/** Whether every event that the touched subjects had is there unchanged: by far the commonest case, and the cheapest. */
async function onlyAdds(store: EventStore): Promise<boolean> {
  const lost = `SELECT 1 AS one FROM touched_before WHERE ${fingerprint} NOT IN (SELECT ${fingerprint} FROM touched_joined) LIMIT 1`
  return (await store.rows<object>(lost)).length === 0
}

async function append(store: EventStore): Promise<void> {
  await store.run(
    `INSERT INTO subject_events SELECT ${joinedColumns} FROM touched_joined WHERE ${fingerprint} NOT IN (SELECT ${fingerprint} FROM touched_before)`,
  )
}

async function exchange(store: EventStore, partition: string): Promise<void> {
  await emptyPartition(store, 'subject_events_next', 'subject_events', partition)
  await linkPartition(store, 'subject_events_next', 'subject_events', partition)
  await store.run(`DELETE FROM subject_events_next WHERE subjectType = ${sqlText(partition)} AND ${isTouched}`)
  await store.run(`INSERT INTO subject_events_next SELECT ${joinedColumns} FROM touched_joined`)
  await replacePartition(store, 'subject_events', 'subject_events_next', partition)
}
