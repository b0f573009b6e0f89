import type { EventStore } from '../store/event-store.ts'
import type { Assignment } from './assign-stays.ts'
import { sqlText } from './rule-sql.ts'

/** Replaces the touches of one journey version: every customer or company event at a touchpoint or on a channel, placed in the stay it fell in. */
export async function placeTouches(store: EventStore, assignment: Assignment, signal?: AbortSignal): Promise<void> {
  const { version } = assignment
  await store.run('CREATE TABLE IF NOT EXISTS touches_next AS touches')
  await store.run(`ALTER TABLE touches_next DROP PARTITION ${version}`)
  await store.run(`INSERT INTO touches_next ${touchesSql(assignment)}`, {}, signal)
  await store.run(`ALTER TABLE touches REPLACE PARTITION ${version} FROM touches_next`)
  await store.run(`ALTER TABLE touches_next DROP PARTITION ${version}`)
}

function touchesSql({ journey, version, horizon }: Assignment): string {
  return `SELECT ${version} AS version, s.stage, e.subject, s.startedAt, e.touchpoint, e.channel, count() AS touches, min(e.occurredAt) AS firstAt
    FROM (SELECT subject, occurredAt, touchpoint, channel FROM subject_events
      WHERE subjectType = ${sqlText(journey.subjectType)} AND occurredAt <= ${horizon} AND initiator != 'machine' AND (touchpoint != '' OR channel != '')) AS e
    ASOF INNER JOIN (SELECT subject, stage, startedAt, endedAt FROM stays WHERE version = ${version} AND endedAt > startedAt) AS s
      ON e.subject = s.subject AND e.occurredAt >= s.startedAt
    WHERE e.occurredAt < s.endedAt
    GROUP BY s.stage, e.subject, s.startedAt, e.touchpoint, e.channel`
}
