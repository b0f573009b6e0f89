import { sqlText } from './rule-sql.ts'

/** Where joined events are read: those of all subjects, or of those alone that changes touched. */
export type JoinedEvents = 'subject_events' | 'touched_events'

/**
 * Customer and company events in a partition of `subject_events` up to the horizon (UTC ms), each subject's together and in E3 order. Arrays made of them keep the order
 * only when grouped by subject from here: it has several parts, which the engine otherwise reads side by side.
 */
export function orderedEventsSql(partition: string, horizon: number, from: JoinedEvents = 'subject_events'): string {
  return `SELECT * FROM ${from} WHERE subjectType = ${sqlText(partition)} AND occurredAt <= ${horizon} AND initiator != 'machine'
    ORDER BY subject, occurredAt, source, sequence, id`
}
